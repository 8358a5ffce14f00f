"""Rosenbaum's bounds drawn: how large the p-value could be, the more hidden bias there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.errors import CausalkitError
from causalkit.plots.style import GREY, INK
from causalkit.plots.surface import ALARM, EXPOSURE, caption, fresh, plainly

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check


def plot_rosenbaum(check: Check, *, ax: Axes | None = None) -> Axes:
    """Draw the bounds of the p-value against hidden bias, and where the conclusion falls.

    Parameters
    ----------
    check : Check
        That of ``rosenbaum_bounds``.
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
    >>> from causalkit.analysis.check.sensitivity.rosenbaum_bounds import rosenbaum_bounds
    >>> check = rosenbaum_bounds([3.0, 5.0, 1.0, 4.0, -2.0, 6.0, 8.0, 7.0, 9.0])
    >>> plot_rosenbaum(check, ax=Figure().subplots()).get_ylabel()
    'P-value for no effect'
    """
    if "largest gamma" not in check.figures:
        raise CausalkitError(f"plot_rosenbaum draws Rosenbaum bounds, not a check of {check.name}")
    axes = fresh(6.0, 4.0) if ax is None else ax
    gamma = check.table["gamma"].to_numpy()
    low, high = (check.table[f"{end} p-value"].to_numpy() for end in ("smallest", "largest"))
    axes.fill_between(gamma, low, high, color=EXPOSURE, alpha=0.15, linewidth=0)
    axes.plot(gamma, high, color=EXPOSURE, linewidth=1.8, label="at worst")
    _draw_limit(axes, check)
    axes.set_xlabel(
        "Γ: odds of exposure within a pair, due to hidden bias", color=INK, fontsize=9.5
    )
    axes.set_ylabel("P-value for no effect", color=INK, fontsize=9.5)
    axes.set_xlim(gamma.min(), gamma.max())
    axes.set_ylim(0.0, None)
    plainly(axes)
    caption(axes, check.verdict)
    return axes


def _draw_limit(axes: Axes, check: Check) -> None:
    """Draw the limit of the p-value and, where there is a conclusion, where it falls."""
    axes.axhline(1 - check.figures["level"], color=GREY, linewidth=0.8, linestyle=(0, (5, 3)))
    largest = check.figures["largest gamma"]
    if largest > 1:
        axes.plot(
            [largest],
            [1 - check.figures["level"]],
            marker="D",
            markersize=7,
            markerfacecolor="white",
            markeredgecolor=ALARM,
            markeredgewidth=1.6,
            linestyle="none",
            label="conclusion falls",
            zorder=3,
        )
