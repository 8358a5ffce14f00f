"""The propensities of two groups, one upwards and one downwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.plots.check_axes import check_shown, finish, legend, new_axes, upright
from causalkit.plots.style import GREY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check

COLOURS = {"exposed": "#0072b2", "unexposed": "#e69f00"}
HATCHES = {"exposed": "", "unexposed": "////"}


def plot_overlap(check: Check, *, ax: Axes | None = None) -> Axes:
    """Draw the distribution of the propensity in both groups, mirrored.

    The exposed stand above the line, the unexposed hang below it; dashed lines are the
    ends of the common support.

    Parameters
    ----------
    check : Check
        What :func:`~causalkit.analysis.check.overlap.overlap` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it a figure is made.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    CausalkitError
        If it is another check.

    Examples
    --------
    >>> import pandas as pd
    >>> from causalkit.analysis.check import Check
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"from": [0, 0.5], "to": [0.5, 1]})
    >>> table = table.assign(exposed=[0.4, 0.6], unexposed=[0.7, 0.3])
    >>> ends = {"common support from": 0.2, "common support to": 0.8}
    >>> found = Check("overlap", "reassuring", "", "", table, ends)
    >>> axes = plot_overlap(found, ax=Figure().subplots())
    >>> sorted(round(float(bar.get_height()), 2) for bar in axes.patches)
    [-0.7, -0.3, 0.4, 0.6]
    """
    check_shown(check, "overlap")
    axes = new_axes() if ax is None else ax
    _draw(axes, check, "exposed", 1)
    _draw(axes, check, "unexposed", -1)
    axes.axhline(0, color=GREY, linewidth=0.9)
    for end in ("from", "to"):
        upright(axes, check.figures[f"common support {end}"], dashed=True)
    axes.set_xlim(0, 1)
    _positive_ticks(axes)
    finish(axes, "Overlap", "Propensity", "Share of the group")
    legend(axes)
    return axes


def _draw(axes: Axes, check: Check, group: str, direction: int) -> None:
    table = check.table
    axes.bar(
        table["from"],
        direction * table[group],
        width=table["to"] - table["from"],
        align="edge",
        color=COLOURS[group],
        edgecolor="white",
        hatch=HATCHES[group],
        label=group,
        zorder=1,
    )


def _positive_ticks(axes: Axes) -> None:
    """Write shares without a sign on both sides."""
    from matplotlib.ticker import FuncFormatter

    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{abs(share):.0%}"))
