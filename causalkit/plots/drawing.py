"""Boxes, arrows and text put on axes, in the axes' own units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causalkit.errors import CausalkitError
from causalkit.plots.geometry import Box, Curve, Line, ways
from causalkit.plots.style import ArrowStyle, Style
from causalkit.plots.text import Label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROUNDING = 0.09
DASHES = (0, (3.2, 2.0))
INSET = 0.13  # of the box's height
HEAD_HALF_WIDTH = 0.4  # of the arrowhead's length


def figure_of(axes: Axes) -> Figure:
    """Return the figure that axes stand on.

    Raises
    ------
    CausalkitError
        If they were removed from their figure.
    """
    figure = axes.get_figure(root=True)
    if figure is None:
        raise CausalkitError("the axes stand on no figure: they were removed from it")
    return figure


def draw_box(axes: Axes, box: Box, style: Style, scale: float) -> None:
    """Draw a box.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    box : Box
        Place and size.
    style : Style
        The look.
    scale : float
        By how much lines are thinner (< 1) or thicker than at natural size.
    """
    _outline(axes, box, style, scale, filled=True)
    if style.double:
        inset = 2 * INSET * box.height
        inner = Box(box.x, box.y, box.width - inset, box.height - inset)
        _outline(axes, inner, style, scale, filled=False)


def _outline(axes: Axes, box: Box, style: Style, scale: float, *, filled: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    shape = "square,pad=0" if style.square else f"round,pad=0,rounding_size={ROUNDING}"
    axes.add_patch(
        FancyBboxPatch(
            (box.left, box.bottom),
            box.width,
            box.height,
            boxstyle=shape,
            facecolor=style.fill if filled else "none",
            edgecolor=style.outline,
            linewidth=style.line_width * scale,
            linestyle=DASHES if style.dashed else "solid",
            zorder=3,
        )
    )


def draw_label(axes: Axes, label: Label, x: float, y: float, colour: str) -> None:
    """Draw lines of text centred on a point."""
    from matplotlib.patches import PathPatch

    for outline in label.outlines(x, y):
        axes.add_patch(PathPatch(outline, facecolor=colour, linewidth=0, zorder=5))


def draw_arrow(
    axes: Axes, curve: Curve, style: ArrowStyle, scale: float, *, dashed: bool = False
) -> None:
    """Draw an arrow along a curve.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    curve : Curve
        The way from cause to effect.
    style : ArrowStyle
        The look.
    scale : float
        By how much lines are thinner (< 1) or thicker than at natural size.
    dashed : bool
        Whether its shaft is dashed where the style says nothing of it.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon

    head, shaft = head_and_shaft(curve, style.head)
    dashes = (0, style.dashes) if style.dashes else DASHES
    axes.add_line(
        Line2D(
            *shaft.T,
            color=style.colour,
            linewidth=style.line_width * scale,
            linestyle=dashes if dashed or style.dashes else "solid",
            dash_capstyle="butt",
            solid_capstyle="butt",
            zorder=2,
        )
    )
    axes.add_patch(Polygon(head, facecolor=style.colour, linewidth=0, zorder=2))


def head_and_shaft(curve: Curve, size: float) -> tuple[Line, Line]:
    """Split an arrow into its head and its shaft.

    Parameters
    ----------
    curve : Curve
        The arrow.
    size : float
        Length of the head, inches.

    Returns
    -------
    (array of shape (3, 2), array of shape (n, 2))
        The head's wing, tip and other wing; the points of the shaft, which ends
        inside the head. Inches.

    Examples
    --------
    >>> head, shaft = head_and_shaft(Curve("a", "b", ((0, 0), (1, 0), (2, 0), (3, 0))), 0.1)
    >>> head.round(3).tolist()
    [[2.9, 0.04], [3.0, 0.0], [2.9, -0.04]]
    >>> float(shaft[-1, 0]) < 3
    True
    """
    line = curve.line
    before = ways(line)[-1] - ways(line)
    base, neck = (_at(line, before, size * share) for share in (1.0, 0.7))
    forward = line[-1] - base
    aside = HEAD_HALF_WIDTH * np.array([-forward[1], forward[0]])
    head = np.array([base + aside, line[-1], base - aside])
    return head, np.vstack([line[before > size * 0.7], neck])


def _at(line: Line, before: Line, distance: float) -> Line:
    """Return the point of a polyline at a distance before its end."""
    return np.array([np.interp(-distance, -before, coordinate) for coordinate in line.T])
