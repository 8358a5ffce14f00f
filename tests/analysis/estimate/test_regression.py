"""Standardisation, beside independent implementations and by hand."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.treatment.treatment_effects import TreatmentEffect

from causalkit.analysis.estimate import difference, regression, weighting
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.identify import Backdoor, NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question

POPULATIONS = {"all": "all", "exposed": 1, "unexposed": 0}
METHODS = {"regression": regression, "weighting": weighting}


def stratified(frame: pd.DataFrame, population: str) -> float:
    """Standardise by hand over pain and region: no model at all."""
    among = {"all": slice(None), "exposed": frame["kratom"], "unexposed": ~frame["kratom"]}
    strata = ["pain", "region"]
    means = frame.groupby([*strata, "kratom"], observed=True)["phq9"].mean().unstack()
    share = frame[among[population]].groupby(strata, observed=True).size()
    return float(((means[True] - means[False]) * share).sum() / share.sum())


@pytest.mark.parametrize("population", POPULATIONS)
@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_with_one_set_of_strata_both_methods_are_exact_stratification(
    identified, survey, method, population: str
):
    frame = survey(2, n=2000)
    frame["stratum"] = frame["region"].astype(str) + frame["pain"].astype(str)
    found = method(frame, identified("stratum", population=population))
    assert found.value == pytest.approx(stratified(frame, population))


@pytest.mark.parametrize("population", POPULATIONS)
@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_statsmodels_treatment_effects_agree(identified, survey, method, population: str):
    frame = survey(3, n=4000)
    asked = identified("age", "pain", "region", population=population)
    rows = prepare(frame, asked)
    terms, exposed = design(rows.covariates, rows.n).matrix, rows.treated.astype(int)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = TreatmentEffect(
            sm.OLS(rows.outcome.values, terms),
            exposed,
            results_select=sm.Logit(exposed, terms).fit(disp=0),
        )
        one = theirs.ra if method is regression else theirs.ipw
        expected = one(effect_group=POPULATIONS[population])
    found = method(frame, asked)
    assert found.value == pytest.approx(expected.effect[0], rel=1e-5)
    # Ours corrects the residuals for having been fitted, hence a little larger.
    ratio = found.standard_error / expected.results_gmm.bse[0]
    assert 1 <= ratio < 1.01


@pytest.mark.parametrize(
    ("outcome", "population", "scale"),
    [
        ("phq9", "exposed", "ratio"),
        ("depressed", "all", "difference"),
        ("depressed", "exposed", "ratio"),
    ],
)
@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_the_standard_error_is_that_of_the_jackknife(
    survey, method, outcome: str, population: str, scale: str
):
    """Leaving out one row at a time knows nothing of any formula."""
    frame = survey(4, n=150)
    adjustment = ("age", "pain")
    question = Question.of("kratom", outcome, scale=scale, population=population)
    asked = Backdoor(question, adjustment, (adjustment,), complete=True)
    without = np.array([method(frame.drop(index=row), asked).value for row in frame.index])
    jackknife = np.sqrt((len(frame) - 1) * without.var())
    assert method(frame, asked).standard_error == pytest.approx(jackknife, rel=0.1)


def test_nothing_to_adjust_for_is_the_difference_of_means(identified, survey):
    naive = difference(survey(5), NoConfounding(Question.of("kratom", "phq9")))
    for method in METHODS.values():
        found = method(survey(5), identified())
        assert found.value == pytest.approx(naive.value)
        assert found.standard_error == pytest.approx(naive.standard_error, rel=0.01)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_a_group_is_analysed_on_its_own(identified, survey, method):
    frame = survey(6, n=1500)
    found = method(frame, identified("age", population="pain == 1 and age >= 30"))
    alone = method(frame[frame["pain"] & (frame["age"] >= 30)], identified("age"))
    assert (found.value, found.standard_error) == (alone.value, alone.standard_error)
    assert found.n == alone.n


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_turning_the_question_round_turns_the_answer_round(identified, survey, method):
    frame = survey(7)
    forth = method(frame, identified("age", "pain"))
    back = method(frame, identified("age", "pain", treated=0, reference=1))
    assert back.value == pytest.approx(-forth.value)
    assert (back.low, back.high) == pytest.approx((-forth.high, -forth.low))


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_a_covariate_given_twice_changes_nothing(identified, survey, method):
    frame = survey(8).assign(months=lambda f: 12 * f["age"], year=2024)
    once = method(frame, identified("age"))
    twice = method(frame, identified("age", "months", "year"))
    assert twice.value == pytest.approx(once.value)
    assert twice.standard_error == pytest.approx(once.standard_error)


def test_an_exposure_of_several_levels_averages_over_everybody(identified):
    rng = np.random.default_rng(9)
    pain = rng.random(6000) < 0.5
    level = np.where(pain, rng.choice(3, 6000, p=[0.2, 0.3, 0.5]), rng.choice(3, 6000))
    frame = pd.DataFrame({"pain": pain})
    frame["kratom"] = np.array(["never", "weekly", "daily"])[level]
    frame["phq9"] = 5 + 3 * pain + (level == 2) * (1 + 2 * pain) + rng.normal(size=6000)
    asked = identified("pain", treated="daily", reference="never")
    for found in (regression(frame, asked), weighting(frame, asked)):
        assert found.n == 6000
        assert found.covers(1 + 2 * pain.mean())


def test_several_exposures_are_set_together(survey):
    rng = np.random.default_rng(10)
    pain, kratom, opioids = rng.random((3, 5000)) < 0.5
    frame = pd.DataFrame({"pain": pain, "kratom": kratom, "opioids": opioids})
    frame["phq9"] = pain + 2 * kratom + opioids + 3 * kratom * opioids + rng.normal(size=5000)
    question = Question.of(["kratom", "opioids"], "phq9")
    found = regression(frame, Backdoor(question, ("pain",), (("pain",),), complete=True))
    assert found.covers(6)
    assert found.standard_error < 0.1


class TestDose:
    """A continuous exposure."""

    @staticmethod
    def frame(n: int = 3000) -> pd.DataFrame:
        rng = np.random.default_rng(11)
        pain = rng.random(n) < 0.4
        dose = rng.gamma(3, 1 + pain)
        outcome = 5 + 2 * pain + np.sqrt(dose) * 3 - 0.5 * dose * pain + rng.normal(size=n)
        return pd.DataFrame({"pain": pain, "kratom": dose, "phq9": outcome})

    def test_the_effect_is_read_off_a_curve(self, identified):
        frame = self.frame()
        found = regression(frame, identified("pain", treated=6, reference=2))
        truth = 3 * (np.sqrt(6) - np.sqrt(2)) - 0.5 * 4 * frame["pain"].mean()
        assert found.value == pytest.approx(truth, abs=0.1)
        assert found.covers(truth)

    def test_the_error_is_that_of_the_jackknife(self, identified):
        frame, asked = self.frame(120), identified("pain", treated=6, reference=2)
        without = np.array([regression(frame.drop(index=i), asked).value for i in frame.index])
        jackknife = np.sqrt((len(frame) - 1) * without.var())
        assert regression(frame, asked).standard_error == pytest.approx(jackknife, rel=0.1)

    @pytest.mark.parametrize(
        ("question", "message"),
        [
            ({"treated": 500, "reference": 2}, "lies outside the values that occur"),
            ({"treated": "high", "reference": "low"}, "lies outside the values that occur"),
            ({"treated": 6, "reference": 2, "population": "exposed"}, "the exposed are no group"),
        ],
    )
    def test_what_a_dose_cannot_answer(self, identified, question, message: str):
        with pytest.raises(EstimationError, match=message):
            regression(self.frame(), identified("pain", **question))

    def test_it_makes_no_two_groups(self, identified):
        with pytest.raises(EstimationError, match="use regression for a continuous exposure"):
            difference(self.frame(), identified(treated=6, reference=2))


class TestOverlap:
    """People of a kind that occurs under one setting only."""

    def test_a_region_without_exposed_people_is_named(self, identified, survey):
        frame = survey(12)
        frame.loc[frame["region"] == "west", "kratom"] = False
        with pytest.raises(EstimationError, match='some kinds of "region" do not occur'):
            regression(frame, identified("age", "region"))
        with pytest.raises(EstimationError, match=r'no overlap.*decided by "region"'):
            weighting(frame, identified("age", "region"))

    def test_an_age_that_decides_is_named(self, identified, survey):
        frame = survey(13).assign(kratom=lambda f: f["age"] > 40)
        with pytest.raises(EstimationError, match='decided by "age"'):
            weighting(frame, identified("age", "pain"))

    def test_an_outcome_that_never_occurs_among_the_exposed_is_named(self, identified, survey):
        frame = survey(14)
        frame["phq9"] = frame["depressed"] & ~(frame["kratom"] & (frame["region"] == "west"))
        with pytest.raises(EstimationError, match=r'"phq9" is the same for everybody.*"region"'):
            regression(frame, identified("region"))

    @pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
    def test_too_few_people_for_the_model(self, identified, survey, method):
        frame = survey(15, n=7).assign(kratom=[True, False, True, False, True, False, True])
        with pytest.raises(EstimationError, match="cannot be fitted to"):
            method(frame, identified("age", "region", "pain"))


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_nothing_is_printed_or_warned(identified, survey, method, capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        method(survey(16), identified("age", "pain", "region"))
        with pytest.raises(EstimationError):
            method(survey(16).assign(kratom=lambda f: f["age"] > 40), identified("age"))
    assert capfd.readouterr() == ("", "")
