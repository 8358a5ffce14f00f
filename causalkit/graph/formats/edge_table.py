"""Edge lists as tables: a row for each arrow, with its cause and its effect."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from causalkit.errors import DiagramError, Place
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.sketch import Sketch

HEADERS = (
    ("from", "to"),
    ("source", "target"),
    ("cause", "effect"),
    ("parent", "child"),
    ("tail", "head"),
)
SEPARATORS = (",", ";", "\t")

Row = tuple[int, list[str]]
"""The cells of a row, and the number of the line on which it ends."""


def read_edge_table(text: str, source: str) -> Drawing:
    r"""Return the drawing that a table of arrows describes.

    Parameters
    ----------
    text : str
        Two columns, with a comma, semicolon or tabulator between them.
    source : str
        Its name, for the messages.

    Returns
    -------
    Drawing

    Raises
    ------
    DiagramError
        If a row is not a pair of two names, with its place.

    Examples
    --------
    >>> read_edge_table("to,from\nkratom,mood", "diagram").diagram.edges
    (('mood', 'kratom'),)
    """
    sketch, lines = Sketch(), text.split("\n")
    rows = _rows(text, source)
    header = _header(rows[0][1]) if rows else None
    join = _backwards(sketch.arrow) if header == "backwards" else sketch.arrow
    if not rows[bool(header) :]:
        raise DiagramError("this edge list holds no arrows")
    for line, cells in rows[bool(header) :]:
        try:
            join(*_pair(cells))
        except DiagramError as error:
            place = Place(source, lines[line - 1], line, 1)
            raise DiagramError(error.message, place) from None
    return sketch.drawing()


def has_header(text: str) -> bool:
    r"""Return whether a text begins with a header such as ``from,to``.

    Parameters
    ----------
    text : str
        The whole text.

    Returns
    -------
    bool

    Examples
    --------
    >>> has_header("Source;Target\nmood;kratom"), has_header("mood,kratom")
    (True, False)
    """
    first = text.lstrip().split("\n", 1)[0]
    return any(_header([cell.strip(' "\r') for cell in first.split(each)]) for each in SEPARATORS)


def _rows(text: str, source: str) -> list[Row]:
    first = text.lstrip().split("\n", 1)[0]
    separator = next((each for each in SEPARATORS if each in first), ",")
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise DiagramError(f"this is no table: {error}", Place(source, "", 1, 1)) from None
    full = [index for index, (_, cells) in enumerate(rows) if any(cells)]
    return rows[full[0] : full[-1] + 1] if full else []


def _header(cells: list[str]) -> str | None:
    names = tuple(cell.lower() for cell in cells)
    if names in HEADERS:
        return "forwards"
    return "backwards" if names[::-1] in HEADERS else None


def _pair(cells: list[str]) -> tuple[str, str]:
    if len(cells) != 2 or not all(cells):
        raise DiagramError(
            "a row of an edge list is a cause and its effect, in two columns; this one has"
            f" {len([cell for cell in cells if cell])}"
        )
    return cells[0], cells[1]


def _backwards(arrow: Callable[[str, str], None]) -> Callable[[str, str], None]:
    return lambda effect, cause: arrow(cause, effect)
