"""Parameters of distributions: in position, by name or by default, and in their domains."""

from __future__ import annotations

import numpy as np
import pytest

from causalkit.errors import WorldError
from causalkit.nature import World

WORLD = """\
effect of pain on score
pain  ~ bernoulli(0.5)
mood  ~ normal(0, 1)
score ~ normal(mood, 1)
drawn ~ """


def people(distribution: str, n: int = 200):
    return World.from_text(WORLD + distribution).sample(n, 1).frame


def refused(distribution: str, message: str) -> WorldError:
    with pytest.raises(WorldError, match=message) as caught:
        World.from_text(WORLD + distribution).sample(2_000, 1)
    return caught.value


@pytest.mark.parametrize(
    ("named", "positional"),
    [
        ("normal(mean=2*pain, sd=0.5)", "normal(2*pain, 0.5)"),
        ("normal(sd=0.5, mean=pain)", "normal(pain, 0.5)"),
        ("normal(pain, sd=2)", "normal(pain, 2)"),
        ("student_t(5)", "student_t(5, 0, 1)"),
        ("student_t(5, scale=2)", "student_t(5, 0, 2)"),
        ("student_t(scale=2, df=5, location=pain)", "student_t(5, pain, 2)"),
        ("gamma(shape=2)", "gamma(2, 1)"),
        ("bernoulli(probability=expit(pain))", "bernoulli(expit(pain))"),
        ("truncated_normal(0, 1, high=3, low=-3)", "truncated_normal(0, 1, -3, 3)"),
        ("phq9(severity=mood)", "phq9(mood)"),
    ],
)
def test_parameters_by_name_are_those_by_position(named, positional):
    np.testing.assert_array_equal(people(named)["drawn"], people(positional)["drawn"])


@pytest.mark.parametrize(
    ("distribution", "message", "column"),
    [
        ("normal(0)", r"normal\(mean, sd\): sd is left out", 9),
        ("normal(sd=1)", "mean is left out", 9),
        ("normal(0, 1, 2)", "takes no more arguments", 9),
        ("normal(0, 1, sd=2)", "sd is given twice", 25),
        ("normal(mean=0, mean=1, sd=1)", "mean is given twice", 29),
        ("normal(0, sdd=1)", 'no parameter "sdd".*Did you mean "sd"', 23),
        ("bernoulli()", "probability is left out", 9),
    ],
)
def test_a_parameter_too_few_or_too_many(distribution, message, column):
    error = refused(distribution, message)
    assert (error.place.line, error.place.column) == (5, column)


@pytest.mark.parametrize(
    ("distribution", "message", "column"),
    [
        ("normal(0, -1)", "the sd of normal must be not negative; it is -1", 19),
        ("normal(0, sd=-1)", "the sd of normal must be not negative; it is -1", 22),
        ("normal(0, mood)", "the sd of normal must be not negative, for everybody", 19),
        ("normal(log(mood), 1)", "the mean of normal must be a finite number", 16),
        ("lognormal(0, -1)", "the sd of lognormal", 22),
        ("student_t(0)", "the df of student_t must be positive; it is 0", 19),
        ("exponential(0)", "the rate of exponential must be positive", 21),
        ("exponential(mood)", "the rate of exponential must be positive, for everybody", 21),
        ("gamma(-1)", "the shape of gamma must be positive", 15),
        ("beta(1, pain)", "the b of beta must be positive, for everybody", 17),
        ("bernoulli(1.5)", "the probability of bernoulli must be a probability; it is 1.5", 19),
        ("bernoulli(0.5 + mood)", "the probability of bernoulli", 19),
        ("bernoulli(expit(1/pain))", "the log-odds against of bernoulli", 19),
        (
            "binomial(2.5, 0.5)",
            "the n of binomial must be a whole number, 0 or more; it is 2.5",
            18,
        ),
        ("binomial(-1, 0.5)", "the n of binomial must be a whole number, 0 or more", 18),
        ("binomial(mood, 0.5)", "the n of binomial must be a whole number", 18),
        ("binomial(3, 2*pain)", "the probability of binomial", 21),
        ("poisson(-1)", "the mean of poisson must be not negative", 17),
        ("negative_binomial(0, 1)", "the mean of negative_binomial must be positive", 27),
        ("negative_binomial(1, 0)", "the dispersion of negative_binomial must be positive", 30),
        ("truncated_normal(0, 0, 1, 2)", "the sd of truncated_normal must be positive", 29),
    ],
)
def test_a_parameter_outside_of_its_domain(distribution, message, column):
    error = refused(distribution, message)
    assert (error.place.line, error.place.column) == (5, column)


