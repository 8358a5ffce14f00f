"""TikZ pictures: places, bends, styles, and names in which nothing is TeX."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.graph import Diagram, Drawing
from causalkit.graph.formats import write_tikz
from causalkit.graph.formats.placement import bent, placed

NODE = re.compile(r"  \\node(?:\[([\w, ]+)\])? \((v\d+)\) at \((.*), (.*)\) \{(.*)\};")


def test_a_picture():
    drawing = Drawing(
        Diagram.of([("x", "m"), ("m", "y"), ("x", "y"), ("u", "y")], latent=["u"]),
        exposure=("x",),
        outcome=("y",),
    )
    assert write_tikz(drawing).splitlines() == [
        r"% \usepackage{tikz}",
        r"\begin{tikzpicture}[",
        "  every node/.style={draw, rounded corners},",
        "  exposure/.style={very thick},",
        "  outcome/.style={very thick, fill=blue!12},",
        "  latent/.style={dashed},",
        "  >=stealth,",
        "]",
        r"  \node[exposure] (v1) at (0.00, 0.75) {x};",
        r"  \node (v2) at (3.00, 0.00) {m};",
        r"  \node[outcome] (v3) at (6.00, 0.00) {y};",
        r"  \node[latent] (v4) at (0.00, -0.75) {u};",
        r"  \draw[->] (v1) -- (v2);",
        r"  \draw[->] (v2) -- (v3);",
        r"  \draw[->] (v1) to[bend left] (v3);",
        r"  \draw[->] (v4) to[bend left] (v3);",
        r"\end{tikzpicture}",
    ]


@given(data=st.data())
def test_causes_stand_to_the_left_and_nothing_on_anything_else(diagrams, data):
    diagram = data.draw(diagrams())
    places = placed(Drawing(diagram))
    assert places.keys() == set(diagram.nodes)
    assert len(set(places.values())) == len(places)
    assert all(places[cause][0] < places[effect][0] for cause, effect in diagram.edges)


@given(data=st.data())
def test_no_straight_arrow_runs_through_a_variable(diagrams, data):
    diagram = data.draw(diagrams())
    places = placed(Drawing(diagram))
    curved = bent(diagram.edges, places)
    for cause, effect in diagram.edges:
        (x1, y1), (x2, y2) = places[cause], places[effect]
        hit = any(
            abs(y1 + (y2 - y1) * (x - x1) / (x2 - x1) - y) < 1e-9
            for x, y in places.values()
            if x1 < x < x2
        )
        assert not hit or (cause, effect) in curved


def test_places_of_its_own_keep_their_shape_and_up_is_up():
    positions = {"top": (0.0, -10.0), "right": (20.0, 10.0), "left": (0.0, 10.0)}
    drawing = Drawing(Diagram.of([], nodes=["top", "right", "left"]), positions=positions)
    places = placed(drawing)
    size = 3 * 3**0.5
    assert places == {
        "top": (0.0, pytest.approx(size)),
        "right": (pytest.approx(size), 0.0),
        "left": (0.0, 0.0),
    }


@pytest.mark.parametrize("positions", [{"a": (1.0, 2.0)}, {"a": (1.0, 1.0), "b": (1e300, -1e300)}])
def test_places_that_are_incomplete_or_enormous(positions):
    drawing = Drawing(Diagram.of([("a", "b")]), positions=positions)
    places = placed(drawing)
    assert places["a"] != places["b"]
    assert all(-575 < each < 575 for place in places.values() for each in place)


def test_tex_has_no_lengths_beyond_575_centimetres():
    names = [f"v{i}" for i in range(3_000)]
    chain = Diagram.of(pairwise(names))
    for diagram in (chain, Diagram.of([], nodes=names)):
        places = placed(Drawing(diagram))
        assert all(-575 < each < 575 for place in places.values() for each in place)


def test_a_complete_diagram_of_hundreds_is_drawn():
    names = [f"v{i}" for i in range(300)]
    edges = [(cause, effect) for i, cause in enumerate(names) for effect in names[i + 1 :]]
    text = write_tikz(Diagram.of(edges))
    assert text.count("bend left") == len(edges) - 299


@pytest.mark.parametrize(
    ("name", "tex"),
    [
        ("chronic pain", "chronic pain"),
        ("50% of {a_1} & $b$ #2", r"50\% of \{a\_1\} \& \$b\$ \#2"),
        ("a\\b^c~d", r"a\textbackslash{}b\textasciicircum{}c\textasciitilde{}d"),
        ("<x|y>", r"\textless{}x\textbar{}y\textgreater{}"),
        ("a--b", "a{-}{-}b"),
        ('"a"', r"\char34{}a\char34{}"),
        ("größe", "größe"),
        ("a\nb\0c", "a b c"),
    ],
)
def test_signs_of_tex_are_escaped(name, tex):
    assert f"{{{tex}}};" in write_tikz(Diagram.of([], nodes=[name]))


@given(names=st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4, unique=True))
def test_whatever_the_names_each_variable_is_one_line_with_matching_braces(names):
    lines = write_tikz(Diagram.of([], nodes=names)).splitlines()
    nodes = [match for line in lines if (match := NODE.fullmatch(line))]
    assert len(nodes) == len(names)
    for match in nodes:
        bare = re.sub(r"\\[{}$&#_%]", "", match[5])
        assert bare.count("{") == bare.count("}")
        assert not re.search(r"[$&#_%^~]", bare)
