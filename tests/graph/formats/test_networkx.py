"""networkx graphs keep the marks, and only directed ones with names will do."""

from __future__ import annotations

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.errors import DiagramError
from causalkit.graph import Diagram
from causalkit.graph.formats import from_networkx, to_networkx


def test_the_marks_are_node_attributes():
    graph = to_networkx(Diagram.of([("u", "x"), ("x", "s")], latent=["u"], selected=["s"]))
    assert graph.nodes["u"] == {"latent": True, "selected": False}
    assert graph.nodes["s"] == {"latent": False, "selected": True}


@given(data=st.data())
def test_there_and_back(diagrams, data):
    diagram = data.draw(diagrams())
    again = from_networkx(to_networkx(diagram))
    assert again == diagram
    assert again.nodes == diagram.nodes


@pytest.mark.parametrize(
    ("graph", "message"),
    [
        (networkx.Graph([("a", "b")]), "not a Graph"),
        (networkx.MultiDiGraph([("a", "b"), ("a", "b")]), "not a MultiDiGraph"),
        (networkx.DiGraph([(1, 2)]), "not by 1"),
        (networkx.DiGraph([("a", "b"), ("b", "a")]), "circle: a → b → a"),
        (networkx.DiGraph([("a", "a")]), "a causes itself"),
    ],
)
def test_what_is_no_causal_diagram_is_an_error(graph, message):
    with pytest.raises(DiagramError, match=message):
        from_networkx(graph)


def test_a_mark_is_true_or_false():
    graph = networkx.DiGraph([("a", "b")])
    graph.nodes["a"]["latent"] = "false"
    with pytest.raises(DiagramError, match="latent of a is true or false, not 'false'"):
        from_networkx(graph)


def test_a_graph_of_pgmpy_brings_its_latent_variables():
    class BayesianNetwork(networkx.DiGraph):
        latents: frozenset[str] = frozenset({"u"})

    graph = BayesianNetwork([("u", "x"), ("v", "x")])
    graph.nodes["v"]["latent"] = True
    assert from_networkx(graph).latent == {"u", "v"}
    graph.latents = frozenset({"w"})
    with pytest.raises(DiagramError, match='no variable "w"'):
        from_networkx(graph)
