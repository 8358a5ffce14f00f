"""What simple plots share: fresh axes, plain spines and a caption of several lines."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from causalkit.plots.style import GREY, INK, STYLES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EXPOSURE = STYLES["exposure"].fill
"""The colour of what is estimated."""

ALARM = STYLES["outcome"].outline
"""The colour of what would change the conclusion."""

CAPTION_CHARACTERS = 84


def fresh(width: float, height: float) -> Axes:
    """Return the axes of a new figure, with room for labels and a caption above.

    Parameters
    ----------
    width, height : float
        Size of the figure, inches.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(width, height), layout="constrained")
    return figure.add_subplot()


def plainly(axes: Axes) -> None:
    """Leave of the frame only the two axes, in grey.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What is shown.
    """
    for side in ("right", "top"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(GREY)
    axes.tick_params(labelsize=9, colors=INK, color=GREY)


def caption(axes: Axes, text: str) -> None:
    """Write a few sentences above the axes.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What is shown.
    text : str
        What was found.
    """
    lines = fill(text, CAPTION_CHARACTERS)
    axes.set_title(lines, loc="left", fontsize=8.5, color=INK, parse_math=False)
