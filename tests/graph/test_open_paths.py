"""Open paths, against all paths of random diagrams."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from causalkit.graph import Diagram, open_paths, paths


@given(st.data())
def test_they_are_the_paths_that_are_open(diagrams, data):
    diagram = data.draw(diagrams(smallest=3, largest=7))
    source, target, *others = data.draw(st.permutations(diagram.nodes))
    given_ = data.draw(st.lists(st.sampled_from(others), unique=True))
    found = open_paths(diagram, [source], [target], given_, limit=10_000)
    expected = [
        path for path in paths(diagram, source, target, limit=None) if path.is_open(diagram, given_)
    ]
    assert found.complete
    assert set(found.paths) == set(expected)
    assert len(found.paths) == len(expected)
    lengths = [len(path.nodes) for path in found.paths]
    assert lengths == sorted(lengths)


@given(st.data())
def test_between_sets_no_path_runs_through_another_variable_of_them(diagrams, data):
    diagram = data.draw(diagrams(smallest=4, largest=7))
    order = data.draw(st.permutations(diagram.nodes))
    sources, targets = order[:2], order[2:4]
    found = open_paths(diagram, sources, targets, limit=10_000)
    expected = {
        path
        for source in sources
        for target in targets
        for path in paths(diagram, source, target, limit=None)
        if path.is_open(diagram) and not {*sources, *targets}.intersection(path.nodes[1:-1])
    }
    assert set(found.paths) == expected


def test_a_listing_that_is_cut_says_so():
    pairs = [(f"c{i}", end) for i in range(30) for end in "xy"]
    found = open_paths(Diagram.of(pairs), "x", "y", limit=5)
    assert not found.complete
    assert [path.nodes for path in found.paths] == [("x", f"c{i}", "y") for i in (0, 1, 2, 3, 4)]


def test_a_search_that_leads_nowhere_is_given_up():
    """Every way runs through c twice; the search would try all ways round the clique first."""
    clique = [(f"k{i}", f"k{j}") for i in range(14) for j in range(i + 1, 14)]
    edges = [("c", "x"), ("c", "k0"), ("c", "y")]
    found = open_paths(Diagram.of([*edges, *clique]), "x", "y")
    assert [str(path) for path in found.paths] == ["x ← c → y"]
    detour = Diagram.of([("x", "c"), ("c", "s"), *[(f"k{i}", "c") for i in range(14)], *clique])
    trapped = Diagram.of([*detour.edges, ("c", "y")], selected=["s"])
    assert {path.nodes for path in open_paths(trapped, "x", "y").paths} == {("x", "c", "y")}
