"""G-estimation: on many surveys, beside a published analysis, and by trying every effect."""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from causaldata import nhefs
from replications import performance
from scipy.optimize import brentq
from scipy.special import expit

from causalkit.analysis.estimate import difference
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.g_estimation import g_estimation
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import Backdoor, Frontdoor, NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question


def people(rng: np.random.Generator, effect: str = "same", n: int = 600) -> pd.DataFrame:
    """People whose outcome depends on age in a curve that no model here knows."""
    age, before = rng.uniform(-2, 2, (2, n))
    pain = rng.random(n) < 0.4
    log_odds = -0.3 + 0.6 * age + 0.5 * pain - 0.3 * before
    kratom = rng.random(n) < expit(log_odds)
    frame = pd.DataFrame({"age": age, "before": before, "pain": pain, "kratom": kratom})
    frame["dose"] = log_odds + rng.normal(size=n)
    psi = {"same": 1.5, "older": 1 + age, "dose": 0}[effect]
    untreated = 5 + 2 * np.sin(2 * age) * age + pain + 0.8 * before
    taken = 0.7 * frame["dose"] if effect == "dose" else psi * kratom
    frame["phq9"] = untreated + taken + rng.normal(0, 1 + 0.3 * pain, n)
    return frame


COVARIATES = ("age", "before", "pain")


def asked(*adjustment: str, exposure: str = "kratom", **question: object) -> Backdoor:
    chosen = Question.of(exposure, "phq9", **question)
    return Backdoor(chosen, adjustment, (adjustment,), complete=True)


class TestManySurveys:
    """Right where its assumptions hold, visibly wrong where they do not."""

    @pytest.mark.parametrize("terms", ["lines", "curves", "age + before + pain"])
    def test_an_effect_that_is_the_same_for_all(self, terms: str):
        estimate = partial(g_estimation, identification=asked(*COVARIATES), terms=terms)
        performance(estimate, people, 1.5, 300).check_right()

    @pytest.mark.parametrize("population", ["all", "exposed", "unexposed"])
    def test_an_effect_that_depends_on_age(self, population: str):
        many = people(np.random.default_rng(1), "older", 1_000_000)
        group = {"all": slice(None), "exposed": many["kratom"], "unexposed": ~many["kratom"]}
        truth = 1 + many["age"][group[population]].mean()
        estimate = partial(
            g_estimation,
            identification=asked(*COVARIATES, population=population),
            terms="lines",
            modifiers=["age"],
        )
        performance(estimate, partial(people, effect="older"), truth, 400).check_right()

    def test_a_dose(self):
        estimate = partial(
            g_estimation,
            identification=asked(*COVARIATES, exposure="dose", treated=2, reference=-1),
        )
        performance(estimate, partial(people, effect="dose"), 2.1, 400).check_right()

    def test_a_confounder_left_out(self):
        estimate = partial(g_estimation, identification=asked("age", "pain"))
        performance(estimate, partial(people, n=2500), 1.5, 40).check_wrong()

    def test_a_modifier_left_out(self):
        estimate = partial(g_estimation, identification=asked(*COVARIATES, population="exposed"))
        many = people(np.random.default_rng(1), "older", 1_000_000)
        truth = 1 + many.loc[many["kratom"], "age"].mean()
        performance(estimate, partial(people, effect="older", n=6000), truth, 40).check_wrong()


