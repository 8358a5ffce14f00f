"""Every distribution against scipy.stats: drawn through a world, and as a quantile function."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from causalkit.nature.distributions import FAMILIES

SMALLEST = 2.0**-53


def negative_binomial(mean, dispersion):
    """Variance: mean + dispersion * mean²."""
    return stats.nbinom(1 / dispersion, 1 / (1 + dispersion * mean))


def truncated_normal(mean, sd, low, high):
    return stats.truncnorm((low - mean) / sd, (high - mean) / sd, mean, sd)


CONTINUOUS = {
    "normal": lambda mean, sd: stats.norm(mean, sd),
    "lognormal": lambda mean, sd: stats.lognorm(sd, scale=np.exp(mean)),
    "student_t": stats.t,
    "uniform": lambda low, high: stats.uniform(low, high - low),
    "exponential": lambda rate: stats.expon(scale=1 / rate),
    "gamma": lambda shape, rate: stats.gamma(shape, scale=1 / rate),
    "beta": stats.beta,
    "truncated_normal": truncated_normal,
}
COUNTS = {
    "binomial": stats.binom,
    "poisson": stats.poisson,
    "negative_binomial": negative_binomial,
}


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("normal", (0, 1)),
        ("normal", (-1e6, 1e-3)),
        ("lognormal", (0, 0.5)),
        ("lognormal", (-3, 2)),
        ("student_t", (1.5, 0, 1)),
        ("student_t", (5, 3, 0.1)),
        ("student_t", (1e6, 0, 2)),
        ("uniform", (-2, 3)),
        ("exponential", (0.01,)),
        ("exponential", (7,)),
        ("gamma", (0.1, 1)),
        ("gamma", (3, 0.5)),
        ("gamma", (1000, 20)),
        ("beta", (0.05, 0.7)),  # with a smaller b, many values are 1 to the last digit
        ("beta", (0.5, 0.5)),
        ("beta", (30, 2)),
        ("truncated_normal", (0, 1, -1, 2)),
        ("truncated_normal", (0, 1, 8, 9)),
        ("truncated_normal", (0, 1, -40, -38)),
        ("truncated_normal", (3, 0.5, -100, 100)),
    ],
)
def test_continuous_draws(drawn, name, parameters):
    values = drawn(f"{name}({', '.join(map(str, parameters))})")["drawn"]
    assert stats.kstest(values, CONTINUOUS[name](*parameters).cdf).pvalue > 1e-4


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("binomial", (1, 0.3)),
        ("binomial", (27, 0.12)),
        ("binomial", (10, 1e-4)),
        ("binomial", (1000, 0.5)),
        ("binomial", (1000, 0.999)),
        ("binomial", (1000, 1e-3)),
        ("poisson", (1e-4,)),
        ("poisson", (2.5,)),
        ("poisson", (1e6,)),
        ("negative_binomial", (3, 0.5)),
        ("negative_binomial", (0.01, 10)),
        ("negative_binomial", (200, 2)),
        ("negative_binomial", (5, 1e-6)),
    ],
)
def test_count_draws(drawn, chi_square, name, parameters):
    values = drawn(f"{name}({', '.join(map(str, parameters))})")["drawn"].to_numpy()
    expected = COUNTS[name](*parameters)
    edges = np.unique(expected.ppf([1e-4, *np.arange(0.02, 1, 0.02), 1 - 1e-4]))
    cells = np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1)
    assert chi_square(cells, np.diff(expected.cdf(edges), prepend=0, append=1)) > 1e-4


@pytest.mark.parametrize(("n", "probability", "always"), [(40, 0, 0), (40, 1, 40), (0, 0.5, 0)])
def test_a_certain_binomial(drawn, n, probability, always):
    assert set(drawn(f"binomial({n}, {probability})", 1_000)["drawn"]) == {always}
    own = drawn("binomial(n, p)", 1_000, given=f"latent n = {n}\nlatent p = {probability}")
    assert set(own["drawn"]) == {always}


@pytest.mark.parametrize(
    "distribution", ["poisson(0)", "negative_binomial(1e-9, 1e-9)", "binomial(9, 1e-300)"]
)
def test_a_count_that_is_as_good_as_always_0(drawn, distribution):
    assert (drawn(distribution)["drawn"] == 0).all()


def test_the_negative_binomial_has_the_variance_it_promises(drawn):
    values = drawn("negative_binomial(4, 0.5)", 400_000)["drawn"]
    assert values.mean() == pytest.approx(4, rel=0.01)
    assert values.var() == pytest.approx(4 + 0.5 * 4**2, rel=0.02)


PERSONAL = {
    "normal(2*exposed, 1 + exposed)": lambda x: stats.norm(2 * x, 1 + x),
    "lognormal(exposed, 1)": lambda x: stats.lognorm(1, scale=np.exp(x)),
    "student_t(3 + exposed, exposed)": lambda x: stats.t(3 + x, x),
    "uniform(-exposed, 1)": lambda x: stats.uniform(-x, 1 + x),
    "exponential(1 + exposed)": lambda x: stats.expon(scale=1 / (1 + x)),
    "gamma(1 + exposed, 2 - exposed)": lambda x: stats.gamma(1 + x, scale=1 / (2 - x)),
    "beta(1 + exposed, 2)": lambda x: stats.beta(1 + x, 2),
    "truncated_normal(exposed, 1, 4*exposed, 9)": lambda x: truncated_normal(x, 1, 4 * x, 9),
}


@pytest.mark.parametrize("distribution", PERSONAL)
def test_parameters_may_differ_from_person_to_person(drawn, distribution):
    people = drawn(distribution, 50_000)
    for exposed in (0, 1):
        values = people["drawn"][people["exposed"] == bool(exposed)]
        assert stats.kstest(values, PERSONAL[distribution](exposed).cdf).pvalue > 1e-4


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        ("binomial(3 + exposed, 0.2 + 0.6*exposed)", lambda x: stats.binom(3 + x, 0.2 + 0.6 * x)),
        ("binomial(9, 0.2 + 0.6*exposed)", lambda x: stats.binom(9, 0.2 + 0.6 * x)),
        ("poisson(1 + 2*exposed)", lambda x: stats.poisson(1 + 2 * x)),
        ("negative_binomial(1 + exposed, 1)", lambda x: negative_binomial(1 + x, 1)),
        ("bernoulli(0.1 + 0.8*exposed)", lambda x: stats.bernoulli(0.1 + 0.8 * x)),
        ("bernoulli(expit(2*exposed - 3))", lambda x: stats.bernoulli(special.expit(2 * x - 3))),
    ],
)
def test_counts_may_differ_from_person_to_person(drawn, chi_square, distribution, expected):
    people = drawn(distribution, 50_000)
    for exposed in (0, 1):
        values = people["drawn"][people["exposed"] == bool(exposed)]
        counts = np.bincount(values, minlength=40)
        assert chi_square(counts, expected(exposed).pmf(np.arange(len(counts)))) > 1e-4


positive = st.floats(0.05, 500)
anywhere = st.floats(-50, 50)
PARAMETERS = {
    "normal": st.tuples(anywhere, positive),
    "lognormal": st.tuples(st.floats(-5, 5), st.floats(0.05, 5)),
    "student_t": st.tuples(positive, anywhere, positive),
    "uniform": st.tuples(anywhere, positive).map(lambda pair: (pair[0], sum(pair))),
    "exponential": st.tuples(positive),
    "gamma": st.tuples(positive, positive),
    "beta": st.tuples(positive, positive),
    "truncated_normal": st.tuples(anywhere, st.floats(0.5, 9), anywhere, positive).map(
        lambda each: (*each[:3], each[2] + each[3])
    ),
    "binomial": st.tuples(st.integers(0, 1000).map(float), st.floats(0, 1)),
    "poisson": st.tuples(st.floats(0, 1e5)),
    "negative_binomial": st.tuples(st.floats(1e-3, 1e4), st.floats(1e-3, 50)),
}
NOISE = np.sort([SMALLEST, 1e-9, 1 - 1e-9, *np.random.default_rng(0).random(60)])


def as_written(name, noise, parameters, *, each):
    """The quantiles, computed with a parameter for each person or with one for all."""
    made = [np.full(len(noise), value) if each else value for value in parameters]
    with np.errstate(all="ignore"):
        return FAMILIES[name].compute(noise.copy(), *made)


def noise_of(name):
    """Noise of the family's own kind, at the quantiles in ``NOISE``."""
    own = {"normal": stats.norm.ppf, "exponential": stats.expon.ppf, "uniform": np.asarray}
    return own[FAMILIES[name].noise](NOISE)


