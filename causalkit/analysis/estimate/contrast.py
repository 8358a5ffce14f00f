"""From two means to an effect: difference or ratio, with its interval.

Every estimator here ends with two mean outcomes, one under each setting of the
exposure, and with their *influence functions*: for each row, how far it moves the mean.
The mean of their squares, divided by the number of rows, is the variance of the mean,
whatever the estimator had to fit on the way; and the influence on an effect follows
from those on the two means by the chain rule (the delta method).

Source: Stefanski and Boos (2002), The calculus of M-estimation; Tsiatis (2006),
Semiparametric theory and missing data, chapter 3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.columns import Numbers
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.rows import Rows
from causalkit.errors import EstimationError


@dataclass(frozen=True, eq=False)
class Mean:
    """A mean outcome and what each row contributes to its error.

    Parameters
    ----------
    value : float
        The mean.
    influence : ndarray of float of shape (n,)
        The influence of each row; their mean is zero.
    """

    value: float
    influence: Numbers


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

    Returns
    -------
    Estimate

    Raises
    ------
    EstimationError
        If a ratio is asked for and a mean is not positive.
    """
    if rows.question.scale == "difference":
        value = treated.value - reference.value
        error = _standard_error(treated.influence - reference.influence)
        margin = normal_quantile(level) * error
        low, high = value - margin, value + margin
    else:
        value = ratio(treated.value, reference.value, rows)
        relative = _standard_error(
            treated.influence / treated.value - reference.influence / reference.value
        )
        error = value * relative
        low, high = log_interval(value, relative, level)
    adjustment = tuple(column.name for column in rows.covariates)
    return Estimate(
        method, rows.question, adjustment, value, error, low, high, level, rows.n, rows.dropped
    )


def ratio(treated: float, reference: float, rows: Rows) -> float:
    """Return the ratio of two means.

    Parameters
    ----------
    treated, reference : float
        The mean outcome under either setting.
    rows : Rows
        What they were computed from.

    Returns
    -------
    float

    Raises
    ------
    EstimationError
        If one of them is not positive.
    """
    if min(treated, reference) <= 0:
        raise EstimationError(
            f'the mean of "{rows.outcome.name}" is {treated:.3g} if treated and {reference:.3g} '
            f"if not; a ratio needs positive means, so ask for the difference"
        )
    return treated / reference


def log_interval(value: float, relative: float, level: float) -> tuple[float, float]:
    """Return the interval of a ratio, symmetric on the log scale.

    Parameters
    ----------
    value : float
        The ratio.
    relative : float
        Standard error of its logarithm.
    level : float
        Level of confidence.

    Returns
    -------
    low, high : float

    Examples
    --------
    >>> log_interval(2.0, 0.0, 0.95)
    (2.0, 2.0)
    """
    factor = math.exp(normal_quantile(level) * relative)
    return value / factor, value * factor


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


def _standard_error(influence: Numbers) -> float:
    return float(np.sqrt(influence @ influence) / len(influence))
