"""Distributions on the whole numbers, by the smallest value that reaches the noise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from causalkit.nature.distributions.family import Array, Family, Parameter
from causalkit.nature.kinds import Kind, numeric

_SMALLEST = 2.0**-54
_FEW = 40
_COUNT = Parameter("n", "a whole number, 0 or more")
_PROBABILITY = Parameter("probability", "a probability")


def _quantile(noise: Array, guess: Array, reach: Callable[[Array], Array]) -> Array:
    """Round the real-valued quantile up, and down again where one less reaches too."""
    value: Array = np.maximum(np.ceil(np.nan_to_num(guess, nan=0.0)), 0.0)
    less = np.maximum(value - 1.0, 0.0)
    return np.where(reach(less) >= noise, less, value)


def _binomial(noise: Array, n: Array, probability: Array) -> Array:
    from scipy.special import bdtrik, betainc

    if np.ndim(n) == 0 and n <= _FEW:
        return _of_few_trials(noise, int(n), np.asarray(probability))
    inner = np.clip(probability, 1e-300, 1.0 - 2.0**-53)
    guess = bdtrik(np.maximum(noise, _SMALLEST), n, inner)

    def reach(k: Array) -> Array:
        left = np.subtract(n, k)
        inside = betainc(np.maximum(left, 0.5), k + 1.0, 1.0 - inner)
        return np.where(left > 0, inside, 1.0)

    value = np.minimum(_quantile(noise, guess, reach), n)
    return np.where(np.equal(probability, 1.0), n, value)


def _of_few_trials(noise: Array, n: int, probability: Array) -> Array:
    """Count the cumulated masses below the noise, from whichever end is the rarer."""
    turned = probability > 0.5
    rare = np.where(turned, 1.0 - probability, probability)
    share = np.where(turned, 1.0 - noise, noise)
    odds = rare / (1.0 - rare)
    mass = (1.0 - rare) ** n
    cumulated = mass
    count = np.zeros(noise.shape)
    for successes in range(n):
        count += share > cumulated
        mass = mass * odds * ((n - successes) / (successes + 1))
        cumulated = cumulated + mass
    return np.where(turned, n - count, count)


def _poisson(noise: Array, mean: Array) -> Array:
    from scipy.special import pdtr, pdtrik

    guess = pdtrik(np.maximum(noise, _SMALLEST), np.maximum(mean, 1e-300))
    return _quantile(noise, guess, lambda k: pdtr(k, mean))


def _negative_binomial(noise: Array, mean: Array, dispersion: Array) -> Array:
    """Mean m and variance m + dispersion·m² (Cameron & Trivedi, 2013, NB2)."""
    from scipy.special import betainc, nbdtrik

    size = np.divide(1.0, dispersion)
    success = size / (size + mean)
    guess = nbdtrik(np.maximum(noise, _SMALLEST), size, success)
    guess = np.where(np.equal(success, 1.0), 0.0, guess)
    return _quantile(noise, guess, lambda k: betainc(size, k + 1.0, success))


def _counts(*_: Kind) -> Kind:
    return numeric(0, np.inf, whole=True)


def _binomial_masses(n: float, probability: float) -> tuple[Array, Array]:
    from scipy.special import betaln, xlog1py, xlogy

    values = np.arange(n + 1.0)
    others = n - values
    ways = -betaln(values + 1.0, others + 1.0) - np.log(n + 1.0)
    masses = np.exp(ways + xlogy(values, probability) + xlog1py(others, -probability))
    return values, masses / masses.sum()


COUNTS: dict[str, Family] = {
    "binomial": Family(
        (_COUNT, _PROBABILITY),
        "uniform",
        _binomial,
        lambda n, _: numeric(0, n.high, whole=True),
        masses=_binomial_masses,
    ),
    "poisson": Family((Parameter("mean", "not negative"),), "uniform", _poisson, _counts),
    "negative_binomial": Family(
        (Parameter("mean", "positive"), Parameter("dispersion", "positive")),
        "uniform",
        _negative_binomial,
        _counts,
    ),
}
