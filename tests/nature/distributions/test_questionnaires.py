"""The PHQ-9 and the GAD-7 as measurement models, each figure beside its source."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causalkit.nature import World
from causalkit.nature.distributions import QUESTIONNAIRES

PEOPLE = 400_000
QUESTION = "effect of severity on score\nlatent severity ~ normal(0, 1)\n"


def asked(statement: str, n: int = PEOPLE, seed: int = 1) -> pd.DataFrame:
    return World.from_text(QUESTION + statement).sample(n, seed).frame


def items_of(people: pd.DataFrame) -> pd.DataFrame:
    return people.drop(columns="score")


@pytest.fixture(scope="module")
def phq9() -> pd.DataFrame:
    return asked("items score ~ phq9(severity)")


@pytest.fixture(scope="module")
def gad7() -> pd.DataFrame:
    return asked("items score ~ gad7(severity)")


def alpha(people: pd.DataFrame) -> float:
    """Cronbach (1951)."""
    items = items_of(people).astype(float)
    number = items.shape[1]
    return number / (number - 1) * (1 - items.var().sum() / items.sum(axis=1).var())


def test_phq9_has_the_moments_of_its_measurement_model(phq9):
    """Calibration of the thresholds: NHANES item counts, every loading .75 (design choice)."""
    score = phq9["score"].astype(float)
    assert score.mean() == pytest.approx(3.24, abs=0.03)
    assert score.std() == pytest.approx(4.3, abs=0.06)
    assert alpha(phq9) == pytest.approx(0.83, abs=0.01)


def test_phq9_has_the_bands_of_its_measurement_model(phq9):
    """Calibration: 74, 16, 6 and 3 % at 0 to 4, 5 to 9, 10 to 14 and 15 or more."""
    shares = np.histogram(phq9["score"], [0, 5, 10, 15, 28])[0] / PEOPLE
    np.testing.assert_allclose(shares, [0.74, 0.16, 0.06, 0.03], atol=0.006)


@pytest.mark.parametrize(("severity", "mean"), [(0, 1.7), (1, 6.5), (2, 14.9)])
def test_one_sd_of_severity_is_worth_five_to_eight_points(severity, mean):
    """Calibration: E[PHQ-9 | severity = 0, 1, 2]."""
    assert asked(f"score ~ phq9({severity})")["score"].mean() == pytest.approx(mean, abs=0.05)


def test_gad7_has_the_moments_of_its_source(gad7):
    """Löwe 2008: women 3.2 (SD 3.5), men 2.7 (3.2), 5 % at 10 or more; half women taken here."""
    score = gad7["score"].astype(float)
    assert score.mean() == pytest.approx((3.2 + 2.7) / 2, abs=0.06)
    spread = np.sqrt((3.5**2 + 3.2**2) / 2 + ((3.2 - 2.7) / 2) ** 2)
    assert score.std() == pytest.approx(spread, abs=0.08)
    assert (score >= 10).mean() == pytest.approx(0.05, abs=0.005)


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_items_are_answered_as_often_as_their_thresholds_say(name, request):
    """Thresholds are probits of a severity with unit variance: Φ(−threshold) answer k or more."""
    from scipy import stats

    people = items_of(request.getfixturevalue(name))
    for column, item in zip(people, QUESTIONNAIRES[name], strict=True):
        above = [(people[column] >= answer).mean() for answer in (1, 2, 3)]
        np.testing.assert_allclose(above, stats.norm.sf(item.thresholds), atol=0.003)


@pytest.mark.parametrize(("name", "number"), [("phq9", 9), ("gad7", 7)])
def test_the_sum_is_the_same_with_and_without_its_items(name, number):
    items = asked(f"items score ~ {name}(severity)", 20_000, seed=3)
    assert list(items_of(items)) == [f"score_{each}" for each in range(1, number + 1)]
    assert set(np.unique(items_of(items))) == {0, 1, 2, 3}
    alone = asked(f"score ~ {name}(severity)", 20_000, seed=3)
    np.testing.assert_array_equal(items_of(items).sum(axis=1), items["score"])
    np.testing.assert_array_equal(alone["score"], items["score"])


def test_items_know_what_they_ask():
    world = World.from_text(QUESTION + "items score ~ phq9(severity)  # PHQ-9 [points] -- Kroenke")
    codebook = world.codebook
    assert codebook["score_3"].label == "PHQ-9, item 3: trouble with sleep"
    assert codebook["score_3"].source == codebook["score"].source == "Kroenke"
    assert (codebook["score"].minimum, codebook["score"].maximum) == (0, 27)
    assert codebook["score"].unit == "points"
