"""Negative controls: silent where all is adjusted for, and loud where it is not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy.special import expit
from scipy.stats import norm

from causalkit.analysis.check.negative_controls import negative_controls
from causalkit.analysis.estimate import difference, regression, weighting
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import Frontdoor, NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question


def people(seed: int, n: int = 400) -> pd.DataFrame:
    """Illness makes people take kratom or tea and feel bad, now and before; tea does nothing."""
    rng = np.random.default_rng([4, seed])
    ill, pain = rng.normal(size=n), (rng.random(n) < 0.5).astype(int)
    frame = pd.DataFrame({"ill": ill, "pain": pain})
    frame["kratom"] = (rng.random(n) < expit(ill + 0.5 * pain - 0.5)).astype(int)
    frame["tea"] = (rng.random(n) < expit(ill + frame["kratom"] - 0.5)).astype(int)
    frame["before"] = 4 + ill + rng.normal(size=n)
    frame["phq9"] = 5 + ill + pain - 2 * frame["kratom"] + rng.normal(size=n)
    return frame


def test_a_confounder_that_is_adjusted_for_leaves_no_effect_behind(identified):
    asked = identified("ill", "pain")
    found = [
        negative_controls(people(seed), asked, outcomes=["before"], exposures=["tea"])
        for seed in range(400)
    ]
    refuted = np.mean([check.finding == "alarming" for check in found])
    assert refuted < 0.05 + 2 * np.sqrt(0.05 * 0.95 / 400)
    p_values = pd.concat([check.table for check in found]).groupby("control")["p-value"]
    assert p_values.mean().tolist() == pytest.approx([0.5, 0.5], abs=0.06)
    assert found[0].verdict.startswith("No effect is found where there can be none: on before (")


def test_a_confounder_that_is_left_out_shows_in_both_controls(identified):
    check = negative_controls(people(1), identified("pain"), outcomes=["before"], exposures=["tea"])
    assert check.finding == "alarming"
    assert check.figures["effects found"] == 2
    assert check.table["result"].tolist() == ["an effect", "an effect"]
    assert "leaves confounding or another bias behind" in check.verdict


@pytest.mark.parametrize("method", [regression, weighting])
def test_each_control_is_analysed_like_the_outcome(identified, method):
    frame = people(2)
    row = negative_controls(
        frame, identified("ill"), outcomes=["before"], method=method, level=0.9
    ).table.iloc[0]
    asked = identified("ill")
    alone = type(asked)(Question.of("kratom", "before"), ("ill",), (("ill",),), complete=True)
    expected = method(frame, alone, level=0.9)
    found = row[["effect", "standard error", "low", "high"]].tolist()
    assert found == [expected.value, expected.standard_error, expected.low, expected.high]
    assert row["p-value"] == pytest.approx(2 * norm.sf(abs(found[0] / found[1])))


def test_a_control_for_the_exposure_is_adjusted_for_the_exposure():
    """Tea goes with kratom, which does act: without kratom tea would seem to act."""
    frame = people(3, n=5000)
    asked = NoConfounding(Question.of("kratom", "phq9", population="exposed", scale="ratio"))
    row = negative_controls(frame, asked, exposures=["tea"]).table.iloc[0]
    arms = [smf.ols("phq9 ~ kratom", frame.query(f"tea == {arm}")).fit() for arm in (1, 0)]
    expected = arms[0].predict(frame).mean() - arms[1].predict(frame).mean()
    assert row["effect"] == pytest.approx(expected)


def test_exposures_of_many_kinds_have_a_contrast(identified):
    frame = people(4).assign(
        dose=lambda table: table["ill"].round(2),
        cups=np.arange(400) % 4,
        herb=np.where(np.arange(400) % 2, "mint", "sage"),
        group=lambda table: pd.Categorical(np.where(table["tea"], 2, 1)),
    )
    found = negative_controls(
        frame, identified("pain"), exposures=["dose", "cups", "herb", "group"]
    ).table.set_index("control")
    low, high = frame["dose"].quantile([0.25, 0.75])
    assert found.loc["dose", "effect"] == pytest.approx(high - low, rel=0.2)
    assert found.loc[["cups", "herb"], "result"].tolist() == ["no effect", "no effect"]
    assert found.loc["group", "effect"] > 0.3


def test_many_controls_are_corrected_for(identified):
    rng = np.random.default_rng(5)
    noise = pd.DataFrame(rng.normal(size=(400, 20)), columns=[f"noise{i}" for i in range(20)])
    frame = people(5).join(noise)
    check = negative_controls(frame, identified("ill", "pain"), outcomes=noise)
    assert (check.table["p-value"] < 0.05).any()
    assert check.figures["effects found"] == 0
    assert check.finding == "doubtful"


def test_the_frame_stays_and_survey_weights_enter(identified):
    frame = people(6).assign(people=lambda table: 1 + table["pain"])
    before = frame.copy(deep=True)
    plain, weighted = (
        negative_controls(frame, identified("ill"), outcomes=["before"], sampling=sampling).table
        for sampling in (Sampling(), Sampling(weights="people"))
    )
    pd.testing.assert_frame_equal(frame, before)
    assert plain.loc[0, "effect"] != weighted.loc[0, "effect"]


def test_a_control_without_any_error():
    frame = pd.DataFrame({"kratom": [1, 1, 0, 0], "phq9": [1, 2, 3, 4], "earlier": [2, 2, 1, 1]})
    asked = NoConfounding(Question.of("kratom", "phq9"))
    check = negative_controls(frame, asked, outcomes=["earlier"], method=difference)
    assert check.table.loc[0, "p-value"] == 0
    assert check.finding == "alarming"


@pytest.mark.parametrize(
    ("controls", "message"),
    [
        ({}, "there is no negative control; name outcomes"),
        ({"outcomes": ["phq9"]}, '"phq9" is part of the effect of kratom on phq9'),
        ({"exposures": ["kratom"]}, '"kratom" is part of the effect'),
        ({"outcomes": ["ill"]}, '"ill" is adjusted for'),
        ({"outcomes": ["tea"], "exposures": ["tea"]}, 'the control "tea" is named twice'),
        ({"exposures": ["same"]}, 'the control "same" does not vary'),
        ({"exposures": ["herb"]}, 'the control "herb" has 3 labels; make it two groups'),
        ({"exposures": ["mostly"]}, "half of all people have the same value of the control"),
        ({"exposures": ["coffee"]}, 'no column "coffee"'),
    ],
)
def test_what_is_no_control_is_refused(identified, controls: dict, message: str):
    frame = people(7).assign(
        same=1,
        herb=np.array(["mint", "sage", "thyme"])[np.arange(400) % 3],
        mostly=np.where(np.arange(400) < 360, 0, np.arange(400)),
    )
    with pytest.raises(EstimationError, match=message):
        negative_controls(frame, identified("ill"), **controls)


def test_other_arguments_are_refused():
    through = Frontdoor(Question.of("kratom", "phq9"), ("pain",), (("pain",),), True)
    with pytest.raises(EstimationError, match="negative_controls does not suit"):
        negative_controls(people(8), through, outcomes=["before"])
