"""Checks as they stand on a page: a finding, a verdict, a picture, a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from causalkit.report.pictures import Picture, picture
from causalkit.report.tables import Table, from_frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.check import Check


@dataclass(frozen=True)
class ShownCheck:
    """A check on a page.

    Parameters
    ----------
    title : str
        Name of the check.
    finding, verdict, meaning : str
        How it came out; what was found; what that does and does not tell.
    pictures : tuple of Picture
        None for a check without a plot.
    table : Table
        What was looked at.
    """

    title: str
    finding: str
    verdict: str
    meaning: str
    pictures: tuple[Picture, ...]
    table: Table


def shown_check(check: Check) -> ShownCheck:
    """Return a check as it stands on a page.

    Parameters
    ----------
    check : Check
        The check.

    Returns
    -------
    ShownCheck
    """
    title = f"{check.name[:1].upper()}{check.name[1:]}"
    return ShownCheck(
        title=title,
        finding=check.finding,
        verdict=check.verdict,
        meaning=check.meaning,
        pictures=tuple(_pictures(check, title)),
        table=from_frame(title, check.table),
    )


def _pictures(check: Check, title: str) -> Iterator[Picture]:
    plot = _plots().get(check.name)
    if plot and len(check.table):
        alternative = f"{title}: {check.verdict} The figures are in the table."
        yield picture(partial(plot, check), alternative, title)


def _plots() -> dict[str, Callable[[Check], Axes]]:
    """Return the plot of each check, by the name of the check."""
    from causalkit import plots

    return {
        "balance": plots.plot_love,
        "overlap": plots.plot_overlap,
        "calibration": plots.plot_calibration,
        "implied independences": plots.plot_independences,
        "negative controls": plots.plot_negative_controls,
        "specification curve": plots.plot_specification_curve,
        "refutation": plots.plot_refutation,
        "E-value": plots.plot_e_value,
        "robustness value": plots.plot_contours,
        "Rosenbaum bounds": plots.plot_rosenbaum,
    }
