"""Many surveys from the same law, for every kind of weights."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
from replications import performance
from scipy.special import expit
from two_models import draw, effect

from causalkit.analysis.estimate.weighting import weighting
from causalkit.analysis.identify import Backdoor
from causalkit.graph import Question

LEVELS = np.array(["never", "weekly", "daily"])


def effect_in_the_overlap() -> float:
    """The mean effect where people count by the product of their two chances, by integration."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    found = np.zeros(2)
    for pain, share in ((1, 0.4), (0, 0.6)):
        chance = expit(-0.3 + 0.6 * nodes + 0.5 * pain)
        mass = share * weights * chance * (1 - chance)
        found += [mass @ (-1 + 0.5 * nodes), mass.sum()]
    return float(found[0] / found[1])


def three_groups(rng: np.random.Generator) -> pd.DataFrame:
    """People in pain, and the old, take more; the effect of a daily dose is 2, in pain 4."""
    pain, age = rng.random(600) < 0.4, rng.normal(0, 1, 600)
    log_odds = np.column_stack([np.zeros(600), -0.3 + 0.5 * age, -0.5 + 0.6 * pain + 0.3 * age])
    level = np.argmax(log_odds + rng.gumbel(size=(600, 3)), axis=1)
    frame = pd.DataFrame({"pain": pain, "age": age, "kratom": LEVELS[level]})
    frame["phq9"] = 6 + 3 * pain + age + level * (1 + pain) + rng.normal(0, 1.5, 600)
    return frame


def doses(rng: np.random.Generator, uneven: bool = False, curved: bool = False) -> pd.DataFrame:
    """Those in pain and the old take more; from 3 to 5 the outcome falls by 0.4."""
    pain, age = rng.random(1600) < 0.4, rng.normal(0, 1, 1600)
    rest = rng.normal(0, 1.2, 1600) * (np.exp(0.3 * age) if uneven else 1)
    dose = 4 + 0.3 * pain + 0.24 * age + rest
    of_dose = 0.1 * dose**2 - dose if curved else -0.2 * dose
    frame = pd.DataFrame({"pain": pain, "age": age, "kratom": dose})
    frame["phq9"] = 6 + 2 * pain + 1.5 * age + of_dose + rng.normal(0, 1, 1600)
    return frame


def of_dose(*names: str) -> Backdoor:
    question = Question.of("kratom", "phq9", treated=5, reference=3)
    return Backdoor(question, names, (names,), complete=True)


class TestTwoGroups:
    """Overlap weights, Horvitz and Thompson's form, and caps."""

    def test_overlap_weights_are_right_about_the_overlap(self, identified):
        asked, options = identified("age", "pain"), {"population_weights": "overlap"}
        estimate = partial(weighting, identification=asked, terms="lines", **options)
        performance(estimate, draw, effect_in_the_overlap(), 400).check_right()

    @pytest.mark.parametrize("population", ["all", "exposed"])
    def test_horvitz_and_thompson_are_right(self, identified, population: str):
        asked = identified("age", "pain", population=population)
        estimate = partial(weighting, identification=asked, terms="lines", normalised=False)
        performance(estimate, draw, effect(population), 400).check_right()

    def test_heavy_caps_bias_towards_the_naive_contrast(self, identified):
        asked = identified("age", "pain")
        estimate = partial(weighting, identification=asked, terms="lines", truncation=0.3)
        found = performance(estimate, draw, effect("all"), 100)
        assert found.bias > 10 * found.monte_carlo_error


@pytest.mark.parametrize("population", ["all", "unexposed"])
def test_one_of_several_groups_against_another(identified, population: str):
    share_of_pain = {"all": 0.4, "unexposed": share_of_pain_among_never()}
    asked = identified("age", "pain", treated="daily", reference="never", population=population)
    estimate = partial(weighting, identification=asked, terms="lines")
    performance(estimate, three_groups, 2 * (1 + share_of_pain[population]), 300).check_right()


def share_of_pain_among_never() -> float:
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    mass = [
        share
        * weights
        @ (1 / (1 + np.exp(-0.3 + 0.5 * nodes) + np.exp(-0.5 + 0.6 * pain + 0.3 * nodes)))
        for pain, share in ((0, 0.6), (1, 0.4))
    ]
    return float(mass[1] / sum(mass))


class TestDoses:
    """Stabilised weights from normal densities."""

    @pytest.mark.parametrize("shape", ["linear", "quadratic"])
    def test_a_normal_dose_is_right(self, shape: str):
        estimate = partial(
            weighting, identification=of_dose("age", "pain"), terms="lines", dose_model=shape
        )
        law = partial(doses, curved=shape == "quadratic")
        performance(estimate, law, -0.4, 400).check_right()

    def test_a_confounder_left_out_biases(self):
        estimate = partial(weighting, identification=of_dose("pain"), terms="lines")
        performance(estimate, doses, -0.4, 60).check_wrong()

    def test_a_dose_whose_spread_depends_on_age_is_weighted_wrongly(self):
        estimate = partial(weighting, identification=of_dose("age", "pain"), terms="lines")
        found = performance(estimate, partial(doses, uneven=True), -0.4, 100)
        assert abs(found.bias) > 10 * found.monte_carlo_error, found
