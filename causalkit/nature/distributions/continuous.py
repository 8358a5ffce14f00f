"""Distributions on the real line, by their quantile functions."""

from __future__ import annotations

import numpy as np

from causalkit.nature.distributions.family import Array, Family, Parameter
from causalkit.nature.kinds import Kind, numeric

_SMALLEST = 2.0**-54  # half the grid of uniform noise: keeps quantiles of 0 finite


def _inside(noise: Array) -> Array:
    return np.maximum(noise, _SMALLEST, out=noise)


def _normal(noise: Array, mean: Array, sd: Array) -> Array:
    noise *= sd
    noise += mean
    return noise


def _lognormal(noise: Array, mean: Array, sd: Array) -> Array:
    return np.exp(_normal(noise, mean, sd), out=noise)


def _student_t(noise: Array, df: Array, location: Array, scale: Array) -> Array:
    from scipy.special import stdtrit

    return _normal(stdtrit(df, _inside(noise)), location, scale)


def _uniform(noise: Array, low: Array, high: Array) -> Array:
    noise *= np.subtract(high, low)
    noise += low
    return noise


def _exponential(noise: Array, rate: Array) -> Array:
    noise /= rate
    return noise


def _gamma(noise: Array, shape: Array, rate: Array) -> Array:
    from scipy.special import gammaincinv

    return _exponential(gammaincinv(shape, noise), rate)


def _beta(noise: Array, a: Array, b: Array) -> Array:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(a, b, noise))


def _truncated_normal(noise: Array, mean: Array, sd: Array, low: Array, high: Array) -> Array:
    """Work with logarithms in the lower tail, where the distribution function keeps its digits."""
    from scipy.special import log_ndtr, ndtri_exp

    left, right = (low - mean) / sd, (high - mean) / sd
    mirrored = np.asarray(left > 0)
    near, far = np.where(mirrored, -right, left), np.where(mirrored, -left, right)
    share = _inside(np.where(mirrored, 1.0 - noise, noise))
    reached = np.logaddexp(np.log1p(-share) + log_ndtr(near), np.log(share) + log_ndtr(far))
    drawn = ndtri_exp(reached)
    drawn = np.clip(np.where(mirrored, -drawn, drawn), left, right)
    return np.asarray(np.clip(mean + sd * drawn, low, high))


def _real(*_: Kind) -> Kind:
    return numeric(-np.inf, np.inf, whole=False)


def _not_negative(*_: Kind) -> Kind:
    return numeric(0, np.inf, whole=False)


def _between(low: Kind, high: Kind) -> Kind:
    return numeric(low.low, high.high, whole=False)


_MEAN, _SD = Parameter("mean"), Parameter("sd", "not negative")
CONTINUOUS: dict[str, Family] = {
    "normal": Family((_MEAN, _SD), "normal", _normal, _real),
    "lognormal": Family((_MEAN, _SD), "normal", _lognormal, _not_negative),
    "student_t": Family(
        (
            Parameter("df", "positive"),
            Parameter("location", default=0.0),
            Parameter("scale", "not negative", default=1.0),
        ),
        "uniform",
        _student_t,
        _real,
    ),
    "uniform": Family(
        (Parameter("low"), Parameter("high")), "uniform", _uniform, _between, rising=0
    ),
    "exponential": Family(
        (Parameter("rate", "positive"),), "exponential", _exponential, _not_negative
    ),
    "gamma": Family(
        (Parameter("shape", "positive"), Parameter("rate", "positive", default=1.0)),
        "uniform",
        _gamma,
        _not_negative,
    ),
    "beta": Family(
        (Parameter("a", "positive"), Parameter("b", "positive")),
        "uniform",
        _beta,
        lambda *_: numeric(0, 1, whole=False),
    ),
    "truncated_normal": Family(
        (_MEAN, Parameter("sd", "positive"), Parameter("low"), Parameter("high")),
        "uniform",
        _truncated_normal,
        lambda _mean, _sd, low, high: _between(low, high),
        rising=2,
    ),
}
