"""From two means to an effect: difference, ratio or odds ratio, with its interval.

Most estimators here end with two mean outcomes, one under each setting of the exposure,
and with their *influence functions*: for each row, how far it moves the mean. The mean of
their squares, divided by the number of rows, is the variance of the mean, whatever the
estimator had to fit on the way; and the influence on an effect follows from those on the
two means by the chain rule (the delta method). People who were drawn together count as
one: their influences are added up before they are squared.

Source: Stefanski and Boos (2002), The calculus of M-estimation; Tsiatis (2006),
Semiparametric theory and missing data, chapter 3; Liang and Zeger (1986), Longitudinal data
analysis using generalized linear models, for the clusters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.effect.scale import on_scale
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError


def check_level(level: float) -> None:
    """Raise unless a level of confidence lies between 0 and 1.

    Parameters
    ----------
    level : float
        The level.

    Raises
    ------
    EstimationError
        If it does not.

    Examples
    --------
    >>> check_level(95)
    Traceback (most recent call last):
    causalkit.errors.EstimationError: the level lies between 0 and 1, such as 0.95; not 95
    """
    if not 0 < level < 1:
        raise EstimationError(f"the level lies between 0 and 1, such as 0.95; not {level}")


def contrast(
    method: str,
    rows: Rows,
    treated: Mean,
    reference: Mean,
    level: float,
    *,
    notes: tuple[str, ...] = (),
    figures: Mapping[str, float] | None = None,
) -> Estimate:
    """Return the effect that two means make, with a normal interval.

    Parameters
    ----------
    method : str
        Name of the estimator.
    rows : Rows
        What it used.
    treated, reference : Mean
        The mean outcome under either setting.
    level : float
        Level of confidence.
    notes : tuple of str, optional
        What a reader of the estimate has to know besides.
    figures : mapping of str to float, optional
        Diagnostics by name.

    Returns
    -------
    Estimate

    Raises
    ------
    EstimationError
        If a ratio is asked for and a mean is not positive, or an odds ratio and a mean is
        not a probability.
    """
    first, second = (on_scale(mean, rows.question, rows.outcome) for mean in (treated, reference))
    spread = standard_error(first.influence - second.influence, rows.clusters)
    return estimated(
        method, rows, first.value - second.value, spread, level, notes=notes, figures=figures
    )


def estimated(
    method: str,
    rows: Rows,
    value: float,
    spread: float,
    level: float,
    *,
    notes: tuple[str, ...] = (),
    figures: Mapping[str, float] | None = None,
) -> Estimate:
    """Return an estimate from an effect on the scale on which it is normal.

    Parameters
    ----------
    method : str
        Name of the estimator.
    rows : Rows
        What it used.
    value, spread : float
        The effect and its standard error; for a ratio or an odds ratio those of its
        logarithm.
    level : float
        Level of confidence.
    notes : tuple of str, optional
        What a reader of the estimate has to know besides.
    figures : mapping of str to float, optional
        Diagnostics by name.

    Returns
    -------
    Estimate
        With an interval that is symmetric on that scale.
    """
    margin = normal_quantile(level) * spread
    low, high = value - margin, value + margin
    if rows.question.scale != "difference":
        value, low, high = math.exp(value), math.exp(low), math.exp(high)
        spread = value * spread
    return Estimate(
        method=method,
        question=rows.question,
        adjustment=tuple(column.name for column in rows.covariates),
        value=value,
        standard_error=spread,
        low=low,
        high=high,
        level=level,
        n=rows.n,
        dropped=rows.dropped,
        notes=(*rows.notes, *notes),
        figures=figures or {},
    )


def standard_error(influence: Numbers, clusters: Groups | None = None) -> float:
    """Return the standard error of an estimator from its influence function.

    Parameters
    ----------
    influence : ndarray of float of shape (n,)
        The influence of each row, survey weight included; the estimator's error is their mean.
    clusters : ndarray of int of shape (n,), optional
        Who was drawn together.

    Returns
    -------
    float

    Examples
    --------
    >>> standard_error(np.array([1.0, -1.0, 1.0, -1.0]))
    0.5
    >>> round(standard_error(np.array([1.0, 1.0, -1.0, -1.0]), np.array([0, 0, 1, 1])), 6)
    1.0
    """
    n = len(influence)
    if clusters is None:
        return float(np.sqrt(influence @ influence) / n)
    sums = np.bincount(clusters, weights=influence)
    number = np.unique(clusters).size
    if number < 2:
        raise EstimationError("an error between clusters needs two clusters, and there is one")
    return float(np.sqrt(number / (number - 1) * (sums @ sums)) / n)


def normal_quantile(level: float) -> float:
    """Return how many standard errors a normal interval extends to either side.

    Parameters
    ----------
    level : float
        Level of confidence.

    Returns
    -------
    float

    Examples
    --------
    >>> round(normal_quantile(0.95), 2)
    1.96
    """
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))
