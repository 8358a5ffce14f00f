"""A diagram knows its relations, can be cut, and refuses what is no diagram."""

from __future__ import annotations

import pickle
from itertools import pairwise

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.errors import DiagramError
from causalkit.graph import Diagram
from causalkit.graph.formats import to_networkx

CONFOUNDED = Diagram.of(
    [("mood", "kratom"), ("mood", "phq9"), ("kratom", "phq9"), ("phq9", "responds")],
    nodes=["age"],
    latent=["mood"],
    selected=["responds"],
)


def test_nodes_come_in_the_order_in_which_they_were_named():
    assert CONFOUNDED.nodes == ("age", "mood", "kratom", "phq9", "responds")


def test_relations():
    assert CONFOUNDED.parents("phq9") == ("mood", "kratom")
    assert CONFOUNDED.children("mood") == ("kratom", "phq9")
    assert CONFOUNDED.ancestors("kratom", "age") == {"kratom", "mood", "age"}
    assert CONFOUNDED.descendants("kratom") == {"kratom", "phq9", "responds"}
    assert CONFOUNDED.ancestors() == frozenset()
    assert CONFOUNDED.observed == ("age", "kratom", "phq9", "responds")


def test_ties_in_the_topological_order_go_to_the_one_listed_first():
    diagram = Diagram.of([("z", "y"), ("x", "y")], nodes=["y", "z", "x"])
    assert diagram.topological_order == ("z", "x", "y")


def test_a_repeated_arrow_counts_once():
    assert Diagram.of([("x", "y"), ("x", "y")]).edges == (("x", "y"),)


def test_surgery_keeps_the_nodes_and_the_marks():
    cut = CONFOUNDED.do("kratom")
    assert cut.parents("kratom") == ()
    assert cut.children("kratom") == ("phq9",)
    assert (cut.nodes, cut.latent, cut.selected) == (
        CONFOUNDED.nodes,
        CONFOUNDED.latent,
        CONFOUNDED.selected,
    )
    assert CONFOUNDED.without_outgoing("mood").children("mood") == ()
    assert not CONFOUNDED.without_edges([("mood", "phq9")]).has_edge("mood", "phq9")


def test_the_part_on_some_nodes_keeps_their_marks():
    part = CONFOUNDED.restricted_to({"responds", "phq9", "mood"})
    assert part == Diagram.of(
        [("mood", "phq9"), ("phq9", "responds")], latent=["mood"], selected=["responds"]
    )


def test_equality_is_by_value_and_not_by_order():
    one = Diagram.of([("x", "y"), ("z", "y")])
    other = Diagram.of([("z", "y"), ("x", "y")])
    assert one == other
    assert hash(one) == hash(other)
    assert one != Diagram.of([("x", "y"), ("z", "y")], latent=["z"])
    assert one != "x → y ← z"


def test_a_diagram_survives_pickling():
    assert pickle.loads(pickle.dumps(CONFOUNDED)) == CONFOUNDED  # noqa: S301  # our own bytes


@pytest.mark.parametrize(
    "ask",
    [
        lambda d: d.parents("kratm"),
        lambda d: d.children("kratm"),
        lambda d: d.ancestors("phq9", "kratm"),
        lambda d: d.descendants("kratm"),
        lambda d: d.do("kratm"),
        lambda d: d.without_outgoing("kratm"),
        lambda d: d.without_edges([("kratm", "phq9")]),
        lambda d: d.restricted_to(["kratm"]),
        lambda d: d.ordered({"kratm"}),
        lambda d: Diagram.of(d.edges, latent=["kratm"]),
        lambda d: Diagram.of(d.edges, selected=["kratm"]),
        lambda d: Diagram(d.nodes, (("kratm", "phq9"),)),
    ],
)
def test_an_unknown_variable_is_named_with_the_nearest_known(ask):
    with pytest.raises(DiagramError, match=r'no variable "kratm".*Did you mean "kratom"'):
        ask(CONFOUNDED)


def test_a_self_loop_is_named():
    with pytest.raises(DiagramError, match="x → x says that x causes itself"):
        Diagram.of([("x", "x")])


@pytest.mark.parametrize(
    ("edges", "cycle"),
    [
        ([("a", "b"), ("b", "a")], "circle: a → b → a. "),
        ([("s", "a"), ("c", "a"), ("a", "b"), ("b", "c"), ("c", "t")], "circle: a → b → c → a. "),
    ],
)
def test_a_cycle_is_named(edges, cycle):
    with pytest.raises(DiagramError) as caught:
        Diagram.of(edges)
    assert cycle in str(caught.value)


def test_a_long_cycle_is_named_in_part():
    names = [f"v{i}" for i in range(5000)]
    with pytest.raises(DiagramError) as caught:
        Diagram.of(zip(names, names[1:] + names[:1], strict=True))
    assert "v0 → v1 →" in str(caught.value)
    assert "… → v0" in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("edge", ["ab", ("a",), ("a", "b", "c"), 3, ("a", ""), ("a", 1)])
def test_what_is_no_arrow_is_refused(edge):
    with pytest.raises(DiagramError):
        Diagram.of([edge])


def test_what_is_listed_twice_is_refused():
    with pytest.raises(DiagramError, match='"x" is listed twice'):
        Diagram(("x", "y", "x"), ())
    with pytest.raises(DiagramError, match="x → y is listed twice"):
        Diagram(("x", "y"), (("x", "y"), ("x", "y")))


def test_an_arrow_that_is_not_there_cannot_be_removed():
    with pytest.raises(DiagramError, match="no arrow phq9 → kratom"):
        CONFOUNDED.without_edges([("phq9", "kratom")])


def test_one_string_is_one_name():
    assert Diagram.of([("ab", "a"), ("a", "b")]).ordered("ab") == ("ab",)


def test_ten_thousand_variables_in_a_row():
    names = [f"v{i}" for i in range(10_000)]
    chain = Diagram.of(pairwise(names))
    assert chain.topological_order == tuple(names)
    assert len(chain.ancestors("v9999")) == 10_000
    assert chain.do("v5000").descendants("v0") == frozenset(names[:5000])


@given(data=st.data())
def test_relations_agree_with_networkx(diagrams, data):
    diagram = data.draw(diagrams())
    graph = to_networkx(diagram)
    for node in diagram.nodes:
        assert diagram.ancestors(node) == networkx.ancestors(graph, node) | {node}
        assert diagram.descendants(node) == networkx.descendants(graph, node) | {node}
    expected = networkx.lexicographical_topological_sort(graph, key=diagram.nodes.index)
    assert diagram.topological_order == tuple(expected)


@given(data=st.data())
def test_any_cycle_is_refused_by_a_circle_of_true_arrows(diagrams, data):
    diagram = data.draw(diagrams(smallest=2))
    extra = data.draw(st.sets(st.tuples(*[st.sampled_from(diagram.nodes)] * 2), max_size=4))
    edges = list(dict.fromkeys([*diagram.edges, *sorted(e for e in extra if e[0] != e[1])]))
    if networkx.is_directed_acyclic_graph(networkx.DiGraph(edges)):
        assert set(Diagram.of(edges).edges) == set(edges)
    else:
        with pytest.raises(DiagramError) as caught:
            Diagram.of(edges)
        circle = caught.value.message.split(": ")[1].split(". ")[0].split(" → ")
        assert circle[0] == circle[-1]
        assert set(pairwise(circle)) <= set(edges)
