"""Cuts the text of a diagram into names, arrows and marks, and knows where each stood."""

from __future__ import annotations

import re
from typing import NamedTuple

from causalkit.errors import DiagramError
from causalkit.graph.formats.language import Language
from causalkit.graph.formats.quoting import quoted
from causalkit.graph.located import place_at

# What may follow a bare name at once; anything else is part of a name that needs quotes.
AFTER_NAME = re.compile(r"[\s{}\[\]=,;:<@]|-[->@]|\Z")
WRITTEN_TOGETHER = re.compile(r"[^\s{}\[\];,\"]{1,80}")
APART = re.compile(r"[\n\r\t;/#]|\s\s")
LONGEST_SHOWN = 80
HINT = "names with other signs than letters, digits, _ and . stand in double quotes"


class Token(NamedTuple):
    """A piece of the text.

    Parameters
    ----------
    kind : str
        ``name``, ``quoted``, ``html``, ``arrow``, ``mark`` or ``end``.
    text : str
        What it says, without quotes.
    start, stop : int
        Where it begins and ends in the text.
    apart : bool
        Whether more than one blank parts it from the token before: a line break, a
        semicolon, a comment, or several blanks.
    """

    kind: str
    text: str
    start: int
    stop: int
    apart: bool

    @property
    def is_name(self) -> bool:
        """Whether it can name a variable."""
        return self.kind in ("name", "quoted")

    def says(self, word: str) -> bool:
        """Whether it is this bare word, in upper or lower case."""
        return self.kind == "name" and self.text.lower() == word

    def __str__(self) -> str:
        shown = self.text if len(self.text) < LONGEST_SHOWN else f"{self.text[:LONGEST_SHOWN]}…"
        return "the end of the text" if self.kind == "end" else f'"{shown}"'


def tokens(text: str, source: str, language: Language) -> list[Token]:
    """Return the tokens of a diagram's text, with an end token last.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Its name, for the messages.
    language : Language
        What the text is written in.

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
    >>> from causalkit.graph.formats.language import DAGITTY
    >>> [token.text for token in tokens('"my pain" -> x  # why', "diagram", DAGITTY)]
    ['my pain', '->', 'x', '']
    """
    found: list[Token] = []
    position, apart = 0, True
    while position < len(text):
        match = language.piece.match(text, position)
        if match is None:
            raise DiagramError(_unreadable(text, position), place_at(text, position, source))
        position = match.end()
        if match.lastgroup == "skip":
            apart = apart or bool(APART.search(match[0]))
            continue
        token = _token(match, apart, language)
        _check_whole(text, token, source, language)
        found.append(token)
        apart = False
    return [*found, Token("end", "", len(text), len(text), apart)]


def _token(match: re.Match[str], apart: bool, language: Language) -> Token:
    kind = str(match.lastgroup)
    said = language.quotes.read(match["quoted"]) if kind == "quoted" else match[kind]
    return Token(kind, said, match.start(), match.end(), apart)


def _check_whole(text: str, token: Token, source: str, language: Language) -> None:
    if token.kind != "name":
        return
    if AFTER_NAME.match(text, token.stop) and language.bare_name.fullmatch(token.text):
        return
    together = WRITTEN_TOGETHER.match(text, token.start)
    name = quoted(together[0] if together else token.text)
    raise DiagramError(f"this name needs quotes: {name}", place_at(text, token.start, source))


def _unreadable(text: str, position: int) -> str:
    if text.startswith("/*", position):
        return "this comment is never closed; end it with */"
    if text[position] == '"':
        return "this quote is not closed on its line, or holds a control character"
    return f'did not expect "{text[position]}" here; {HINT}'
