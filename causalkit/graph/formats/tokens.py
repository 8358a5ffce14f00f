"""Cuts the text of a diagram into names, arrows and marks, and knows where each stood."""

from __future__ import annotations

import re
from typing import NamedTuple

from causalkit.errors import DiagramError
from causalkit.graph.formats.quoting import quoted, unquoted
from causalkit.graph.located import place_at

TOKEN = re.compile(
    r"""
      (?P<skip>\s+|(?://|\#)[^\n]*|/\*(?s:.*?)\*/)
    | (?P<name>[\w.]+)
    | "(?P<quoted>(?:[^"\\\n]|\\[^\n])*+)"
    | (?P<arrow>[<>@-]+)
    | (?P<mark>[{}\[\]=,;])
    """,
    re.VERBOSE,
)

# What may follow a bare name at once; anything else is part of a name that needs quotes.
AFTER_NAME = re.compile(r"[\s{}\[\]=,;<@]|-[->@]|\Z")
WRITTEN_TOGETHER = re.compile(r"[^\s{}\[\];,\"]{1,80}")
HINT = "names with other signs than letters, digits, _ and . stand in double quotes"


class Token(NamedTuple):
    """A piece of the text.

    Parameters
    ----------
    kind : str
        ``name``, ``quoted``, ``arrow``, ``mark`` or ``end``.
    text : str
        What it says, without quotes.
    start : int
        Where it begins in the text.
    begins_line : bool
        Whether a line break stands between it and the token before.
    """

    kind: str
    text: str
    start: int
    begins_line: bool

    @property
    def is_name(self) -> bool:
        """Whether it can name a variable."""
        return self.kind in ("name", "quoted")

    def __str__(self) -> str:
        return "the end of the text" if self.kind == "end" else f'"{self.text}"'


def tokens(text: str, source: str) -> list[Token]:
    """Return the tokens of a diagram's text, with an end token last.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Its name, for the messages.

    Returns
    -------
    list of Token

    Raises
    ------
    DiagramError
        At a sign that belongs to nothing, an open quote or comment, or a name that
        needs quotes.

    Examples
    --------
    >>> [token.text for token in tokens('"my pain" -> x  # why', "diagram")]
    ['my pain', '->', 'x', '']
    """
    found: list[Token] = []
    position, begins_line = 0, True
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise DiagramError(_unreadable(text, position), place_at(text, position, source))
        kind, piece = str(match.lastgroup), match[0]
        if kind == "skip":
            begins_line = begins_line or "\n" in piece or "\r" in piece
        else:
            if kind == "name":
                _check_whole(text, match, source)
            said = unquoted(match["quoted"]) if kind == "quoted" else piece
            found.append(Token(kind, said, position, begins_line))
            begins_line = False
        position = match.end()
    return [*found, Token("end", "", len(text), begins_line)]


def _check_whole(text: str, match: re.Match[str], source: str) -> None:
    if not AFTER_NAME.match(text, match.end()):
        together = WRITTEN_TOGETHER.match(text, match.start())
        name = quoted(together[0] if together else match[0])
        raise DiagramError(f"this name needs quotes: {name}", place_at(text, match.start(), source))


def _unreadable(text: str, position: int) -> str:
    if text.startswith("/*", position):
        return "this comment is never closed; end it with */"
    if text[position] == '"':
        return "this quote is not closed on its line"
    return f'did not expect "{text[position]}" here; {HINT}'
