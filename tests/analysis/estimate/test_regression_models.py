"""Regressions of every outcome, with one model or two, in curves, lines or a formula."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from replications import performance
from scipy.special import expit
from statsmodels.miscmodels.ordinal_model import OrderedModel

from causalkit.analysis.estimate import regression
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import Backdoor
from causalkit.errors import EstimationError
from causalkit.graph import Question

MODELS = ["linear", "logistic", "poisson", "negative binomial", "ordinal"]
OUTCOMES = {
    "linear": "phq9",
    "logistic": "depressed",
    "poisson": "visits",
    "negative binomial": "visits",
    "ordinal": "severity",
}


def people(seed: int, n: int = 800) -> pd.DataFrame:
    """Age and pain bear on the exposure and on outcomes of every kind."""
    rng = np.random.default_rng(seed)
    age, pain = rng.uniform(-1, 1, n), rng.random(n) < 0.4
    kratom = rng.random(n) < expit(-0.3 + age + 0.8 * pain)
    linear = 0.3 + 0.5 * age + 0.4 * pain + 0.4 * kratom
    frame = pd.DataFrame({"age": age, "pain": pain, "kratom": kratom})
    frame["education"] = rng.choice(["high", "low", "none"], n)
    frame["phq9"] = linear + rng.normal(size=n)
    frame["depressed"] = rng.random(n) < expit(linear - 1)
    frame["visits"] = rng.poisson(np.exp(linear) * rng.gamma(2, 0.5, n))
    latent = linear + rng.logistic(size=n)
    labels = pd.Categorical.from_codes(np.digitize(latent, [0, 1, 2]), ["0", "1", "3", "6"], True)
    frame["severity"] = labels
    frame["people"] = rng.integers(1, 4, n)
    frame["school"] = rng.integers(0, 40, n)
    return frame


def about(outcome: str, *names: str, **question: object) -> Backdoor:
    asked = Question.of("kratom", outcome, **question)
    return Backdoor(asked, tuple(sorted(names)), (tuple(sorted(names)),), complete=True)


def truth(model: str) -> float:
    """Average the difference of true means over very many people."""
    rng = np.random.default_rng(1)
    n = 2_000_000
    rest = 0.3 + 0.5 * rng.uniform(-1, 1, n) + 0.4 * (rng.random(n) < 0.4)

    def mean(linear: np.ndarray) -> float:
        if model in ("poisson", "negative binomial"):
            return float(np.exp(linear).mean())
        if model == "logistic":
            return float(expit(linear - 1).mean())
        above = zip((0, 1, 2), (1, 2, 3), strict=True)
        return float(sum(step * expit(linear - cut) for cut, step in above).mean())

    return 0.4 if model == "linear" else mean(rest + 0.4) - mean(rest)


@pytest.mark.parametrize(
    ("model", "interactions"),
    [
        ("linear", False),
        ("logistic", False),
        ("poisson", True),
        ("negative binomial", True),
        ("ordinal", True),
    ],
)
def test_each_model_is_right_on_average_and_so_is_its_interval(model: str, interactions: bool):
    estimate = partial(
        regression,
        identification=about(OUTCOMES[model], "age", "pain"),
        outcome_model=model,
        terms="lines",
        interactions=interactions,
    )
    found = performance(estimate, lambda rng: people(rng.integers(2**32), 500), truth(model), 300)
    found.check_right()


def test_a_model_without_products_is_wrong_where_the_effect_differs():
    def draw(rng: np.random.Generator) -> pd.DataFrame:
        frame = people(rng.integers(2**32))
        # Where the effect is large hardly anybody is exposed, and those count for little.
        frame["kratom"] = rng.random(800) < np.where(frame["pain"], 0.05, 0.5)
        frame["phq9"] = rng.normal(size=800) + 4 * frame["kratom"] * frame["pain"]
        return frame

    without = partial(regression, identification=about("phq9", "pain"), interactions=False)
    performance(without, draw, 4 * 0.4, 60).check_wrong()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("interactions", [True, False])
def test_the_standard_error_is_that_of_the_jackknife(model: str, interactions: bool):
    frame = people(4, 150)
    ask = partial(
        regression,
        identification=about(OUTCOMES[model], "age", "pain"),
        outcome_model=model,
        terms="lines",
        interactions=interactions,
    )
    without = np.array([ask(frame.drop(index=row)).value for row in frame.index])
    jackknife = np.sqrt((len(frame) - 1) * without.var())
    assert ask(frame).standard_error == pytest.approx(jackknife, rel=0.1)


@pytest.mark.parametrize("terms", ["curves", "lines", "age + pain", "kratom * pain + age"])
@pytest.mark.parametrize("interactions", [True, False])
@pytest.mark.parametrize("model", MODELS)
def test_weights_are_copies_of_rows(model: str, interactions: bool, terms: str):
    frame = people(5, 300)
    if terms == "curves":
        frame["age"] = frame["age"].round()  # few kinds of people
    asked = about(OUTCOMES[model], "age", "pain")
    ask = partial(
        regression,
        identification=asked,
        outcome_model=model,
        terms=terms,
        interactions=interactions,
    )
    copied = ask(frame.loc[frame.index.repeat(frame["people"])])
    weighted = ask(frame, sampling=Sampling(weights="people"))
    assert weighted.value == pytest.approx(copied.value, rel=1e-7)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("interactions", [True, False])
def test_clusters_of_one_person_are_no_clusters(model: str, interactions: bool):
    frame = people(6, 300).assign(number=lambda f: np.arange(len(f)))
    asked = about(OUTCOMES[model], "age", "pain")
    ask = partial(
        regression, frame, asked, outcome_model=model, terms="lines", interactions=interactions
    )
    alone, each = ask(), ask(sampling=Sampling(clusters="number"))
    assert each.value == alone.value
    assert each.standard_error == pytest.approx(alone.standard_error * np.sqrt(300 / 299))
    schools = ask(sampling=Sampling(weights="people", clusters="school"))
    assert schools.standard_error > 0


class TestPublished:
    """A published model fitted again: the coefficient and its robust error, to many digits."""

    FORMULA = "age + I(age**2) + C(education)"

    def frame(self) -> pd.DataFrame:
        return people(7).astype({"pain": int, "kratom": int, "depressed": int})

    def test_the_coefficient_of_a_linear_model(self):
        frame = self.frame()
        theirs = smf.ols(f"phq9 ~ kratom + {self.FORMULA}", frame).fit(cov_type="HC2")
        asked = about("phq9", "age", "education")
        for terms in (self.FORMULA, f"kratom + {self.FORMULA}"):
            found = regression(frame, asked, terms=terms, interactions=False)
            assert found.value == pytest.approx(theirs.params["kratom"], rel=1e-10)
            assert found.standard_error == pytest.approx(theirs.bse["kratom"], rel=1e-8)

    @pytest.mark.parametrize(
        ("model", "fitted"),
        [("linear", smf.ols), ("logistic", smf.logit), ("poisson", smf.poisson)],
    )
    @pytest.mark.parametrize("population", ["all", "exposed", "unexposed"])
    def test_everybody_predicted_twice(self, model: str, fitted, population: str):
        frame, outcome = self.frame(), OUTCOMES[model]
        formula = "kratom * age + C(education)"
        options = {} if model == "linear" else {"disp": 0, "tol": 1e-13}
        theirs = fitted(f"{outcome} ~ {formula}", frame).fit(**options)
        among = {"all": frame["kratom"] < 2, "exposed": frame["kratom"] == 1}
        people_here = frame[among.get(population, frame["kratom"] == 0)]
        means = [theirs.predict(people_here.assign(kratom=value)).mean() for value in (1, 0)]
        asked = about(outcome, "age", "education", population=population)
        found = regression(frame, asked, terms=formula, outcome_model=model)
        assert found.value == pytest.approx(means[0] - means[1], rel=1e-8)

    def test_a_ratio_of_counts_is_the_exponential_of_a_poisson_coefficient(self):
        frame = self.frame()
        theirs = smf.poisson(f"visits ~ kratom + {self.FORMULA}", frame).fit(disp=0, tol=1e-13)
        asked = about("visits", "age", "education", scale="ratio")
        found = regression(
            frame, asked, terms=self.FORMULA, interactions=False, outcome_model="poisson"
        )
        assert found.value == pytest.approx(np.exp(theirs.params["kratom"]), rel=1e-9)

    def test_a_model_in_each_arm(self):
        frame = self.frame()
        fits = [
            smf.ols(f"phq9 ~ {self.FORMULA}", frame[frame["kratom"] == v]).fit() for v in (1, 0)
        ]
        expected = fits[0].predict(frame).mean() - fits[1].predict(frame).mean()
        found = regression(frame, about("phq9", "age", "education"), terms=self.FORMULA)
        assert found.value == pytest.approx(expected, rel=1e-9)

    def test_ordinal_means_are_means_of_levels(self):
        frame = self.frame().assign(severity=lambda f: f["severity"].astype(str).astype(int))
        covariates = frame[["kratom", "age", "pain"]].astype(float)
        theirs = OrderedModel(frame["severity"], covariates, distr="logit").fit(
            method="bfgs", gtol=1e-8, disp=0
        )
        means = [
            (theirs.predict(covariates.assign(kratom=float(v))).to_numpy() @ [0, 1, 3, 6]).mean()
            for v in (1, 0)
        ]
        found = regression(
            people(7),
            about("severity", "age", "pain"),
            outcome_model="ordinal",
            terms="lines",
            interactions=False,
        )
        assert found.value == pytest.approx(means[0] - means[1], abs=1e-5)

    def test_splines_have_their_knots_where_everybody_is(self):
        """Also when everybody's exposure is set, and when the formula centres a column."""
        frame = self.frame()
        asked = about("phq9", "age")
        plain = regression(frame, asked, terms="kratom * age")
        centred = regression(frame, asked, terms="kratom * center(age)")
        assert centred.value == pytest.approx(plain.value)
        assert regression(frame, asked, terms="bs(age, df=5)").covers(0.4)


