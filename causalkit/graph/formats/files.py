"""Reads a diagram from a file, whichever of the text formats it is in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from causalkit.errors import DiagramError
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.dagitty import read_dagitty
from causalkit.graph.formats.dot import read_dot

Reader = Callable[[str, str], Drawing]

ENDINGS: dict[str, Reader] = {
    ".dot": read_dot,
    ".gv": read_dot,
    ".txt": read_dagitty,
    ".dagitty": read_dagitty,
    ".dag": read_dagitty,
}
OPENING_WORDS: dict[str, Reader] = {
    "digraph": read_dot,
    "graph": read_dot,
    "strict": read_dot,
    "dag": read_dagitty,
}
BEFORE_FIRST_WORD = re.compile(r"(?:\s|(?://|\#)[^\n]*|/\*.*?\*/)*+", re.DOTALL)


def read_diagram(path: str | Path) -> Drawing:
    """Return the drawing that a file describes.

    Parameters
    ----------
    path : str or Path
        A UTF-8 text in the DOT language (``.dot``, ``.gv``) or dagitty's (``.txt``,
        ``.dagitty``, ``.dag``). With any other ending its first word decides.

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
    text = _text(file)
    reader = ENDINGS.get(file.suffix.lower()) or _reader_for(text, file)
    return reader(text, file.name)


def _text(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DiagramError(f"{file} is no UTF-8 text: {error.reason}") from None
    except (OSError, ValueError) as error:
        raise DiagramError(f"{file} cannot be opened: {error}") from None
    if "\0" in text:
        raise DiagramError(f"{file} is no text: it contains zero bytes")
    return text


def _reader_for(text: str, file: Path) -> Reader:
    before = BEFORE_FIRST_WORD.match(text)
    word = re.compile(r"\w*").match(text, before.end() if before else 0)
    found = OPENING_WORDS.get(word[0].lower() if word else "")
    if found is None:
        raise DiagramError(f'{file} begins neither with "dag" (dagitty) nor with "digraph" (DOT)')
    return found
