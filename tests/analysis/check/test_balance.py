"""Balance, beside statsmodels, by hand, and before and after weighting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.weightstats import DescrStatsW

from causalkit.analysis.check.balance import balance
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import Frontdoor, NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question


def by_statsmodels(values: pd.Series, treated: pd.Series, weights: np.ndarray) -> float:
    """The standardised difference, from weighted means and unweighted variances."""
    values = np.asarray(values, dtype=float)
    groups = [np.asarray(treated), ~np.asarray(treated)]
    plain = [DescrStatsW(values[group]).var for group in groups]
    first, second = (DescrStatsW(values[group], weights[group]).mean for group in groups)
    return (first - second) / np.sqrt(np.mean(plain))


def test_differences_before_and_after_are_those_of_statsmodels(survey, identified):
    frame = survey(1)
    weights = np.random.default_rng(2).gamma(2, 1, len(frame))
    table = balance(frame, identified("age", "pain", "region"), weights=weights).table
    found = table.set_index("term")
    terms = {
        "age": frame["age"],
        "age²": (frame["age"] - frame["age"].mean()) ** 2,
        "pain": frame["pain"],
        "region = north": frame["region"] == "north",
        "region = south": frame["region"] == "south",
        "region = west": frame["region"] == "west",
    }
    assert list(found.index) == list(terms)
    for name, values in terms.items():
        before = by_statsmodels(values, frame["kratom"], np.ones(len(frame)))
        after = by_statsmodels(values, frame["kratom"], weights)
        assert found.loc[name, "before"] == pytest.approx(before, abs=1e-12)
        assert found.loc[name, "after"] == pytest.approx(after, abs=1e-12)
    one, other = (
        DescrStatsW(frame.loc[group, "age"], weights[group]).var
        for group in (frame["kratom"], ~frame["kratom"])
    )
    assert found.loc["age", "variance ratio after"] == pytest.approx(one / other)
    assert found["variance ratio after"].notna().sum() == 1


def test_weighting_balances_what_it_adjusts_for_and_nothing_else(survey, identified):
    frame = survey(2, n=2000)
    asked = identified("age", "region")
    without = balance(frame, asked, also=("pain",))
    assert without.finding == "alarming"
    assert without.verdict.startswith("Without weights, ")
    assert "(age" in without.verdict
    assert "after" not in without.table
    weighted = balance(frame, asked, weights="weighting", also=("pain",))
    sizes = weighted.table.set_index("term")["after"].abs()
    assert sizes.drop("pain").max() < 0.03
    assert sizes["pain"] > 0.3
    assert weighted.finding == "alarming"
    assert "1 of 6 standardised differences exceeds 0.1" in weighted.verdict
    assert balance(frame, identified("age", "pain", "region"), weights="weighting").finding == (
        "reassuring"
    )


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed"])
def test_the_houses_weights_make_the_groups_like_the_population(
    survey, identified, population: str
):
    frame = survey(3, n=3000)
    check = balance(
        frame, identified("age", "pain", "region", population=population), weights="weighting"
    )
    assert check.figures["largest difference after"] < 0.1
    assert check.figures["largest difference before"] > 0.4
    assert check.figures["differences above threshold"] == 0


def test_chance_balances_without_weights(survey, identified):
    frame = survey(4, n=4000, pull=0.0)
    check = balance(frame, identified("age", "pain", "region"))
    assert check.finding == "reassuring"
    assert check.verdict.startswith("Without weights, no standardised difference exceeds 0.1")


def test_a_spread_that_differs_is_doubtful_though_the_means_agree():
    age = np.array([20.0, 30, 40, 50, 60] * 40)
    spread = np.where(np.arange(200) < 100, 3.0, 1.0)
    frame = pd.DataFrame({"kratom": np.arange(200) < 100, "age": 40 + (age - 40) * spread})
    frame["phq9"] = np.arange(200) % 9
    asked = NoConfounding(Question.of("kratom", "phq9"))
    check = balance(frame, asked, also=("age",))
    assert check.table.loc[0, "before"] == pytest.approx(0)
    assert "differ in the variance of age (ratio 9)" in check.verdict
    only = check.table.query("term == 'age²'")["before"].item()
    assert only > 0.25


def test_survey_weights_count_as_copies(survey, identified):
    frame = survey(5, n=200)
    frame["people"] = np.random.default_rng(1).integers(1, 4, len(frame))
    copies = frame.loc[frame.index.repeat(frame["people"])].reset_index(drop=True)
    # The joints of a curve are quantiles of the rows, so the house's weights go without age.
    for weights, names in ((None, ("age", "pain", "region")), ("weighting", ("pain", "region"))):
        asked = identified(*names)
        weighted = balance(frame, asked, weights=weights, sampling=Sampling(weights="people"))
        copied = balance(copies, asked, weights=weights)
        pd.testing.assert_frame_equal(weighted.table, copied.table)


def test_weights_stay_beside_their_rows_where_values_are_missing(survey, identified):
    frame = survey(6).assign(weights="in use")
    frame.index = frame.index[::-1]
    weights = np.random.default_rng(3).random(len(frame))
    gaps = frame.copy()
    gaps.iloc[:50, gaps.columns.get_loc("age")] = np.nan
    before = gaps.copy(deep=True)
    found = balance(gaps, identified("age", "pain"), weights=weights)
    same = balance(frame.iloc[50:], identified("age", "pain"), weights=weights[50:])
    pd.testing.assert_frame_equal(found.table, same.table)
    pd.testing.assert_frame_equal(gaps, before)


def test_people_with_another_exposure_are_left_out(survey, identified):
    frame = survey(7)
    frame["kratom"] = np.where(frame["kratom"], "daily", "never")
    third = frame.head(40).assign(kratom="weekly", age=99.0)
    asked = identified("age", treated="daily", reference="never")
    found = balance(pd.concat([frame, third]), asked)
    pd.testing.assert_frame_equal(found.table, balance(frame, asked).table)


def test_numbers_of_two_values_are_named_by_the_greater(survey, identified):
    frame = survey(8).assign(sex=lambda table: 1 + table["pain"])
    assert balance(frame, identified("sex")).table["term"].tolist() == ["sex = 2"]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (np.ones(3), r"the shape \(3,\), but the table has 500 rows"),
        (np.full(500, -1.0), "none of them negative or missing"),
        (np.full(500, np.nan), "none of them negative or missing"),
        (np.full(500, "one"), "finite numbers"),
        (np.zeros(500), "zero for everybody of one group"),
        ("matching", "\"weighting\" or None, not 'matching'"),
    ],
)
def test_weights_that_do_not_fit_are_refused(survey, identified, weights, message: str):
    with pytest.raises(EstimationError, match=message):
        balance(survey(1), identified("age"), weights=weights)


def test_what_cannot_be_balanced_is_refused(survey, identified):
    frame = survey(1).assign(same=1)
    frame["decides"] = frame["kratom"]
    with pytest.raises(EstimationError, match=r"nothing to balance.*also="):
        balance(frame, identified("same"))
    with pytest.raises(EstimationError, match='"decides" decides who is in which group'):
        balance(frame, identified("decides"))
    with pytest.raises(EstimationError, match="could only have been in one group"):
        balance(frame, identified("decides"), weights="weighting")
    with pytest.raises(EstimationError, match="no complete row has"):
        balance(frame.query("kratom"), identified("age"))
    through = Frontdoor(Question.of("kratom", "phq9"), ("age",), (("age",),), True)
    with pytest.raises(EstimationError, match="balance does not suit"):
        balance(frame, through)
