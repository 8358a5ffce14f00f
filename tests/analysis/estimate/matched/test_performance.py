"""Many samples from the same law: where matching is right, and where it is visibly not."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import pandas as pd
import pytest
from replications import performance
from scipy.special import expit

from causalkit.analysis.estimate.matched.matching import matching
from causalkit.analysis.estimate.reading.sampling import Sampling

SEED = 31
COVARIATES = ("age", "before", "pain", "sleep")


def people(rng: np.random.Generator, n: int = 700) -> pd.DataFrame:
    """Three curves and a truth value confound; the effect depends on one of them."""
    age, before, sleep = rng.normal(size=(3, n))
    pain = rng.random(n) < 0.4
    kratom = rng.random(n) < expit(-0.4 + 0.5 * age + 0.4 * pain - 0.3 * before)
    effect = -1 + 0.5 * age
    outcome = 5 + age + pain + 0.8 * before - 0.5 * sleep + effect * kratom
    frame = pd.DataFrame({"age": age, "before": before, "pain": pain, "sleep": sleep})
    frame["kratom"], frame["effect"] = kratom, effect
    return frame.assign(phq9=outcome + rng.normal(0, 1 + 0.3 * pain))


@cache
def true_effect(population: str) -> float:
    frame = people(np.random.default_rng(1), 2_000_000)
    among = {"all": slice(None), "exposed": frame["kratom"]}[population]
    return float(frame["effect"][among].mean())


@pytest.mark.parametrize(
    ("population", "options", "replications"),
    [
        ("all", {"bias_correction": False}, 400),
        ("exposed", {"bias_correction": False}, 800),
        ("exposed", {"distance": "mahalanobis"}, 400),
    ],
    ids=str,
)
def test_it_is_right_on_average_and_so_is_its_interval(
    identified, population: str, options, replications: int
):
    asked = identified(*COVARIATES, population=population)
    estimate = partial(matching, identification=asked, **options)
    performance(estimate, people, true_effect(population), replications, SEED).check_right()


def test_without_replacement(identified):
    def few_exposed(rng: np.random.Generator) -> pd.DataFrame:
        frame = people(rng, 800)
        return frame[~frame["kratom"] | (rng.random(800) < 0.35)]

    asked = identified(*COVARIATES, population="exposed")
    estimate = partial(matching, identification=asked, distance="mahalanobis", replacement=False)
    performance(estimate, few_exposed, true_effect("exposed"), 300, SEED).check_right()


def test_survey_weights_lead_back_to_the_population(identified):
    def sampled(rng: np.random.Generator) -> pd.DataFrame:
        frame = people(rng, 1000)
        chance = expit(0.5 + 0.6 * frame["age"])
        return frame.assign(people=1 / chance)[rng.random(1000) < chance]

    estimate = partial(matching, identification=identified(*COVARIATES), distance="mahalanobis")
    weighted = partial(estimate, sampling=Sampling(weights="people"))
    performance(weighted, sampled, true_effect("all"), 300, SEED).check_right()


def sparse(rng: np.random.Generator) -> pd.DataFrame:
    """The exposed are where hardly anybody is unexposed, and the outcome is steep there."""
    age, before = rng.normal(size=(2, 400))
    kratom = rng.random(400) < expit(-0.5 + 1.5 * age + 1.5 * before)
    outcome = 4 * age + 4 * before + kratom + rng.normal(0, 0.5, 400)
    return pd.DataFrame({"age": age, "before": before, "kratom": kratom, "phq9": outcome})


def test_far_matches_are_biased_and_the_correction_cures_it(identified):
    asked = identified("age", "before", population="exposed")
    estimate = partial(matching, identification=asked, distance="mahalanobis")
    performance(partial(estimate, bias_correction=False), sparse, 1.0, 60).check_wrong()
    cured = performance(estimate, sparse, 1.0, 300, SEED)
    assert abs(cured.bias) < 2 * cured.monte_carlo_error
    # A handful of people serve for hundreds, so the normal interval is a little short.
    assert cured.coverage > 0.9


def test_a_caliper_leaves_the_far_ones_out(identified):
    asked = identified("age", "before", population="exposed")
    estimate = partial(matching, identification=asked, distance="log-odds", bias_correction=False)
    far = performance(estimate, sparse, 1.0, 60)
    near = performance(partial(estimate, caliper=0.1), sparse, 1.0, 60)
    assert abs(near.bias) < abs(far.bias) / 2


@pytest.mark.parametrize("distance", ["propensity", "mahalanobis"])
def test_a_confounder_left_out_biases_it(identified, distance: str):
    asked = identified("before", "pain", "sleep")
    estimate = partial(matching, identification=asked, distance=distance)
    performance(estimate, people, true_effect("all"), 60).check_wrong()
