"""A fitted regression: its coefficients, its mean, and what its error is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from causalkit.analysis.estimate.data.columns import Numbers

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
    influence : ndarray of float of shape (m, p)
        For each row fitted, its influence on the coefficients, divided by the number
        of rows: their outer products add up to the robust covariance matrix.
    """

    coefficients: Numbers
    link: Link
    influence: Numbers

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


def sandwich(terms: Numbers, residuals: Numbers, inverse: Numbers, weight: Numbers) -> Numbers:
    """Return the influence of each row on the coefficients, by the sandwich HC2.

    A fit draws the residuals towards zero, the more so the fewer rows there are for a
    term; HC2 undoes that. A row that alone decides a coefficient has no residual of its
    own and gets a typical one. Source: MacKinnon and White (1985), Some
    heteroskedasticity-consistent covariance matrix estimators.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p)
        The design.
    residuals : ndarray of float of shape (m,)
        Outcome minus mean, times the survey weight.
    inverse : ndarray of float of shape (p, p)
        Inverse of the weighted sum of products of the terms.
    weight : ndarray of float of shape (m,)
        The weight of each row in that sum.

    Returns
    -------
    ndarray of float of shape (m, p)

    Examples
    --------
    >>> terms, residuals = np.ones((2, 1)), np.array([-1.0, 1.0])
    >>> influence = sandwich(terms, residuals, np.array([[0.5]]), np.ones(2))
    >>> round(float((influence**2).sum()), 6)  # variance 2, divided by two people
    1.0
    """
    product = terms @ inverse
    left = 1 - weight * np.einsum("ij,ij->i", product, terms)
    typical = np.sqrt(np.mean(residuals**2))
    corrected = np.where(left > ALONE, residuals / np.sqrt(np.maximum(left, ALONE)), typical)
    return np.asarray(product * corrected[:, None])
