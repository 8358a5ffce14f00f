"""What became of an estimate when the data were spoilt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.plots.check_axes import (
    AFTER,
    BAD,
    Dot,
    check_shown,
    finish,
    legend,
    row_axes,
    upright,
)
from causalkit.plots.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check

EXPECTED = Dot("|", INK)
MARKS = {"refuted": BAD, "not refuted": AFTER}


def plot_refutation(check: Check, *, ax: Axes | None = None) -> Axes:
    """Draw where the effects from spoilt data lie, and where they should.

    A dashed line marks the estimate from the data as they are, a thin one no effect.

    Parameters
    ----------
    check : Check
        What :func:`~causalkit.analysis.check.refutation.refutation` returned.
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
    >>> columns = ["refuter", "estimate", "expected", "mean", "low", "high", "result"]
    >>> row = ["bootstrap", -1.2, -1.2, -1.1, -1.5, -0.8, "not refuted"]
    >>> found = Check("refutation", "reassuring", "", "", pd.DataFrame([row], columns=columns))
    >>> axes = plot_refutation(found, ax=Figure().subplots())
    >>> [text.get_text() for text in axes.get_yticklabels()]
    ['bootstrap']
    """
    check_shown(check, "refutation")
    table = check.table
    axes = row_axes(table["refuter"].tolist(), ax)
    upright(axes, 0.0)
    upright(axes, table["estimate"].iloc[0], dashed=True)
    named: set[str] = set()
    columns = table[["expected", "mean", "low", "high", "result"]]
    for row, (expected, mean, low, high, result) in enumerate(columns.itertuples(index=False)):
        mark = MARKS[result]
        axes.plot([low, high], [-row, -row], color=mark.colour, linewidth=1.8, zorder=3)
        mark.draw(axes, mean, -row, "" if result in named else f"mean, {result}")
        EXPECTED.draw(axes, expected, -row - 0.3, "" if named else "expected")
        named.add(result)
    finish(axes, "Refutation", "Effect found in spoilt data")
    legend(axes)
    return axes
