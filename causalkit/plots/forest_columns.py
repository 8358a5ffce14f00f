"""The columns of text beside a forest plot, measured so that their figures align."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from causalkit.meeting.figures import Figures, decimals
from causalkit.plots.forest_rows import DETAIL_SIZE, NAME_SIZE, Line
from causalkit.plots.style import GREY, INK
from causalkit.plots.text import LINE_HEIGHT, POINTS_PER_INCH, Label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FONT = "DejaVu Sans"
FIGURE_SIZE = 9.5
HEADER = "estimate [95 % interval]"
GAP = 0.2
BETWEEN = 0.06


@dataclass(frozen=True)
class Columns:
    """The texts to the left and to the right of the axes.

    Parameters
    ----------
    shown : tuple of Line
        The rows.
    figures : tuple of (str, str, str)
        For every row the estimate and both ends of its interval, or empty texts.
    left : float
        Width of the left-hand column, inches, with the gap beside it.
    edges : tuple of float
        Where the three right-hand columns end, inches to the right of the axes.
    """

    shown: tuple[Line, ...]
    figures: tuple[tuple[str, str, str], ...]
    left: float
    edges: tuple[float, ...]

    @classmethod
    def of(cls, shown: tuple[Line, ...]) -> Columns:
        """Return the columns that belong to some rows."""
        places = decimals((line.high - line.low) / 2 for line in shown if line.kind != "truth")
        figures = tuple(_figures(line, places) for line in shown)
        widths = [
            max((Label((text,), FIGURE_SIZE).width for text in column), default=0.0)
            for column in zip(*figures, strict=True)
        ]
        spare = max(0.0, Label((HEADER,), DETAIL_SIZE).width - sum(widths) - 2 * BETWEEN)
        ends = accumulate(width + BETWEEN for width in widths)
        names = [Label((line.name,), NAME_SIZE).width for line in shown]
        details = [Label(line.detail, DETAIL_SIZE).width for line in shown]
        return cls(
            shown,
            figures,
            GAP + max(names + details),
            tuple(GAP + spare + end - BETWEEN for end in ends),
        )

    @property
    def right(self) -> float:
        """Width of the right-hand columns, inches, with the gap beside them."""
        return self.edges[-1]

    def draw(self, axes: Axes, heights: Sequence[float], header: float) -> None:
        """Write the columns beside axes.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
            Where to write.
        heights : sequence of float
            The vertical middle of every row, in the units of the axes.
        header : float
            That of the line over the right-hand columns.
        """
        for line, texts, height in zip(self.shown, self.figures, heights, strict=True):
            self._draw_name(axes, line, height)
            for text, edge in zip(texts, self.edges, strict=True):
                beside(axes, text, height, (edge, 0.0), FIGURE_SIZE, INK)
        beside(axes, HEADER, header, (self.right, 0.0), DETAIL_SIZE, GREY)

    def _draw_name(self, axes: Axes, line: Line, height: float) -> None:
        step = DETAIL_SIZE * LINE_HEIGHT / POINTS_PER_INCH
        name_height = Label((line.name,), NAME_SIZE).height
        beside(axes, line.name, height, (-self.left, line.detail_height / 2), NAME_SIZE, INK)
        for place, text in enumerate(line.detail):
            drop = (line.detail_height - name_height - step) / 2 - place * step
            beside(axes, text, height, (-self.left, drop), DETAIL_SIZE, GREY)


def beside(
    axes: Axes, text: str, height: float, offset: tuple[float, float], size: float, colour: str
) -> None:
    """Write a text beside axes: to the left of them if the offset is negative, else right.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to write.
    text : str
        What to write.
    height : float
        Vertical position in the units of the axes.
    offset : (float, float)
        Inches from there: negative to the left of the axes, where the text begins, else
        to the right of them, where it ends; and upwards.
    size : float
        Font size, points.
    colour : str
        Colour of the text.
    """
    axes.annotate(
        text,
        (float(offset[0] > 0), height),
        xycoords=axes.get_yaxis_transform(),
        xytext=(offset[0] * POINTS_PER_INCH, offset[1] * POINTS_PER_INCH),
        textcoords="offset points",
        ha="right" if offset[0] > 0 else "left",
        va="center_baseline",
        fontsize=size,
        family=FONT,
        color=colour,
        annotation_clip=False,
        parse_math=False,
    )


def _figures(line: Line, places: int) -> tuple[str, str, str]:
    if line.kind == "note":
        return "", "", ""
    write = Figures(places, signed=False)
    if line.kind == "truth":
        return write(line.value), "", ""
    return write(line.value), f"[{write(line.low)},", f"{write(line.high)}]"
