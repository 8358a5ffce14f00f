"""Distributions on a few named values: yes or no, categories, ordered categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from causalkit.nature.distributions.family import Array, Family, Parameter
from causalkit.nature.functions import expit
from causalkit.nature.kinds import BOOLEAN, Kind, category


def _bernoulli(noise: Array, probability: Array) -> Array:
    return np.less(noise, probability)


def _bernoulli_expit(noise: Array, log_odds_against: Array) -> Array:
    """Compare without the division: U < 1/(1 + e) is U·(1 + e) < 1; overwrites its parameter."""
    if np.ndim(log_odds_against) == 0:
        return np.less(noise, 1.0 / (1.0 + np.exp(log_odds_against)))
    odds_against = np.exp(log_odds_against, out=log_odds_against)
    odds_against += 1.0
    noise *= odds_against
    return np.less(noise, 1.0)


def _categorical(noise: Array, *probabilities: Array) -> Array:
    reached = np.zeros(noise.shape, np.int8)
    below: Any = 0.0
    for probability in probabilities[:-1]:
        below = below + probability
        reached += noise >= below
    return reached


def _ordinal(noise: Array, location: Array, *upper_cuts: Array) -> Array:
    """Proportional odds: logistic noise around the location (McCullagh, 1980)."""
    with np.errstate(divide="ignore"):
        latent = np.log(noise) - np.log1p(-noise) + location
    reached = np.zeros(noise.shape, np.int8)
    for cut in upper_cuts[:-1]:
        reached += latent > cut
    return reached


def _bernoulli_masses(probability: float) -> tuple[Array, Array]:
    return np.array([0.0, 1.0]), np.array([1.0 - probability, probability])


def _bernoulli_expit_masses(log_odds_against: float) -> tuple[Array, Array]:
    return _bernoulli_masses(float(expit(np.array([-log_odds_against]))[0]))


def _categorical_masses(*probabilities: float) -> tuple[Array, Array]:
    return np.arange(float(len(probabilities))), np.array(probabilities)


def _ordinal_masses(location: float, *upper_cuts: float) -> tuple[Array, Array]:
    reached = expit(np.array([*upper_cuts[:-1], np.inf]) - location)
    return np.arange(float(len(upper_cuts))), np.diff(reached, prepend=0.0)


def _named(*_: Kind, labels: Sequence[str]) -> Kind:
    return category(tuple(labels), ordered=False)


def _ordered(*_: Kind, labels: Sequence[str]) -> Kind:
    return category(tuple(labels), ordered=True)


def _boolean(*_: Kind) -> Kind:
    return BOOLEAN


CHOICES: dict[str, Family] = {
    "bernoulli": Family(
        (Parameter("probability", "a probability"),),
        "uniform",
        _bernoulli,
        _boolean,
        masses=_bernoulli_masses,
    ),
    "categorical": Family(
        (), "uniform", _categorical, _named, labelled=True, masses=_categorical_masses
    ),
    "ordinal": Family(
        (Parameter("location"),),
        "uniform",
        _ordinal,
        _ordered,
        labelled=True,
        masses=_ordinal_masses,
        rising=1,
    ),
}
BERNOULLI_EXPIT = Family(
    (Parameter("log-odds against"),),
    "uniform",
    _bernoulli_expit,
    _boolean,
    masses=_bernoulli_expit_masses,
)
