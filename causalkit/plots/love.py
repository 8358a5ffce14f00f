"""The Love plot: how unlike the groups are in each covariate, before and after.

Named after Thomas Love, who drew the first ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.plots.check_axes import (
    AFTER,
    BEFORE,
    check_shown,
    finish,
    legend,
    row_axes,
    upright,
)
from causalkit.plots.style import GREY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check


def plot_love(check: Check, *, ax: Axes | None = None) -> Axes:
    """Draw the standardised differences of each covariate, before and after weighting.

    Dashed lines mark what can be neglected.

    Parameters
    ----------
    check : Check
        What :func:`~causalkit.analysis.check.balance.balance` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it a figure of fitting size is made.

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
    >>> table = pd.DataFrame({"term": ["age", "pain"], "before": [0.1, 0.6], "after": [0.0, 0.1]})
    >>> found = Check("balance", "reassuring", "", "", table, {"threshold": 0.1})
    >>> axes = plot_love(found, ax=Figure().subplots())
    >>> [text.get_text() for text in axes.get_yticklabels()]
    ['pain', 'age']
    """
    check_shown(check, "balance")
    table = check.table.sort_values("before", key=abs, ascending=False, kind="stable")
    axes = row_axes(table["term"].tolist(), ax)
    upright(axes, 0.0)
    for side in (-1, 1):
        upright(axes, side * check.figures["threshold"], dashed=True)
    after = table["after"] if "after" in table.columns else [None] * len(table)
    for row, (first, last) in enumerate(zip(table["before"], after, strict=True)):
        _draw(axes, -row, first, last, named=row == 0)
    finish(axes, "Balance", "Standardised mean difference")
    legend(axes)
    return axes


def _draw(axes: Axes, height: float, before: float, after: float | None, *, named: bool) -> None:
    """Draw one row; the first one names the marks."""
    if after is not None:
        axes.plot([before, after], [height, height], color=GREY, linewidth=1.0, zorder=2)
        AFTER.draw(axes, after, height, "after weighting" if named else "")
    BEFORE.draw(axes, before, height, "before weighting" if named else "")
