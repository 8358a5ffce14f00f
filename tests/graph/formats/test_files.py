"""A file is read by its ending, or else by what its text looks like."""

from __future__ import annotations

import pytest

from causalkit.errors import DiagramError
from causalkit.graph import Diagram, Drawing
from causalkit.graph.formats import (
    READERS,
    WRITERS,
    read_diagram,
    read_diagram_text,
    write_diagram,
)

TRIANGLE = Diagram.of([("pain", "kratom"), ("pain", "phq9")])
DAGITTY = "dag { pain -> { kratom phq9 } }"
OLD = "pain 1\nkratom E\nphq9 O\n\npain kratom phq9\n"
DOT = "digraph { pain -> kratom; pain -> phq9 }"
GML = """graph [ directed 1
  node [ id 0 label "pain" ] node [ id 1 label "kratom" ] node [ id 2 label "phq9" ]
  edge [ source 0 target 1 ] edge [ source 0 target 2 ] ]"""
PYTHON = '[("pain", "kratom"), ("pain", "phq9")]'
TABLE = "from,to\npain,kratom\npain,phq9\n"
ARROWS = "pain -> kratom\npain -> phq9\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("triangle.dot", DOT),
        ("triangle.GV", DOT),
        ("triangle.txt", DAGITTY),
        ("triangle.txt", DOT),
        ("triangle.txt", OLD),
        ("triangle.dagitty", DAGITTY),
        ("triangle.dagitty", OLD),
        ("triangle.dag", DAGITTY),
        ("triangle.dag", ARROWS),
        ("triangle.gml", GML),
        ("triangle.csv", TABLE),
        ("triangle.tsv", TABLE.replace(",", "\t")),
        ("triangle.py", f"from pgmpy.base import DAG\ndag = DAG({PYTHON}, latents=set())"),
        ("triangle", "/* drawn\n by hand */ // so\n# far\n" + DAGITTY),
        ("triangle.diagram", DAGITTY.replace("dag", "DAG")),
        ("triangle.diagram", "// drawn by hand\nstrict " + DOT),
        ("triangle.dag", "\ufeff" + DAGITTY),
    ],
)
def test_each_kind_of_file(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert read_diagram(file).diagram == TRIANGLE
    assert read_diagram(str(file)).diagram == TRIANGLE


@pytest.mark.parametrize("text", [DAGITTY, OLD, DOT, GML, PYTHON, TABLE, ARROWS])
@pytest.mark.parametrize("before", ["", "\ufeff", "\n \n"])
def test_a_text_says_itself_what_it_is(text, before):
    assert read_diagram_text(before + text).diagram == TRIANGLE


@pytest.mark.parametrize(
    "text",
    [
        'Creator "igraph version 1.0"\nVersion 1\n' + GML,
        "# mine\n" + GML.replace("graph [", "graph\n[\n\n"),
        "# pairs -> arrows\n" + PYTHON,
        "dag = nx.DiGraph(" + PYTHON + ")",
        TABLE.replace("from,to", '"Source","Target"'),
        'graph [bb="0,0,1,1"]\n' + ARROWS,
        'graph[bb="0,0,1,1"] ' + ARROWS,
    ],
)
def test_each_text_in_other_clothes(text):
    assert read_diagram_text(text).diagram == TRIANGLE


@pytest.mark.parametrize("text", ["from -> to", "import -> export", "graph -> to", "dag -> x"])
def test_words_of_other_formats_are_names_before_an_arrow(text):
    first, _, second = text.split()
    if first == "graph":
        with pytest.raises(DiagramError, match='no variable that is called "graph"'):
            read_diagram_text(text)
    else:
        assert read_diagram_text(text).diagram.edges == ((first, second),)


def test_a_format_can_be_named(tmp_path):
    file = tmp_path / "triangle.dot"
    file.write_text(DAGITTY, encoding="utf-8")
    assert read_diagram(file, "dagitty").diagram == TRIANGLE
    assert read_diagram_text("pain,kratom\npain,phq9", format="edges").diagram == TRIANGLE
    with pytest.raises(DiagramError, match="it is dagitty text"):
        read_diagram(file)
    with pytest.raises(
        DiagramError, match=r'no format called "dott" is read; .*Did you mean "dot"'
    ):
        read_diagram(file, "dott")
    with pytest.raises(DiagramError, match='no format called "tikz" is read; known are dagitty'):
        read_diagram_text(DOT, format="tikz")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this looks like no diagram: it begins neither"),
        ("pain, kratom", "this looks like no diagram"),
        ("pain,kratom\n1,0\n0,1\n", "this looks like no diagram"),
        ("Once upon a time", "that were tried: dagitty .* DOT .* GML .* edge lists"),
        ("a 1\nb 1", "this looks like no diagram"),
        ("/* never closed " + "*" * 100_000, "this looks like no diagram"),
        ("y ~ x + z\nx ~ z", r"formulas such as y ~ x \+ z are not read; write x -> y"),
        ("dagify(\n  y ~ x + z,\n  x ~ z)", "formulas such as"),
        ("y ~ x + z\n\nx ~ z\n", "formulas"),
        ("flowchart LR\n  a --> b", "written, and not read again"),
        ("graph TD\n  a --> b", "written, and not read again"),
        ("% \\usepackage{tikz}\n\\begin{tikzpicture}", "written, and not read again"),
        ("dag { a -> b \0 }", "diagram: this is no text: it contains zero bytes"),
        ("a" * 5_000_001, "more than 5,000,000 characters"),
    ],
)
def test_a_text_that_no_format_claims_is_an_error(text, message):
    with pytest.raises(DiagramError, match=message):
        read_diagram_text(text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "triangle: this looks like no diagram"),
        (b"dag { p\xe4in -> kratom }", "no UTF-8 text"),
        (b"\xff\xfe\x00d\x00a\x00g", "no UTF-8 text"),
        (b"dag { a -> b \x00 }", "no text: it contains zero bytes"),
    ],
)
def test_what_is_no_diagram_is_an_error(tmp_path, content, message):
    file = tmp_path / "triangle"
    file.write_bytes(content)
    with pytest.raises(DiagramError, match=message):
        read_diagram(file)


def test_an_error_names_the_file(tmp_path):
    file = tmp_path / "triangle.dag"
    file.write_text("dag { chronic pain -> kratom }", encoding="utf-8")
    with pytest.raises(DiagramError, match=r"triangle\.dag, line 1, column 15"):
        read_diagram(file)


def test_a_file_that_is_not_there(tmp_path):
    for missing in (tmp_path / "missing.dag", tmp_path, "a\0b"):
        with pytest.raises(DiagramError, match="cannot be opened"):
            read_diagram(missing)


@pytest.mark.parametrize("format_", WRITERS)
def test_each_format_is_written(format_):
    drawing = Drawing(
        Diagram.of([("u", "x"), ("u", "y"), ("x", "y")], latent=["u"]),
        exposure=("x",),
        outcome=("y",),
    )
    text = write_diagram(drawing, format_)
    if format_ in READERS:
        assert read_diagram_text(text) == drawing
        assert read_diagram_text(text, format=format_) == drawing
    else:
        with pytest.raises(DiagramError, match="not read again"):
            read_diagram_text(text)


def test_an_unknown_format_is_not_written():
    known = 'no format called "svg" is written; known are dagitty, dot, gml, mermaid, tikz'
    with pytest.raises(DiagramError, match=known):
        write_diagram(TRIANGLE, "svg")
