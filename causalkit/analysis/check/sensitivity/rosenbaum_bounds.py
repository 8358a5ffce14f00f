"""Rosenbaum's bounds: how much hidden bias a matched comparison withstands.

In a matched pair two people look alike, and one was exposed. If everything that matters was
matched on, it was a coin toss which. If something was overlooked, the coin was loaded: one of
the two was up to Γ times as likely, by the odds, to be the exposed one. Nobody knows Γ. But for
each Γ it can be computed how large the p-value could be at worst. The largest Γ at which the
conclusion still stands measures how much hidden bias it withstands. Smoking and lung cancer
withstands a Γ of about 6; many studies do not withstand 1.5.

Source: Rosenbaum (2002), Observational studies, chapter 4.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.check.sensitivity.signed_ranks import rank_sum, tail
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.errors import EstimationError

Alternative = Literal["two-sided", "greater", "less"]
"""In which direction the exposed are thought to differ."""

WEAK = 1.5
"""A conclusion that does not withstand this much hidden bias is easily undone."""

POINTS = 41
"""For how many values of gamma the table has bounds."""

MEANING = (
    "Gamma is the odds, within a pair of people who look alike, that the one was exposed rather "
    "than the other; 1 is a fair coin. If something unmeasured had made it gamma, the p-value for "
    "no effect on anybody could be as large as the bound, at worst: where what was overlooked "
    "nearly decides who of the two fares better. The bound does not say that there is such a bias. "
    "And that a conclusion falls at some gamma does not say that there is no effect, only that "
    "hidden bias of that size could have made the finding."
)


def rosenbaum_bounds(
    differences: npt.ArrayLike,
    *,
    level: float = 0.95,
    alternative: Alternative = "two-sided",
    gammas: npt.ArrayLike | None = None,
) -> Check:
    """Return how far hidden bias could raise the p-value of matched pairs.

    Parameters
    ----------
    differences : array-like of float of shape (n,)
        Outcome of the exposed minus that of the other, for each pair.
    level : float, optional
        Level of confidence; the conclusion stands while the p-value is at most 1 minus this.
    alternative : {"two-sided", "greater", "less"}, optional
        In which direction the exposed are thought to differ. Two-sided doubles the p-value
        in the direction that was seen.
    gammas : array-like of float, optional
        For which gammas, all of them 1 or more, the table has bounds; without it from 1 to a
        little beyond where the conclusion falls.

    Returns
    -------
    Check
        The table has the smallest and the largest p-value for each gamma. Alarming if the
        pairs show no effect even without hidden bias; doubtful if a gamma of 1.5 undoes it.

    Raises
    ------
    EstimationError
        If the differences are not numbers, or missing, or all 0.

    Notes
    -----
    Wilcoxon's signed-rank test, exact for up to 24 pairs that differ, by the normal
    approximation without continuity correction for more. Pairs that do not differ are ranked
    but count for neither side. It is a test of no effect on anybody, from pairs that were drawn
    alone.

    Examples
    --------
    >>> found = rosenbaum_bounds([3.0, 5.0, 1.0, 4.0, -2.0, 6.0, 8.0, 7.0, 9.0], gammas=[1, 2])
    >>> found.table["largest p-value"].round(4).tolist()
    [0.0117, 0.104]
    """
    check_level(level)
    values = _read(differences)
    if alternative not in get_args(Alternative):
        raise EstimationError(
            f'the alternative is "two-sided", "greater" or "less", not {alternative!r}'
        )
    total, ranks = rank_sum(-values if _downwards(values, alternative) else values)
    sides = 2 if alternative == "two-sided" else 1
    largest = _largest_gamma(total, ranks, (1 - level) / sides)
    listed = _grid(largest) if gammas is None else _read_gammas(gammas)
    bounds = np.array([_bounds(total, ranks, float(gamma)) for gamma in listed])
    low, high = np.minimum(sides * bounds, 1).T
    table = pd.DataFrame({"gamma": listed, "smallest p-value": low, "largest p-value": high})
    figures = {
        "largest gamma": largest,
        "p-value": float(min(sides * tail(total, ranks, 0.5), 1)),
        "level": level,
        "pairs": float(len(values)),
    }
    verdict = _verdict(figures)
    return Check("Rosenbaum bounds", _finding(largest), verdict, MEANING, table, figures)


def _read(differences: npt.ArrayLike) -> Numbers:
    try:
        values = np.asarray(differences, dtype=np.float64)
    except (TypeError, ValueError):
        raise EstimationError("the differences are numbers, one for each pair") from None
    if values.ndim != 1 or not len(values):
        raise EstimationError(
            f"the differences are one number for each pair, not an array of shape {values.shape}"
        )
    if not np.isfinite(values).all():
        raise EstimationError(
            f"{np.count_nonzero(~np.isfinite(values))} of {len(values)} differences are missing or "
            f"infinite; leave out pairs in which an outcome is missing"
        )
    if not values.any():
        raise EstimationError("no pair differs in the outcome, so there is nothing to explain away")
    return values


def _read_gammas(gammas: npt.ArrayLike) -> Numbers:
    listed = np.atleast_1d(np.asarray(gammas, dtype=np.float64))
    if not (np.isfinite(listed) & (listed >= 1)).all():
        raise EstimationError("a gamma is 1 (no hidden bias) or more")
    return listed


def _downwards(values: Numbers, alternative: Alternative) -> bool:
    """Return whether smaller outcomes in the exposed count as the finding."""
    if alternative != "two-sided":
        return alternative == "less"
    total, ranks = rank_sum(values)
    return bool(total < ranks.sum() / 2)


def _bounds(total: float, ranks: Numbers, gamma: float) -> tuple[float, float]:
    return tail(total, ranks, 1 / (1 + gamma)), tail(total, ranks, gamma / (1 + gamma))


def _largest_gamma(total: float, ranks: Numbers, limit: float) -> float:
    """Return the gamma at which the largest p-value reaches a limit; 1 if it does at once."""
    from scipy.optimize import brentq

    def excess(gamma: float) -> float:
        return tail(total, ranks, gamma / (1 + gamma)) - limit

    if excess(1.0) >= 0:
        return 1.0
    beyond = 2.0
    while excess(beyond) < 0:
        beyond *= 2
    return float(brentq(excess, 1.0, beyond, xtol=1e-10))


def _grid(largest: float) -> Numbers:
    return np.linspace(1.0, max(2.0, 1.25 * largest), POINTS)


def _finding(largest: float) -> Finding:
    if largest == 1:
        return "alarming"
    return "doubtful" if largest < WEAK else "reassuring"


def _verdict(figures: dict[str, float]) -> str:
    pairs = f"{figures['pairs']:.0f} pairs"
    if figures["largest gamma"] == 1:
        return (
            f"The {pairs} show no effect even if nothing was overlooked (p = "
            f"{figures['p-value']:.2g}), so there is no conclusion to be undone."
        )
    return (
        f"The conclusion from {pairs} stands as long as nothing overlooked multiplied the odds of "
        f"exposure within a pair by more than {figures['largest gamma']:.2f}."
    )
