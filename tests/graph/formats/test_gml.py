"""GML texts: read through networkx, with what a causal diagram must not say refused."""

from __future__ import annotations

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.errors import DiagramError
from causalkit.graph import Diagram, Drawing
from causalkit.graph.formats import read_gml, to_networkx, write_gml


def gml(*parts, directed="directed 1"):
    return "\n".join(["graph [", directed, *parts, "]"])


def test_names_roles_and_places():
    drawing = read_gml(
        gml(
            'node [ id 0 label "chronic pain" adjusted 1 latent 0 ]',
            'node [ id 1 label "kratom" exposure "true" graphics [ x 1.5 y -2 w 30.0 ] ]',
            'node [ id 2 label "phq9" outcome 1 weight 3.5 ]',
            'node [ id 3 label "mood" observed "no" ]',
            'node [ id 4 label "responds" selected 1 observed "yes" ]',
            "edge [ source 0 target 1 label 7 ]",
            "edge [ source 3 target 2 ]",
            "edge [ source 2 target 4 ]",
        )
    )
    assert drawing == Drawing(
        Diagram.of(
            [("chronic pain", "kratom"), ("mood", "phq9"), ("phq9", "responds")],
            latent=["mood"],
            selected=["responds"],
        ),
        exposure=("kratom",),
        outcome=("phq9",),
        adjusted=("chronic pain",),
        positions={"kratom": (1.5, -2.0)},
    )


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ('node [ id 0 name "größe" ] node [ id 1 ]', ("größe", "1")),
        ('node [ id 0 label 1.5 ] node [ id 1 label "a&#38;b" ]', ("1.5", "a&b")),
        ('node [ id "u" ] node [ id "x" label "x y" ]', ("u", "x y")),
    ],
)
def test_what_names_a_variable(nodes, expected):
    ends = ("u", "x") if '"u"' in nodes else (0, 1)
    edge = "edge [ source {} target {} ]".format(
        *(f'"{end}"' if isinstance(end, str) else end for end in ends)
    )
    assert read_gml(gml(nodes, edge)).diagram.edges == (expected,)


def test_a_text_of_networkx():
    diagram = Diagram.of([("u", "x"), ("x", "s")], latent=["u"], selected=["s"])
    text = "\n".join(networkx.generate_gml(to_networkx(diagram)))
    assert read_gml(text).diagram == diagram


A, B = 'node [ id 0 label "a" ]', 'node [ id 1 label "b" ]'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "networkx cannot read this as GML: input contains no graph"),
        ("graph [", "networkx cannot read this as GML"),
        ("graph 1", "networkx cannot read this as GML"),
        ("digraph { a -> b }", "networkx cannot read this as GML"),
        (gml("node 5"), "networkx cannot read this as GML"),
        (gml(A, A), "node id 0 is duplicated"),
        (gml(A, "edge [ source 0 target 5 ]"), "undefined target 5"),
        (gml(A, B, *["edge [ source 0 target 1 ]"] * 2), "is duplicated"),
        (gml(A, B, directed=""), "have no direction; a causal diagram has directed 1"),
        (gml(A, B, directed="directed 0"), "have no direction"),
        (gml(A, directed="directed 1 multigraph 1"), "is a multigraph"),
        (gml(A, 'node [ id 1 label "a" ]'), 'two nodes of this GML text are called "a"'),
        (gml('node [ id 0 label "a" label "b" ]'), "several names"),
        (gml('node [ id 0 label "" ]'), "this one is empty"),
        (gml('node [ id 0 label "a" latent 2 ]'), "a: latent is 1 or 0, not 2"),
        (gml('node [ id 0 label "a" observed "maybe" ]'), "a: observed is 1 or 0, not 'maybe'"),
        (gml('node [ id 0 graphics [ x "a" y 1 ] ]'), "a position is two numbers, not 'a'"),
        (gml(A, "edge [ source 0 target 0 ]"), 'joins "a" to itself'),
        (
            gml(A, B, "edge [ source 0 target 1 ]", "edge [ source 1 target 0 ]"),
            "circle: a → b → a",
        ),
    ],
)
def test_what_is_no_causal_diagram_is_an_error(text, message):
    with pytest.raises(DiagramError) as caught:
        read_gml(text, "my.gml")
    assert message in str(caught.value)
    assert str(caught.value).startswith("my.gml: ")


@given(data=st.data())
def test_what_is_written_is_read_back(drawings, data):
    drawing = data.draw(drawings())
    again = read_gml(write_gml(drawing))
    assert again == drawing
    assert again.diagram.nodes == drawing.diagram.nodes
