"""Overlap: shares, common support and effective sizes, by hand and by statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from causalkit.analysis.check.overlap import overlap
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.errors import EstimationError


def propensity(frame: pd.DataFrame) -> np.ndarray:
    """The propensity given two covariates of few values, by statsmodels' formula."""
    data = frame.assign(kratom=frame["kratom"].astype(float))
    return smf.logit("kratom ~ pain + C(region)", data).fit(disp=0).predict()


@pytest.fixture
def frame(survey) -> pd.DataFrame:
    return survey(1, n=800, pull=2.0)


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed"])
def test_figures_are_those_computed_by_hand(frame, identified, population: str):
    check = overlap(frame, identified("pain", "region", population=population))
    score, treated = propensity(frame), frame["kratom"].to_numpy()
    low = max(score[treated].min(), score[~treated].min())
    high = min(score[treated].max(), score[~treated].max())
    tilt = {"all": np.ones(800), "exposed": score, "unexposed": 1 - score}[population]
    weights = tilt / np.where(treated, score, 1 - score)
    expected = {
        "common support from": low,
        "common support to": high,
        "share below 0.05": np.mean(score < 0.05),
        "share above 0.95": np.mean(score > 0.95),
        "share outside 0.1 to 0.9": np.mean((score < 0.1) | (score > 0.9)),
    }
    for name, group in (("exposed", treated), ("unexposed", ~treated)):
        size = weights[group].sum() ** 2 / (weights[group] ** 2).sum()
        expected[f"effective size of the {name}"] = size
        expected[f"effective share of the {name}"] = size / group.sum()
    for name, value in expected.items():
        assert check.figures[name] == pytest.approx(value, rel=1e-6), name


def test_the_table_is_a_histogram_of_either_group(frame, identified):
    table = overlap(frame, identified("pain", "region")).table
    assert table[["exposed", "unexposed"]].sum().tolist() == pytest.approx([1, 1])
    counts, edges = np.histogram(propensity(frame)[frame["kratom"]], np.linspace(0, 1, 21))
    assert table["exposed"].tolist() == pytest.approx(counts / counts.sum())
    assert [*table["from"], 1.0] == pytest.approx(edges)


def test_chance_gives_good_overlap_and_strong_pull_poor_one(survey, identified):
    adjusted = identified("age", "pain", "region")
    chance = overlap(survey(2, n=2000, pull=0.0), adjusted)
    assert chance.finding == "reassuring"
    assert chance.verdict.startswith("People of every kind occur in both groups. 0.0% have")
    assert chance.figures["effective share of the exposed"] > 0.98
    strong = overlap(survey(2, n=2000, pull=6.0), adjusted)
    assert strong.finding == "alarming"
    assert strong.verdict.startswith("Many people have hardly any counterpart")
    assert overlap(survey(2, n=2000, pull=2.0), adjusted).finding == "doubtful"


def test_people_outside_the_common_support_are_counted(identified):
    """Ages 0 to 9 for the unexposed, 5 to 14 for the exposed: a half of either is alone."""
    age = np.concatenate([np.repeat(np.arange(10.0), 40), np.repeat(np.arange(5.0, 15), 40)])
    frame = pd.DataFrame({"kratom": np.repeat([0, 1], 400), "age": age, "phq9": age % 3})
    check = overlap(frame, identified("age"))
    assert check.figures["share outside common support"] == pytest.approx(0.5)
    assert check.finding == "alarming"


def test_with_nothing_adjusted_for_everybody_has_the_same_propensity(survey, identified):
    check = overlap(survey(3), identified())
    assert check.figures["effective share of the exposed"] == pytest.approx(1)
    assert check.finding == "reassuring"


def test_survey_weights_count_as_copies_in_shares(survey, identified):
    frame = survey(4, n=300, pull=3.0)
    frame["people"] = np.random.default_rng(1).integers(1, 4, len(frame))
    copies = frame.loc[frame.index.repeat(frame["people"])]
    before = frame.copy(deep=True)
    asked = identified("pain", "region")
    weighted = overlap(frame, asked, sampling=Sampling(weights="people"))
    copied = overlap(copies, asked)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(weighted.table, copied.table)
    for name in ("share below 0.05", "share outside common support", "share outside 0.1 to 0.9"):
        assert weighted.figures[name] == pytest.approx(copied.figures[name])


def test_a_covariate_that_decides_is_named(survey, identified):
    frame = survey(5).assign(decides=lambda table: table["kratom"])
    with pytest.raises(EstimationError, match=r'no overlap.*decided by "decides"'):
        overlap(frame, identified("decides"))
    with pytest.raises(EstimationError, match="use regression for a continuous exposure"):
        overlap(frame.assign(kratom=frame["age"]), identified("pain"))