@pytest.mark.parametrize(
    ("distribution", "names"),
    [
        ("uniform(3, 2)", "low, high"),
        ("uniform(mood, 0)", "low, high"),
        ("truncated_normal(0, 1, 5, 2)", "low, high"),
        ("truncated_normal(0, 1, 0, high=mood)", "low, high"),
        ("ordinal(mood, a < 1 < b < 0 < c)", "cuts"),
        ("ordinal(mood, a < 1 < b < mood < c)", "cuts"),
        ("ordinal(mood, a < log(mood) < b)", "cuts"),
        ("graded(mood, 0.75, 2, 1, 3)", "first threshold, second threshold, third threshold"),
    ],
)
def test_bounds_and_cuts_out_of_order(distribution, names):
    refused(distribution, f"takes these in rising order: {names}")


def test_bounds_may_coincide():
    assert set(people("uniform(3, 3)")["drawn"]) == {3}
    assert set(people("truncated_normal(0, 1, 2, 2)")["drawn"]) == {2}
    assert "b" not in set(people("ordinal(mood, a < 0 < b < 0 < c)")["drawn"])


@pytest.mark.parametrize(
    ("distribution", "message"),
    [
        (
            "categorical(a=0.5, b=0.6)",
            "probabilities of categorical add up to 1; they add up to 1.1",
        ),
        ("categorical(a=0.5, b=0.5 + pain)", r"probabilities of categorical add up to 1\."),
        ("categorical(a=-0.5, b=1.5)", "a probability of categorical is below 0"),
        ("categorical(a=1 + mood, b=-mood)", "a probability of categorical is below 0"),
    ],
)
def test_probabilities_that_are_none(distribution, message):
    refused(distribution, message)


def test_the_probabilities_of_people_may_differ_in_the_last_digit():
    assert set(people("categorical(a=0.1 + 0.2*pain, b=0.9 - 0.2*pain)")["drawn"]) == {"a", "b"}


@pytest.mark.parametrize(
    ("distribution", "low", "high", "kind"),
    [
        ("uniform(-pain, 3)", -1, 3, "number"),
        ("truncated_normal(mood, 1, -2 - pain, pain)", -3, 1, "number"),
        ("binomial(3 + 2*pain, 0.5)", 0, 5, "integer"),
        ("gad7(mood)", 0, 21, "integer"),
        ("graded(mood, 1, 0, 1, 2)", 0, 3, "integer"),
        ("exponential(1)", 0, np.inf, "number"),
        ("beta(1, 1)", 0, 1, "number"),
        ("bernoulli(0.5)", 0, 1, "boolean"),
    ],
)
def test_a_draw_lies_in_the_range_that_the_codebook_names(distribution, low, high, kind):
    survey = World.from_text(WORLD + distribution).sample(5_000, 1)
    entry, values = survey.codebook["drawn"], survey.frame["drawn"]
    assert (entry.minimum, entry.maximum, entry.kind) == (low, high, kind)
    assert low <= values.min() <= values.max() <= high


def test_small_integers_as_parameters_are_no_small_floats():
    """scipy's quantile functions answer in single precision when asked in int8."""
    text = "effect of n on y\nn ~ binomial(100, 0.5)\ny ~ gamma(n, 1)"
    values = World.from_text(text).sample(500, 1).frame["y"]
    assert not np.array_equal(values, values.astype(np.float32))
