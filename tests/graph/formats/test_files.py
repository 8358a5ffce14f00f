"""A file is read by its ending, or else by its first word."""

from __future__ import annotations

import pytest

from causalkit.errors import DiagramError
from causalkit.graph import Diagram
from causalkit.graph.formats import read_diagram

TRIANGLE = Diagram.of([("pain", "kratom"), ("pain", "phq9")])
DAGITTY = "dag { pain -> { kratom phq9 } }"
DOT = "digraph { pain -> kratom; pain -> phq9 }"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("triangle.dot", DOT),
        ("triangle.GV", DOT),
        ("triangle.txt", DAGITTY),
        ("triangle.dagitty", DAGITTY),
        ("triangle.dag", DAGITTY),
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


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "begins neither"),
        (b"kratom <- pain", "begins neither"),
        (b"dag { p\xe4in -> kratom }", "no UTF-8 text"),
        (b"\xff\xfe\x00d\x00a\x00g", "no UTF-8 text"),
        (b"dag { a -> b \x00 }", "no text: it contains zero bytes"),
        (b"/* never closed " + b"*" * 100_000, "begins neither"),
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