@pytest.mark.parametrize("name", CONTINUOUS)
@settings(max_examples=20, deadline=None)
@given(data=st.data(), each=st.booleans())
def test_a_continuous_draw_is_the_quantile_of_its_noise(name, data, each):
    parameters = data.draw(PARAMETERS[name])
    values = as_written(name, noise_of(name), parameters, each=each)
    expected = CONTINUOUS[name](*parameters)
    near = np.isclose(values, expected.ppf(NOISE), rtol=1e-6, atol=1e-9)
    reached = np.isclose(expected.cdf(values), NOISE, rtol=1e-6, atol=1e-14)
    assert (near | reached).all()


@pytest.mark.parametrize("name", COUNTS)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), each=st.booleans())
def test_a_count_is_the_smallest_value_that_reaches_the_noise(name, data, each):
    parameters = data.draw(PARAMETERS[name])
    values = as_written(name, NOISE, parameters, each=each)
    expected = COUNTS[name](*parameters)
    assert (expected.cdf(values) >= NOISE - 1e-9).all()
    assert (expected.cdf(values - 1) <= NOISE + 1e-9).all()


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_noise_0_gives_a_finite_value(name):
    parameters = {"binomial": (9, 0.3), "uniform": (0, 1), "truncated_normal": (0, 1, -50, 9)}
    usual = parameters.get(name, tuple(2.0 for _ in FAMILIES[name].parameters))
    assert np.isfinite(as_written(name, np.zeros(1), usual, each=True)).all()
