"""d-separation agrees with the list of all paths, with networkx, and with its witness."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkit.errors import DiagramError
from causalkit.graph import Diagram, d_separated, open_path, paths
from causalkit.graph.formats import to_networkx

M_BIAS = Diagram.of([("u1", "x"), ("u1", "m"), ("u2", "m"), ("u2", "y")])


def test_adjusting_for_a_collider_opens_it():
    assert d_separated(M_BIAS, ["x"], ["y"])
    assert not d_separated(M_BIAS, ["x"], ["y"], given=["m"])
    assert str(open_path(M_BIAS, ["x"], ["y"], given=["m"])) == "x ← u1 → m ← u2 → y"


def test_selecting_on_a_collider_opens_it():
    selected = Diagram.of(M_BIAS.edges, selected=["m"])
    assert not d_separated(selected, ["x"], ["y"])
    assert d_separated(selected, ["x"], ["y"], given=["u1"])


def test_a_selected_variable_is_the_same_for_everybody_in_the_data():
    diagram = Diagram.of([("kratom", "responds"), ("responds", "reward")], selected=["responds"])
    assert d_separated(diagram, ["kratom"], ["responds"])
    assert d_separated(diagram, ["kratom"], ["reward"])


def test_no_set_is_independent_of_nothing_by_accident():
    assert d_separated(M_BIAS, [], ["y"])
    assert d_separated(M_BIAS, ["x"], [])


def test_no_witness_where_the_sets_are_separated():
    with pytest.raises(DiagramError, match="x and y are d-separated: no path is open"):
        open_path(M_BIAS, ["x"], ["y"])
    with pytest.raises(DiagramError, match="x and y are d-separated given u1, m"):
        open_path(M_BIAS, ["x"], ["y"], given=["u1", "m"])


@pytest.mark.parametrize("ask", [d_separated, open_path])
def test_overlapping_sets_are_refused(ask):
    with pytest.raises(DiagramError, match="x is on both sides"):
        ask(M_BIAS, ["x"], ["x", "y"])
    with pytest.raises(DiagramError, match="y is adjusted for"):
        ask(M_BIAS, ["x"], ["y"], given=["y"])
    with pytest.raises(DiagramError, match='no variable "z"'):
        ask(M_BIAS, ["x"], ["y"], given=["z"])


def test_ten_thousand_variables_in_a_row():
    names = [f"v{i}" for i in range(10_000)]
    chain = Diagram.of(pairwise(names))
    assert d_separated(chain, ["v0"], ["v9999"], given=["v5000"])
    assert len(open_path(chain, ["v0"], ["v9999"]).nodes) == 10_000


@st.composite
def separation_problems(draw, diagrams):
    diagram = draw(diagrams(smallest=2))
    side = st.sampled_from(["a", "b", "given", "none"])
    sides = {node: draw(side) for node in diagram.nodes}
    return diagram, *(
        [node for node in diagram.nodes if sides[node] == which] for which in ("a", "b", "given")
    )


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_ball_finds_what_the_list_of_all_paths_says(diagrams, data):
    diagram, a, b, given_set = data.draw(separation_problems(diagrams))
    some_open = any(
        path.is_open(diagram, given_set)
        for start in a
        for end in b
        for path in paths(diagram, start, end, limit=None)
    )
    assert d_separated(diagram, a, b, given_set) != some_open


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_ball_agrees_with_networkx(diagrams, data):
    diagram, a, b, given_set = data.draw(separation_problems(diagrams))
    varying_a, varying_b = set(a) - diagram.selected, set(b) - diagram.selected
    fixed = set(given_set) | diagram.selected
    expected = networkx.is_d_separator(to_networkx(diagram), varying_a, varying_b, fixed)
    assert d_separated(diagram, a, b, given_set) == expected


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_witness_is_an_open_path_between_the_sets(diagrams, data):
    diagram, a, b, given_set = data.draw(separation_problems(diagrams))
    if d_separated(diagram, a, b, given_set):
        with pytest.raises(DiagramError, match="d-separated"):
            open_path(diagram, a, b, given_set)
    else:
        witness = open_path(diagram, a, b, given_set)
        assert witness.is_open(diagram, given_set)
        assert all(triple.open for triple in witness.triples(diagram, given_set))
        assert witness.nodes[0] in a
        assert witness.nodes[-1] in b
        varying = (set(a) | set(b)) - diagram.selected
        assert not varying & set(witness.nodes[1:-1])


PROGRAM = """
from causalkit.graph import Diagram, d_separated, open_path, paths
names = [f"n{i}" for i in range(9)]
edges = [(cause, effect) for i, cause in enumerate(names) for effect in names[i + 1:]]
diagram = Diagram.of(edges, selected={"n8", "n7"})
print([str(p) for p in paths(diagram, "n0", "n3", limit=20)])
print(open_path(diagram, {"n0", "n1"}, {"n5", "n6"}, {"n2", "n4"}))
print(diagram.restricted_to({"n5", "n1", "n3"}), diagram.ordered({"n5", "n1", "n3"}))
try:
    diagram.ordered({"x1", "x2", "x3"})
except Exception as error:
    print(error)
"""


def test_nothing_depends_on_the_order_of_hashes():
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