@pytest.mark.parametrize("interactions", [True, False])
def test_lines_of_truth_values_are_curves_of_truth_values(interactions: bool):
    frame, asked = people(8), about("phq9", "pain", "education")
    curves, lines = (
        regression(frame, asked, terms=terms, interactions=interactions)
        for terms in ("curves", "lines")
    )
    assert curves == lines


@pytest.mark.parametrize("interactions", [True, False])
@pytest.mark.parametrize("model", MODELS)
def test_few_kinds_of_people_and_each_row_alone_give_the_same(model: str, interactions: bool):
    """A formula is fitted row by row, lines of discrete covariates kind by kind."""
    frame = people(9).assign(age=lambda f: f["age"].round(1) * 10)
    frame["age"] = frame["age"].round().clip(-2, 2)
    asked = about(OUTCOMES[model], "age", "pain", "education")
    by_kind, by_row = (
        regression(
            frame,
            asked,
            outcome_model=model,
            terms=terms,
            interactions=interactions,
            sampling=Sampling(weights="people"),
        )
        for terms in ("lines", "age + pain + education")
    )
    assert by_kind.value == pytest.approx(by_row.value, rel=1e-8)
    assert by_kind.standard_error == pytest.approx(by_row.standard_error, rel=1e-8)


class TestExposures:
    """More than two settings, several exposures, and doses, in one model for all."""

    def test_three_levels_are_two_indicators(self):
        frame = people(10).assign(
            kratom=lambda f: np.where(f["kratom"], f["education"].replace("high", "none"), "never")
        )
        theirs = smf.ols("phq9 ~ C(kratom, Treatment('never')) + age", frame).fit(cov_type="HC2")
        name = "C(kratom, Treatment('never'))[T.low]"
        asked = about("phq9", "age", treated="low", reference="never")
        for terms in ("lines", "C(kratom) + age"):
            found = regression(frame, asked, terms=terms, interactions=False)
            assert found.value == pytest.approx(theirs.params[name], rel=1e-9)
            assert found.standard_error == pytest.approx(theirs.bse[name], rel=1e-8)

    def test_two_exposures_add_up(self):
        frame = people(11).astype({"kratom": int, "pain": int})
        theirs = smf.ols("phq9 ~ kratom + pain + age", frame).fit()
        question = Question.of(["kratom", "pain"], "phq9")
        asked = Backdoor(question, ("age",), (("age",),), complete=True)
        found = regression(frame, asked, terms="lines", interactions=False)
        assert found.value == pytest.approx(theirs.params[["kratom", "pain"]].sum(), rel=1e-9)

    @pytest.mark.parametrize("terms", ["lines", "dose + age", "age"])
    def test_a_dose_in_a_straight_line(self, terms: str):
        frame = people(12).assign(dose=lambda f: f["age"] + 3 * f["kratom"])
        question = Question.of("dose", "phq9", treated=2, reference=0.5)
        asked = Backdoor(question, ("age",), (("age",),), complete=True)
        theirs = smf.ols("phq9 ~ dose + age", frame).fit(cov_type="HC2")
        found = regression(frame, asked, terms=terms, interactions=False)
        if terms == "age":  # a formula of covariates leaves the dose its curve
            assert found.value != pytest.approx(1.5 * theirs.params["dose"], rel=1e-3)
            return
        assert found.value == pytest.approx(1.5 * theirs.params["dose"], rel=1e-9)
        assert found.standard_error == pytest.approx(1.5 * theirs.bse["dose"], rel=1e-8)

    def test_a_dose_whose_slope_depends_on_a_covariate(self):
        frame = people(13).assign(
            pain=lambda f: f["pain"] * 1, dose=lambda f: f["age"] + 3 * f["kratom"]
        )
        theirs = smf.ols("phq9 ~ dose * pain", frame).fit()
        slope = theirs.params["dose"] + theirs.params["dose:pain"] * frame["pain"].mean()
        question = Question.of("dose", "phq9", treated=2, reference=0.5)
        asked = Backdoor(question, ("pain",), (("pain",),), complete=True)
        for terms in ("lines", "dose * pain"):
            assert regression(frame, asked, terms=terms).value == pytest.approx(1.5 * slope)


