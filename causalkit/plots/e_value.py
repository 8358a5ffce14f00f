"""The E-value drawn: which two associations together would explain an effect away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.plots.check_axes import AFTER, BEFORE, Dot, check_shown, finish, legend, new_axes
from causalkit.plots.style import GREY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check

BEYOND = 3.0
"""How far the axes reach, in E-values."""

POINTS = 200
LOOKS: dict[str, tuple[Dot, str]] = {"estimate": (AFTER, "-"), "limit": (BEFORE, "--")}


def plot_e_value(check: Check, *, ax: Axes | None = None) -> Axes:
    """Draw the associations of a hidden confounder that would just explain an effect away.

    On and above a curve they suffice: the solid one for the whole estimate, the dashed one to
    bring no effect into the interval. The mark on each is the E-value, where both are equal.

    Parameters
    ----------
    check : Check
        That of ``e_value``.
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
    >>> from matplotlib.figure import Figure
    >>> from causalkit.analysis.check import e_value
    >>> from causalkit.analysis.estimate import Estimate
    >>> from causalkit.graph.question import Question
    >>> asked = Question.of("formula", "death", scale="ratio")
    >>> check = e_value(Estimate("regression", asked, (), 3.9, 1.57, 1.8, 8.7))
    >>> axes = plot_e_value(check, ax=Figure().subplots())
    >>> axes.get_legend_handles_labels()[1]
    ['estimate: 7.26', 'limit: 3.00']
    """
    check_shown(check, "E-value")
    axes = new_axes() if ax is None else ax
    end = BEYOND * check.table["E-value"].max()
    for row in check.table.to_dict("records"):
        ratio = max(row["risk ratio"], 1 / row["risk ratio"])
        if ratio > 1:
            _draw_curve(axes, row["of"], ratio, row["E-value"], end)
    axes.plot([1, end], [1, end], color=GREY, linewidth=0.8, linestyle=":")
    axes.set_xlim(1, end)
    axes.set_ylim(1, end)
    finish(axes, "E-value", "Risk ratio with the exposure", "Risk ratio with the outcome")
    legend(axes)
    return axes


def _draw_curve(axes: Axes, name: str, ratio: float, both: float, end: float) -> None:
    """Draw the pairs whose bias is the ratio (VanderWeele and Ding, 2017), and the equal pair."""
    import numpy as np

    mark, line = LOOKS[name]
    first = ratio + np.geomspace(1e-3, max(end - ratio, 1e-2), POINTS)
    second = ratio * (first - 1) / (first - ratio)
    axes.plot(first, second, color=mark.colour, linestyle=line, linewidth=1.6)
    mark.draw(axes, both, both, f"{name}: {both:.2f}")
