"""Pictures written to files, the same bytes for the same picture."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causalkit.atomic import replacing
from causalkit.errors import DataFileError
from causalkit.plots.drawing import figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Without these, a file would carry the date and the version of what drew it.
METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
}
DOTS_PER_INCH = 200


def save(axes: Axes, path: str | os.PathLike[str]) -> Path:
    """Write the figure of some axes to a PNG or SVG file.

    The file is complete or absent: it is written under a temporary name and then renamed.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What one of the plots returned.
    path : str or path
        Where to write; the ending, .png or .svg, decides the format.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    DataFileError
        If the ending is another one, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from matplotlib.figure import Figure
    >>> folder = tempfile.TemporaryDirectory()
    >>> save(Figure().subplots(), Path(folder.name) / "empty.svg").name
    'empty.svg'
    >>> folder.cleanup()
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in METADATA:
        raise DataFileError(f'"{target}": a picture is written as .png or .svg, not as "{ending}".')
    with replacing(target) as (partial,):
        _write(axes, partial, ending)
    return target


def svg_text(axes: Axes) -> str:
    """Return the figure of some axes as the text of an SVG picture.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What one of the plots returned.

    Returns
    -------
    str

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> "<svg" in svg_text(Figure().subplots())
    True
    """
    buffer = BytesIO()
    _write(axes, buffer, ".svg")
    return buffer.getvalue().decode()


def _write(axes: Axes, target: Path | BytesIO, ending: str) -> None:
    from matplotlib import rc_context

    # matplotlib offers no other way to fix the names inside an SVG.
    with rc_context({"svg.hashsalt": "causalkit", "svg.fonttype": "path"}):
        figure_of(axes).savefig(
            target,
            format=ending[1:],
            dpi=DOTS_PER_INCH,
            bbox_inches="tight",
            pad_inches=0.08,
            metadata=METADATA[ending],
        )
