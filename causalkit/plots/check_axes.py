"""What the pictures of checks share: axes, rows from top to bottom, and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

from causalkit.errors import CausalkitError
from causalkit.plots.forest_columns import FONT
from causalkit.plots.style import GREY, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check

WIDTH, HEIGHT = 6.4, 4.2
ROW = 0.26  # inches
AROUND = 1.3
LABEL_CHARACTERS = 34
TITLE_SIZE, AXIS_SIZE, TICK_SIZE, NOTE_SIZE = 11.0, 9.5, 9.0, 8.0
TITLE_PAD = 20.0  # leaves room for the legend


@dataclass(frozen=True)
class Dot:
    """How a value is marked.

    Parameters
    ----------
    marker : str
        A matplotlib marker.
    colour : str
        Its colour.
    filled : bool
        Whether it is filled.
    """

    marker: str
    colour: str
    filled: bool = True

    def draw(self, axes: Axes, x: float, y: float, label: str = "") -> None:
        """Draw the mark at a place.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
            Where to draw.
        x, y : float
            The place.
        label : str, optional
            What the legend calls it; without one it is not in the legend.
        """
        axes.plot(
            [x],
            [y],
            marker=self.marker,
            markersize=6.5,
            markerfacecolor=self.colour if self.filled else "white",
            markeredgecolor=self.colour,
            markeredgewidth=1.5,
            linestyle="none",
            label=label or "_nolegend_",
            zorder=4,
        )


BEFORE = Dot("o", "#d55e00", filled=False)
AFTER = Dot("s", "#0072b2")
BAD = Dot("D", "#a8325e")


def check_shown(check: Check, name: str) -> None:
    """Raise unless a check is the one that a plot draws.

    Parameters
    ----------
    check : Check
        What is to be drawn.
    name : str
        Name of the check that the plot draws.

    Raises
    ------
    CausalkitError
        If it is another one.
    """
    if check.name != name:
        raise CausalkitError(f'this plot draws the check "{name}", not "{check.name}"')


def new_axes(height: float = HEIGHT) -> Axes:
    """Return axes on a figure of their own, which leaves room for the text around them.

    Parameters
    ----------
    height : float, optional
        Height of the figure, inches.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib import pyplot

    return pyplot.figure(figsize=(WIDTH, height), layout="constrained").add_subplot()


def row_axes(labels: Sequence[str], ax: Axes | None) -> Axes:
    """Return axes with labelled rows, the first at the top at height 0, the next at -1.

    Parameters
    ----------
    labels : sequence of str
        One for each row.
    ax : matplotlib.axes.Axes or None
        Where to draw; None for a figure of fitting size.

    Returns
    -------
    matplotlib.axes.Axes
    """
    written = [fill(label, LABEL_CHARACTERS) for label in labels]
    lines = sum(label.count("\n") + 1 for label in written)
    tallest = max((label.count("\n") + 1 for label in written), default=1)
    axes = new_axes(AROUND + ROW * max(lines, len(written) * tallest * 0.75)) if ax is None else ax
    axes.set_ylim(-len(labels) + 0.4, 0.6)
    axes.set_yticks([-float(row) for row in range(len(labels))], written)
    axes.tick_params(axis="y", length=0)
    for text in axes.get_yticklabels():
        text.set_parse_math(False)
    return axes


def finish(axes: Axes, title: str, x: str, y: str = "") -> None:
    """Write title and names of the axes, and leave away what says nothing.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What was drawn on.
    title, x : str
        Title, and name of the horizontal axis.
    y : str, optional
        Name of the vertical axis; without one it has no line.
    """
    written = axes.set_title(
        title,
        loc="left",
        fontsize=TITLE_SIZE,
        family=FONT,
        color=INK,
        fontweight="bold",
        pad=TITLE_PAD,
    )
    written.set_parse_math(False)
    style: dict[str, Any] = {"fontsize": AXIS_SIZE, "family": FONT, "color": INK}
    axes.set_xlabel(x, **style)
    axes.set_ylabel(y, **style)
    axes.tick_params(labelsize=TICK_SIZE, labelfontfamily=FONT, colors=INK, color=GREY)
    for side in ("right", "top", *([] if y else ["left"])):
        axes.spines[side].set_visible(False)
    for side in ("bottom", "left"):
        axes.spines[side].set_color(GREY)


def legend(axes: Axes) -> None:
    """Draw the legend, if there is anything to tell, between title and axes.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    """
    _, labels = axes.get_legend_handles_labels()
    if not labels:
        return
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        borderaxespad=0.2,
        borderpad=0.0,
        handletextpad=0.4,
        ncols=len(labels),
        frameon=False,
        prop={"family": FONT, "size": NOTE_SIZE},
    )


def upright(axes: Axes, x: float, *, dashed: bool = False) -> None:
    """Draw a line of reference from bottom to top.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    x : float
        Its place.
    dashed : bool, optional
        Whether it is dashed.
    """
    axes.axvline(x, color=GREY, linewidth=0.9, linestyle=(0, (5, 3)) if dashed else "-", zorder=1.5)
