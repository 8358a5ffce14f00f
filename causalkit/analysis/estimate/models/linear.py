"""Linear regression by least squares."""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.data.columns import Numbers
from causalkit.analysis.estimate.models.fit import Fit, corrected


def linear_fit(terms: Numbers, outcome: Numbers, weights: Numbers | None = None) -> Fit:
    """Return a linear regression by least squares.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p)
        The design, of full rank.
    outcome : ndarray of float of shape (m,)
        The outcome.
    weights : ndarray of float of shape (m,), optional
        How much each row counts; all the same where not given.

    Returns
    -------
    Fit

    Examples
    --------
    >>> linear_fit(np.ones((3, 1)), np.array([1.0, 2.0, 6.0])).coefficients.round(6)
    array([3.])
    """
    from statsmodels.regression.linear_model import WLS

    counted = np.ones(len(outcome)) if weights is None else weights
    fitted = WLS(outcome, terms, weights=counted).fit()
    residuals = counted * (outcome - terms @ fitted.params)
    inverse = np.asarray(fitted.normalized_cov_params)
    residuals = corrected(terms, residuals, inverse, counted)
    return Fit(np.asarray(fitted.params), "identity", terms, residuals, inverse)
