"""Negative controls drawn: effects where there can be none, with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.plots.check_axes import AFTER, BAD, check_shown, finish, legend, row_axes, upright

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check

MARKS = {"no effect": AFTER, "an effect": BAD}


def plot_negative_controls(check: Check, *, ax: Axes | None = None) -> Axes:
    """Draw the effect on, or of, each negative control with its interval.

    A line marks no effect. Where an effect is found, colour and marker are others.

    Parameters
    ----------
    check : Check
        That of ``negative_controls``.
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
    >>> row = {"control": "earlier", "kind": "outcome", "effect": 1.2, "low": 0.6, "high": 1.8}
    >>> table = pd.DataFrame([{**row, "result": "an effect"}])
    >>> check = Check("negative controls", "alarming", "", "", table)
    >>> axes = plot_negative_controls(check, ax=Figure().subplots())
    >>> [text.get_text() for text in axes.get_yticklabels()]
    ['on earlier']
    """
    check_shown(check, "negative controls")
    rows = check.table.to_dict("records")
    labels = [f"{'on' if row['kind'] == 'outcome' else 'of'} {row['control']}" for row in rows]
    axes = row_axes(labels, ax)
    upright(axes, 0.0)
    named: set[str] = set()
    for height, row in enumerate(rows):
        mark, result = MARKS[row["result"]], row["result"]
        axes.plot([row["low"], row["high"]], [-height, -height], color=mark.colour, linewidth=1.6)
        mark.draw(axes, row["effect"], -height, "" if result in named else result)
        named.add(result)
    finish(axes, "Negative controls", "Effect where there can be none")
    legend(axes)
    return axes
