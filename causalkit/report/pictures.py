"""Pictures of a page, inside it, each with a text for those who cannot see it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Picture:
    """A picture inside a page.

    Parameters
    ----------
    source : str
        The picture itself, as a data address.
    alternative : str
        What it shows, for those who cannot see it.
    caption : str
        What stands below it.
    """

    source: str
    alternative: str
    caption: str


def picture(draw: Callable[[], Axes], alternative: str, caption: str) -> Picture:
    """Return what a plot draws, as a picture inside a page.

    Parameters
    ----------
    draw : callable
        Draws it in a figure of its own.
    alternative : str
        What it shows.
    caption : str
        What stands below it.

    Returns
    -------
    Picture
    """
    from matplotlib import pyplot

    from causalkit.plots.drawing import figure_of
    from causalkit.plots.files import svg_text

    axes = draw()
    text = svg_text(axes)
    pyplot.close(figure_of(axes))
    encoded = b64encode(text.encode()).decode()
    return Picture(f"data:image/svg+xml;base64,{encoded}", alternative, caption)
