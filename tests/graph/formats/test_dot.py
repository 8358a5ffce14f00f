"""DOT texts: read as Graphviz reads them, with what a causal diagram must not say refused."""

from __future__ import annotations

import os
import random
from itertools import pairwise

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
          rankdir=LR; node [shape=box]; edge [color="#aaaaaa", dir=forward]
          kratom [exposure=true, pos="1.5,-2!"]  // past month
          phq9 [outcome="yes" style=dashed, label=<<b>PHQ</b>-9>];
          "chronic pain" [adjusted=1][peripheries=2];
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
        ("digraph { a, b -> c, d }", [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]),
        ("digraph { subgraph cluster_x { a -> b }\n b -> c }", [("a", "b"), ("b", "c")]),
        ("digraph { a -> subgraph { b -> c } }", [("b", "c"), ("a", "b"), ("a", "c")]),
        ('digraph { "a:b":port -> c:"p":n }', [("a:b", "c")]),
        (
            r'digraph { "so \"called\"" -> "a\b" -> "a\\b" }',
            [('so "called"', r"a\b"), (r"a\b", r"a\\b")],
        ),
        ('digraph { "a\\\nb" -> "c\nd" }', [("ab", "c\nd")]),
        ('digraph { "a" + "b" -> c }', [("ab", "c")]),
        ('digraph { 1 -> "1.5"; "node" -> 1 -> -.5 }', [("1", "1.5"), ("node", "1"), ("1", "-.5")]),
        ("digraph { age.at.entry -> größe }", [("age.at.entry", "größe")]),
        ("digraph {\n# no\na -> b # c\n/* d */ }", [("a", "b")]),
        ("digraph { a -> b [dir=both arrowtail=none] }", [("a", "b")]),
        ("digraph { a -> b <-> c; d [latent]; c <- d }", None),
    ],
)
def test_arrows(text, expected):
    edges = read_dot(text).diagram.edges
    with_dagitty = [("a", "b"), ("d", "c"), ("U_b_c", "b"), ("U_b_c", "c")]
    assert sorted(edges) == sorted(with_dagitty if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("graph { a }", "line 1, column 1: an undirected graph"),
        ("graph { a -- b }", "line 1, column 1: an undirected graph"),
        ("digraph { a -- b }", "line 1, column 13: an edge -- has no direction"),
        ("digraph {\n chronic pain -> b }", "line 2, column 10: two names side by side"),
        ("digraph { a -> b } digraph { c }", "column 20: did not expect"),
        ("digraph { a -> b } rest", "line 1, column 20"),
        ("digraph { a -> ", "expected the name of a variable, not the end of the text"),
        ('digraph { "a -> b }', "line 1, column 11: this quote is not closed"),
        ("digraph { a /* -> b }", "line 1, column 13: this comment is never closed"),
        ("", 'a DOT text begins with "digraph {", not with the end of the text'),
        ("dag { a }", "it is dagitty text"),
        ("digraph { a -> a }", 'joins "a" to itself'),
        ("digraph { a -> b -> a }", "circle: a → b → a"),
        ("digraph { a [latent=maybe] }", "takes a variable with [latent] for latent"),
        ("digraph { a [latent=false] }", "write [latent], or leave it out"),
        ("digraph { a -> b [latent=true] }", "belongs to a variable, not to an arrow"),
        ("digraph { {a; b} [latent=true] }", "belongs to a variable, not to a group"),
        ("digraph { node [latent=true]; a }", "not to all that follow"),
        ("digraph { a -> b [dir=both] }", "column 19: this arrow is drawn with two heads"),
        ("digraph { edge [dir=none]; a -> b }", "without a head"),
        ('digraph { a -> b [style="bold,invis"] }', "this arrow is invisible"),
        ("digraph { <b> -> a }", "column 11: HTML-like strings are not read"),
        ("digraph { a -> <b> }", "column 16: HTML-like strings are not read"),
        ("digraph { <<b>x</b>> -> y }", "column 11: HTML-like strings are not read"),
        ("digraph { : -> y }", "expected the name of a variable"),
        ("digraph { x.1 -> y }", 'this name needs quotes: "x.1"'),
        ("digraph { 1a -> y }", 'this name needs quotes: "1a"'),
        ("digraph { edge -> y }", '"edge" is a word of the DOT language'),
        ("digraph { subgraph x { a } b -> subgraph x { c } }", "two subgraphs of this name"),
        ("digraph" + "{" * 60 + "}" * 60, "more than 50 groups inside each other"),
        ('digraph { "" -> y }', "this one is empty"),
        ('digraph { a [pos="left"] }', "a position is two plain numbers"),
        ('digraph { a [pos="1.2.3,4"] }', "a position is two plain numbers"),
        ("digraph { a -> b };", "a semicolon stands after the closing brace"),
        ("strict digraph { a <-> b }", 'only dagitty can read "<->"'),
    ],
)
def test_what_is_no_causal_diagram_is_an_error(text, message, capfd):
    with pytest.raises(DiagramError) as caught:
        read_dot(text)
    assert message in str(caught.value)
    assert str(caught.value).startswith("diagram")
    assert capfd.readouterr() == ("", "")


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_what_is_written_is_read_back(drawings, data):
    anything = st.characters(exclude_characters="\\\0")
    drawing = data.draw(drawings(names=st.text(anything, min_size=1, max_size=5)))
    again = read_dot(write_dot(drawing))
    assert again == drawing
    assert again.diagram.nodes == drawing.diagram.nodes
    assert again.diagram.edges == drawing.diagram.edges


