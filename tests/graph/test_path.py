"""Association runs along a path when every triple on it is open."""

from __future__ import annotations

from itertools import islice, pairwise

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.errors import DiagramError
from causalkit.graph import Diagram, Path, paths
from causalkit.graph.formats import to_networkx

CLINIC = Diagram.of(
    [
        ("pain", "kratom"),
        ("pain", "phq9"),
        ("kratom", "relief"),
        ("relief", "phq9"),
        ("kratom", "clinic"),
        ("phq9", "clinic"),
        ("clinic", "responds"),
    ]
)


def reasons(diagram, *nodes, given=()):
    return [triple.reason for triple in Path.through(diagram, nodes).triples(diagram, given)]


def test_a_fork_is_open_until_its_middle_is_adjusted_for():
    fork = ("kratom", "pain", "phq9")
    assert reasons(CLINIC, *fork) == ["fork at pain is open: pain is not adjusted for"]
    assert reasons(CLINIC, *fork, given=["pain"]) == [
        "fork at pain is blocked: pain is adjusted for"
    ]


def test_a_chain_is_open_until_its_middle_is_adjusted_for():
    chain = ("kratom", "relief", "phq9")
    assert reasons(CLINIC, *chain) == ["chain at relief is open: relief is not adjusted for"]
    assert reasons(CLINIC, *chain, given=["relief"]) == [
        "chain at relief is blocked: relief is adjusted for"
    ]


def test_a_collider_is_blocked_until_it_or_an_effect_of_it_is_adjusted_for():
    collider = ("kratom", "clinic", "phq9")
    assert reasons(CLINIC, *collider) == [
        "collider at clinic is blocked: neither clinic nor anything it causes is conditioned on"
    ]
    assert reasons(CLINIC, *collider, given=["clinic"]) == [
        "collider at clinic is open: clinic is conditioned on"
    ]
    assert reasons(CLINIC, *collider, given=["responds"]) == [
        "collider at clinic is open: its descendant responds is conditioned on"
    ]


def test_selection_holds_fixed_without_being_asked():
    selected = Diagram.of(CLINIC.edges, selected=["responds"])
    assert reasons(selected, "kratom", "clinic", "phq9") == [
        "collider at clinic is open: its descendant responds is conditioned on by selection"
    ]
    assert Path.through(selected, ["kratom", "clinic", "phq9"]).is_open(selected)
    by_pain = Diagram.of(CLINIC.edges, selected=["pain"])
    assert reasons(by_pain, "kratom", "pain", "phq9") == [
        "fork at pain is blocked: pain is conditioned on by selection"
    ]


def test_the_nearest_fixed_descendant_is_named():
    assert reasons(CLINIC, "kratom", "clinic", "phq9", given=["responds", "clinic"]) == [
        "collider at clinic is open: clinic is conditioned on"
    ]


def test_nothing_runs_from_or_to_a_variable_that_is_held_fixed():
    arrow = Path.through(CLINIC, ["clinic", "responds"])
    assert arrow.is_open(CLINIC)
    assert not arrow.is_open(CLINIC, ["clinic"])
    selected = Diagram.of(CLINIC.edges, selected=["responds"])
    assert not arrow.is_open(selected)


def test_causal_and_back_door_paths():
    causal = Path.through(CLINIC, ["kratom", "relief", "phq9"])
    back_door = Path.through(CLINIC, ["kratom", "pain", "phq9"])
    neither = Path.through(CLINIC, ["kratom", "clinic", "phq9"])
    assert [p.is_causal for p in (causal, back_door, neither)] == [True, False, False]
    assert [p.is_backdoor for p in (causal, back_door, neither)] == [False, True, False]
    assert str(back_door) == "kratom ← pain → phq9"


def test_triples_name_their_neighbours():
    (triple,) = Path.through(CLINIC, ["kratom", "pain", "phq9"]).triples(CLINIC)
    assert (triple.left, triple.middle, triple.right) == ("kratom", "pain", "phq9")
    assert (triple.kind, triple.open) == ("fork", True)


