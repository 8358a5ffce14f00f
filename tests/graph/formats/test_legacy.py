"""The old layout of dagitty: a list of variables, then a list or matrix of arrows."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.errors import DiagramError
from causalkit.graph import Diagram, Drawing
from causalkit.graph.formats import read_dagitty

OLD = """
kratom E @-1.5,0.25
phq9 O @1.0,1e0
chronic%20pain A @0,.5
mood UA
sleep 1
diet

chronic%20pain kratom @-0.5,0 phq9
mood kratom phq9 @1,1
kratom phq9
sleep phq9
phq9
"""


def test_an_old_text():
    assert read_dagitty(OLD) == Drawing(
        Diagram.of(
            [
                ("chronic pain", "kratom"),
                ("chronic pain", "phq9"),
                ("mood", "kratom"),
                ("mood", "phq9"),
                ("kratom", "phq9"),
                ("sleep", "phq9"),
            ],
            nodes=["diet"],
            latent=["mood"],
        ),
        exposure=("kratom",),
        outcome=("phq9",),
        adjusted=("chronic pain", "mood"),
        positions={"kratom": (-1.5, 0.25), "phq9": (1.0, 1.0), "chronic pain": (0.0, 0.5)},
    )


def test_the_shortest_known_name_wins():
    text = "pain 1\nchronic pain 1\nchronic pain here 1\nx 1\n\nchronic pain pain x"
    assert read_dagitty(text).diagram.edges == (("chronic pain", "pain"), ("chronic pain", "x"))


@pytest.mark.parametrize("blank", ["\n\n", "\n \t\n", "\r\n\r\n", "\n\n\n\n"])
@pytest.mark.parametrize("around", ["", "\n", "\n\n"])
def test_any_blank_line_parts_the_lists(blank, around):
    text = f"{around}a 1\nb 1{blank}a b\n\nb\n{around}"
    assert read_dagitty(text).diagram == Diagram.of([("a", "b")])


def test_without_arrows():
    assert read_dagitty("a 1\nb E\n\n").diagram == Diagram.of([], nodes=["a", "b"])


@pytest.mark.parametrize(
    ("arrows", "expected"),
    [
        ("a b\nb a", [("U_a_b", "a"), ("U_a_b", "b")]),
        ("b a\na b", [("U_b_a", "b"), ("U_b_a", "a")]),
        ("a b\nb a\na b", [("a", "b"), ("U_a_b", "a"), ("U_a_b", "b")]),
        ("a b\nb a\na b\nb a", [("U_a_b", "a"), ("U_a_b", "b")]),
        ("a b b", [("a", "b")]),
    ],
)
def test_two_arrows_against_each_other_are_a_shared_cause(arrows, expected):
    diagram = read_dagitty(f"a 1\nb 1\n\n{arrows}").diagram
    assert set(diagram.edges) == set(expected)
    assert diagram.latent == {cause for cause, _ in expected if cause.startswith("U_")}


def test_a_matrix_has_a_row_for_each_cause():
    diagram = read_dagitty("x E\ny O\nz 1\n\n0 1 0\n0 0 0\n1 1 0\n").diagram
    assert diagram == Diagram.of([("x", "y"), ("z", "x"), ("z", "y")])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a 1\nb X\n\na b", 2, 'ends in "X"'),
        ("a 1\nchronic pain\n\na", 2, 'ends in "pain"'),
        ("a s\n\n", 1, "markers E, O, A, U or 1"),
        ("a @1,2\n\n", 1, 'ends in "a"'),
        ("a 1 @1\n\n", 1, "a position is two numbers"),
        ("a 1 @1,2,3\n\n", 1, "a position is two numbers"),
        ("a 1 @1,b\n\n", 1, "a position is two numbers"),
        ("a 1\na 1\n\n", 2, '"a" is listed twice'),
        ("50% 1\n\n", 1, '"%" begins an escape'),
        ("%ff 1\n\n", 1, '"%" begins an escape'),
        ("kratom 1\n\n\nkratm", 4, 'Did you mean "kratom"?'),
        ("a 1\nb 1\n\na b c", 4, '"c"'),
        ("a 1\nb 1\n\na @1,2 b", 4, '"@1,2"'),
        ("a 1\nb 1\n\na b @1", 4, "a position is two numbers"),
        ("a 1\nb 1\n\nb a\na b\na a", 6, 'joins "a" to itself'),
        ("a 1\nb 1\n\n0 1\n0", 4, "as many rows and columns"),
        ("a 1\nb 1\n\n0 1\n0 11", 4, "as many rows and columns"),
        ("a%20b 1\n\n0", 3, "the name of a variable is one word"),
        ("a b 1\n\n0", 3, "the name of a variable is one word"),
        ("a 1\nb 1\n\n1 1\n0 0", 4, 'joins "a" to itself'),
    ],
)
def test_an_error_points_at_its_line(text, line, message):
    with pytest.raises(DiagramError) as caught:
        read_dagitty(text, "old.txt")
    assert message in caught.value.message
    assert (caught.value.place.source, caught.value.place.line) == ("old.txt", line)


def test_a_cycle_is_an_error():
    with pytest.raises(DiagramError, match="circle: a → b → c → a"):
        read_dagitty("a 1\nb 1\nc 1\n\na b\nb c\nc a")


def old(drawing):
    """Write a drawing in the old layout."""
    letters = {"exposure": "E", "outcome": "O", "adjusted": "A", "latent": "U"}
    lines = []
    for node in drawing.diagram.nodes:
        marks = "".join(each for role, each in letters.items() if node in drawing.playing(role))
        place = "@{!r},{!r}".format(*drawing.positions[node]) if node in drawing.positions else ""
        lines.append(f"{quote(node, safe='')} {marks or '1'} {place}")
    lines.append("")
    lines += [f"{quote(a, safe='')} {quote(b, safe='')}" for a, b in drawing.diagram.edges]
    return "\n".join(lines) + "\n\n"


@given(data=st.data())
def test_what_is_written_so_is_read_back(drawings, data):
    names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5)
    # A line of nothing but zeros and ones would be the row of a matrix.
    drawing = data.draw(drawings(names=names.map(lambda name: f"_{name}")))
    again = read_dagitty(old(drawing))
    assert again.diagram.edges == drawing.diagram.edges
    assert again.diagram.nodes == drawing.diagram.nodes
    assert again.diagram.latent == drawing.diagram.latent
    assert again.positions == drawing.positions
    assert [again.playing(role) for role in ("exposure", "outcome", "adjusted")] == [
        drawing.playing(role) for role in ("exposure", "outcome", "adjusted")
    ]
