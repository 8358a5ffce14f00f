"""Blocks of work in threads: in order, a bounded number under way, errors passed on."""

from __future__ import annotations

import threading
import time
from itertools import count, islice

import pytest

from causalkit.nature.parallel import ordered_map, usable_processors


@pytest.mark.parametrize("threads", [None, 1, 2, 7])
def test_results_come_in_the_order_of_their_items(threads):
    def slow_when_early(item: int) -> int:
        time.sleep(0.002 * (5 - item % 5))
        return item**2

    results = list(ordered_map(slow_when_early, range(30), threads=threads))
    assert results == [item**2 for item in range(30)]


@pytest.mark.parametrize("threads", [1, 3])
def test_nothing_is_no_error(threads):
    assert list(ordered_map(abs, [], threads=threads)) == []


@pytest.mark.parametrize("threads", [1, 3])
def test_an_endless_stream_is_read_no_further_than_needed(threads):
    begun: list[int] = []
    lock = threading.Lock()

    def work(item: int) -> int:
        with lock:
            begun.append(item)
        return item

    assert list(islice(ordered_map(work, count(), threads=threads), 10)) == list(range(10))
    assert len(begun) <= 10 + 2 * threads + 1


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_is_raised_where_its_result_would_have_been(threads):
    def fails_at_five(item: int) -> int:
        if item == 5:
            raise ZeroDivisionError
        return item

    results = ordered_map(fails_at_five, count(), threads=threads)
    assert [next(results) for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_threads_are_as_many_as_asked_for():
    seen: set[int] = set()
    everyone = threading.Barrier(3, timeout=10)

    def work(_: int) -> None:
        everyone.wait()
        seen.add(threading.get_ident())

    list(ordered_map(work, range(3), threads=3))
    assert len(seen) == 3


def test_no_thread_is_left_behind():
    before = threading.active_count()
    results = ordered_map(abs, count(), threads=4)
    next(results)
    results.close()
    assert threading.active_count() == before


def test_there_is_at_least_one_processor():
    assert usable_processors() >= 1
