"""The truth, computed in three ways that have to agree, and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from generated_worlds import world_texts
from hypothesis import HealthCheck, given, settings

from causalkit.errors import TruthError
from causalkit.graph import Question
from causalkit.nature import World
from causalkit.nature.truth import NotExact
from causalkit.nature.truth.enumeration import enumerated_truth
from causalkit.nature.truth.linear import linear_truth
from causalkit.nature.truth.simulation import simulated_truth

LINEAR = """\
effect of x on y
u ~ normal(0, 1)
x ~ bernoulli(expit(u))
a ~ normal(2*x + u, 1)
b = 3 - a/4
c ~ student_t(9, 0.5*x - b, 2)
y ~ normal(0.5*a + b*2 - (c - x) + u*u, 1)
"""

DISCRETE = """\
effect of x on y
w ~ categorical(low=0.2, middle=0.3, high=0.5)
x ~ bernoulli(0.2 + 0.5*(w == "high"))
m ~ ordinal(x + (w == "low"), none < 0 < some < 1 < much)
k ~ binomial(2, 0.3 + 0.3*x)
y = 2*x*(w == "high") + (m > "none") + k + (m == "much")*(w == "low")
"""


def simulated(world: World, question: Question, precision: float = 0.004):
    return simulated_truth(world.model, question, precision=precision, seed=1)


def test_path_coefficients_multiply_along_paths_and_add_over_them():
    world = World.from_text(LINEAR)
    truth = world.truth()
    # the slope of a is 2, of b minus a half, of c one; in y they cancel
    assert (truth.value, truth.method, truth.monte_carlo_error) == (0.0, "linear", 0.0)
    assert world.truth("effect of x on a").value == 2.0
    assert world.truth("effect of x on c from 0 to 1 among exposed").value == 1.0


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed", "u > 0.5"])
def test_linear_and_simulated_truth_agree(population):
    world = World.from_text(LINEAR)
    question = Question.of("x", "c", population=population)
    exact, found = linear_truth(world.model, question), simulated(world, question)
    assert found.value == pytest.approx(exact.value, abs=1e-9)


@pytest.mark.parametrize("scale", ["difference", "ratio"])
@pytest.mark.parametrize(
    "population", ["all", "exposed", "unexposed", "w == high", "w != low and x == 1"]
)
def test_enumerated_and_simulated_truth_agree(population, scale):
    world = World.from_text(DISCRETE)
    question = Question.of("x", "y", population=population, scale=scale)
    exact, found = enumerated_truth(world.model, question), simulated(world, question)
    assert abs(found.value - exact.value) < 4.5 * found.monte_carlo_error
    assert found.monte_carlo_error <= 0.004


def test_enumeration_gives_the_numbers_of_a_hand_calculation():
    world = World.from_text(
        "effect of x on y\nw ~ bernoulli(0.25)\nx ~ bernoulli(0.2 + 0.4*w)\n"
        "y ~ bernoulli(0.1 + 0.2*x + 0.3*w*x)"
    )
    assert world.truth().value == pytest.approx(0.2 + 0.3 * 0.25)
    share = 0.25 * 0.6 / (0.25 * 0.6 + 0.75 * 0.2)
    assert world.truth("effect of x on y among exposed").value == pytest.approx(0.2 + 0.3 * share)
    treated, reference = 0.1 + 0.2 + 0.3 * 0.25, 0.1
    ratio = world.truth("effect of x on y as ratio")
    assert ratio.value == pytest.approx(treated / reference)
    odds_ratio = world.truth("effect of x on y as odds ratio")
    assert odds_ratio.value == pytest.approx(treated / (1 - treated) * (1 - reference) / reference)
    assert ratio.is_exact
    assert odds_ratio.is_exact


def test_the_error_of_an_odds_ratio_is_that_of_its_repetitions():
    world = World.from_text(
        "effect of x on y as odds ratio\nx ~ bernoulli(0.5)\nz ~ normal(0, 1)\n"
        "y ~ bernoulli(expit(z + x))"
    )
    found = [world.truth(seed=seed, precision=0.02) for seed in range(30)]
    spread = np.std([each.value for each in found], ddof=1)
    assert found[0].monte_carlo_error == pytest.approx(spread, rel=0.4)


def test_odds_need_probabilities():
    world = World.from_text("effect of x on y as odds ratio\nx ~ bernoulli(0.5)\ny = 2*x + 1")
    with pytest.raises(TruthError, match="odds need an outcome of zeros and ones"):
        world.truth()


@given(world_texts())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_exact_agrees_with_simulation(text):
    world = World.from_text(text)
    found = simulated(world, world.question, precision=0.02)
    for exact in (linear_truth, enumerated_truth):
        try:
            value = exact(world.model, world.question).value
        except NotExact:
            continue
        assert abs(found.value - value) <= 5 * found.monte_carlo_error + 1e-9


def test_the_population_is_that_of_the_factual_world():
    """Selection after exposure: who responds is decided by what they did."""
    world = World.from_text(
        "effect of x on y among s\nv ~ bernoulli(0.5)\nx ~ bernoulli(0.5)\n"
        "y = x*v\nselect s = x == v"
    )
    everybody = world.truth("effect of x on y")
    among_selected = world.truth()
    assert everybody.value == pytest.approx(0.5)
    assert among_selected.value == pytest.approx(0.5, abs=0.01)
    responders = world.twins(20_000, 1)
    effect = responders["y_if_x_1"] - responders["y_if_x_0"]
    assert effect.mean() == pytest.approx(among_selected.value, abs=0.02)


def test_a_selected_population_can_have_another_effect():
    world = World.from_text(
        "effect of x on y among s\nv ~ normal(0, 1)\nx ~ bernoulli(0.5)\ny = x*v\nselect s = v > 0"
    )
    assert world.truth().value == pytest.approx(math.sqrt(2 / math.pi), abs=0.02)
    assert world.truth("effect of x on y").value == pytest.approx(0.0, abs=0.02)


def test_the_error_is_as_small_as_asked():
    world = World.from_text("effect of x on y\nx ~ bernoulli(0.5)\nz ~ normal(0,1)\ny = exp(z)*x")
    coarse = world.truth(precision=0.02)
    fine = world.truth(precision=0.002)
    assert fine.monte_carlo_error <= 0.002 < coarse.monte_carlo_error <= 0.02
    assert abs(fine.value - math.exp(0.5)) < 4 * fine.monte_carlo_error


def test_what_cannot_be_computed_is_an_error():
    world = World.from_text("effect of x on y\nx ~ bernoulli(0.5)\nz ~ normal(0,1)\ny = exp(z)*x")
    with pytest.raises(TruthError, match="ask for at least"):
        world.truth(precision=1e-9)
    with pytest.raises(TruthError, match="belong to the population"):
        world.truth("effect of x on y among z > 9")
    with pytest.raises(TruthError, match="ask for a difference"):
        world.truth("effect of x on y as ratio")


def test_several_exposures_are_set_together():
    world = World.from_text(
        "effect of a, b on y from 0, 0 to 1, 1\n"
        "a ~ bernoulli(0.5)\nb ~ bernoulli(0.5)\ny ~ normal(a + 2*b, 1)"
    )
    assert world.truth().value == 3.0


def test_an_exposure_may_be_a_category():
    world = World.from_text(
        "effect of use on y from never to daily\n"
        "use ~ ordinal(0, never < 0 < weekly < 1 < daily)\n"
        'y = 3*(use == "daily") + (use == "weekly")'
    )
    assert world.truth().value == pytest.approx(3.0)
