"""Tells by its looks which format the text of a diagram is in."""

from __future__ import annotations

import re

from causalkit.errors import DiagramError
from causalkit.graph.formats.dagitty import HEADER, has_arrows
from causalkit.graph.formats.edge_list import looks_like_python
from causalkit.graph.formats.edge_table import has_header
from causalkit.graph.formats.legacy import is_legacy

GML = re.compile(
    # What is in dagitty's brackets has an equals sign or none but a name.
    r"(?:\s|\#[^\n]*|(?:Creator|Version|comment)\s[^\n]*\n)*+graph\s*\[(?!\s*\w+\s*[=,\]])",
    re.IGNORECASE,
)
PICTURE = re.compile(r"\s*(?:(?:flowchart|graph)\s+(?:TB|TD|BT|RL|LR)\b|%|\\)")
FORMULA = re.compile(r"^[^\"'#\n]*[\w.]\s*~", re.MULTILINE)

TRIED = (
    'dagitty ("dag { a -> b }", or its old layout of two lists), DOT ("digraph { a -> b }"), GML'
    ' ("graph [ directed 1 ... ]") and edge lists (lines "a -> b"; a table that begins with'
    ' "from,to"; Python, [("a", "b")])'
)


def guessed(text: str) -> str:
    r"""Return the name of the format that a text seems to be in.

    Parameters
    ----------
    text : str
        The whole text.

    Returns
    -------
    str
        ``dagitty``, ``dot``, ``gml`` or ``edges``.

    Raises
    ------
    DiagramError
        If it looks like none of them.

    Examples
    --------
    >>> guessed("# mine\ndigraph { a -> b }"), guessed("a -> b"), guessed("from,to")
    ('dot', 'dagitty', 'edges')
    """
    if PICTURE.match(text):
        raise DiagramError("pictures for mermaid and TikZ are written, and not read again")
    if GML.match(text):
        return "gml"
    header = HEADER.match(text)
    if header:
        return "dot" if header["kind"].lower() in ("digraph", "graph") else "dagitty"
    if looks_like_python(text) and not FORMULA.search(text):
        return "edges"
    if has_arrows(text):
        return "dagitty"
    return _without_arrows(text)


def _without_arrows(text: str) -> str:
    if FORMULA.search(text):
        raise DiagramError(
            f"formulas such as y ~ x + z are not read; write x -> y. Read are {TRIED}"
        )
    if has_header(text):
        return "edges"
    if is_legacy(text):
        return "dagitty"
    raise DiagramError(
        'this looks like no diagram: it begins neither with "dag" nor as another of the formats'
        f" that were tried: {TRIED}"
    )
