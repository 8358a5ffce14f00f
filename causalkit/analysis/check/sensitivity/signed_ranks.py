"""Wilcoxon's signed-rank test when the odds of exposure within a pair may be unequal.

Order the differences within pairs by size, and add up the ranks of those in favour of the
exposed. If chance decided who in a pair was exposed, each rank counts with probability 1/2. If
something unmeasured may have multiplied the odds by up to Γ, it counts with a probability
between 1 / (1 + Γ) and Γ / (1 + Γ), and so the p-value lies between two bounds.

Source: Rosenbaum (2002), Observational studies, section 4.3.
"""

from __future__ import annotations

import math

import numpy as np

from causalkit.analysis.estimate.reading.columns import Numbers

MOST_EXACT = 24
"""With more pairs than this the sum of ranks is normal enough."""


def rank_sum(differences: Numbers) -> tuple[float, Numbers]:
    """Return the sum of the ranks of positive differences, and the ranks that could be in it.

    Parameters
    ----------
    differences : ndarray of float of shape (n,)
        Outcome of the exposed minus that of the other, pair by pair.

    Returns
    -------
    (float, ndarray of float of shape (m,))
        Ties share their mean rank. Differences of 0 are ranked, too, but count for neither
        side (Pratt 1959, Remarks on zeros and ties in the Wilcoxon signed rank procedures).

    Examples
    --------
    >>> rank_sum(np.array([3.0, -1.0, 2.0, 0.0]))
    (7.0, array([4., 2., 3.]))
    """
    sizes = np.abs(differences)
    ordered = np.sort(sizes)
    below, upto = (np.searchsorted(ordered, sizes, side=side) for side in ("left", "right"))
    ranks = np.asarray((below + upto + 1) / 2)
    return float(ranks[differences > 0].sum()), ranks[differences != 0]


def tail(total: float, ranks: Numbers, chance: float) -> float:
    """Return how likely so large a sum of ranks is, or a larger one.

    Parameters
    ----------
    total : float
        The sum.
    ranks : ndarray of float of shape (n,)
        The ranks.
    chance : float
        Probability with which each rank counts, on its own.

    Returns
    -------
    float
        Exact for up to 24 pairs, by the normal approximation for more.

    Examples
    --------
    >>> tail(5.0, np.array([1.0, 2.0, 3.0]), 0.5)
    0.25
    """
    return (
        _exact(total, ranks, chance) if len(ranks) <= MOST_EXACT else _normal(total, ranks, chance)
    )


def _exact(total: float, ranks: Numbers, chance: float) -> float:
    """Add one rank at a time to the distribution of the sum; twice the ranks are whole."""
    steps = np.rint(2 * ranks).astype(int)
    distribution = np.zeros(steps.sum() + 1)
    distribution[0] = 1.0
    for step in steps:
        counted = np.roll(distribution, step)
        distribution = (1 - chance) * distribution + chance * counted
    return float(distribution[round(2 * total) :].sum())


def _normal(total: float, ranks: Numbers, chance: float) -> float:
    from scipy.special import ndtr

    mean = chance * ranks.sum()
    spread = math.sqrt(chance * (1 - chance) * float(ranks @ ranks))
    return float(ndtr((mean - total) / spread))