class TestRefused:
    """What a model, an outcome or a formula cannot be."""

    @pytest.mark.parametrize(
        ("model", "outcome", "message"),
        [
            ("probit", "phq9", "there is no outcome model 'probit'"),
            ("logistic", "phq9", '"phq9" takes other values than 0 and 1'),
            ("poisson", "phq9", '"phq9" is negative in some rows'),
            ("negative binomial", "phq9", '"phq9" is negative in some rows'),
            ("negative binomial", "half", '"half" is not a whole number'),
            ("ordinal", "phq9", '"phq9" takes 200 different values, more than the 30'),
        ],
    )
    def test_an_outcome_that_does_not_suit(self, model: str, outcome: str, message: str):
        frame = people(14, 200).assign(half=lambda f: f["visits"] / 2)
        with pytest.raises(EstimationError, match=message):
            regression(frame, about(outcome, "age"), outcome_model=model)

    @pytest.mark.parametrize(
        ("terms", "message"),
        [
            ("", 'the terms are "curves", "lines" or a formula'),
            (None, 'the terms are "curves", "lines" or a formula'),
            ("age", 'lacks "pain", which has to be adjusted for'),
            ("age + pain + people", 'names "people"; the variables that it can be made of'),
            ("age + painn", 'names "painn"; the variables that'),
            ("phq9 ~ age + pain", "has sides; the question names the outcome"),
            ("age + pain | kratom", "has sides"),
            ("age +* pain", "cannot be read"),
            ("age + log(pain", "cannot be read"),
            ("age + pain + bs(age, knots=[9], df=2)", "cannot be computed"),
            ("log(age) + pain", 'the term "log(.*)" of the formula .* is not a finite number'),
        ],
    )
    def test_a_formula_that_cannot_be_used(self, terms, message: str):
        with pytest.raises(EstimationError, match=message):
            regression(people(15, 200), about("phq9", "age", "pain"), terms=terms)

    def test_a_formula_that_names_only_some_exposures(self):
        question = Question.of(["kratom", "pain"], "phq9")
        asked = Backdoor(question, ("age",), (("age",),), complete=True)
        with pytest.raises(EstimationError, match='some of the exposures but not "pain"'):
            regression(people(16), asked, terms="kratom + age")

    def test_an_ordinal_formula_without_an_intercept(self):
        with pytest.raises(EstimationError, match="thresholds in place of an intercept"):
            regression(
                people(17), about("severity", "age"), terms="0 + age", outcome_model="ordinal"
            )

    @pytest.mark.parametrize(
        ("terms", "interactions"), [("lines", False), ("kratom + pain", True), ("curves", False)]
    )
    def test_covariates_that_decide_the_exposure(self, terms: str, interactions: bool):
        frame = people(18).assign(kratom=lambda f: f["pain"])
        with pytest.raises(
            EstimationError, match=r"the covariates decide the exposure.*no overlap"
        ):
            regression(frame, about("phq9", "pain"), terms=terms, interactions=interactions)

    def test_a_product_for_which_nobody_was_exposed(self):
        frame = people(19)
        frame.loc[frame["education"] == "none", "kratom"] = False
        with pytest.raises(EstimationError, match=r'terms of "education, kratom".*no overlap'):
            regression(frame, about("phq9", "education"), terms="kratom * education")
        assert regression(frame, about("phq9", "education"), terms="kratom + education").n == 800

    @pytest.mark.parametrize(
        ("model", "outcome"),
        [("poisson", "visits"), ("negative binomial", "visits"), ("ordinal", "severity")],
    )
    def test_an_outcome_that_is_at_the_bottom_for_everybody_of_a_kind(self, model, outcome):
        frame = people(20)
        frame.loc[frame["education"] == "none", outcome] = "0" if outcome == "severity" else 0
        with pytest.raises(EstimationError, match=f'"{outcome}" is the same for.*"education"'):
            regression(frame, about(outcome, "education"), outcome_model=model)


def test_the_table_is_left_alone():
    frame = people(21)
    before = frame.copy(deep=True)
    for terms in ("curves", "lines", "age + pain", "kratom * (age + pain)"):
        regression(frame, about("phq9", "age", "pain"), terms=terms, interactions=False)
    pd.testing.assert_frame_equal(frame, before)


def test_nothing_is_printed_or_warned(capfd, recwarn):
    for model in MODELS:
        regression(people(22), about(OUTCOMES[model], "age", "pain"), outcome_model=model)
    with pytest.raises(EstimationError):
        regression(people(22), about("phq9", "age"), terms="log(age)")
    assert capfd.readouterr() == ("", "")
    assert not recwarn