class TestPublished:
    """Hernán and Robins, What If, section 14.5: quitting smoking and weight, 1971–82."""

    covariates = ("sex", "race", "age", "education", "smokeintensity", "smokeyrs", "exercise")
    adjustment = (*covariates, "active", "wt71")
    formula = (
        "sex + race + age + I(age**2) + education + smokeintensity + I(smokeintensity**2) + "
        "smokeyrs + I(smokeyrs**2) + exercise + active + wt71 + I(wt71**2)"
    )

    @pytest.fixture
    def smokers(self) -> pd.DataFrame:
        """Those whose weight is known, weighted for those who were lost."""
        frame = nhefs.load_pandas().data
        frame["lost"] = frame["wt82_71"].isna() * 1
        model = smf.glm(f"lost ~ qsmk + {self.formula}", frame, family=sm.families.Binomial())
        frame["weight"] = np.where(frame["lost"], 0, 1 / (1 - model.fit().predict(frame)))
        return frame

    def found(self, smokers: pd.DataFrame, *modifiers: str):
        identification = Backdoor(
            Question.of("qsmk", "wt82_71"), self.adjustment, (self.adjustment,), complete=True
        )
        sampling = Sampling(weights="weight")
        return g_estimation(
            smokers, identification, sampling=sampling, modifiers=modifiers, terms=self.formula
        )

    def test_the_effect_is_the_printed_one(self, smokers):
        found = self.found(smokers)
        assert round(found.value, 3) == 3.446
        assert found.n == 1566
        # The book prints 2.5 to 4.5, from tests that take the exposure model as known.
        assert (round(found.low, 1), round(found.high, 1)) == (2.5, 4.4)

    def test_and_so_is_the_line_in_smoking_intensity(self, smokers):
        found = self.found(smokers, "smokeintensity")
        first, second = found.figures.values()
        assert (round(first, 3), round(second, 3)) == (2.859, 0.030)
        weight, intensity = smokers["weight"], smokers["smokeintensity"]
        averaged = first + second * np.average(intensity, weights=weight)
        assert found.value == pytest.approx(averaged)


def test_the_effect_is_the_one_for_which_exposure_tells_nothing_of_what_is_left(survey):
    """A logistic regression of exposure on what is left, as the chapter describes it."""
    frame = survey(2, n=1000)
    identification = asked("age", "pain", "region")
    rows = prepare(frame, identification)
    terms, exposed = design(rows.covariates, rows.n).matrix, rows.treated.astype(float)

    def score(psi: float) -> float:
        left = rows.outcome.values - psi * exposed
        return float(left @ (exposed - sm.Logit(exposed, terms).fit(disp=0).predict()))

    assert g_estimation(frame, identification).value == pytest.approx(brentq(score, -9, 9))


def test_a_dose_with_lines_is_the_coefficient_of_least_squares():
    frame = people(np.random.default_rng(3), "dose")
    identification = asked(*COVARIATES, exposure="dose", treated=2, reference=-1)
    theirs = smf.ols("phq9 ~ dose + age + before + pain", frame).fit(cov_type="HC1")
    # With modifiers it is an instrument of its own surprise; without, Frisch, Waugh and Lovell.
    found = g_estimation(frame, identification, terms="lines")
    assert found.value == pytest.approx(3 * theirs.params["dose"])
    assert found.value > 0
    assert "proportional" in found.notes[1]


def test_without_covariates_it_is_the_difference_of_means(survey):
    question = NoConfounding(Question.of("kratom", "phq9"))
    ours, naive = g_estimation(survey(4), question), difference(survey(4), question)
    assert ours.value == pytest.approx(naive.value)
    assert ours.standard_error == pytest.approx(naive.standard_error, rel=0.01)


@pytest.mark.parametrize(
    "options", [{}, {"modifiers": ["pain"], "terms": "lines"}, {"modifiers": ["region", "age"]}]
)
def test_the_error_is_that_of_the_jackknife(survey, options):
    frame = survey(5, n=200)
    once = partial(g_estimation, identification=asked("age", "pain", "region"), **options)
    without = np.array([once(frame.drop(index=row)).value for row in frame.index])
    jackknife = np.sqrt((len(frame) - 1) * without.var())
    assert once(frame).standard_error == pytest.approx(jackknife, rel=0.1)


def test_labels_of_a_modifier_have_an_effect_each(survey):
    frame = survey(6, n=2000)
    found = g_estimation(frame, asked("age", "region"), modifiers="region")
    assert list(found.figures) == ["where all modifiers are 0", "region = south", "region = west"]
    assert "straight line in region" in found.notes[0]


def test_weights_are_copies(survey):
    frame = survey(7, n=200).assign(people=lambda f: 1 + (f["age"] > 40) * 2)
    copies = frame.loc[frame.index.repeat(frame["people"])]
    options = {"modifiers": ["age"], "terms": "lines"}
    weighted = g_estimation(frame, asked("age"), sampling=Sampling("people"), **options)
    assert weighted.value == pytest.approx(g_estimation(copies, asked("age"), **options).value)


