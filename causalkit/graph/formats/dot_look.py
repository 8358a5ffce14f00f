"""Looks over a DOT text before pydot reads it.

pydot takes an edge ``--`` of a digraph for an arrow, takes a name with a space that
lacks its quotes for two names, as the language has it, and needs time that doubles
with each nested brace. None of that should happen to a causal diagram unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from causalkit.errors import DiagramError
from causalkit.graph.formats.quoting import side_by_side
from causalkit.graph.located import place_at

Pieces = list[re.Match[str]]
Complaint = tuple[str, int]

MOST_CHARACTERS = 100_000
MOST_WORDS = 4_000
"""A word inside nested braces counts twice as often for each pair around it."""

KEYWORDS = frozenset({"strict", "graph", "digraph", "subgraph", "node", "edge"})
EXCESS = "this DOT text is too long or too deeply nested; write it as dagitty text"

PIECE = re.compile(
    r"""
      (?P<comment>(?://|\#)[^\n]*|/\*(?s:.*?)\*/)
    | (?P<word>"(?s:[^"\\]|\\.)*+"|[\w.]+)
    | (?P<edge>--)
    | (?P<open>"|/\*)
    | (?P<mark>[^\S\r\n]+|.|\n)
    """,
    re.VERBOSE,
)


def look_over(text: str, source: str) -> None:
    """Raise where a DOT text says what pydot would pass over, or would take too long.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Its name, for the messages.

    Raises
    ------
    DiagramError
        At an edge without direction, at an HTML-like string, at two names side by side
        of which one is not quoted, and where the text is too long or too deeply nested.

    Examples
    --------
    >>> look_over("digraph { pain -> kratom }", "diagram")
    """
    if len(text) > MOST_CHARACTERS:
        raise DiagramError(EXCESS)
    pieces = _pieces(text)
    complaints = chain(
        _unclosed(pieces), _unreadable(pieces), _excessive(pieces), _unquoted(pieces)
    )
    for message, offset in complaints:
        raise DiagramError(message, place_at(text, offset, source))


def _pieces(text: str) -> Pieces:
    pieces: Pieces = []
    for piece in PIECE.finditer(text):
        if piece.lastgroup != "comment":
            pieces.append(piece)
        # To look for the end of an open quote again and again would take forever.
        if piece.lastgroup == "open":
            break
    return pieces


def _unclosed(pieces: Pieces) -> Iterator[Complaint]:
    if pieces and pieces[-1].lastgroup == "open":
        what = "quote" if pieces[-1][0] == '"' else "comment"
        yield f"this {what} is never closed", pieces[-1].start()


def _unreadable(pieces: Pieces) -> Iterator[Complaint]:
    for piece in pieces:
        if piece[0] == "<":
            yield "HTML-like strings are not read; put names and labels in quotes", piece.start()
        if piece.lastgroup == "edge":
            yield (
                "an edge -- has no direction; a causal diagram is a digraph with arrows ->",
                piece.start(),
            )


def _excessive(pieces: Pieces) -> Iterator[Complaint]:
    words, weight = 0.0, 0.5
    for piece in pieces:
        weight = max(0.5, weight * {"{": 2.0, "}": 0.5}.get(piece[0], 1.0))
        words += weight if piece.lastgroup == "word" or piece[0] == "{" else 0.0
        if words > MOST_WORDS:
            yield EXCESS, piece.start()


def _unquoted(pieces: Pieces) -> Iterator[Complaint]:
    # Inside square brackets, and in groups such as {a b}, a blank may well separate.
    depth = 0
    for before, blank, piece in zip(pieces, pieces[1:], pieces[2:], strict=False):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(before[0], 0)
        if depth < 2 and blank[0].isspace() and blank[0] != "\n" and _touch(before, piece):
            yield side_by_side(before[0].strip('"'), piece[0].strip('"')), piece.start()


def _touch(before: re.Match[str], piece: re.Match[str]) -> bool:
    """Return whether two pieces are names of which at least one is bare."""
    both = (before, piece)
    return all(
        each.lastgroup == "word" and each[0].lower() not in KEYWORDS for each in both
    ) and not all(each[0].startswith('"') for each in both)
