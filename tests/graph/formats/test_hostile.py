"""Texts that were made to do harm end in an error, soon and quietly."""

from __future__ import annotations

import pytest

from causalkit.errors import DiagramError
from causalkit.graph.formats import READERS, read_dagitty, read_diagram_text, read_dot, read_gml

PIECES = [
    *("{", "a;", "{a b}->", '"\\', "/*", "-", "a->", '"', "(", "\n", "a[e", "#", "<", "[,", "a b "),
    *("=<b>", "+", "a:", "a,", "%20", "@1,2 ", "node [", "[(", "a\n\n", "~ ", "a ~"),
]
LENGTH = 100_000
OPENINGS = {
    "dagitty": "dag {",
    "dot": "digraph {",
    "gml": "graph [ directed 1 ",
    "edges": "[",
}


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("format_", READERS)
def test_many_characters_end_soon(piece, format_):
    text = OPENINGS[format_] + piece * (LENGTH // len(piece))
    with pytest.raises(DiagramError) as caught:
        read_diagram_text(text, format=format_)
    assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize("piece", [piece for piece in PIECES if piece != "a\n\n"])
def test_many_characters_of_no_known_format(piece):
    with pytest.raises(DiagramError) as caught:
        read_diagram_text(piece * (LENGTH // len(piece)))
    assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize("format_", READERS)
def test_millions_of_characters_are_read_or_refused(format_):
    text = f"{OPENINGS[format_]} {'a; b c -> ' * 200_000}"
    with pytest.raises(DiagramError):
        read_diagram_text(text, format=format_)


@pytest.mark.parametrize("format_", READERS)
@pytest.mark.parametrize("text", ["\0", "dag { a -> b \0 }", "a" * 5_000_001, ""])
def test_zero_bytes_and_enormous_texts(text, format_):
    with pytest.raises(DiagramError):
        READERS[format_](text, "diagram")


def groups(names, count):
    return " ".join(f"{names}{number}" for number in range(count))


@pytest.mark.parametrize(("read", "word"), [(read_dagitty, "dag"), (read_dot, "digraph")])
def test_groups_that_multiply_are_refused_before_they_fill_the_memory(read, word):
    with pytest.raises(DiagramError, match="more than 500,000 arrows"):
        read(f"{word} {{ {{{groups('a', 20_000)}}} -> {{{groups('b', 20_000)}}} }}")
    inner = f"{{{groups('a', 700)}}} -> {{{groups('b', 700)}}}"
    for level in range(20):
        inner = f"{{ {inner} }} -> {{{groups(f'c{level}_', 700)}}}"
    with pytest.raises(DiagramError, match="more than 500,000 arrows"):
        read(f"{word} {{ {inner} }}")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5_000,
        "(" * 90_000 + ")" * 90_000,
        "[" + "-" * 100_000 + "1]",
        "DAG(" * 1_000 + ")" * 1_000,
        "[('a', 'b')" + " + [('a', 'b')]" * 20_000 + "]",
        "[" + "9" * 100_000 + "]",
        "[('a', '" + "\\N{" * 10_000 + "')]",
        "DAG([('a', __import__('os').abort())])",
        "[('a', 'b')][0].__class__",
        "DAG([('a', 'b')], latents=exit())",
    ],
)
def test_python_that_is_deep_or_means_to_run(text):
    with pytest.raises(DiagramError):
        read_diagram_text(text, format="edges")


@pytest.mark.parametrize("depth", [100, 10_000])
def test_gml_that_is_deep(depth):
    with pytest.raises(DiagramError, match=r"networkx cannot read this|no direction"):
        read_gml("graph [ " + "a [ " * depth + "] " * depth)


def test_nothing_is_written_to_the_screen(capfd):
    for text in ("digraph { 1a -> b", "graph [ a", "[('\\d'", "dag { a"):
        with pytest.raises(DiagramError):
            read_diagram_text(text)
    assert capfd.readouterr() == ("", "")
