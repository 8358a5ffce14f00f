"""From the characters of a world file to its logical lines.

A logical line is one statement with its trailing comment. A statement goes on
to the next physical line while a bracket is open. Positions are kept, so that
every later error can point at the character that caused it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from causalkit.errors import Place, WorldError

LONGEST_TEXT = 1_000_000
LONGEST_STATEMENT = 4_000
DEEPEST_NESTING = 30
MOST_LINES = 5_000

_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|[\"'#()\[\]{}]|[^\"'#()\[\]{}]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")


@dataclass(frozen=True)
class Line:
    """One statement, or one stretch of comment or blank, with its position.

    Parameters
    ----------
    source : str
        Name of the file.
    number : int
        Number of its first physical line, counted from 1.
    physical : tuple of str
        The physical lines it came from, comments included.
    code : str
        The statement, physical lines joined by a newline, comments cut off.
    comment : str
        The text after the first ``#`` of the statement, stripped.
    """

    source: str
    number: int
    physical: tuple[str, ...]
    code: str
    comment: str

    @property
    def is_blank(self) -> bool:
        """Whether there is neither a statement nor a comment."""
        return not any(line.strip() for line in self.physical)

    @property
    def is_comment(self) -> bool:
        """Whether there is a comment, perhaps an empty one, and no statement."""
        return not self.code.strip() and not self.is_blank

    def place(self, offset: int) -> Place:
        """Return the position of a character of ``code``.

        Parameters
        ----------
        offset : int
            Index into ``code``.

        Returns
        -------
        Place
            The physical line and column.
        """
        before = self.code[: max(0, min(offset, len(self.code)))]
        row = before.count("\n")
        column = len(before) - (before.rfind("\n") + 1)
        return Place(self.source, self.physical[row], self.number + row, column + 1)


def read_text(path: Path) -> str:
    """Return the text of a world file.

    Parameters
    ----------
    path : pathlib.Path
        A UTF-8 text file.

    Returns
    -------
    str
        Its text.

    Raises
    ------
    WorldError
        If there is no such file, it is too long, or it is not UTF-8 text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise WorldError(f"cannot read the world file {path}: {error.strerror}.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte {error.start} is not UTF-8 text; save the file as UTF-8."
        raise WorldError(f"{path.name}, line {line}: {message}") from error


def logical_lines(text: str, source: str) -> list[Line]:
    r"""Split a world's text into logical lines.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Name of the file, for error messages.

    Returns
    -------
    list of Line
        Statements, comments and blanks in order.

    Raises
    ------
    WorldError
        If the text is too long, holds control characters, or a bracket or a
        quotation mark is left open.

    Examples
    --------
    >>> [line.code.strip() for line in logical_lines("a = (1 +\n 2)\nb = 3  # three", "x")]
    ['a = (1 +\n 2)', 'b = 3']
    """
    _refuse_unreadable(text, source)
    physical = text.replace("\r\n", "\n").split("\n")
    lines: list[Line] = []
    start = 0
    while start < len(physical):
        line = _one_logical_line(physical, start, source)
        lines.append(line)
        start += len(line.physical)
    return lines


def _refuse_unreadable(text: str, source: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise WorldError(f"{source}: a world file has at most {LONGEST_TEXT:,} characters.")
    if text.count("\n") >= MOST_LINES:
        raise WorldError(f"{source}: a world file has at most {MOST_LINES:,} lines.")
    found = _CONTROL.search(text.replace("\r\n", "\n"))
    if found:
        line = text[: found.start()].count("\n") + 1
        raise WorldError(
            f"{source}, line {line}: the control character {found.group()!r} is not text."
        )


def _one_logical_line(physical: list[str], start: int, source: str) -> Line:
    codes: list[str] = []
    comments: list[str] = []
    opened: list[Place] = []
    for row in range(start, len(physical)):
        here = Place(source, physical[row], row + 1, 1)
        code, comment = _scan(physical[row], here, opened)
        codes.append(code)
        comments.append(comment)
        if sum(map(len, codes)) > LONGEST_STATEMENT:
            raise WorldError(f"a statement has at most {LONGEST_STATEMENT:,} characters.", here)
        if not opened:
            comment = next((text for text in comments if text), "")
            return Line(
                source, start + 1, tuple(physical[start : row + 1]), "\n".join(codes), comment
            )
    raise WorldError("this bracket is never closed.", opened[-1])


def _scan(text: str, here: Place, opened: list[Place]) -> tuple[str, str]:
    """Cut off the comment and keep the stack of open brackets up to date."""
    for token in _TOKEN.finditer(text):
        first, column = token.group()[0], token.start()
        place = Place(here.source, text, here.line, column + 1)
        if first == "#":
            return text[:column], text[column + 1 :].strip()
        if token.group() in {'"', "'"}:
            raise WorldError("this quotation mark is never closed on its line.", place)
        if first in "([{":
            opened.append(place)
            if len(opened) > DEEPEST_NESTING:
                raise WorldError(f"brackets are nested deeper than {DEEPEST_NESTING}.", place)
        elif first in ")]}":
            if not opened:
                raise WorldError("this bracket closes nothing.", place)
            opened.pop()
    return text, ""
