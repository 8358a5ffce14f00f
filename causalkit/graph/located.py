"""Turns an offset in a text into a place that an error can point at."""

from __future__ import annotations

from causalkit.errors import Place


def place_at(text: str, offset: int, source: str, first_line: int = 1) -> Place:
    r"""Return the place of a character in a text.

    Parameters
    ----------
    text : str
        The whole text.
    offset : int
        Position of the character, counted from 0.
    source : str
        Name of the text.
    first_line : int, optional
        Line number at which the text begins, counted from 1.

    Returns
    -------
    Place

    Examples
    --------
    >>> place = place_at("dag {\n  a - b\n}", 10, "diagram")
    >>> place.line, place.column
    (2, 5)
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    return Place(source, line, first_line + text.count("\n", 0, offset), offset - start + 1)
