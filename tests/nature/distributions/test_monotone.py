"""Noise and location act in one direction only: what makes potential outcomes real twins."""

from __future__ import annotations

from itertools import repeat

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkit.nature.distributions import BERNOULLI_EXPIT, FAMILIES

LOG_ODDS = "bernoulli(expit)"
ALL = {**FAMILIES, LOG_ODDS: BERNOULLI_EXPIT}
FALLING = {"bernoulli", LOG_ODDS}  # happens where the noise is small
RNG = np.random.default_rng(0)
NOISE = {
    "uniform": np.sort([0, 2.0**-53, 1e-12, 1 - 1e-12, 1 - 2.0**-53, *RNG.random(300)]),
    "normal": np.sort([-9, 9, *RNG.normal(size=300)]),
    "exponential": np.sort([0, 40, *RNG.exponential(size=300)]),
}

positive = st.floats(0.02, 200)
anywhere = st.floats(-20, 20)
probability = st.floats(0, 1)
cuts = st.lists(anywhere, min_size=3, max_size=3).map(sorted)
PARAMETERS = {
    "normal": st.tuples(anywhere, positive),
    "lognormal": st.tuples(anywhere, st.floats(0, 9)),
    "student_t": st.tuples(positive, anywhere, positive),
    "uniform": st.tuples(anywhere, positive).map(lambda pair: (pair[0], sum(pair))),
    "exponential": st.tuples(positive),
    "gamma": st.tuples(positive, positive),
    "beta": st.tuples(positive, positive),
    "truncated_normal": st.tuples(anywhere, st.floats(0.1, 9), anywhere, positive).map(
        lambda each: (*each[:3], each[2] + each[3])
    ),
    "binomial": st.tuples(st.integers(0, 1000).map(float), probability),
    "poisson": st.tuples(st.floats(0, 1e6)),
    "negative_binomial": st.tuples(st.floats(1e-6, 1e5), st.floats(1e-6, 100)),
    "bernoulli": st.tuples(probability),
    LOG_ODDS: st.tuples(st.floats(-60, 60)),
    "categorical": st.lists(st.floats(0.01, 1), min_size=2, max_size=9).map(
        lambda weights: tuple(np.array(weights) / sum(weights))
    ),
    "ordinal": st.tuples(anywhere, cuts).map(lambda each: (each[0], *each[1], np.inf)),
    "graded": st.tuples(anywhere, probability, cuts).map(lambda each: (*each[:2], *each[2])),
    "phq9": st.tuples(anywhere),
    "gad7": st.tuples(anywhere),
}
SHIFTED = [  # family, parameter, and whether the value rises or falls with it
    ("normal", 0, 1),
    ("lognormal", 0, 1),
    ("student_t", 1, 1),
    ("exponential", 0, -1),
    ("gamma", 0, 1),
    ("gamma", 1, -1),
    ("beta", 0, 1),
    ("beta", 1, -1),
    ("truncated_normal", 0, 1),
    ("binomial", 0, 1),
    ("binomial", 1, 1),
    ("poisson", 0, 1),
    ("negative_binomial", 0, 1),
    ("bernoulli", 0, 1),
    (LOG_ODDS, 0, -1),
    ("ordinal", 0, 1),
    ("graded", 0, 1),
    ("phq9", 0, 1),
    ("gad7", 0, 1),
]


def values(name, noise, parameters):
    family = ALL[name]
    own = [np.full(len(noise), float(each)) for each in parameters]
    given_noise = (
        noise.copy() if family.streams == 1 else map(np.copy, repeat(noise, family.streams))
    )
    with np.errstate(all="ignore"):
        return np.asarray(family.compute(given_noise, *own)).astype(float)


def falls_nowhere(left, right):
    """Apart from the last digits of a quantile function."""
    return right >= left - 1e-11 * np.maximum(1.0, np.abs(left))


def test_every_family_is_proved_here():
    assert set(PARAMETERS) == set(ALL)


@pytest.mark.parametrize("name", PARAMETERS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_draw_is_monotone_in_its_noise(name, data):
    noise = NOISE[ALL[name].noise]
    noise = noise[::-1] if name in FALLING else noise
    drawn = values(name, noise, data.draw(PARAMETERS[name]))
    assert falls_nowhere(drawn[:-1], drawn[1:]).all()


@pytest.mark.parametrize(("name", "position", "direction"), SHIFTED)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_same_noise_gives_more_where_the_location_is_higher(name, position, direction, data):
    lower = data.draw(PARAMETERS[name])
    other = data.draw(PARAMETERS[name])[position]
    higher = (*lower[:position], other, *lower[position + 1 :])
    if direction * lower[position] > direction * other:
        lower, higher = higher, lower
    noise = NOISE[ALL[name].noise]
    assert falls_nowhere(values(name, noise, lower), values(name, noise, higher)).all()
