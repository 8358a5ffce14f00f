"""Which variables nothing measured can come between, against the list of all paths."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from causalkit.analysis.identify.selection.ties import (
    are_neighbours,
    directly_causes,
    neighbourly_path,
)
from causalkit.errors import DiagramError
from causalkit.graph import Diagram, paths


def by_brute_force(diagram: Diagram, one: str, other: str) -> list[tuple[str, ...]]:
    """Each path inside which everything is hidden and nothing is a collider, shortest first."""
    found = [
        path.nodes
        for path in paths(diagram, one, other, limit=None)
        if set(path.nodes[1:-1]) <= diagram.latent
        and not any(into and not onwards for into, onwards in pairwise(path.forward))
    ]
    return sorted(found, key=len)


def test_neighbours_of_random_diagrams(random_diagram):
    chance, seen = random.Random(1), {True: 0, False: 0}
    for _ in range(400):
        diagram, (one,), other = random_diagram(chance)
        ways = by_brute_force(diagram, one, other)
        assert are_neighbours(diagram, one, other) == bool(ways)
        seen[bool(ways)] += 1
        causal = [way for way in ways if all(diagram.has_edge(*step) for step in pairwise(way))]
        assert directly_causes(diagram, one, other) == bool(causal)
        if ways:
            path = neighbourly_path(diagram, one, other)
            assert path.nodes in ways
            assert len(path.nodes) == len(ways[0])
    assert min(seen.values()) > 100


def test_a_variable_is_no_neighbour_of_itself():
    diagram = Diagram.of([("x", "y")])
    assert not are_neighbours(diagram, "x", "x")
    assert not directly_causes(diagram, "x", "x")
    with pytest.raises(DiagramError, match='no variable "z"'):
        are_neighbours(diagram, "x", "z")


def test_ten_thousand_hidden_causes_in_a_row():
    links = [(f"u{i}", f"u{i + 1}") for i in range(10_000)]
    diagram = Diagram.of(
        [*links, ("u0", "x"), ("u10000", "y")], latent=[f"u{i}" for i in range(10_001)]
    )
    assert len(neighbourly_path(diagram, "x", "y").nodes) == 10_003
