"""Fitting with statsmodels, silently and with plain errors.

Every model here is fitted by statsmodels. What it would warn about is either harmless or
an error for us, so nothing is printed or warned: a fit that did not work raises.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from causalkit.analysis.estimate.columns import Numbers
from causalkit.errors import EstimationError

UNKNOWN = 100.0
"""Log-odds with a larger standard error than this have no finite estimate."""

ALONE = 1e-3
"""A row of which less than this is left to its residual has decided its own fit."""


class SeparationError(EstimationError):
    """A logistic regression without an answer, because some group is all 0 or all 1."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A regression fitted to some rows, with what its error is made of.

    Parameters
    ----------
    coefficients : ndarray of float of shape (p,)
        One for each column of the design.
    logistic : bool
        Whether the mean is a logistic function of the terms.
    influence : ndarray of float of shape (m, p)
        For each row fitted, its influence on the coefficients, divided by the number
        of rows: their outer products add up to the robust covariance matrix.
    """

    coefficients: Numbers
    logistic: bool
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
        linear = terms @ self.coefficients
        return _expit(linear) if self.logistic else linear

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
        return mean * (1 - mean) if self.logistic else np.ones_like(mean)


def linear_fit(terms: Numbers, outcome: Numbers) -> Fit:
    """Return a linear regression by least squares.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p)
        The design, of full rank.
    outcome : ndarray of float of shape (m,)
        The outcome.

    Returns
    -------
    Fit

    Examples
    --------
    >>> linear_fit(np.ones((3, 1)), np.array([1.0, 2.0, 6.0])).coefficients.round(6)
    array([3.])
    """
    from statsmodels.regression.linear_model import OLS

    fitted = OLS(outcome, terms).fit()
    residuals = outcome - terms @ fitted.params
    inverse = np.asarray(fitted.normalized_cov_params)
    influence = _influence(terms, residuals, inverse, _variance(terms, inverse))
    return Fit(np.asarray(fitted.params), False, influence)


def logistic_fit(terms: Numbers, outcome: Numbers) -> Fit:
    """Return a logistic regression by maximum likelihood.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p)
        The design, of full rank.
    outcome : ndarray of float of shape (m,)
        Zeros and ones.

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
    try:
        coefficients = _logistic_coefficients(terms, outcome)
        mean = _expit(terms @ coefficients)
        weight = mean * (1 - mean)
        inverse: Numbers = np.linalg.inv(terms.T @ (terms * weight[:, None])).astype(np.float64)
    except np.linalg.LinAlgError as error:
        raise SeparationError(str(error)) from None
    variance = _variance(terms, inverse)
    # statsmodels takes tiny steps for convergence even where the maximum is infinitely far.
    if not variance.max() < UNKNOWN**2:
        raise SeparationError("some log-odds have no finite estimate")
    influence = _influence(terms, outcome - mean, inverse, weight * variance)
    return Fit(coefficients, True, influence)


def _logistic_coefficients(terms: Numbers, outcome: Numbers) -> Numbers:
    from statsmodels.discrete.discrete_model import Logit
    from statsmodels.tools.sm_exceptions import PerfectSeparationError

    try:
        fitted: Any = Logit(outcome, terms, check_rank=False).fit(disp=0, skip_hessian=True)
    except PerfectSeparationError as error:
        raise SeparationError(str(error)) from None
    coefficients = np.asarray(fitted.params)
    if not fitted.mle_retvals["converged"] or not np.isfinite(coefficients).all():
        raise SeparationError("the fit does not converge")
    return coefficients


def _influence(terms: Numbers, residuals: Numbers, inverse: Numbers, leverage: Numbers) -> Numbers:
    """Return the influence of each row on the coefficients, by the sandwich HC2.

    A fit draws the residuals towards zero, the more so the fewer rows there are for a
    term; HC2 undoes that. A row that alone decides a coefficient has no residual of its
    own and gets a typical one. Source: MacKinnon and White (1985), Some
    heteroskedasticity-consistent covariance matrix estimators.
    """
    left = 1 - leverage
    typical = np.sqrt(np.mean(residuals**2))
    corrected = np.where(left > ALONE, residuals / np.sqrt(np.maximum(left, ALONE)), typical)
    return np.asarray((terms @ inverse) * corrected[:, None])


def _variance(terms: Numbers, inverse: Numbers) -> Numbers:
    """Return the variance of the sum of the terms in each row, for residuals of variance 1."""
    return np.asarray(np.einsum("ij,ij->i", terms @ inverse, terms))


def _expit(linear: Numbers) -> Numbers:
    from scipy.special import expit

    return np.asarray(expit(linear))


@contextmanager
def quiet() -> Iterator[None]:
    """Fit without warnings of third parties, and on one thread.

    The matrices here are tall and narrow. Several threads spend longer on waiting for
    each other than on the sums, and the sums would depend on their number.

    Yields
    ------
    None

    Examples
    --------
    >>> with quiet():
    ...     warnings.warn("of no concern to a user", stacklevel=1)
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"), _one_thread():
        warnings.simplefilter("ignore")
        yield


def _one_thread() -> AbstractContextManager[Any]:
    limit: AbstractContextManager[Any] = _linear_algebra().limit(limits=1, user_api="blas")
    return limit


@cache
def _linear_algebra() -> Any:  # noqa: ANN401  # the library has no types
    # Loaded first, because only libraries that are loaded can be found.
    import scipy.linalg  # noqa: F401
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # none exist

    return ThreadpoolController()
