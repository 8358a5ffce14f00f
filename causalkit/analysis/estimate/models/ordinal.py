"""Ordinal regression: levels in order, with a threshold between any two.

The log-odds of a level above a threshold are linear in the terms, with the same
coefficients at each threshold (*proportional odds*). The mean outcome is the mean of the
levels, each times its probability; unlike that of a straight line it never leaves the range
of the levels.

Source: McCullagh (1980), Regression models for ordinal data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.models.generalized import UNKNOWN, SeparationError
from causalkit.analysis.estimate.models.newton import climbed
from causalkit.analysis.estimate.models.pairs import pairs, weight_each
from causalkit.analysis.estimate.models.proportional_odds import ProportionalOdds
from causalkit.analysis.estimate.models.setting import Setting
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


@dataclass(frozen=True, eq=False)
class OrdinalFit:
    """An ordinal regression fitted to some rows, with what its error is made of.

    Parameters
    ----------
    levels : ndarray of float of shape (k,)
        The levels that occur, in order.
    coefficients : ndarray of float of shape (p,)
        One for each column of the design; zero for the intercept, in whose place the
        thresholds are.
    thresholds : ndarray of float of shape (k - 1,)
        The log-odds of staying below each level but the first, where all terms are zero.
    scores : ndarray of float of shape (m, p + k - 1)
        The score of each row, its survey weight included.
    inverse : ndarray of float of shape (p + k - 1, p + k - 1)
        Inverse of the curvature of the log-likelihood.
    """

    levels: Numbers
    coefficients: Numbers
    thresholds: Numbers
    scores: Numbers
    inverse: Numbers

    def influence_along(self, direction: Numbers) -> Numbers:
        """Return the influence of each row fitted on a sum of coefficients and thresholds.

        Parameters
        ----------
        direction : ndarray of float of shape (p + k - 1,) or (p + k - 1, s)
            How much each counts in the sum, or in each of several sums.

        Returns
        -------
        ndarray of float of shape (m,) or (m, s)
        """
        size, freedom = len(self.scores), len(self.scores) - len(self.inverse) + 1
        return np.asarray(self.scores @ (self.inverse @ direction) * np.sqrt(size / freedom))

    def mean_at(self, setting: Setting) -> Numbers:
        """Return the fitted mean outcome of everybody, as they were or with a changed exposure.

        Parameters
        ----------
        setting : Setting
            The terms of everybody.

        Returns
        -------
        ndarray of float of shape (s, n)
        """
        from scipy.special import expit

        linear, steps = setting.linear(self.coefficients), np.diff(self.levels)
        mean = np.full(linear.shape, self.levels[0])
        for threshold, step in zip(self.thresholds, steps, strict=True):
            mean += step * expit(linear - threshold)
        return mean

    def gradient_at(self, setting: Setting, mean: Numbers, weights: Numbers) -> Numbers:
        """Return how a weighted sum of fitted means changes with coefficients and thresholds.

        Parameters
        ----------
        setting : Setting
            The terms of everybody.
        mean : ndarray of float of shape (s, n)
            Their fitted means.
        weights : ndarray of float of shape (n,)
            How much each counts in the sum.

        Returns
        -------
        ndarray of float of shape (s, p + k - 1)
        """
        from scipy.special import expit

        linear, along = setting.linear(self.coefficients), np.zeros_like(mean)
        sums = np.empty((len(mean), len(self.thresholds)))
        for place, step in enumerate(np.diff(self.levels)):
            above = expit(linear - self.thresholds[place])
            slope = step * weights * above * (1 - above)
            along += slope
            sums[:, place] = -slope.sum(axis=1)
        return np.hstack([setting.summed(along), sums])


def ordinal_fit(
    terms: Numbers,
    outcome: Numbers,
    weights: Numbers | None = None,
    codes: Groups | None = None,
) -> OrdinalFit:
    """Return an ordinal regression with proportional odds by maximum likelihood.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p) or (c, p)
        The design, of full rank, its first column the intercept; with ``codes`` its distinct
        rows.
    outcome : ndarray of float of shape (m,)
        The levels.
    weights : ndarray of float of shape (m,), optional
        How much each row counts; all the same where not given.
    codes : ndarray of int of shape (m,), optional
        Which of the distinct rows each row is.

    Returns
    -------
    OrdinalFit

    Raises
    ------
    SeparationError
        If no maximum exists.

    Notes
    -----
    statsmodels has this model, but without weights, and it stops after fewer digits; where all
    weights are one, the results are the same as far as those go.

    Examples
    --------
    >>> fit = ordinal_fit(np.ones((4, 1)), np.array([0.0, 1.0, 1.0, 2.0]))
    >>> fit.mean_at(Setting(np.ones((1, 1)), np.zeros((1, 0)))).round(6)
    array([[1.]])
    """
    design, values, weight, which = pairs(terms, outcome, weights, codes)
    levels, level = np.unique(values, return_inverse=True)
    shares = np.cumsum(np.bincount(level, weights=weight))[:-1] / weight.sum()
    start = np.concatenate([np.zeros(terms.shape[1] - 1), np.log(shares / (1 - shares))])
    likelihood = ProportionalOdds(design[:, 1:], level, weight, len(shares))
    found = climbed(likelihood.slopes, start)
    if found is None or not likelihood.largest_variance(found[1]) < UNKNOWN**2:
        raise SeparationError("some log-odds have no finite estimate")
    top, inner = found
    scores = weight_each(likelihood.scores(top), which, weights)
    inverse = np.zeros((len(top) + 1,) * 2)
    inverse[1:, 1:] = inner
    split = terms.shape[1] - 1
    scores = np.hstack([np.zeros((len(scores), 1)), scores])
    return OrdinalFit(levels, np.append(0.0, top[:split]), top[split:], scores, inverse)