@given(name=st.text(alphabet='ab\\"\n\0', min_size=1, max_size=8))
def test_every_name_is_read_back_or_refused(name):
    drawing = Drawing(Diagram.of([], nodes=[name]))
    try:
        text = write_dot(drawing)
    except DiagramError:
        assert "\\" in name or "\0" in name
    else:
        assert read_dot(text) == drawing


@pytest.mark.parametrize("name", ["<", "<<", "<b>", "->", "--", "{", "node", "digraph", ":"])
def test_a_quoted_mark_is_a_name(name):
    drawing = Drawing(Diagram.of([], nodes=["a", name]))
    assert read_dot(write_dot(drawing)) == drawing


def test_thousands_of_statements():
    names = [f"v{i}" for i in range(5_000)]
    diagram = Diagram.of(pairwise(names))
    assert read_dot(write_dot(diagram)).diagram == diagram


NAMES = [
    *("a", "b", "c", "d", "e2", "_x", "1", "2.5", "-3", ".5", "ä", "a:p", 'b:"q":n', "a, b"),
    *('"p q"', r'"r\"s"', r'"t\\"', r'"u\v"', '"ab" + "c"', '"n\nl"', '"node"'),
    *("<h>", "1a", "x.1", "edge", "subgraph"),
]
MARKINGS = ["", "", "[]", "[latent=true]", '[x=1;y="2"]', "[x=<b<i>j</i>>][y=2]", "[style=dashed]"]


def random_end(draw, depth=0):
    if depth > 2 or draw.random() < 0.8:
        return draw.choice(NAMES[: draw.choice([6, 14, 21, len(NAMES)])])
    group = draw.choice(["{%s}", "subgraph {%s}", f"subgraph s{draw.randrange(10**6)} {{%s}}"])
    return group % random_body(draw, depth + 1)


def random_statement(draw, depth):
    if draw.random() < 0.1:
        return draw.choice(["node [shape=box]", "edge [color=red]", "graph [x=1]", 'x="y"'])
    ends = [random_end(draw, depth) for _ in range(draw.choice([1, 2, 2, 3]))]
    arrow = draw.choice([" -> ", "->", " -> ", "->", "--"] if draw.random() < 0.2 else [" -> "])
    return f"{arrow.join(ends)} {draw.choice(MARKINGS)}"


def random_body(draw, depth=0):
    count = draw.randint(0 if depth else 1, 4)
    between = draw.choice(["; ", "\n", "\n", "  "])
    return between.join(random_statement(draw, depth) for _ in range(count))


def as_graphviz_reads_it(text):
    """Return variables, arrows and latent variables, or None where Graphviz cannot read it."""
    import pygraphviz

    try:
        graph = pygraphviz.AGraph(string=text)
    except pygraphviz.DotError:
        return None
    latent = {node for node in graph.nodes() if node.attr["latent"] == "true"}
    return set(graph.nodes()), set(graph.edges()), latent


def as_read_here(text):
    try:
        diagram = read_dot(text).diagram
    except DiagramError:
        return None
    return set(diagram.nodes), set(diagram.edges), set(diagram.latent)


@pytest.fixture
def silent():
    """Graphviz complains on the error stream of the process, past Python's."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    yield
    os.dup2(kept, 2)
    os.close(nowhere)


def test_random_texts_mean_what_they_mean_to_graphviz(silent):
    draw = random.Random(20)
    frames = ["digraph {%s}", "strict digraph g {\n%s\n}", 'digraph "x y" {%s} // c']
    same = refused = 0
    for _ in range(2_000):
        text = draw.choice(frames) % random_body(draw)
        theirs, ours = as_graphviz_reads_it(text), as_read_here(text)
        if ours is None:
            refused += 1
        else:
            assert ours == theirs, text
            same += 1
    assert same > 300
    assert refused > 500
