"""Blocks of work in several threads, results in order, a bounded number under way."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def usable_processors() -> int:
    """Return how many processors this process may use.

    Returns
    -------
    int
        At least 1.

    Examples
    --------
    >>> usable_processors() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ordered_map(
    function: Callable[[Item], Result], items: Iterable[Item], *, threads: int | None = None
) -> Iterator[Result]:
    """Yield the results of a function in the order of its items, working ahead in threads.

    Parameters
    ----------
    function : callable
        Called once an item; it gains from threads where it leaves the interpreter lock.
    items : iterable
        May be endless: no more than twice the number of threads are under way.
    threads : int, optional
        How many at once; as many as there are processors when left out.

    Yields
    ------
    object
        Results in the order of the items.

    Examples
    --------
    >>> list(ordered_map(abs, [-1, 2, -3], threads=2))
    [1, 2, 3]
    """
    threads = threads or usable_processors()
    waiting = iter(items)
    first = list(islice(waiting, 2))
    if threads == 1 or len(first) < 2:
        yield from map(function, chain(first, waiting))
        return
    waiting = chain(first, waiting)
    with ThreadPoolExecutor(threads) as pool:
        under_way: deque[Future[Result]] = deque(
            pool.submit(function, item) for item in islice(waiting, 2 * threads)
        )
        try:
            while under_way:
                result = under_way.popleft().result()
                under_way.extend(pool.submit(function, item) for item in islice(waiting, 1))
                yield result
        finally:
            for future in under_way:
                future.cancel()
