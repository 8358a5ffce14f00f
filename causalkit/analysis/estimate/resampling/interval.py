"""From the estimates of many samples to an interval.

The *percentile* interval is where the middle of them lies. The *normal* interval takes
nothing from them but their spread. The *bias-corrected and accelerated* one (BCa) is a
percentile interval whose ends are moved: by how far the estimate is from the middle of the
samples, and by how much its error grows with it, as seen when one unit at a time is left
out.

Source: Efron (1987), Better bootstrap confidence intervals; DiCiccio and Efron (1996),
Bootstrap confidence intervals.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.effect.contrast import normal_quantile
from causalkit.analysis.estimate.reading.columns import Numbers

Interval = Literal["percentile", "normal", "bca"]


def percentile(values: Numbers, level: float) -> tuple[float, float]:
    """Return the ends of the percentile interval.

    Parameters
    ----------
    values : ndarray of float of shape (samples,)
        The estimates of the samples.
    level : float
        Level of confidence.

    Returns
    -------
    low, high : float

    Examples
    --------
    >>> low, high = percentile(np.arange(41.0), 0.95)
    >>> round(low, 6), round(high, 6)
    (1.0, 39.0)
    """
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def normal_interval(values: Numbers, estimate: float, level: float) -> tuple[float, float]:
    """Return the ends of the normal interval.

    Parameters
    ----------
    values : ndarray of float of shape (samples,)
        The estimates of the samples.
    estimate : float
        The estimate of the original sample.
    level : float
        Level of confidence.

    Returns
    -------
    low, high : float

    Examples
    --------
    >>> normal_interval(np.array([1.0, 1.0, 1.0]), 1.0, 0.95)
    (1.0, 1.0)
    """
    margin = normal_quantile(level) * float(values.std(ddof=1))
    return estimate - margin, estimate + margin


def bca(values: Numbers, estimate: float, level: float, acceleration: float) -> tuple[float, float]:
    """Return the ends of the bias-corrected and accelerated interval.

    Parameters
    ----------
    values : ndarray of float of shape (samples,)
        The estimates of the samples.
    estimate : float
        The estimate of the original sample.
    level : float
        Level of confidence.
    acceleration : float
        How fast the error grows with the estimate.

    Returns
    -------
    low, high : float
        Where the estimate lies beyond all samples, an end of them.

    Examples
    --------
    Without bias and acceleration it is the percentile interval:

    >>> low, high = bca(np.arange(41.0), 20.0, 0.95, 0.0)
    >>> round(low, 6), round(high, 6)
    (1.0, 39.0)
    """
    from scipy.special import ndtr, ndtri

    below = (np.mean(values < estimate) + np.mean(values <= estimate)) / 2  # (1) the bias
    if not 0 < below < 1:
        return (float(values.min()),) * 2 if below == 0 else (float(values.max()),) * 2
    bias, margin = float(ndtri(below)), normal_quantile(level)
    moved = bias + np.array([-margin, margin])  # (2) the ends
    low, high = np.quantile(values, ndtr(bias + moved / (1 - acceleration * moved)))
    return float(low), float(high)


def acceleration(without: Numbers, sizes: npt.NDArray[np.integer]) -> float:
    """Return how fast the error of an estimate grows with it, from the jackknife.

    Parameters
    ----------
    without : ndarray of float of shape (units,)
        The estimate without one of each unit.
    sizes : ndarray of int of shape (units,)
        How many of each unit there are.

    Returns
    -------
    float

    Examples
    --------
    >>> acceleration(np.array([1.0, 2.0, 3.0]), np.ones(3, dtype=int))
    0.0
    """
    deviation = np.average(without, weights=sizes) - without
    spread = float(sizes @ deviation**2)
    return float(sizes @ deviation**3) / (6 * spread**1.5) if spread > 0 else 0.0