def test_clusters_of_one_are_no_clusters(survey):
    frame = survey(8, n=200).assign(school=range(200))
    alone = g_estimation(frame, asked("age"))
    clustered = g_estimation(frame, asked("age"), sampling=Sampling(clusters="school"))
    assert clustered.standard_error == pytest.approx(alone.standard_error * np.sqrt(200 / 199))


def test_turning_the_question_round_turns_the_answer_round(survey):
    forth = g_estimation(survey(9), asked("age"))
    back = g_estimation(survey(9), asked("age", treated=0, reference=1))
    assert back.value == pytest.approx(-forth.value)


@pytest.mark.parametrize("terms", ["lines", "age + pain"])
def test_units_do_not_matter(survey, terms: str):
    frame = survey(18)
    large = frame.assign(age=1e9 * frame["age"] + 1e10)
    options = {"modifiers": ["age"], "terms": terms}
    found, expected = (
        g_estimation(each, asked("age", "pain"), **options) for each in (large, frame)
    )
    assert found.value == pytest.approx(expected.value, rel=1e-5)
    assert found.standard_error == pytest.approx(expected.standard_error, rel=1e-5)


def test_the_table_is_left_alone_and_nothing_is_printed(survey, capfd):
    frame, untouched = survey(10), survey(10)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        g_estimation(frame, asked("age", "region"), modifiers=["age"])
    pd.testing.assert_frame_equal(frame, untouched)
    assert capfd.readouterr() == ("", "")


class TestRefusals:
    """What it cannot answer, and what to do instead."""

    @pytest.mark.parametrize(
        ("question", "options", "message"),
        [
            ({"scale": "ratio"}, {}, "gives a difference, not the ratio; ask for the diff"),
            ({"scale": "odds ratio"}, {}, "gives a difference, not the odds ratio"),
            ({}, {"modifiers": ["pian"]}, r'required=\["pian"\]. Did you mean "pain"'),
            ({}, {"level": 95}, "the level lies between 0 and 1"),
            ({"treated": 2}, {}, 'no complete row has "kratom" = 2'),
        ],
    )
    def test_of_questions(self, survey, question, options, message: str):
        with pytest.raises(EstimationError, match=message):
            g_estimation(survey(11), asked("age", "pain", **question), **options)

    def test_of_several_exposures(self, survey):
        question = NoConfounding(Question.of(["kratom", "pain"], "phq9"))
        with pytest.raises(EstimationError, match="g_estimation takes one exposure"):
            g_estimation(survey(12), question)

    def test_of_another_argument(self, survey):
        through = Frontdoor(Question.of("kratom", "phq9"), ("pain",), (("pain",),), True)
        with pytest.raises(EstimationError, match="g_estimation does not suit"):
            g_estimation(survey(13), through)

    def test_of_more_than_two_labels(self, survey):
        identification = asked("age", exposure="region", treated="west", reference="north")
        with pytest.raises(EstimationError, match='"region" has other labels than the two'):
            g_estimation(survey(14), identification)

    def test_of_an_exposure_that_is_decided(self, survey):
        frame = survey(15).assign(kratom=lambda f: f["age"] > 40, years=lambda f: 2 * f["age"])
        with pytest.raises(EstimationError, match='decided by "age"'):
            g_estimation(frame, asked("age"))
        dose = asked("age", exposure="years", treated=50, reference=40)
        with pytest.raises(EstimationError, match='covariates decide "years" exactly'):
            g_estimation(frame, dose)

    @pytest.mark.parametrize(
        ("question", "message"),
        [
            ({"treated": 500, "reference": 30}, "lies outside the values that occur"),
            ({"treated": "old", "reference": 30}, "lies outside the values that occur"),
            (
                {"treated": 50, "reference": 30, "population": "exposed"},
                "takes 500 values, so the exposed are no group",
            ),
        ],
    )
    def test_of_a_dose(self, survey, question, message: str):
        with pytest.raises(EstimationError, match=message):
            g_estimation(survey(16), asked("pain", exposure="age", **question))

    def test_of_too_few_people(self, survey):
        few = survey(17, n=3).assign(age=[30, 40, 50], region=["north", "south", "west"])
        identification = asked("region", exposure="age", treated=50, reference=30)
        with pytest.raises(EstimationError, match="with 3 terms cannot be fitted to 3 rows"):
            g_estimation(few, identification)
