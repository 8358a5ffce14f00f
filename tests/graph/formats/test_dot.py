"""DOT texts: read through pydot, with what a causal diagram must not say refused."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkit.errors import DiagramError
from causalkit.graph import Diagram, Drawing
from causalkit.graph.formats import read_dot, write_dot


def test_roles_are_attributes_and_styles_mean_nothing():
    drawing = read_dot(
        """
        strict digraph "self medication" {
          rankdir=LR; node [shape=box];
          kratom [exposure=true, pos="1.5,-2!"]  // past month
          phq9 [outcome="yes" style=dashed];
          "chronic pain" [adjusted=1, latent=false];
          mood [latent=true]; responds [selected=TRUE]
          "chronic pain" -> kratom -> phq9 [color=red];
          mood -> { kratom; phq9 };
          phq9:e -> responds
        }
        """
    )
    assert drawing == Drawing(
        Diagram.of(
            [
                ("chronic pain", "kratom"),
                ("kratom", "phq9"),
                ("mood", "kratom"),
                ("mood", "phq9"),
                ("phq9", "responds"),
            ],
            latent=["mood"],
            selected=["responds"],
        ),
        exposure=("kratom",),
        outcome=("phq9",),
        adjusted=("chronic pain",),
        positions={"kratom": (1.5, -2.0)},
    )
    assert drawing.diagram.nodes[:3] == ("kratom", "phq9", "chronic pain")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("digraph { a -> b -> c; a -> b }", [("a", "b"), ("b", "c")]),
        ("digraph { {a b} -> {c d} }", [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]),
        ("digraph { subgraph cluster_x { a -> b }\n b -> c }", [("a", "b"), ("b", "c")]),
        ("digraph { a -> subgraph { b -> c } }", [("b", "c"), ("a", "b"), ("a", "c")]),
        ('digraph { "a:b":port -> c:n }', [("a:b", "c")]),
        ('digraph { "so \\"called\\"" -> "a\\\\b" }', [('so "called"', "a\\b")]),
        ('digraph { 1 -> "1.5"; "node" -> 1 }', [("1", "1.5"), ("node", "1")]),
    ],
)
def test_arrows(text, expected):
    assert sorted(read_dot(text).diagram.edges) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("graph { a }", "undirected"),
        ("graph { a -- b }", "line 1, column 11: an edge -- has no direction"),
        ("digraph { a -- b }", "line 1, column 13: an edge -- has no direction"),
        ("digraph {\n chronic pain -> b }", "line 2, column 10: two names side by side"),
        ("digraph { a -> b } digraph { c }", "2 graphs instead of one"),
        ("digraph { a -> b } rest", "line 1, column 20"),
        ("digraph { a -> ", "not the DOT language"),
        ('digraph { "a -> b }', "line 1, column 11: this quote is never closed"),
        ("digraph { a /* -> b }", "line 1, column 13: this comment is never closed"),
        ("", "not the DOT language"),
        ("dag { a }", "not the DOT language"),
        ("digraph { a -> a }", 'joins "a" to itself'),
        ("digraph { a -> b -> a }", "circle: a → b → a"),
        ("digraph { a [latent=maybe] }", "a: latent is true or false, not maybe"),
        ("digraph { a -> b [latent=true] }", "of one variable and not of an arrow"),
        ("digraph { node [latent=true]; a }", "of one variable and not of all that follow"),
        ("digraph { a [name=x] }", "pydot cannot read this text"),
        ("digraph { a [label=<b>] }", "column 20: HTML-like strings are not read"),
        ("digraph { : -> y }", "not the DOT language"),
        ("digraph" + "{" * 12 + "}" * 12, "too deeply nested"),
        ("digraph {" + "a; " * 5000 + "}", "too long"),
        ("digraph { <<b>x</b>> -> y }", "column 11: HTML-like strings are not read"),
        ('digraph { "" -> y }', "this one is empty"),
        ('digraph { a [pos="left"] }', "a position is two numbers"),
        ('digraph { a [pos="1.2.3,4"] }', "a position is two numbers"),
    ],
)
def test_what_is_no_causal_diagram_is_an_error(text, message, capsys):
    with pytest.raises(DiagramError) as caught:
        read_dot(text)
    assert message in str(caught.value)
    assert str(caught.value).startswith("diagram")
    assert capsys.readouterr() == ("", "")


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_what_is_written_is_read_back(diagrams, data):
    diagram = data.draw(diagrams(names=st.text(min_size=1, max_size=5), largest=5))
    places = st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 2)
    drawing = Drawing(
        diagram,
        exposure=diagram.nodes[:1],
        outcome=diagram.nodes[1:2],
        positions=data.draw(st.dictionaries(st.sampled_from(diagram.nodes), places)),
    )
    again = read_dot(write_dot(drawing))
    assert again == drawing
    assert again.diagram.nodes == drawing.diagram.nodes
    assert again.diagram.edges == drawing.diagram.edges


@pytest.mark.parametrize(
    "piece", ["{", "a;", "a->", '"', '"\\', "/*", "-", "(", "\n", "{a b}->", "a[e", "#", "<", "[,"]
)
@pytest.mark.parametrize("length", [99_000, 1_000_000])
def test_a_million_characters_end_soon(piece, length):
    started = time.process_time()
    with pytest.raises(DiagramError):
        read_dot("digraph {" + piece * (length // len(piece)))
    assert time.process_time() - started < 20
