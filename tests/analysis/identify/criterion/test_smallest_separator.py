"""The smallest separator, against every subset of small random graphs."""

from __future__ import annotations

from hypothesis import given
from undirected_graphs import by_brute_force, graphs

from causalkit.analysis.identify.criterion.separators import vertices
from causalkit.analysis.identify.criterion.smallest_separator import smallest_separator


@given(graphs())
def test_the_smallest_is_the_first_in_a_dictionary_of_the_smallest(neighbours: list[int]):
    expected = min(
        by_brute_force(neighbours), key=lambda found: (found.bit_count(), list(vertices(found)))
    )
    assert smallest_separator(neighbours) == expected
