"""The narrowest cut, against every way to part small random networks."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from causalkit.analysis.identify.criterion.maximum_flow import Pipes

SOURCE, SINK = 0, 1


def drawn(chance: random.Random) -> dict[tuple[int, int], int]:
    """How wide it is from one place to another, both ways for some."""
    places = range(chance.randint(2, 7))
    pairs = [pair for pair in combinations(places, 2) if chance.random() < 0.7]
    widths = {(start, end): chance.randint(0, 5) for start, end in pairs}
    return widths | {(end, start): chance.choice([0, 0, 2]) for start, end in pairs}


def narrowest(widths: dict[tuple[int, int], int], places: int) -> set[int]:
    """The smallest of the source's sides that the narrowest way out has."""
    others = range(2, places)
    sides = [
        {SOURCE, *chosen} for size in range(places - 1) for chosen in combinations(others, size)
    ]
    return min(sides, key=lambda side: (width_out_of(side, widths), len(side)))


def width_out_of(side: set[int], widths: dict[tuple[int, int], int]) -> int:
    return sum(width for (a, b), width in widths.items() if a in side and b not in side)


def test_the_cut_is_the_narrowest_and_of_several_the_one_nearest_to_the_source():
    chance, held_up = random.Random(3), 0
    for _ in range(2_000):
        widths = drawn(chance)
        places = 1 + max((end for pair in widths for end in pair), default=1)
        pipes = Pipes(places)
        for (start, end), width in widths.items():
            if start < end:
                pipes.lay(start, end, width, widths[end, start])
        side = pipes.source_side(SOURCE, SINK)
        assert side == narrowest(widths, places), widths
        held_up += width_out_of(side, widths) > 0
    assert 500 < held_up < 2_000


@pytest.mark.parametrize("width", [1, 3 * 2**60 + 1, 10**30])
def test_widths_are_whole_numbers_of_any_size(width):
    """Floating-point numbers or machine integers would take the two for the same."""
    pipes = Pipes(4)
    pipes.lay(0, 2, width + 1)
    pipes.lay(2, 3)
    pipes.lay(3, 1, width)
    assert pipes.source_side(SOURCE, SINK) == {0, 2, 3}


def test_a_flow_is_taken_back_where_it_is_in_the_way():
    """The only shortest path crosses over; the others need it to give way."""
    pipes = Pipes(8)
    for start, end in [(0, 2), (2, 3), (3, 1), (0, 4), (4, 5), (5, 3), (2, 6), (6, 7), (7, 1)]:
        pipes.lay(start, end, 1)
    assert pipes.source_side(SOURCE, SINK) == {0}
