"""Reads a diagram from a file or a text, whichever of the formats it is in, and writes it.

The ending of a file says what is in it. Without one that is known, the text itself
does, by what it begins with. A text that dagitty can read is never taken for another
format; what no format claims is an error that says which were tried.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from causalkit.errors import DiagramError, did_you_mean
from causalkit.graph.diagram import Diagram
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.dagitty import read_dagitty, write_dagitty
from causalkit.graph.formats.dot import read_dot, write_dot
from causalkit.graph.formats.edge_list import read_edge_list
from causalkit.graph.formats.gml import read_gml, write_gml
from causalkit.graph.formats.guess import guessed
from causalkit.graph.formats.mermaid import write_mermaid
from causalkit.graph.formats.sketch import check_text, naming
from causalkit.graph.formats.tikz import write_tikz

Format = TypeVar("Format")

READERS: dict[str, Callable[[str, str], Drawing]] = {
    "dagitty": read_dagitty,
    "dot": read_dot,
    "gml": read_gml,
    "edges": read_edge_list,
}
"""The formats that are read, by name."""

WRITERS: dict[str, Callable[[Drawing | Diagram], str]] = {
    "dagitty": write_dagitty,
    "dot": write_dot,
    "gml": write_gml,
    "mermaid": write_mermaid,
    "tikz": write_tikz,
}
"""The formats that are written, by name."""

ENDINGS = {
    ".dot": "dot",
    ".gv": "dot",
    ".dagitty": "dagitty",
    ".dag": "dagitty",
    ".gml": "gml",
}
"""The format that an ending of a file name stands for."""


def read_diagram(path: str | Path, format: str | None = None) -> Drawing:  # noqa: A002  # what everybody calls it
    """Return the drawing that a file describes.

    Parameters
    ----------
    path : str or Path
        A UTF-8 text: DOT (``.dot``, ``.gv``), dagitty (``.dagitty``, ``.dag``) or GML
        (``.gml``). With any other ending the text itself says what it is; so that data
        are not taken for a diagram, a table of arrows then needs a header.
    format : {"dagitty", "dot", "gml", "edges"}, optional
        What it is, whatever the ending says.

    Returns
    -------
    Drawing

    Raises
    ------
    DiagramError
        If the file cannot be opened, is no text, or cannot be read as a diagram.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "triangle.dag"
    ...     _ = file.write_text("dag { pain -> kratom }", encoding="utf-8")
    ...     read_diagram(file).diagram.edges
    (('pain', 'kratom'),)
    """
    file = Path(path)
    return read_diagram_text(_text(file), file.name, format or ENDINGS.get(file.suffix.lower()))


def read_diagram_text(
    text: str,
    source: str = "diagram",
    format: str | None = None,  # noqa: A002  # what everybody calls it
) -> Drawing:
    """Return the drawing that a text describes.

    Parameters
    ----------
    text : str
        The text.
    source : str, optional
        Its name, for the messages.
    format : {"dagitty", "dot", "gml", "edges"}, optional
        What it is written in; otherwise the text itself says so.

    Returns
    -------
    Drawing

    Raises
    ------
    DiagramError
        If the format is unknown, or the text cannot be read as a diagram.

    Examples
    --------
    >>> read_diagram_text("mood -> kratom").diagram.edges
    (('mood', 'kratom'),)
    """
    with naming(source):
        check_text(text)
        text = text.removeprefix("\ufeff")
        reader = _known(READERS, format or guessed(text), "read")
    return reader(text, source)


def write_diagram(drawn: Drawing | Diagram, format: str) -> str:  # noqa: A002  # what everybody calls it
    """Return the text of a drawing or diagram in a format.

    Parameters
    ----------
    drawn : Drawing or Diagram
        What to write.
    format : {"dagitty", "dot", "gml", "mermaid", "tikz"}
        What to write it in; the first three can be read again.

    Returns
    -------
    str

    Raises
    ------
    DiagramError
        If the format is unknown, or cannot write one of the names.

    Examples
    --------
    >>> print(write_diagram(Diagram.of([("mood", "kratom")]), "dagitty"))
    dag {
      mood
      kratom
      mood -> kratom
    }
    """
    return _known(WRITERS, format, "written")(drawn)


def _known(formats: dict[str, Format], name: str, done: str) -> Format:
    if name not in formats:
        known = ", ".join(formats)
        near = did_you_mean(name, formats)
        raise DiagramError(f'no format called "{name}" is {done}; known are {known}.{near}')
    return formats[name]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DiagramError(f"{file} is no UTF-8 text: {error.reason}") from None
    except (OSError, ValueError) as error:
        raise DiagramError(f"{file} cannot be opened: {error}") from None
