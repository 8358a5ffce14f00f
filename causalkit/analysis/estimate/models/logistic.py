"""Logistic regression by maximum likelihood, and its failure: separation."""

from __future__ import annotations

from typing import Any

import numpy as np

from causalkit.analysis.estimate.data.columns import Numbers
from causalkit.analysis.estimate.models.fit import Fit, corrected, inverse_link
from causalkit.errors import EstimationError

UNKNOWN = 100.0
"""Log-odds with a larger standard error than this have no finite estimate."""


class SeparationError(EstimationError):
    """A logistic regression without an answer, because some group is all 0 or all 1."""


def logistic_fit(terms: Numbers, outcome: Numbers, weights: Numbers | None = None) -> Fit:
    """Return a logistic regression by maximum likelihood.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p)
        The design, of full rank.
    outcome : ndarray of float of shape (m,)
        Zeros and ones.
    weights : ndarray of float of shape (m,), optional
        How much each row counts; all the same where not given.

    Returns
    -------
    Fit

    Raises
    ------
    SeparationError
        If the terms tell the zeros from the ones so well that no maximum exists.

    Examples
    --------
    >>> logistic_fit(np.ones((4, 1)), np.array([0.0, 0.0, 0.0, 1.0])).mean(np.ones((1, 1))).round(6)
    array([0.25])
    """
    counted = np.ones(len(outcome)) if weights is None else weights
    try:
        coefficients = _coefficients(terms, outcome, weights)
        mean = inverse_link("logit", terms @ coefficients)
        weight = counted * mean * (1 - mean)
        inverse: Numbers = np.linalg.inv(terms.T @ (terms * weight[:, None])).astype(np.float64)
    except np.linalg.LinAlgError as error:
        raise SeparationError(str(error)) from None
    # statsmodels takes tiny steps for convergence even where the maximum is infinitely far.
    if not np.einsum("ij,ij->i", terms @ inverse, terms).max() < UNKNOWN**2:
        raise SeparationError("some log-odds have no finite estimate")
    residuals = corrected(terms, counted * (outcome - mean), inverse, weight)
    return Fit(coefficients, "logit", terms, residuals, inverse)


def _coefficients(terms: Numbers, outcome: Numbers, weights: Numbers | None) -> Numbers:
    from statsmodels.tools.sm_exceptions import PerfectSeparationError

    try:
        fitted = _plain(terms, outcome) if weights is None else _weighted(terms, outcome, weights)
    except PerfectSeparationError as error:
        raise SeparationError(str(error)) from None
    coefficients = np.asarray(fitted.params)
    if not np.isfinite(coefficients).all():
        raise SeparationError("the fit does not converge")
    return coefficients


def _plain(terms: Numbers, outcome: Numbers) -> Any:  # noqa: ANN401  # statsmodels has no types
    from statsmodels.discrete.discrete_model import Logit

    fitted = Logit(outcome, terms, check_rank=False).fit(disp=0, skip_hessian=True)
    if not fitted.mle_retvals["converged"]:
        raise SeparationError("the fit does not converge")
    return fitted


def _weighted(terms: Numbers, outcome: Numbers, weights: Numbers) -> Any:  # noqa: ANN401  # as above
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    fitted = GLM(outcome, terms, family=Binomial(), var_weights=weights).fit()
    if not fitted.converged:
        raise SeparationError("the fit does not converge")
    return fitted
