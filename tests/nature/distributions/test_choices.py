"""Yes or no, categories and ordered categories: shares, and the masses that truth relies on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from causalkit.nature.distributions import BERNOULLI_EXPIT, FAMILIES

CUTS = (-1.0, 0.5, 2.0)
FINITE = {name: family for name, family in FAMILIES.items() if family.masses}


def counted(values):
    return values.value_counts(sort=False).to_numpy()


@pytest.mark.parametrize("probability", [0, 1e-4, 0.3, 0.999, 1])
def test_bernoulli(drawn, chi_square, probability):
    values = drawn(f"bernoulli({probability})")["drawn"]
    counts = np.bincount(values, minlength=2)
    assert chi_square(counts, np.array([1 - probability, probability])) > 1e-4


@pytest.mark.parametrize("log_odds", [-800, -6, 0.4, 800])
def test_bernoulli_of_log_odds(drawn, chi_square, log_odds):
    probability = special.expit(log_odds)
    for written in (f"expit({log_odds})", f"expit({log_odds} + 0*exposed)"):
        counts = np.bincount(drawn(f"bernoulli({written})")["drawn"], minlength=2)
        assert chi_square(counts, np.array([1 - probability, probability])) > 1e-4


def test_categorical(drawn, chi_square):
    people = drawn('categorical({"less than weekly": 0.3, "weekly": 0.001, "daily": 0.699})')
    assert list(people["drawn"].cat.categories) == ["less than weekly", "weekly", "daily"]
    assert not people["drawn"].cat.ordered
    assert chi_square(counted(people["drawn"]), np.array([0.3, 0.001, 0.699])) > 1e-4


def test_categorical_with_personal_probabilities(drawn, chi_square):
    people = drawn("categorical(a=0.2 + 0.7*exposed, b=0.5 - 0.5*exposed, c=0.3 - 0.2*exposed)")
    for exposed, expected in ((False, [0.2, 0.5, 0.3]), (True, [0.9, 0, 0.1])):
        found = counted(people["drawn"][people["exposed"] == exposed])
        assert chi_square(found, np.array(expected)) > 1e-4


def test_ordinal_is_proportional_odds(drawn, chi_square):
    """McCullagh (1980): the log-odds of being above any cut rise by the location."""
    people = drawn("ordinal(1.5*exposed, none < -1 < some < 0.5 < much < 2 < most)")
    assert people["drawn"].cat.ordered
    for exposed in (0, 1):
        below = special.expit(np.array([*CUTS, np.inf]) - 1.5 * exposed)
        found = counted(people["drawn"][people["exposed"] == bool(exposed)])
        assert chi_square(found, np.diff(below, prepend=0)) > 1e-4


def test_graded_response(drawn, chi_square):
    """Samejima (1969): the chance to answer k or more is Φ((loading·severity − cut) / spread)."""
    people = drawn("graded(2*exposed - 1, 0.75, 0.3, 1, 1.4)")
    for exposed in (0, 1):
        z = (0.75 * (2 * exposed - 1) - np.array([0.3, 1, 1.4])) / np.sqrt(1 - 0.75**2)
        above = stats.norm.cdf(z)
        found = np.bincount(people["drawn"][people["exposed"] == bool(exposed)], minlength=4)
        assert chi_square(found, -np.diff([1, *above, 0])) > 1e-4


def test_a_loading_of_1_leaves_no_noise(drawn):
    parameters = (0.5, 1, 0.2, 0.5, 0.9)
    assert set(drawn(f"graded{parameters}", 100)["drawn"]) == {1}
    np.testing.assert_array_equal(FAMILIES["graded"].masses(*parameters)[1], [0, 1, 0, 0])


probability = st.just(0.0) | st.floats(1e-100, 1)  # below, scipy's own masses overflow
location = st.floats(-9, 9)
rising = st.lists(st.floats(-9, 9), min_size=3, max_size=3).map(sorted)
PARAMETERS = {
    "bernoulli": st.tuples(probability),
    "log-odds": st.tuples(st.floats(-50, 50)),
    "binomial": st.tuples(st.integers(0, 3000).map(float), probability),
    "categorical": st.lists(st.floats(0.01, 1), min_size=2, max_size=9).map(
        lambda weights: tuple(np.array(weights) / sum(weights))
    ),
    "ordinal": st.tuples(location, rising).map(lambda each: (each[0], *each[1], np.inf)),
    "graded": st.tuples(location, probability, rising).map(lambda each: (*each[:2], *each[2])),
}


def test_every_finite_family_is_proved_here():
    assert set(PARAMETERS) == {*FINITE, "log-odds"}


@pytest.mark.parametrize("name", PARAMETERS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_masses_are_the_shares_of_the_draws(name, chi_square, data):
    family = {**FINITE, "log-odds": BERNOULLI_EXPIT}[name]
    parameters = data.draw(PARAMETERS[name])
    values, masses = family.masses(*parameters)
    assert masses.sum() == pytest.approx(1, abs=1e-12)
    assert (masses >= -1e-15).all()
    generator = np.random.default_rng(0)
    noise = generator.random(4_000) if family.noise == "uniform" else generator.normal(size=4_000)
    drawn = np.asarray(family.compute(noise, *parameters)).astype(int)
    counts = np.bincount(drawn, minlength=len(values))
    assert len(counts) == len(values)
    assert chi_square(counts, masses) > 1e-8


@settings(max_examples=50, deadline=None)
@given(parameters=PARAMETERS["binomial"])
def test_masses_of_a_binomial_are_exact(parameters):
    values, masses = FAMILIES["binomial"].masses(*parameters)
    np.testing.assert_allclose(masses, stats.binom.pmf(values, *parameters), atol=1e-12)
