"""Simulation studies: many surveys, the same whoever draws them."""

from __future__ import annotations

import numpy as np
import pytest

import causalkit
from causalkit.analysis.estimate import difference
from causalkit.analysis.identify import NoConfounding
from causalkit.errors import EstimationError, SamplingError
from causalkit.meeting import Trials, replicate
from causalkit.nature import World

RARE = """effect of kratom on phq9
pain ~ bernoulli(0.3)
kratom ~ bernoulli(0.02 + 0.02*pain)
phq9 ~ normal(5 + 3*pain, 2)"""


@pytest.fixture(scope="module")
def study() -> Trials:
    return replicate(causalkit.world("triangle"), n=400, replications=8, seed=3)


def test_every_method_is_told(study):
    assert [each.method for each in study.performances] == ["difference", "regression", "weighting"]
    assert {each.replications for each in study.performances} == {study.replications} == {8}
    assert (study.n, study.notes) == (400, ())
    assert study.truth == causalkit.world("triangle").truth()


def test_the_number_of_processes_changes_nothing(study):
    world = causalkit.world("triangle")
    assert replicate(world, n=400, replications=8, seed=3, jobs=2) == study


def test_the_seed_decides_and_every_survey_has_its_own(study):
    world = causalkit.world("triangle")
    assert replicate(world, n=400, replications=8, seed=3) == study
    assert replicate(world, n=400, replications=8, seed=4) != study
    assert study["difference"].empirical_error > 0


def test_a_study_of_two_surveys_by_hand():
    world = causalkit.world("triangle")
    seeds = np.random.SeedSequence(7).generate_state(2)
    values = [
        difference(world.sample(300, int(seed)).frame, NoConfounding(world.question)).value
        for seed in seeds
    ]
    found = replicate(world, n=300, replications=2, seed=7)["difference"]
    assert found.mean == pytest.approx(np.mean(values))
    assert found.bias == pytest.approx(np.mean(values) - world.truth().value)


def test_progress_is_told_after_every_survey():
    told: list[int] = []
    replicate(causalkit.world("triangle"), n=300, replications=3, progress=told.append)
    assert told == [1, 2, 3]


def test_where_nothing_is_identified_only_the_naive_is_studied():
    study = replicate(causalkit.world("clinic"), n=400, replications=2)
    assert [each.method for each in study.performances] == ["difference"]
    assert "not identified" in study.notes[0]


def test_a_survey_that_an_estimator_cannot_use_does_not_end_the_study():
    study = replicate(World.from_text(RARE), n=60, replications=40, seed=1)
    answered = [each.replications for each in study.performances]
    assert all(1 < each < 40 for each in answered)
    assert [note.partition(":")[0] for note in study.notes] == [
        each.method for each in study.performances
    ]
    assert f"no estimate from {40 - answered[0]} of 40 surveys" in study.notes[0]


def test_a_study_without_any_estimate_says_why():
    with pytest.raises(EstimationError, match=r'from 3 of 3 surveys.*"kratom" = 1'):
        replicate(World.from_text(RARE.replace("0.02", "0.0001")), n=20, replications=3)


def test_one_survey_is_no_study():
    with pytest.raises(SamplingError, match="at least 2 replications, not 1"):
        replicate(causalkit.world("triangle"), replications=1)
