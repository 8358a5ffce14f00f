"""dagitty texts: what they say, what they must not say, and the way back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.errors import DiagramError
from causalkit.graph import Diagram, Drawing
from causalkit.graph.formats import read_dagitty, write_dagitty

PUBLISHED = """
/* A diagram as dagitty.net
   writes it */
dag "self medication" {
bb="-2,-2,2,2"
kratom [exposure,pos="-1.5,0.25"]  // past month
phq9 [outcome, pos="1e0,0"]
"chronic pain" [adjusted; label="most days"]   # CPG
mood [latent]
responds [selected]
"chronic pain" -> kratom [beta=0.5, pos="0,0"]
"chronic pain" -> phq9; mood -> { kratom phq9 }
kratom -> phq9 -> responds <- kratom
}
"""


def edges(text):
    return list(read_dagitty(text).diagram.edges)


def test_a_published_text():
    drawing = read_dagitty(PUBLISHED)
    assert drawing == Drawing(
        Diagram.of(
            [
                ("chronic pain", "kratom"),
                ("chronic pain", "phq9"),
                ("mood", "kratom"),
                ("mood", "phq9"),
                ("kratom", "phq9"),
                ("phq9", "responds"),
                ("kratom", "responds"),
            ],
            latent=["mood"],
            selected=["responds"],
        ),
        exposure=("kratom",),
        outcome=("phq9",),
        adjusted=("chronic pain",),
        positions={"kratom": (-1.5, 0.25), "phq9": (1.0, 0.0)},
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dag{a->b}", [("a", "b")]),
        ("DAG { a <- b }", [("b", "a")]),
        ("dag { a -> b <- c -> d }", [("a", "b"), ("c", "b"), ("c", "d")]),
        (
            "dag { {a b} -> {c d} <- e }",
            [(x, y) for x, y in zip("aabb", "cdcd", strict=True)] + [("e", "c"), ("e", "d")],
        ),
        ("dag { {a; b;} -> c }", [("a", "c"), ("b", "c")]),
        ("dag { a -> b; a -> b }", [("a", "b")]),
        ("dag { a -> b /* a -> c */ // a -> d\n# a -> e\n}", [("a", "b")]),
        ("dag { a\n->\nb }", [("a", "b")]),
        ('dag { "a -> b" -> "c // d" }', [("a -> b", "c // d")]),
        ('dag { "so \\"called\\"" -> b }', [('so "called"', "b")]),
        ('dag { "a" -> "b" "c" -> "d" }', [("a", "b"), ("c", "d")]),
        ("dag { größe_2.5 -> b }", [("größe_2.5", "b")]),
        ("dag my_diagram {\r\na -> b\r\nb -> c\r\n}\r\n", [("a", "b"), ("b", "c")]),
    ],
)
def test_arrows(text, expected):
    assert edges(text) == expected


def test_variables_without_arrows():
    assert read_dagitty('dag { a\n b\n\n "c d"; e [latent] }').diagram.nodes == (
        "a",
        "b",
        "c d",
        "e",
    )
    assert read_dagitty("dag { }").diagram == Diagram.of([])


@pytest.mark.parametrize(
    ("short", "role"),
    [
        ("e", "exposure"),
        ("o", "outcome"),
        ("a", "adjusted"),
        ("l", "latent"),
        ("u", "latent"),
        ("s", "selected"),
    ],
)
def test_roles_have_short_names(short, role):
    assert read_dagitty(f"dag {{ x [{short}] }}") == read_dagitty(f"dag {{ x [{role}] }}")
    assert "x" in read_dagitty(f"dag {{ x [{short}] }}").playing(role)


def test_an_arrow_with_two_heads_is_a_cause_that_nobody_measured():
    diagram = read_dagitty("dag { x -> y <-> x; y <-> x; x <-> z }").diagram
    assert diagram == Diagram.of(
        [("x", "y"), ("U_y_x", "y"), ("U_y_x", "x"), ("U_x_z", "x"), ("U_x_z", "z")],
        latent=["U_y_x", "U_x_z"],
    )


def test_the_fresh_cause_takes_no_name_that_is_taken():
    diagram = read_dagitty("dag { x <-> y; U_x_y -> x; U_x_y_ }").diagram
    assert diagram.latent == {"U_x_y__"}


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("dag {\n  chronic pain -> kratom\n}", 2, 11, '"chronic pain"'),
        ("dag {\n  kratom -> chronic pain\n}", 2, 21, '"chronic pain"'),
        ("dag { kratom -> b b -> c }", 1, 19, "a semicolon or a line break"),
        ('dag { kratom -> b "c d" }', 1, 19, '"b c d"'),
        ("dag { my-var -> x }", 1, 7, 'this name needs quotes: "my-var"'),
        ("dag { x -> it's }", 1, 12, 'this name needs quotes: "it\'s"'),
        ("dag { item#1 -> x }", 1, 7, 'this name needs quotes: "item#1"'),
        ("dag { dose(mg) -> x }", 1, 7, 'this name needs quotes: "dose(mg)"'),
        ("dag { 'pain' -> x }", 1, 7, "stand in double quotes"),
        ("dag my graph { a -> b }", 1, 8, "in quotes if it has spaces"),
        ("dag { a -- b }", 1, 9, 'but not "--"'),
        ("dag { a @-@ b }", 1, 9, 'but not "@-@"'),
        ("dag { a @-> b }", 1, 9, 'but not "@->"'),
        ("dag { a --> b }", 1, 9, 'but not "-->"'),
        ("dag { a - b }", 1, 9, 'but not "-"'),
        ("dag { a->b", 1, 11, 'before the closing "}"'),
        ("dag { a [latent", 1, 16, 'before the closing "]"'),
        ("dag { {a b -> c }", 1, 12, "a group holds names only"),
        ("dag { {{a} b} -> c }", 1, 8, "a group holds names only"),
        ("dag { a -> b } c", 1, 16, "after the closing brace"),
        ("dag { a -> }", 1, 12, "expected the name of a variable"),
        ("dag { -> a }", 1, 7, "expected the name of a variable"),
        ('dag { "" -> a }', 1, 7, "this one is empty"),
        ('dag { "a -> b }', 1, 7, "not closed on its line"),
        ("dag { a /* -> b }", 1, 9, "never closed"),
        ("dag { a -> a }", 1, 9, 'joins "a" to itself'),
        ("dag { a <-> a }", 1, 9, 'joins "a" to itself'),
        ("dag { {a b} -> {b c} }", 1, 13, 'joins "b" to itself'),
        ("dag { a [exposur] }", 1, 10, 'Did you mean "exposure"'),
        ("dag { a -> b [latent] }", 1, 15, "a role belongs to a variable"),
        ("dag { a [latent=yes] }", 1, 10, "a role stands without a value"),
        ('dag { a [pos="left"] }', 1, 14, "a position is two numbers"),
        ("dag { a [->] }", 1, 10, "expected a role"),
        ("dag { bb = }", 1, 12, "expected a value"),
        ("digraph { a -> b }", 1, 1, "read it with read_dot"),
        ("pdag { a -> b }", 1, 1, "not a causal diagram"),
        ("a -> b", 1, 1, 'begins with "dag {"'),
        ("", 1, 1, "the end of the text"),
    ],
)
def test_an_error_points_at_its_place(text, line, column, message):
    with pytest.raises(DiagramError) as caught:
        read_dagitty(text, "my.dag")
    assert message in caught.value.message
    place = caught.value.place
    assert (place.source, place.line, place.column) == ("my.dag", line, column)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dag { a -> b -> c -> a }", "my.dag: the arrows run in a circle: a → b → c → a"),
        ("dag { a [e, o] }", "my.dag: a is marked both as exposure and as outcome"),
        ('dag { a [pos="1e999,0"] }', "my.dag: the position of a is not finite"),
    ],
)
def test_what_no_single_place_shows_is_an_error_with_the_name_of_the_text(text, message):
    with pytest.raises(DiagramError) as caught:
        read_dagitty(text, "my.dag")
    assert message in str(caught.value)


def test_quotes_are_written_where_they_are_needed():
    diagram = Diagram.of([("chronic pain", "phq9"), ("item-1", "phq9"), ('"', "phq9")])
    assert write_dagitty(diagram).splitlines()[1:5] == [
        '  "chronic pain"',
        "  phq9",
        '  "item-1"',
        '  "\\""',
    ]


@st.composite
def drawings(draw, diagrams):
    names = st.text(min_size=1, max_size=5)
    diagram = draw(diagrams(names=names, largest=5))
    some = st.sets(st.sampled_from(diagram.nodes))
    exposure = draw(some)
    places = st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 2)
    return Drawing(
        diagram,
        exposure=tuple(exposure),
        outcome=tuple(draw(some) - exposure),
        adjusted=tuple(draw(some)),
        positions=draw(st.dictionaries(st.sampled_from(diagram.nodes), places)),
    )


@given(data=st.data())
def test_what_is_written_is_read_back(diagrams, data):
    drawing = data.draw(drawings(diagrams))
    again = read_dagitty(write_dagitty(drawing))
    assert again == drawing
    assert again.diagram.nodes == drawing.diagram.nodes
    assert again.diagram.edges == drawing.diagram.edges


PIECES = [
    "a",
    "b c",
    '"',
    "->",
    "<->",
    "<",
    "-",
    "{",
    "}",
    "[",
    "]",
    "e",
    "pos=",
    "/*",
    "*/",
    "#",
    "\\",
    ";",
    ",",
    "=",
    "\n",
    " ",
    "dag",
    "@-@",
    "é",
    "\0",
    "1.5",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_ends_in_a_drawing_or_a_diagram_error(text):
    for candidate in (text, f"dag {{ {text} }}"):
        try:
            drawing = read_dagitty(candidate)
        except DiagramError as error:
            message = str(error)
            assert message.startswith("diagram")
        else:
            assert read_dagitty(write_dagitty(drawing)) == drawing


@pytest.mark.parametrize("piece", ["{", "a;", "{a b}->", '"\\', "/*", "-"])
def test_a_million_characters_end_soon(piece):
    text = "dag {" + piece * (1_000_000 // len(piece))
    started = time.process_time()
    with pytest.raises(DiagramError):
        read_dagitty(text)
    assert time.process_time() - started < 20


def test_two_large_groups_are_refused_before_they_fill_the_memory():
    left = " ".join(f"a{i}" for i in range(20_000))
    right = " ".join(f"b{i}" for i in range(20_000))
    with pytest.raises(DiagramError, match="more than 500,000 arrows"):
        read_dagitty(f"dag {{ {{{left}}} -> {{{right}}} }}")


def test_ten_thousand_variables_in_one_chain():
    names = [f"v{i}" for i in range(10_000)]
    diagram = read_dagitty(f"dag {{ {' -> '.join(names)} }}").diagram
    assert diagram.topological_order == tuple(names)


@pytest.mark.parametrize("name", ["=", "-", "->", "{", "]", "dag", ";"])
def test_a_quoted_mark_is_a_name(name):
    drawing = Drawing(Diagram.of([], nodes=["a", name]))
    assert read_dagitty(write_dagitty(drawing)) == drawing


def test_other_attributes_are_passed_over_also_negative_ones():
    drawing = read_dagitty('dag { a [pos="1,2", weight=-3]\n a -> b [beta=-0.5] }')
    assert drawing.diagram.edges == (("a", "b"),)
