"""Characters, logical lines and their limits."""

from __future__ import annotations

import pytest

import causalkit
from causalkit.errors import WorldError
from causalkit.nature.language.text import (
    DEEPEST_NESTING,
    LONGEST_STATEMENT,
    LONGEST_TEXT,
    MOST_LINES,
    logical_lines,
    read_text,
)

WORLD = "effect of x on y\nx ~ bernoulli(0.5)\ny = x  # Größe\n"


def test_lines_keep_their_positions():
    first, second, third = logical_lines(
        "a = 1\nb = f(  # one\n  2,\n)  # two\n# three", "my.world"
    )
    assert (first.number, first.code, first.comment) == (1, "a = 1", "")
    assert (second.number, second.comment, len(second.physical)) == (2, "one", 3)
    assert third.is_comment
    assert third.number == 5
    place = second.place(second.code.index("2"))
    assert (place.line, place.column, place.text) == (3, 3, "  2,")


def test_a_position_beyond_the_end_is_the_end():
    (line,) = logical_lines("abc", "x")
    assert line.place(99).column == 4
    assert line.place(-5).column == 1


def test_a_comment_begins_outside_of_quotation_marks_only():
    (line,) = logical_lines("y = x == '#1'  # it's \"a comment", "x")
    assert line.code.rstrip() == "y = x == '#1'"
    assert line.comment == "it's \"a comment"


def test_brackets_in_quotes_and_comments_do_not_count():
    lines = logical_lines("y = x == '(['  # ((\nz = 1", "x")
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a" * (LONGEST_TEXT + 1), "at most 1,000,000 characters"),
        ("\n" * MOST_LINES, "at most 5,000 lines"),
        ("a = " + "1" * LONGEST_STATEMENT, "a statement has at most 4,000 characters"),
        ("a = f(\n" + "1,\n" * LONGEST_STATEMENT + ")", "a statement has at most 4,000 characters"),
        ("a = " + "(" * (DEEPEST_NESTING + 1), "brackets are nested deeper than 30"),
        ("a = 1\nb = \x00", "line 2: the control character '\\\\x00' is not text"),
        ("a = 1\rb = 2", "line 1: the control character '\\\\r' is not text"),
        ("a = 1\n\ufeffb = 2", "line 2: the control character"),
        ("a = \x1b[31m", "the control character"),
    ],
)
def test_what_is_too_long_too_deep_or_no_text(text, message):
    with pytest.raises(WorldError, match=message):
        logical_lines(text, "x")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_may_come_from_any_editor(tmp_path, encoding, newline):
    path = tmp_path / "coin.world"
    path.write_bytes(WORLD.replace("\n", newline).encode(encoding))
    world = causalkit.world(path)
    assert world.codebook["y"].label == "Größe"
    assert world.name == "coin"


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path):
    path = tmp_path / "coin.world"
    path.write_bytes(WORLD.encode("latin-1"))
    with pytest.raises(WorldError, match=r"coin.world, line 3: byte 47 is not UTF-8 text"):
        read_text(path)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(WorldError, match="cannot read the world file"):
        read_text(tmp_path)
