"""A fitted regression: its coefficients, its mean, and what its error is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from causalkit.analysis.estimate.models.setting import Setting
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups

Link = Literal["identity", "logit", "log"]
"""What is linear in the terms: the mean, its log-odds or its logarithm."""

ALONE = 1e-3
"""A row of which less than this is left to its residual has decided its own fit."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A regression fitted to some rows, with what its error is made of.

    Parameters
    ----------
    coefficients : ndarray of float of shape (p,)
        One for each column of the design.
    link : {"identity", "logit", "log"}
        What is linear in the terms.
    terms : ndarray of float of shape (m, p) or (c, p)
        The design of the rows fitted; with ``codes`` its distinct rows.
    residuals : ndarray of float of shape (m,)
        Their residuals times their survey weights, corrected for having been fitted.
    inverse : ndarray of float of shape (p, p)
        Inverse of the weighted sum of products of the terms.
    codes : ndarray of int of shape (m,), optional
        Which of the distinct rows each row is; None where ``terms`` has them all.
    """

    coefficients: Numbers
    link: Link
    terms: Numbers
    residuals: Numbers
    inverse: Numbers
    codes: Groups | None = None

    @property
    def observed(self) -> Numbers:
        """The design of every row fitted, an array of shape (m, p)."""
        return self._spread(self.terms)

    @property
    def influence(self) -> Numbers:
        """Influence of each row fitted on the coefficients, divided by the number of rows.

        An array of shape (m, p), whose outer products add up to the robust covariance matrix.
        """
        return np.asarray(self._spread(self.terms @ self.inverse) * self.residuals[:, None])

    def influence_along(self, direction: Numbers) -> Numbers:
        """Return the influence of each row fitted on a sum of the coefficients.

        Parameters
        ----------
        direction : ndarray of float of shape (p,) or (p, s)
            How much each coefficient counts in the sum, or in each of several sums.

        Returns
        -------
        ndarray of float of shape (m,) or (m, s)
            ``influence @ direction``, without the large matrix.
        """
        along = self._spread(self.terms @ (self.inverse @ direction))
        return along * (self.residuals if direction.ndim == 1 else self.residuals[:, None])

    def summed(self, values: Numbers) -> Numbers:
        """Return the sum of the terms of the rows fitted, each times a value.

        Parameters
        ----------
        values : ndarray of float of shape (m,)
            The value of each row.

        Returns
        -------
        ndarray of float of shape (p,)
        """
        if self.codes is not None:
            values = np.bincount(self.codes, values, len(self.terms)).astype(np.float64)
        return np.asarray(values @ self.terms)

    def mean(self, terms: Numbers) -> Numbers:
        """Return the fitted mean outcome for some rows of a design.

        Parameters
        ----------
        terms : ndarray of float of shape (n, p)
            The rows.

        Returns
        -------
        ndarray of float of shape (n,)
        """
        return inverse_link(self.link, terms @ self.coefficients)

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
        return inverse_link(self.link, setting.linear(self.coefficients))

    def gradient_at(self, setting: Setting, mean: Numbers, weights: Numbers) -> Numbers:
        """Return how a weighted sum of fitted means changes with the coefficients.

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
        ndarray of float of shape (s, p)
        """
        return setting.summed(self.slope(mean) * weights)

    def slope(self, mean: Numbers) -> Numbers:
        """Return how fast the mean changes with the sum of the terms.

        Parameters
        ----------
        mean : ndarray of float of shape (n,)
            Fitted means.

        Returns
        -------
        ndarray of float of shape (n,)
        """
        if self.link == "identity":
            return np.ones_like(mean)
        return mean * (1 - mean) if self.link == "logit" else mean

    def _spread(self, values: Numbers) -> Numbers:
        return values if self.codes is None else values[self.codes]


def inverse_link(link: Link, linear: Numbers) -> Numbers:
    """Return the mean that belongs to a sum of terms.

    Parameters
    ----------
    link : {"identity", "logit", "log"}
        What is linear in the terms.
    linear : ndarray of float
        The sum.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> inverse_link("logit", np.zeros(1))
    array([0.5])
    """
    from scipy.special import expit

    if link == "identity":
        return linear
    return np.asarray(expit(linear) if link == "logit" else np.exp(linear))


def unfitted(residuals: Numbers, leverage: Numbers) -> Numbers:
    """Return residuals as they were before the fit drew them towards zero (HC2).

    It does so the more, the fewer rows there are for a term. A row that alone decides a
    coefficient has no residual of its own and gets a typical one. Source: MacKinnon and
    White (1985), Some heteroskedasticity-consistent covariance matrix estimators.

    Parameters
    ----------
    residuals : ndarray of float of shape (m,)
        Outcome minus mean, times the survey weight.
    leverage : ndarray of float of shape (m,)
        The share of each row in its own fitted mean, between 0 and 1.

    Returns
    -------
    ndarray of float of shape (m,)

    Examples
    --------
    >>> unfitted(np.array([-1.0, 1.0]), np.array([0.5, 0.5])).round(3)
    array([-1.414,  1.414])
    """
    left = 1 - leverage
    free = residuals / np.sqrt(np.maximum(left, ALONE))
    if left.min() > ALONE:
        return free
    return np.where(left > ALONE, free, np.sqrt(np.mean(residuals**2)))
