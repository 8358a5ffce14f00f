"""The independences that a diagram implies, and what the data say of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.plots.check_axes import (
    AFTER,
    BAD,
    NOTE_SIZE,
    check_shown,
    finish,
    legend,
    row_axes,
    upright,
)
from causalkit.plots.forest_columns import FONT
from causalkit.plots.style import GREY, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check

MARKS = {"refuted": BAD, "not refuted": AFTER}


def plot_independences(check: Check, *, ax: Axes | None = None) -> Axes:
    """Draw the correlation that is left in each implied independence, with its p-value.

    Where the diagram is right it should be zero, apart from chance.

    Parameters
    ----------
    check : Check
        What :func:`~causalkit.analysis.check.independences.independences` returned.
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
    >>> columns = ["independence", "correlation", "adjusted p-value", "result"]
    >>> table = pd.DataFrame([["age ⊥ phq9", 0.3, 0.001, "refuted"]], columns=columns)
    >>> found = Check("implied independences", "alarming", "", "", table)
    >>> axes = plot_independences(found, ax=Figure().subplots())
    >>> [text.get_text() for text in axes.texts]
    ['p = 0.001']
    """
    check_shown(check, "implied independences")
    table = check.table
    axes = row_axes(table["independence"].tolist(), ax)
    axes.set_xlim(-1, 1)
    upright(axes, 0.0)
    named: set[str] = set()
    columns = table[["correlation", "adjusted p-value", "result"]]
    for row, (correlation, p_value, result) in enumerate(columns.itertuples(index=False)):
        if result in MARKS:
            axes.plot([0, correlation], [-row, -row], color=GREY, linewidth=1.0, zorder=2)
            MARKS[result].draw(axes, correlation, -row, "" if result in named else result)
            named.add(result)
        _note(axes, -row, _probability(p_value) if result in MARKS else result)
    finish(axes, "Implied independences", "Correlation that is left")
    if named:
        legend(axes)
    return axes


def _note(axes: Axes, height: float, text: str) -> None:
    """Write beside a row what its p-value is."""
    axes.annotate(
        text,
        (1.02, height),
        xycoords=axes.get_yaxis_transform(),
        va="center",
        fontsize=NOTE_SIZE,
        family=FONT,
        color=INK,
    )


def _probability(p_value: float) -> str:
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"
