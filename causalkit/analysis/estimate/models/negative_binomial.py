"""Negative binomial regression: counts that vary more than a Poisson distribution says.

The variance is the mean plus *dispersion* times its square (called NB2). Dispersion is
estimated together with the coefficients, and the influence of a row on a mean includes what
the row does to it. Where counts vary no more than a Poisson distribution says, dispersion is
zero, and the regression is Poisson regression.

Source: Hilbe (2011), Negative binomial regression, chapter 8.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.generalized import SeparationError
from causalkit.analysis.estimate.models.newton import Slopes, climbed
from causalkit.analysis.estimate.models.pairs import pairs, weight_each
from causalkit.analysis.estimate.models.poisson import poisson_fit
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


def negative_binomial_fit(
    terms: Numbers,
    outcome: Numbers,
    weights: Numbers | None = None,
    codes: Groups | None = None,
) -> Fit:
    """Return a negative binomial regression by maximum likelihood.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p) or (c, p)
        The design, of full rank; with ``codes`` its distinct rows.
    outcome : ndarray of float of shape (m,)
        Counts.
    weights : ndarray of float of shape (m,), optional
        How much each row counts; all the same where not given.
    codes : ndarray of int of shape (m,), optional
        Which of the distinct rows each row is.

    Returns
    -------
    Fit
        Its terms are the scores of the rows, and its inverse has a row for dispersion, too.

    Raises
    ------
    SeparationError
        If no maximum exists.

    Notes
    -----
    statsmodels has this model, but without weights; where all weights are one, the results
    are the same.

    Examples
    --------
    >>> fit = negative_binomial_fit(np.ones((4, 1)), np.array([0.0, 1.0, 0.0, 15.0]))
    >>> fit.mean(np.ones((1, 1))).round(6)
    array([4.])
    """
    poisson = poisson_fit(terms, outcome, weights, codes)
    design, counts, weight, which = pairs(terms, outcome, weights, codes)
    mean = poisson.mean(design)
    excess = weight @ ((counts - mean) ** 2 - mean)
    if excess <= 0:
        return poisson
    start = np.append(poisson.coefficients, np.log(weight @ mean**2 / excess))
    found = climbed(lambda at: _slopes(at, design, counts, weight), start)
    if found is None:
        raise SeparationError("the fit does not converge")
    top, inverse = found
    size, freedom = len(outcome), len(outcome) - len(top)
    scores = weight_each(_scores(top, design, counts), which, weights)
    correction = np.full(size, np.sqrt(size / freedom))
    return Fit(top[:-1], "log", scores, correction, inverse[:, :-1])


def _scores(at: Numbers, design: Numbers, counts: Numbers) -> Numbers:
    """Return the slope of each row's log-likelihood, along the coefficients and log size."""
    mean, size = np.exp(design @ at[:-1]), np.exp(at[-1])
    return np.column_stack(
        [design * _along_mean(counts, mean, size)[:, None], size * _along_size(counts, mean, size)]
    )


def _slopes(at: Numbers, design: Numbers, counts: Numbers, weight: Numbers) -> Slopes:
    """Return the log-likelihood, its slope and the negative of its curvature.

    The last parameter is the logarithm of the size, which is one over the dispersion.
    """
    from scipy.special import gammaln, polygamma

    mean, size = np.exp(design @ at[:-1]), np.exp(at[-1])
    both, counted = mean + size, counts + size
    each = (
        gammaln(counted)
        - gammaln(size)
        - gammaln(counts + 1)
        + size * np.log(size / both)
        + counts * np.log(mean / both)
    )
    along_size = _along_size(counts, mean, size)
    by_mean = size * mean * counted / both**2
    by_both = size * mean * (counts - mean) / both**2
    by_size = (
        size**2
        * (polygamma(1, counted) - polygamma(1, size) + 1 / size - 2 / both + counted / both**2)
        + size * along_size
    )
    curvature = np.empty((len(at),) * 2)
    curvature[:-1, :-1] = design.T @ (design * (weight * by_mean)[:, None])
    curvature[-1, :-1] = curvature[:-1, -1] = -(weight * by_both) @ design
    curvature[-1, -1] = -weight @ by_size
    slope = weight * _along_mean(counts, mean, size)
    return float(weight @ each), np.append(slope @ design, size * (weight @ along_size)), curvature


def _along_mean(counts: Numbers, mean: Numbers, size: float) -> Numbers:
    return size * (counts - mean) / (mean + size)


def _along_size(counts: Numbers, mean: Numbers, size: float) -> Numbers:
    from scipy.special import digamma

    both = mean + size
    found = digamma(counts + size) - digamma(size) + np.log(size / both) + (mean - counts) / both
    return np.asarray(found)
