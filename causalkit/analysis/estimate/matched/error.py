"""The error of a matching estimator, which is no smooth function of the data.

To redraw one person can change whose match somebody is, in a jump. So the bootstrap fails
(Abadie and Imbens 2008), and there is no influence function of the usual kind. But given the
covariates and who was exposed, the matches are fixed, and the estimator is a weighted sum of
outcomes: somebody who served *k* times counts 1 + *k* times. The error of that sum needs the
variance of the outcome given the covariates, which is found by matching again, within the group
(after a correction of the bias, from what the regression leaves over: the nearest may be far).
To it comes the error from the effect's being different for different people.

Source: Abadie and Imbens (2006), Large sample properties of matching estimators for average
treatment effects, theorems 6 and 7; (2008), On the failure of the bootstrap for matching
estimators.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.matched.matches import Matches
from causalkit.analysis.estimate.matched.pairing import Pairing
from causalkit.analysis.estimate.matched.side import Side
from causalkit.analysis.estimate.reading.columns import Numbers


def deviations(pairing: Pairing, side: Side, mean: float) -> Numbers:
    """Return how far each person's outcome draws the mean under a setting away from it.

    Parameters
    ----------
    pairing : Pairing
        Who was matched to whom.
    side : Side
        The outcomes under the setting.
    mean : float
        Their mean.

    Returns
    -------
    ndarray of float of shape (n,)
        Their squares, and those of :func:`repetitions`, add up to the variance of the mean.
    """
    return np.asarray(pairing.goal * (side.outcome - mean))


def repetitions(pairing: Pairing, side: Side, variance: Numbers) -> Numbers:
    """Return what comes to the error by somebody's serving as a match.

    Parameters
    ----------
    pairing : Pairing
        Who was matched to whom.
    side : Side
        The outcomes under the setting.
    variance : ndarray of float of shape (n,)
        Variance of each person's outcome given the covariates.

    Returns
    -------
    ndarray of float of shape (n,)
        One standard deviation for each person; zero for those who serve nobody, or one alone.

    Notes
    -----
    With g the share of a person in the population and k the load they carry for others, the
    outcome counts g + k times, and the variance from it is (g + k)² times that of the outcome.
    What :func:`deviations` have of that already is g² and the sum q of the squares of the parts
    of k, so that 2gk + k² - q remains. With equal weights and M neighbours this is the
    (K/M)² + (2M - 1)/M · K/M of the paper, and K(K - 1)/M² for the effect in the exposed. It
    is zero without replacement, where the error is that of the differences within pairs.
    """
    survey = pairing.rows.weights
    squares = side.matches.load(pairing.goal, survey, power=2)
    # A regression may take off what somebody counts as a match, but not what is counted already.
    more = np.maximum(2 * pairing.goal * side.load + side.load**2 - squares, 0.0)
    return np.where(side.arm, np.sqrt(variance * more), 0.0)


def variance_within(near: Matches, values: Numbers, weights: Numbers) -> Numbers:
    """Return the variance of a value among the nearest people of each row.

    Parameters
    ----------
    near : Matches
        The nearest of one group; of people of that group they are one themselves.
    values, weights : ndarray of float of shape (n,)
        The value and the survey weight of each row.

    Returns
    -------
    ndarray of float of shape (n,)
    """
    return np.maximum(covariance_within(near, values[:, None], values, weights)[:, 0], 0.0)


def covariance_within(near: Matches, terms: Numbers, values: Numbers, weights: Numbers) -> Numbers:
    """Return the covariance of terms with a value among the nearest people of each row.

    Parameters
    ----------
    near : Matches
        The nearest of one group.
    terms : ndarray of float of shape (n, p)
        The terms.
    values, weights : ndarray of float of shape (n,)
        The value and the survey weight of each row.

    Returns
    -------
    ndarray of float of shape (n, p)
    """
    free = near.size / np.maximum(near.size - 1, 1)
    centred = values - np.average(values, weights=weights)
    mean = near.mean(centred, weights)
    columns = [
        near.mean(term * centred, weights) - near.mean(term, weights) * mean
        for term in (terms - np.average(terms, axis=0, weights=weights)).T
    ]
    return np.column_stack(columns) * free[:, None]
