"""Goodness of fit: whether a logistic regression has the right shape.

People are sorted into groups by their fitted probability. In each group as many should have
the outcome as the probabilities add up to, apart from chance. The best known test of that,
Hosmer and Lemeshow's, has a distribution that is known only from simulation, because the
model was fitted to the same people. Tsiatis' test takes that into account: it asks whether
adding the groups to the model would improve it, and has the distribution that it claims.

Source: Tsiatis (1980), A note on a goodness-of-fit test for the logistic regression model;
Hosmer and Lemeshow (1980), Goodness of fit tests for the multiple logistic regression model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from causalkit.analysis.check.cluster_sums import cluster_sums
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups

NEGLIGIBLE = 1e-6
"""A direction with less than this share of the variance is fitted by the model already."""


@dataclass(frozen=True)
class GoodnessOfFit:
    """Whether a logistic regression fits within groups of people.

    Parameters
    ----------
    statistic : float
        Tsiatis' statistic.
    degrees : int
        Its degrees of freedom; 0 where the model fits every group by itself.
    p_value : float
        Probability of such a statistic or a greater one if the model is right.
    """

    statistic: float
    degrees: int
    p_value: float


def groups_by_quantile(values: Numbers, weights: Numbers, number: int) -> npt.NDArray[np.intp]:
    """Return to which of some groups of equal weight each row belongs.

    Parameters
    ----------
    values : ndarray of float of shape (n,)
        What the rows are sorted by. Equal values stay together.
    weights : ndarray of float of shape (n,)
        How much each row counts.
    number : int
        At most so many groups.

    Returns
    -------
    ndarray of int of shape (n,)
        Counted from 0, without gaps.

    Examples
    --------
    >>> groups_by_quantile(np.array([0.1, 0.2, 0.2, 0.9]), np.ones(4), 2)
    array([0, 0, 0, 1])
    """
    shares = np.arange(1, number) / number
    edges = np.quantile(values, shares, weights=weights, method="inverted_cdf")
    return np.unique(np.searchsorted(edges, values), return_inverse=True)[1]


def goodness_of_fit(
    fit: Fit,
    outcome: Numbers,
    weights: Numbers,
    groups: npt.NDArray[np.intp],
    clusters: Groups | None = None,
) -> GoodnessOfFit:
    """Return whether a logistic regression fits within groups of people.

    Parameters
    ----------
    fit : Fit
        The regression, fitted to these rows.
    outcome : ndarray of float of shape (n,)
        Zeros and ones.
    weights : ndarray of float of shape (n,)
        How much each row counts.
    groups : ndarray of int of shape (n,)
        The group of each row.
    clusters : ndarray of int of shape (n,), optional
        Who was drawn together.

    Returns
    -------
    GoodnessOfFit
    """
    from scipy.special import chdtrc

    members = np.asarray(groups[:, None] == np.unique(groups), dtype=np.float64)
    terms = fit.observed
    mean = fit.mean(terms)
    excess = (weights * (outcome - mean)) @ members
    # 1. What is left of each group when the terms of the model are taken out.
    spread = weights * fit.slope(mean)
    projection = fit.inverse @ (terms.T @ (spread[:, None] * members))
    influence = fit.residuals[:, None] * (members - terms @ projection)
    # 2. The covariance of the excesses, and its inverse in the directions that are left.
    sums = cluster_sums(influence, clusters)
    sizes, directions = np.linalg.eigh(sums.T @ sums)
    left = sizes > NEGLIGIBLE * (spread @ members).max()
    statistic = float(np.sum((directions[:, left].T @ excess) ** 2 / sizes[left]))
    degrees = int(np.count_nonzero(left))
    return GoodnessOfFit(statistic, degrees, float(chdtrc(degrees, statistic)) if degrees else 1.0)
