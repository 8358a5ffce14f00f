"""Small random undirected graphs, two of whose vertices are to be cut apart."""

from __future__ import annotations

from itertools import combinations

from hypothesis import strategies as st

from causalkit.analysis.identify.criterion.separators import FAR, NEAR, region, vertices


@st.composite
def graphs(draw: st.DrawFn) -> list[int]:
    """Undirected graphs on up to eight vertices, of which the first two do not touch."""
    size = draw(st.integers(2, 8))
    pairs = [pair for pair in combinations(range(size), 2) if pair != (NEAR, FAR)]
    neighbours = [0] * size
    for one, other in draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []:
        neighbours[one] |= 1 << other
        neighbours[other] |= 1 << one
    return neighbours


def separates(neighbours: list[int], removed: int) -> bool:
    reached, _ = region(neighbours, 1 << NEAR, ~removed)
    return not reached >> FAR & 1


def by_brute_force(neighbours: list[int]) -> set[int]:
    """Every separator from which no vertex can be spared."""
    others = range(2, len(neighbours))
    subsets = [
        sum(1 << vertex for vertex in chosen)
        for size in range(len(others) + 1)
        for chosen in combinations(others, size)
    ]
    valid = [subset for subset in subsets if separates(neighbours, subset)]
    return {
        subset
        for subset in valid
        if not any(separates(neighbours, subset & ~(1 << v)) for v in vertices(subset))
    }
