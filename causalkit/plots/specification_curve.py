"""The specification curve: every choice of covariates in order, coloured by the diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.plots.forest_columns import FONT
from causalkit.plots.style import GREY, INK

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check

KINDS = {
    "valid": ("#009e73", "o"),
    "open back-door path": ("#a8325e", "v"),
    "collider opened by conditioning": ("#d55e00", "^"),
    "causal path blocked": ("#0072b2", "s"),
    "forbidden descendant": ("#56b4e9", "D"),
    "selected people differ": ("#7b8794", "P"),
}
"""Colour and marker of each verdict: never by colour alone."""

ROW_HEIGHT = 0.22
WIDTH = 8.0


def plot_specification_curve(check: Check) -> Axes:
    """Draw every estimate of a specification curve with its interval, and what it adjusts for.

    Above, the estimates in order, valid choices and each kind of error with a colour and a
    marker of their own. Below, a mark for every covariate that a choice adjusts for.

    Parameters
    ----------
    check : Check
        What :func:`~causalkit.analysis.check.specification_curve` returned.

    Returns
    -------
    matplotlib.axes.Axes
        The upper panel; the lower one stands below it in the same figure.

    Examples
    --------
    >>> import pandas as pd
    >>> from causalkit.analysis.check import Check
    >>> row = {"adjustment": "pain", "estimate": -1.0, "low": -2.0, "high": 0.0, "kind": "valid"}
    >>> found = Check("specification curve", "reassuring", "", "", pd.DataFrame([row]))
    >>> axes = plot_specification_curve(found)
    >>> axes.get_ylabel()
    'estimate'
    """
    from matplotlib import pyplot

    chosen = [frozenset(text.split(", ")) - {"nothing"} for text in check.table["adjustment"]]
    names = sorted(frozenset().union(*chosen))
    below = ROW_HEIGHT * max(len(names), 1)
    figure, axes = pyplot.subplots(
        2,
        1,
        sharex=True,
        figsize=(WIDTH, 3.6 + below),
        height_ratios=(3.0, below),
        layout="constrained",
    )
    upper: Axes = axes[0]
    _draw_estimates(upper, check.table)
    _draw_choices(axes[1], chosen, names, check.table["kind"])
    figure.suptitle(check.verdict, fontsize=10, family=FONT, color=INK, wrap=True)
    return upper


def _draw_estimates(axes: Axes, table: pd.DataFrame) -> None:
    for kind, (colour, marker) in KINDS.items():
        rows = table[table["kind"] == kind]
        if rows.empty:
            continue
        front, size = (3, 6) if kind == "valid" else (2, 3)
        axes.vlines(rows.index, rows["low"], rows["high"], color=colour, linewidth=1, alpha=0.5)
        axes.plot(
            rows.index,
            rows["estimate"],
            marker,
            color=colour,
            markersize=size,
            zorder=front,
            label=kind,
        )
    axes.axhline(0, color=GREY, linewidth=0.8, zorder=0)
    axes.set_ylabel("estimate", family=FONT, color=INK)
    axes.legend(fontsize=8, frameon=False, loc="best")


def _draw_choices(
    axes: Axes, chosen: list[frozenset[str]], names: list[str], kinds: pd.Series[str]
) -> None:
    for position, (taken, kind) in enumerate(zip(chosen, kinds, strict=True)):
        heights = [height for height, name in enumerate(names) if name in taken]
        colour, _ = KINDS[kind]
        axes.plot([position] * len(heights), heights, "|", color=colour, markersize=7)
    axes.set_yticks(range(len(names)), names, fontsize=8, family=FONT, parse_math=False)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.set_xlabel("choices of covariates, smallest estimate first", family=FONT, color=INK)
    axes.set_xticks([])
