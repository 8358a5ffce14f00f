"""The listing of minimal separators, against every subset of small random graphs."""

from __future__ import annotations

from itertools import islice, pairwise

from hypothesis import given
from undirected_graphs import by_brute_force, graphs, separates

from causalkit.analysis.identify.criterion.separators import (
    FAR,
    NEAR,
    minimal_separators,
)


@given(graphs())
def test_every_minimal_separator_is_listed_exactly_once(neighbours: list[int]):
    listed = list(minimal_separators(neighbours))
    assert len(listed) == len(set(listed))
    assert set(listed) == by_brute_force(neighbours)


def test_vertices_that_touch_have_no_separator():
    assert list(minimal_separators([0b10, 0b01])) == []


def test_vertices_that_nothing_joins_are_separated_by_nothing():
    assert list(minimal_separators([0, 0, 0])) == [0]


def test_separators_come_one_by_one_even_when_there_are_exponentially_many():
    """Forty parallel routes of two steps each have 2 ** 40 minimal separators."""
    neighbours = [0] * 82
    for route in range(40):
        steps = (NEAR, 2 + 2 * route, 3 + 2 * route, FAR)
        for one, other in pairwise(steps):
            neighbours[one] |= 1 << other
            neighbours[other] |= 1 << one
    found = list(islice(minimal_separators(neighbours), 500))
    assert len(set(found)) == 500
    assert all(separates(neighbours, separator) for separator in found)
    assert all(separator.bit_count() == 40 for separator in found)
