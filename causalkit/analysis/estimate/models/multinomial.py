"""Multinomial logistic regression: the chances of more than two groups.

Each group but the first has log-odds of its own against the first, linear in the terms. All
are fitted together, because what one group gains in chance the others lose. With two groups
it is the logistic regression.

Source: Agresti (2013), Categorical data analysis, section 8.1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.models.fit import unfitted
from causalkit.analysis.estimate.models.generalized import UNKNOWN, SeparationError
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


@dataclass(frozen=True, eq=False)
class MultinomialFit:
    """A multinomial regression fitted to some rows, with what its error is made of.

    Parameters
    ----------
    coefficients : ndarray of float of shape (p, k - 1)
        For each group but the first, its log-odds against the first.
    terms : ndarray of float of shape (m, p)
        The design of the rows fitted.
    residuals : ndarray of float of shape (m, k - 1)
        Indicator of the group minus its chance, times the survey weight, corrected for having
        been fitted.
    inverse : ndarray of float of shape (p * (k - 1), p * (k - 1))
        Inverse of the information, in the order of the flattened coefficients.
    """

    coefficients: Numbers
    terms: Numbers
    residuals: Numbers
    inverse: Numbers

    def chances(self, terms: Numbers) -> Numbers:
        """Return the chance of each group for some rows of a design.

        Parameters
        ----------
        terms : ndarray of float of shape (n, p)
            The rows.

        Returns
        -------
        ndarray of float of shape (n, k)
        """
        return _chances(terms, self.coefficients)

    def influence_along(self, direction: Numbers) -> Numbers:
        """Return the influence of each row fitted on a sum of the coefficients.

        Parameters
        ----------
        direction : ndarray of float of shape (p, k - 1)
            How much each coefficient counts in the sum.

        Returns
        -------
        ndarray of float of shape (m,)
        """
        turned = (self.inverse @ direction.ravel()).reshape(direction.shape)
        return np.asarray(np.einsum("ij,ij->i", self.terms @ turned, self.residuals))


def multinomial_fit(
    terms: Numbers, groups: Groups, weights: Numbers | None = None
) -> MultinomialFit:
    """Return a multinomial logistic regression by maximum likelihood.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p)
        The design, of full rank.
    groups : ndarray of int of shape (m,)
        Whose group is which, counted from 0; each occurs.
    weights : ndarray of float of shape (m,), optional
        How much each row counts; all the same where not given.

    Returns
    -------
    MultinomialFit

    Raises
    ------
    SeparationError
        If the terms tell the groups apart so well that no maximum exists.

    Notes
    -----
    The multinomial regression of statsmodels takes no weights, hence one of our own.

    Examples
    --------
    >>> fit = multinomial_fit(np.ones((4, 1)), np.array([0, 1, 2, 2]))
    >>> fit.chances(np.ones((1, 1))).round(6)
    array([[0.25, 0.25, 0.5 ]])
    """
    counted = np.ones(len(groups)) if weights is None else weights
    try:
        coefficients = _coefficients(terms, groups, counted)
        chances = _chances(terms, coefficients)
        information = _information(terms, chances[:, 1:], counted)
        inverse: Numbers = np.linalg.inv(information).astype(np.float64)
    except np.linalg.LinAlgError as error:
        raise SeparationError(str(error)) from None
    size, others = coefficients.shape
    blocks = inverse.reshape(size, others, size, others)
    residuals = np.empty((len(groups), others))
    for group in range(others):
        block, chance = blocks[:, group, :, group], chances[:, group + 1]
        variance = np.einsum("ij,ij->i", terms @ block, terms)
        if not variance.max() < UNKNOWN**2:
            raise SeparationError("some log-odds have no finite estimate")
        residual, weight = counted * ((groups == group + 1) - chance), chance * (1 - chance)
        residuals[:, group] = unfitted(residual, counted * weight * variance)
    return MultinomialFit(coefficients, terms, residuals, inverse)


def _coefficients(terms: Numbers, groups: Groups, counted: Numbers) -> Numbers:
    """Maximise the likelihood in columns that are at right angles, then turn back."""
    from scipy.linalg import solve_triangular
    from scipy.optimize import minimize
    from scipy.special import logsumexp

    rows, scale = np.arange(len(groups)), np.sqrt(len(groups))
    upright, triangle = np.linalg.qr(terms)
    upright, triangle = upright * scale, triangle / scale
    indicators = np.asarray(groups[:, None] == np.arange(1, groups.max() + 1), dtype=np.float64)
    shape, total = (terms.shape[1], indicators.shape[1]), counted.sum()

    def cost(flat: Numbers) -> float:
        linear = _linear(upright, flat.reshape(shape))
        return float(counted @ (logsumexp(linear, axis=1) - linear[rows, groups]) / total)

    def slope(flat: Numbers) -> Numbers:
        surplus = _chances(upright, flat.reshape(shape))[:, 1:] - indicators
        return np.asarray((upright.T @ (surplus * counted[:, None])).ravel() / total)

    def curvature(flat: Numbers) -> Numbers:
        chances = _chances(upright, flat.reshape(shape))[:, 1:]
        return np.asarray(_information(upright, chances, counted) / total)

    start = np.zeros(shape).ravel()
    found = minimize(cost, start, jac=slope, hess=curvature, method="trust-exact", tol=1e-10)
    # At a gradient near the rounding error the search may stop without calling it success.
    if not np.abs(found.jac).max() < 1e-7:
        raise SeparationError("the fit does not converge")
    return np.asarray(solve_triangular(triangle, found.x.reshape(shape)))


def _linear(terms: Numbers, coefficients: Numbers) -> Numbers:
    return np.hstack([np.zeros((len(terms), 1)), terms @ coefficients])


def _chances(terms: Numbers, coefficients: Numbers) -> Numbers:
    from scipy.special import softmax

    return np.asarray(softmax(_linear(terms, coefficients), axis=1))


def _information(terms: Numbers, chances: Numbers, counted: Numbers) -> Numbers:
    """Return minus the second derivative of the log-likelihood, flattened like coefficients."""
    size, others = terms.shape[1], chances.shape[1]
    blocks = np.empty((size, others, size, others))
    for first in range(others):
        for second in range(others):
            weight = chances[:, first] * ((first == second) - chances[:, second]) * counted
            blocks[:, first, :, second] = terms.T @ (terms * weight[:, None])
    return blocks.reshape(size * others, size * others)
