"""Bias contours drawn: what would be left of an estimate with a confounder of any strength."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from causalkit.errors import CausalkitError
from causalkit.plots.style import GREY, INK
from causalkit.plots.surface import ALARM, EXPOSURE, caption, fresh, plainly

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check

OF_EXPOSURE, OF_OUTCOME = "partial R² with exposure", "partial R² with outcome"
TITLES = {"estimate": "estimate that would be left", "t": "t-value that would be left"}


def plot_contours(
    check: Check, *, show: Literal["estimate", "t"] = "estimate", ax: Axes | None = None
) -> Axes:
    """Draw what confounders of any strength would leave of an estimate, with the benchmarks.

    Along a thin line the same is left. The thick dashed line bounds the confounders that would
    change the conclusion. A diamond is a confounder so many times as strong as a covariate.

    Parameters
    ----------
    check : Check
        That of ``robustness_value``.
    show : {"estimate", "t"}, optional
        Whether the lines are of the estimate or of its t-value.
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it a figure is made.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    CausalkitError
        If it is another check, or has no t-value, because of survey weights or clusters.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from causalkit.analysis.check.sensitivity.robustness_value import robustness_value
    >>> from causalkit.analysis.identify import NoConfounding
    >>> from causalkit.graph.question import Question
    >>> frame = pd.DataFrame({"kratom": np.arange(60) % 2, "phq9": np.arange(60) % 7})
    >>> check = robustness_value(frame, NoConfounding(Question.of("kratom", "phq9")))
    >>> plot_contours(check, ax=Figure().subplots()).get_xlabel()
    "Confounder's partial R² with exposure"
    """
    if OF_EXPOSURE not in check.table:
        raise CausalkitError(f"plot_contours draws a robustness value, not a check of {check.name}")
    if show not in check.table:
        raise CausalkitError(
            f'the check has no "{show}" to show; with survey weights or clusters show="estimate"'
        )
    axes = fresh(6.0, 5.0) if ax is None else ax
    grid = check.table[check.table["kind"] == "grid"]
    _draw_contours(axes, grid, show)
    _draw_benchmarks(axes, check.table[check.table["kind"] == "benchmark"], show)
    axes.set_xlabel(f"Confounder's {OF_EXPOSURE}", color=INK, fontsize=9.5)
    axes.set_ylabel(f"Confounder's {OF_OUTCOME}\n(lines: {TITLES[show]})", color=INK, fontsize=9.5)
    plainly(axes)
    caption(axes, check.verdict)
    return axes


def _draw_contours(axes: Axes, grid: pd.DataFrame, show: str) -> None:
    left, spare = (
        grid.pivot_table(index=OF_OUTCOME, columns=OF_EXPOSURE, values=name)
        for name in (show, "to spare")
    )
    place = left.columns.to_numpy(), left.index.to_numpy()
    lines = axes.contour(*place, left.to_numpy(), levels=9, colors=GREY, linewidths=0.8)
    axes.clabel(lines, fontsize=7.5, colors=INK)
    border = spare.to_numpy()
    if border.min() < 0 < border.max():
        axes.contour(
            *place, border, levels=[0.0], colors=ALARM, linewidths=2.0, linestyles="dashed"
        )


def _draw_benchmarks(axes: Axes, benchmarks: pd.DataFrame, show: str) -> None:
    for covariate, times, across, up, left in benchmarks[
        ["covariate", "times", OF_EXPOSURE, OF_OUTCOME, show]
    ].itertuples(index=False):
        name = f"{times:g}× {covariate}"
        axes.plot(
            [across], [up], marker="D", color=EXPOSURE, markersize=6, linestyle="none", label=name
        )
        axes.annotate(
            f"{name} ({left:.3g})",
            (across, up),
            xytext=(7, 3),
            textcoords="offset points",
            fontsize=8,
            color=INK,
            parse_math=False,
        )
