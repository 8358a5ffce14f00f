"""Where dagitty and DOT, two languages with the same grammar, differ in their words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from causalkit.graph.formats.quoting import DAGITTY_QUOTES, DOT_QUOTES, Quotes

# dagitty takes a semicolon for a blank; DOT allows one where a statement ends.
SKIP = r"(?:[\s;]+|(?://|\#)[^\n]*|/\*(?s:.*?)\*/)"
ARROW = r"[<>@-]+"
WORD = r"-?[\w.]+"
HTML = r"(?<=[=\s])<(?!-)(?:[^<>]|<[^<>]*+>)*+>"
NEVER = "(?!)"


@dataclass(frozen=True)
class Language:
    """How a language is cut into pieces.

    Parameters
    ----------
    name : str
        Its name, for the messages.
    quotes : Quotes
        What may stand between double quotes.
    piece : re.Pattern
        The next piece of a text, with a group for each kind: skip, name, quoted, html,
        arrow and mark.
    bare_name : re.Pattern
        What may name a variable without quotes.
    """

    name: str
    quotes: Quotes
    piece: re.Pattern[str]
    bare_name: re.Pattern[str]


def _pieces(quotes: Quotes, html: str, marks: str) -> re.Pattern[str]:
    return re.compile(
        f"(?P<skip>{SKIP})|(?P<name>{WORD})|(?P<html>{html})|(?P<arrow>{ARROW})"
        f'|"(?P<quoted>{quotes.inside})"|(?P<mark>[{marks}])'
    )


DAGITTY = Language(
    "dagitty",
    DAGITTY_QUOTES,
    _pieces(DAGITTY_QUOTES, html=NEVER, marks=r"{}\[\]=,+"),
    re.compile(WORD),
)

# Graphviz cuts x.1 and 1a into two names, which dagitty does not: both need quotes.
DOT = Language(
    "DOT",
    DOT_QUOTES,
    _pieces(DOT_QUOTES, html=HTML, marks=r"{}\[\]=,+:"),
    re.compile(r"-?(?:\.\d+|\d+(?:\.\d*)?)|[^\W\d]\w*(?:\.[^\W\d]\w*)*"),
)
