"""Text that is measured before it is drawn, so that it fits its place on any machine.

The glyphs are those of the DejaVu Sans that matplotlib brings along: no font of
the machine has a say. Text is drawn as outlines in the units of the axes, so it
grows and shrinks with the boxes around it.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path as Outline

POINTS_PER_INCH = 72.0
LINE_HEIGHT = 1.25
CAPITAL_HEIGHT = 0.73


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Break a text into lines, at spaces and after underscores.

    Parameters
    ----------
    text : str
        A variable's name or a label.
    width : int
        The most characters a line may have.

    Returns
    -------
    tuple of str
        The lines; one empty line for an empty text.

    Examples
    --------
    >>> wrapped("history_of_opioid_use", 12)
    ('history_of_', 'opioid_use')
    >>> wrapped("Used kratom in the past month", 16)
    ('Used kratom in', 'the past month')
    """
    lines = textwrap.wrap(text.replace("_", "_ "), width)
    return tuple(line.replace("_ ", "_") for line in lines) or ("",)


@dataclass(frozen=True)
class Label:
    """Lines of text in one size and weight.

    Parameters
    ----------
    lines : tuple of str
        The lines from top to bottom.
    size : float
        Font size, points.
    weight : {"normal", "bold"}
        Weight of the strokes.
    slant : {"normal", "oblique"}
        Upright or slanted letters.

    Examples
    --------
    >>> short, long = Label(("pain",)), Label(("opioid_history",))
    >>> short.width < long.width, short.height == long.height
    (True, True)
    """

    lines: tuple[str, ...]
    size: float = 10.0
    weight: Literal["normal", "bold"] = "normal"
    slant: Literal["normal", "oblique"] = "normal"

    @cached_property
    def width(self) -> float:
        """Width of the longest line, inches."""
        return max(self._line_width(line) for line in self.lines)

    @property
    def height(self) -> float:
        """Height of all the lines, inches."""
        return len(self.lines) * self.size * LINE_HEIGHT / POINTS_PER_INCH

    def outlines(self, x: float, y: float) -> list[Outline]:
        """Return the glyphs' outlines, every line centred on a point.

        Parameters
        ----------
        x, y : float
            The centre, inches.

        Returns
        -------
        list of matplotlib.path.Path
            One path a line, inches.
        """
        step = self.size * LINE_HEIGHT / POINTS_PER_INCH
        highest = y + step * (len(self.lines) - 1) / 2
        return [
            self._outline(line, x, highest - place * step) for place, line in enumerate(self.lines)
        ]

    def _outline(self, line: str, x: float, y: float) -> Outline:
        from matplotlib.path import Path
        from matplotlib.textpath import text_to_path

        vertices, codes = text_to_path.get_text_path(self._font, line)
        scale = self.size / text_to_path.FONT_SCALE / POINTS_PER_INCH
        drop = CAPITAL_HEIGHT * self.size / POINTS_PER_INCH / 2
        start = (x - self._line_width(line) / 2, y - drop)
        return Path(np.asarray(vertices) * scale + start, codes)

    def _line_width(self, line: str) -> float:
        from matplotlib.textpath import text_to_path

        width, _, _ = text_to_path.get_text_width_height_descent(line, self._font, ismath=False)
        return float(width) / POINTS_PER_INCH

    @cached_property
    def _font(self) -> FontProperties:
        from matplotlib.font_manager import FontProperties

        return FontProperties(
            family="DejaVu Sans", size=self.size, weight=self.weight, style=self.slant
        )
