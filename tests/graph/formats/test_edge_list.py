"""Edge lists, as Python and as tables; Python is taken apart and never run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.errors import DiagramError
from causalkit.graph import Diagram
from causalkit.graph.formats import from_edge_list, read_edge_list

FORK = [("mood", "kratom"), ("mood", "phq9")]


def test_from_python():
    assert from_edge_list(FORK, {"mood"}) == Diagram.of(FORK, latent=["mood"])
    assert from_edge_list(FORK).latent == frozenset()
    with pytest.raises(DiagramError, match='no variable "sleep"'):
        from_edge_list(FORK, ["sleep"])
    with pytest.raises(DiagramError, match="an arrow is a pair"):
        from_edge_list(["ab"])


@pytest.mark.parametrize(
    "text",
    [
        '[("mood", "kratom"), ("mood", "phq9")]',
        "\n  (('mood', 'kratom'), ['mood', 'phq9'],)\n",
        '[["mood", "kratom"], ["mood", "phq9"]]',
        '# a fork\nedges = [("mood", "kratom"),  # one\n\n ("mood", "phq9")]',
        'DiGraph([("mood", "kratom"), ("mood", "phq9")])',
        'from pgmpy.base import DAG\nDAG(ebunch=[("mood", "kratom"), ("mood", "phq9")])',
        'import pgmpy\ndag = DAG([("mood", "kratom"), ("mood", "phq9")], latents=set())',
        'pgmpy.models.BayesianNetwork([("mood", "kratom"), ("mood", "phq9")])',
        "mood -> kratom\nmood -> phq9\n",
        "kratom <- mood -> phq9",
        "from,to\nmood,kratom\nmood,phq9",
        'Source;Target\r\n"mood";kratom\r\nmood; phq9\r\n\r\n',
        "\neffect\tcause\nkratom\tmood\nphq9\tmood\n",
        "mood,kratom\nmood,phq9",
    ],
)
def test_one_diagram_in_many_forms(text):
    drawing = read_edge_list(text)
    assert drawing.diagram == Diagram.of(FORK)
    assert drawing.exposure == ()


def test_the_call_of_a_class_of_pgmpy_knows_roles():
    drawing = read_edge_list(
        """
        model = DiscreteBayesianNetwork(
            [("u", "x"), ("u", "y"), ("z", "x"), ("z", "y"), ("x", "y")],
            latents={"u"},
            exposures="x",
            roles={"outcomes": ["y"], "adjustment": ("z",)},
        )
        """
    )
    assert drawing.diagram.latent == {"u"}
    assert (drawing.exposure, drawing.outcome, drawing.adjusted) == (("x",), ("y",), ("z",))


def test_names_may_hold_anything():
    assert read_edge_list(r'[("chronic pain", "a\nb")]').diagram.edges == (
        ("chronic pain", "a\nb"),
    )
    text = 'from,to\n"pain, chronic","so ""called"""\n'
    assert read_edge_list(text).diagram.edges == (("pain, chronic", 'so "called"'),)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('[("a", "b"', 1, 2, "this is not Python: '(' was never closed"),
        ('[("a", 1)]', 1, 8, "named by a text in quotes"),
        ('[("größe", b)]', 1, 12, "named by a text in quotes"),
        ('[("a", "b"),\n ("a",)]', 2, 2, 'expected a pair ("cause", "effect")'),
        ('[("a", "b", 0.5)]', 1, 2, "expected a pair"),
        ('[{"a", "b"}]', 1, 2, "expected a pair"),
        ('["ab"]', 1, 2, "expected a pair"),
        ('[("a", "a")]', 1, 2, 'joins "a" to itself'),
        ('[("a", "" )]', 1, 2, "this one is empty"),
        ('[("a", "b") for a in x]', 1, 1, "expected a list of pairs"),
        ('[*[("a", "b")]]', 1, 2, "expected a pair"),
        ('[("a", f"{b}")]', 1, 8, "named by a text in quotes"),
        ('[("a", "b" + "c")]', 1, 8, "named by a text in quotes"),
        ('[(b"a", "b")]', 1, 3, "named by a text in quotes"),
        ('[("a", "b")]\nprint(1)', 2, 1, "expected one list of pairs"),
        ("import os", 1, 1, "expected one list of pairs"),
        ('__import__("os").system("ls")', 1, 1, "expected a list, or a call of DAG"),
        ("(lambda: DAG)([])", 1, 1, "expected a list, or a call of DAG"),
        ("DAG(open('x'))", 1, 5, "expected a list of pairs"),
        ("DAG([], [])", 1, 9, "give everything but the pairs by name"),
        ("DAG([], colour='red')", 1, 16, "colour is not understood"),
        ("DAG([], **x)", 1, 11, "None is not understood"),
        ("DAG([], latents=x)", 1, 17, "named by a text in quotes"),
        ("DAG([], roles={'confounders': 'x'})", 1, 31, "confounders is not understood"),
        ("PDAG([])", 1, 1, "expected a list, or a call of DAG"),
        ("from,to\na,b\nc", 3, 1, "this one has 1"),
        ("from,to\na,b,0.5", 2, 1, "this one has 3"),
        ("from,to\na,b\n\nc,d", 3, 1, "this one has 0"),
        ("from,to\na,", 2, 1, "this one has 1"),
        ("from,to\na,a", 2, 1, 'joins "a" to itself'),
        ("from,to,weight\na,b,1", 1, 1, "this one has 3"),
        ('from,to\n"a,b', 1, 1, "this is no table"),
        ("a b", 1, 1, "this one has 1"),
    ],
)
def test_an_error_points_at_its_place(text, line, column, message):
    with pytest.raises(DiagramError) as caught:
        read_edge_list(text, "my.py")
    assert message in caught.value.message
    place = caught.value.place
    assert (place.source, place.line, place.column) == ("my.py", line, column)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[("a", "b"), ("b", "a")]', "my.py: the arrows run in a circle: a → b → a"),
        ('DAG([("a", "b")], latents={"u"})', 'my.py: there is no variable "u"'),
        ("from,to", "my.py: this edge list holds no arrows"),
        ("", "my.py: this edge list holds no arrows"),
        ("[" * 100 + "]" * 100, "expected a pair"),
    ],
)
def test_what_no_single_place_shows(text, message):
    with pytest.raises(DiagramError) as caught:
        read_edge_list(text, "my.py")
    assert message in str(caught.value)


@pytest.mark.parametrize("text", [r"[('a\d', 'b')]", r"[('\777', 'b')]"])
def test_odd_escapes_warn_nobody(text, recwarn):
    assert len(read_edge_list(text).diagram.edges) == 1
    assert not list(recwarn)


@given(data=st.data())
def test_what_python_writes_is_read_back(diagrams, data):
    diagram = data.draw(diagrams(names=st.text(min_size=1, max_size=5), selected=False))
    touched = {end for edge in diagram.edges for end in edge}
    latents = sorted(diagram.latent & touched)
    text = f"DAG({list(diagram.edges)!r}, latents={latents!r})"
    if "\0" not in text:
        again = read_edge_list(text).diagram
        assert again == from_edge_list(diagram.edges, latents)
        assert again.edges == diagram.edges
