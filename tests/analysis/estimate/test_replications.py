"""Many surveys from the same world: is the estimator right on average, is its interval?

Each estimator is run on hundreds of small surveys. Its mean must be the truth within twice
the Monte-Carlo error, and its 95 % interval must contain the truth in 93–97 % of them. Where
an assumption fails, it must visibly not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pandas as pd
import pytest
from replications import Draw, performance
from scipy.special import expit

from causalkit.analysis.estimate import difference, regression, weighting
from causalkit.analysis.identify import NoConfounding
from causalkit.graph import Question

N = 800
COVARIATES = ("age", "pain", "sleep", "before")


@dataclass(frozen=True, eq=False)
class People:
    """A table, and the mean outcome of each person under either setting."""

    table: pd.DataFrame
    untreated: np.ndarray
    treated: np.ndarray

    def truth(self, population: str) -> float:
        among = self.table["kratom"] if population == "exposed" else slice(None)
        return float((self.treated - self.untreated)[among].mean())


def people(world: str, n: int, rng: np.random.Generator) -> People:
    """Draw people whose outcome and exposure depend on covariates in one of several ways."""
    age, sleep, before = rng.uniform(-2, 2, (3, n))
    pain = rng.random(n) < 0.4
    if world == "linear":
        log_odds = -0.4 + 0.5 * age + 0.5 * pain - 0.3 * before
        untreated = 5 + age + pain - 0.5 * sleep + 0.8 * before
        effect = -1 + 0.5 * age
    elif world == "curved":
        log_odds = -0.6 + 0.6 * np.sin(1.5 * age) + 0.5 * pain + 0.25 * before**2
        untreated = 5 + 2 * np.sin(1.5 * age) + pain + 0.7 * before**2 + 0.3 * sleep
        effect = -1 + 0.4 * before**2
    else:  # entangled: covariates matter by their product, and no model here has products
        log_odds = -0.2 + 0.7 * age * before + 0.3 * pain
        untreated = 5 + 1.5 * age * before + pain
        effect = np.full(n, -1.0)
    kratom = rng.random(n) < expit(log_odds)
    columns = {"age": age, "sleep": sleep, "before": before, "pain": pain, "kratom": kratom}
    table = pd.DataFrame(columns)
    table["phq9"] = untreated + effect * kratom + rng.normal(0, 1 + 0.3 * pain, n)
    return People(table, untreated, untreated + effect)


def survey(world: str) -> Draw:
    return lambda rng: people(world, N, rng).table


@cache
def true_effect(world: str, population: str) -> float:
    return people(world, 2_000_000, np.random.default_rng(1)).truth(population)


@pytest.mark.parametrize("population", ["all", "exposed"])
@pytest.mark.parametrize("world", ["linear", "curved"])
@pytest.mark.parametrize("method", [regression, weighting])
def test_adjusted_estimates_are_right_on_average_and_so_are_their_intervals(
    identified, method, world: str, population: str
):
    estimate = partial(method, identification=identified(*COVARIATES, population=population))
    performance(estimate, survey(world), true_effect(world, population), 400).check_right()


@pytest.mark.parametrize("method", [regression, weighting])
def test_a_confounder_left_out_biases_the_estimate(identified, method):
    estimate = partial(method, identification=identified("before", "pain", "sleep"))
    performance(estimate, survey("linear"), true_effect("linear", "all"), 60).check_wrong()


@pytest.mark.parametrize("method", [regression, weighting])
def test_a_product_that_the_model_lacks_biases_the_estimate(identified, method):
    estimate = partial(method, identification=identified(*COVARIATES))
    performance(estimate, survey("entangled"), -1.0, 60).check_wrong()


@pytest.mark.parametrize("scale", ["difference", "ratio"])
def test_the_naive_contrast_is_right_when_chance_decides(scale: str):
    rng = np.random.default_rng(7)
    asked = NoConfounding(Question.of("kratom", "phq9", scale=scale))
    truth = 1.0 if scale == "difference" else 5 / 4
    found = []
    for _ in range(600):
        kratom = rng.random(120) < 0.3
        outcome = 4 + kratom + rng.normal(0, 1 + kratom)
        found.append(difference(pd.DataFrame({"kratom": kratom, "phq9": outcome}), asked))
    values = np.array([each.value for each in found])
    assert abs(values.mean() - truth) < 2 * values.std() / np.sqrt(len(found))
    assert 0.93 <= np.mean([each.covers(truth) for each in found]) <= 0.97


@pytest.mark.parametrize("world", ["linear", "curved"])
def test_the_naive_contrast_is_wrong_when_it_does_not(world: str):
    asked = NoConfounding(Question.of("kratom", "phq9"))
    estimate = partial(difference, identification=asked)
    performance(estimate, survey(world), true_effect(world, "all"), 60).check_wrong()
