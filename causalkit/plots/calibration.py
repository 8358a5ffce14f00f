"""Predicted and observed shares of exposed people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.plots.check_axes import AFTER, check_shown, finish, new_axes
from causalkit.plots.style import GREY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check


def plot_calibration(check: Check, *, ax: Axes | None = None) -> Axes:
    """Draw the share exposed in each tenth of the people against the propensity predicted.

    On the dashed line the two agree.

    Parameters
    ----------
    check : Check
        What :func:`~causalkit.analysis.check.calibration.calibration` returned.
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
    >>> table = pd.DataFrame({"predicted": [0.2], "observed": [0.3], "low": [0.1], "high": [0.5]})
    >>> found = Check("calibration", "reassuring", "", "", table)
    >>> plot_calibration(found, ax=Figure().subplots()).get_ylabel()
    'Share exposed'
    """
    check_shown(check, "calibration")
    axes = new_axes() if ax is None else ax
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=0.9, linestyle=(0, (5, 3)), zorder=1)
    columns = check.table[["predicted", "observed", "low", "high"]]
    for predicted, observed, low, high in columns.itertuples(index=False):
        axes.plot([predicted] * 2, [low, high], color=AFTER.colour, linewidth=1.6, zorder=3)
        AFTER.draw(axes, predicted, observed)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    finish(axes, "Calibration", "Predicted propensity", "Share exposed")
    return axes
