"""Linear regression by least squares."""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.models.blocks import (
    CONDITION,
    inverted,
    products,
    quadratic,
    scaled,
)
from causalkit.analysis.estimate.models.fit import Fit, unfitted
from causalkit.analysis.estimate.models.summed import Summed, summed
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


def linear_fit(
    terms: Numbers,
    outcome: Numbers,
    weights: Numbers | None = None,
    codes: Groups | None = None,
) -> Fit:
    """Return a linear regression by least squares.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p) or (c, p)
        The design, of full rank; with ``codes`` its distinct rows.
    outcome : ndarray of float of shape (m,)
        The outcome.
    weights : ndarray of float of shape (m,), optional
        How much each row counts; all the same where not given.
    codes : ndarray of int of shape (m,), optional
        Which of the distinct rows each row is.

    Returns
    -------
    Fit

    Notes
    -----
    The normal equations are solved where they have enough right digits, and their solution
    is improved once by that of its own residuals; statsmodels fits the rest.

    Examples
    --------
    >>> linear_fit(np.ones((3, 1)), np.array([1.0, 2.0, 6.0])).coefficients.round(6)
    array([3.])
    """
    rows = summed(terms, outcome, weights, codes)
    coefficients, inverse = _by_normal_equations(rows) or _by_statsmodels(rows)
    residuals = outcome - rows.spread(rows.terms @ coefficients)
    leverage = rows.spread(quadratic(rows.terms, inverse))
    if weights is not None:
        residuals, leverage = weights * residuals, weights * leverage
    return Fit(coefficients, "identity", terms, unfitted(residuals, leverage), inverse, codes)


def _by_normal_equations(rows: Summed) -> tuple[Numbers, Numbers] | None:
    columns = rows.terms.shape[1]
    total, moments = np.zeros((columns, columns)), np.zeros(columns)
    for terms, average, weight in rows.blocks():
        weighted = terms if weight is None else terms * weight[:, None]
        total += weighted.T @ terms
        moments += average @ weighted
    inverse = inverted(total)
    if inverse is None:
        return None
    coefficients = inverse @ moments
    # With this condition number three digits of sixteen are lost at most, and need not be won back.
    if np.linalg.cond(scaled(total)) < np.sqrt(CONDITION):
        return coefficients, inverse
    moments = np.zeros(columns)
    for terms, average, weight in rows.blocks():
        residuals = average - terms @ coefficients
        moments += (residuals if weight is None else weight * residuals) @ terms
    return coefficients + inverse @ moments, inverse


def _by_statsmodels(rows: Summed) -> tuple[Numbers, Numbers]:
    from statsmodels.regression.linear_model import WLS

    weight = np.ones(len(rows.terms)) if rows.weight is None else rows.weight
    # It takes small numbers for zeros, whatever their unit.
    length = np.sqrt(np.diagonal(products(rows.terms, rows.weight)))
    fitted = WLS(rows.average, rows.terms / length, weights=weight).fit()
    inverse = np.asarray(fitted.normalized_cov_params) / np.outer(length, length)
    return np.asarray(fitted.params) / length, inverse
