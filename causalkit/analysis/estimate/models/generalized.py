"""Logistic and Poisson regression by maximum likelihood: Newton's method, and its failure.

The likelihood of such a regression has one hill. Newton's method climbs it by a least-squares
problem at each step, and near the top every step doubles the number of right digits. That
leaves no doubt whether the top has been reached: there the score, the slope of the hill, is
zero. Where there is no top, because some group is all 0 or all 1, the hill rises forever
(*separation*).

Source: McCullagh and Nelder (1989), Generalized linear models, section 2.5; Albert and
Anderson (1984), On the existence of maximum likelihood estimates in logistic regression models.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from causalkit.analysis.estimate.models.blocks import inverted, products, quadratic, triangle
from causalkit.analysis.estimate.models.fit import Fit, inverse_link, unfitted
from causalkit.analysis.estimate.models.summed import Summed, summed
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError

UNKNOWN = 100.0
"""A sum of terms with a larger standard error than this has no finite estimate."""

STEPS = 25
"""Steps after which Newton's method is given up."""

REACHED = 1e-16
"""The top is reached where the next step is shorter than a hundred-millionth standard error."""

SKETCH = 32_768
"""Rows from which the first coefficients come, where there are many times as many."""

Link = Literal["logit", "log"]


class SeparationError(EstimationError):
    """A regression without an answer, because some group is all 0 or all 1."""


def generalized_fit(
    link: Link,
    terms: Numbers,
    outcome: Numbers,
    weights: Numbers | None = None,
    codes: Groups | None = None,
) -> Fit:
    """Return a logistic or a Poisson regression by maximum likelihood.

    Parameters
    ----------
    link : {"logit", "log"}
        Logistic or Poisson.
    terms : ndarray of float of shape (m, p) or (c, p)
        The design, of full rank; with ``codes`` its distinct rows.
    outcome : ndarray of float of shape (m,)
        Zeros and ones, or counts.
    weights : ndarray of float of shape (m,), optional
        How much each row counts; all the same where not given.
    codes : ndarray of int of shape (m,), optional
        Which of the distinct rows each row is.

    Returns
    -------
    Fit

    Raises
    ------
    SeparationError
        If no maximum exists.

    Examples
    --------
    >>> fit = generalized_fit("log", np.ones((3, 1)), np.array([0.0, 1.0, 2.0]))
    >>> abs(fit.coefficients).round(6)
    array([0.])
    """
    rows = summed(terms, outcome, weights, codes)
    coefficients, inverse = _maximum(rows, link) or _by_statsmodels(rows, link)
    mean = inverse_link(link, rows.terms @ coefficients)
    variance = quadratic(rows.terms, inverse)
    # statsmodels takes tiny steps for convergence even where the maximum is infinitely far.
    if not variance.max() < UNKNOWN**2:
        raise SeparationError("some sums of terms have no finite estimate")
    residuals, leverage = outcome - rows.spread(mean), rows.spread(_slope(link, mean) * variance)
    if weights is not None:
        residuals, leverage = weights * residuals, weights * leverage
    return Fit(coefficients, link, terms, unfitted(residuals, leverage), inverse, codes)


def _maximum(rows: Summed, link: Link) -> tuple[Numbers, Numbers] | None:
    """Return the coefficients and their covariance by Newton's method; None where it fails."""
    coefficients = _start(rows, link)
    if coefficients is None:
        return None
    for _ in range(STEPS):
        score, information = _derivatives(rows, link, coefficients)
        inverse = inverted(information)
        if inverse is None or not np.isfinite(score).all():
            return None
        step = inverse @ score
        coefficients = coefficients + step
        if score @ step < REACHED:
            return coefficients, inverse
    return None


def _start(rows: Summed, link: Link) -> Numbers | None:
    """Return coefficients to start from: those of some of the rows, or of moderate means."""
    stride = len(rows.terms) // SKETCH
    if stride > 3:
        some = slice(None, None, stride)
        weight = None if rows.weight is None else rows.weight[some]
        found = _maximum(Summed(rows.terms[some], rows.average[some], weight, None), link)
        if found is not None:
            return found[0]
    typical = 0.5 if link == "logit" else np.average(rows.average, weights=rows.weight)
    mean = (rows.average + typical) / 2
    slope = _slope(link, mean)
    linear = np.log(mean / (1 - mean) if link == "logit" else mean)
    weight = rows.counted(slope)
    inverse = inverted(products(rows.terms, weight))
    working = linear + (rows.average - mean) / slope
    return None if inverse is None else inverse @ ((weight * working) @ rows.terms)


def _derivatives(rows: Summed, link: Link, coefficients: Numbers) -> tuple[Numbers, Numbers]:
    """Return the slope of the log-likelihood, and its curvature."""
    score, information = np.zeros_like(coefficients), np.zeros((len(coefficients),) * 2)
    for terms, average, weight in rows.blocks():
        mean = inverse_link(link, terms @ coefficients)
        residual, slope = average - mean, _slope(link, mean)
        if weight is not None:
            residual, slope = weight * residual, weight * slope
        score += residual @ terms
        information += (terms * slope[:, None]).T @ terms
    return score, information


def _slope(link: Link, mean: Numbers) -> Numbers:
    return mean * (1 - mean) if link == "logit" else mean


def _by_statsmodels(rows: Summed, link: Link) -> tuple[Numbers, Numbers]:
    """Return the coefficients and their covariance by a fit that stands more."""
    from statsmodels.genmod import families
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import PerfectSeparationError

    family = families.Binomial() if link == "logit" else families.Poisson()
    try:
        fitted = GLM(rows.average, rows.terms, family=family, var_weights=rows.weight).fit()
        coefficients = np.asarray(fitted.params)
        if not (fitted.converged and np.isfinite(coefficients).all()):
            raise SeparationError("the fit does not converge")
        return coefficients, _covariance(rows, link, coefficients)
    except (PerfectSeparationError, np.linalg.LinAlgError, ValueError) as error:
        raise SeparationError(str(error)) from None


def _covariance(rows: Summed, link: Link, coefficients: Numbers) -> Numbers:
    """Return the inverse of the information without forming it, which would cost digits."""
    slope = _slope(link, inverse_link(link, rows.terms @ coefficients))
    terms = rows.terms * np.sqrt(rows.counted(slope))[:, None]
    length = np.sqrt((terms**2).sum(axis=0))
    root = np.linalg.inv(triangle(terms / length)) / length[:, None]
    return np.asarray(root @ root.T)