def test_a_path_of_another_diagram_is_refused():
    path = Path(("kratom", "phq9"), (True,))
    with pytest.raises(DiagramError, match="no arrow for the step kratom – phq9"):
        path.is_open(CLINIC)
    with pytest.raises(DiagramError, match="no arrow for the step kratom – phq9"):
        path.triples(CLINIC)
    with pytest.raises(DiagramError, match='Did you mean "kratom"'):
        Path.through(CLINIC, ["kratm", "pain"])


@pytest.mark.parametrize(
    ("nodes", "forward"),
    [(("x",), ()), ((), ()), (("x", "y"), ()), (("x", "y", "x"), (True, False))],
)
def test_what_is_no_path_is_refused(nodes, forward):
    with pytest.raises(DiagramError):
        Path(nodes, forward)


def test_given_must_be_known():
    with pytest.raises(DiagramError, match='Did you mean "pain"'):
        Path.through(CLINIC, ["kratom", "pain", "phq9"]).is_open(CLINIC, ["pian"])


def test_listing_begins_with_a_shortest_path():
    assert [str(path) for path in paths(CLINIC, "kratom", "phq9")] == [
        "kratom → clinic ← phq9",
        "kratom → relief → phq9",
        "kratom ← pain → phq9",
    ]


def test_listing_stops_at_its_limit():
    complete = Diagram.of([(f"v{i}", f"v{j}") for j in range(12) for i in range(j)])
    assert len(list(paths(complete, "v0", "v11", limit=50))) == 50
    assert len(list(paths(complete, "v0", "v11"))) == 1000
    assert len(list(islice(paths(complete, "v0", "v11", limit=None), 2000))) == 2000


def test_listing_refuses_what_has_no_path_by_definition():
    with pytest.raises(DiagramError, match="to itself"):
        paths(CLINIC, "pain", "pain")
    with pytest.raises(DiagramError, match='Did you mean "phq9"'):
        paths(CLINIC, "pain", "phq")


def test_a_maze_of_dead_ends_does_not_hold_up_the_listing():
    maze = [(f"m{i}", f"m{j}") for j in range(40) for i in range(j)]
    diagram = Diagram.of([("x", "m0"), *maze, ("x", "y")])
    assert [str(path) for path in paths(diagram, "x", "y")] == ["x → y"]


def test_ten_thousand_variables_in_a_row():
    names = [f"v{i}" for i in range(10_000)]
    chain = Diagram.of(pairwise(names))
    (path,) = paths(chain, "v0", "v9999")
    assert path.is_causal
    assert len(path.triples(chain, ["v5000"])) == 9_998
    assert not path.is_open(chain, ["v5000"])


@given(data=st.data())
def test_the_listing_is_every_simple_path_once(diagrams, data):
    diagram = data.draw(diagrams(smallest=2, largest=7))
    source, target = data.draw(st.permutations(diagram.nodes))[:2]
    listed = [path.nodes for path in paths(diagram, source, target, limit=None)]
    skeleton = to_networkx(diagram).to_undirected()
    assert len(set(listed)) == len(listed)
    assert set(listed) == set(map(tuple, networkx.all_simple_paths(skeleton, source, target)))
    assert not listed or len(listed[0]) == min(map(len, listed))


@given(data=st.data())
def test_a_path_is_open_exactly_when_its_triples_are(diagrams, data):
    diagram = data.draw(diagrams(smallest=3, largest=6))
    source, target, *others = data.draw(st.permutations(diagram.nodes))
    given_set = data.draw(st.sets(st.sampled_from(others)))
    ends_vary = not diagram.selected & {source, target}
    for path in paths(diagram, source, target):
        triples = path.triples(diagram, given_set)
        assert path.is_open(diagram, given_set) == (ends_vary and all(t.open for t in triples))
        assert [t.middle for t in triples] == list(path.nodes[1:-1])


def test_a_long_path_is_told_by_its_ends():
    names = [f"v{index}" for index in range(1_000)]
    path = Path(tuple(names), (True,) * 998 + (False,))
    assert str(path).startswith("v0 → v1 → v2 → ")
    assert str(path).endswith(" → v998 ← v999")
    assert " → … → v990 → " in str(path)
    assert str(path).count("v") == 20
    short = Path(tuple(names[:20]), (True,) * 19)
    assert "…" not in str(short)
