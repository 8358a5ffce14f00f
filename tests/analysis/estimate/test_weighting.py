"""Weighted groups, beside statsmodels and by hand."""

from __future__ import annotations

import warnings
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.treatment.tests as treatment_tests
from small_changes import inflation
from statsmodels.treatment.treatment_effects import TreatmentEffect

from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.weighting import weighting
from causalkit.analysis.identify import Backdoor
from causalkit.errors import EstimationError
from causalkit.graph import Question

POPULATIONS = {"all": "all", "exposed": 1, "unexposed": 0}
OPTIONS = {
    "plain": {},
    "Horvitz and Thompson": {"normalised": False},
    "overlap": {"population_weights": "overlap"},
    "truncated": {"truncation": 0.02},
    "lines": {"terms": "lines"},
}


def births() -> pd.DataFrame:
    """Birth weights and smoking mothers (Cattaneo 2010), as statsmodels ships them."""
    return pd.read_csv(Path(treatment_tests.__file__).parent / "results" / "cataneo2.csv")


def of_smoking(adjustment: tuple[str, ...], **question: object) -> Backdoor:
    asked = Question.of("mbsmoke_", "bweight", **question)
    return Backdoor(asked, adjustment, (adjustment,), complete=True)


def scores_by_hand(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The exposure, and its chance from a logistic regression on straight lines."""
    exposed = frame["kratom"].to_numpy(dtype=float)
    terms = sm.add_constant(frame[["age", "pain"]].astype(float))
    return exposed, np.asarray(sm.Logit(exposed, terms).fit(disp=0).predict())


@pytest.mark.parametrize("population", POPULATIONS)
@pytest.mark.parametrize("terms", ["lines", "mage + I(mage ** 2) + mmarried_ + fbaby_ + medu"])
def test_birth_weights_are_weighted_as_statsmodels_does(terms: str, population: str):
    frame = births()
    names = ("fbaby_", "mage", "mage2", "medu", "mmarried_")
    formula = "mbsmoke_ ~ mmarried_ + mage + mage2 + fbaby_ + medu"
    theirs = TreatmentEffect(
        sm.OLS.from_formula("bweight ~ 1", frame),
        frame["mbsmoke_"].to_numpy(),
        results_select=sm.Logit.from_formula(formula, frame).fit(disp=0, tol=1e-12),
    ).ipw(effect_group=POPULATIONS[population])
    found = weighting(frame, of_smoking(names, population=population), terms=terms)
    assert found.value == pytest.approx(theirs.effect[0], rel=1e-5)
    # Ours corrects the residuals for having been fitted, hence a little larger.
    assert 1 <= found.standard_error / theirs.results_gmm.bse[0] < 1.003


def test_the_published_effect_of_smoking_is_found():
    """Stata's manual, with a probit for the propensity: −230.69 grams, standard error 25.8."""
    found = weighting(births(), of_smoking(("fbaby_", "mage", "mage2", "medu", "mmarried_")))
    assert found.value == pytest.approx(-230.69, abs=10)
    assert found.standard_error == pytest.approx(25.8, rel=0.1)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize(
    ("outcome", "scale"), [("phq9", "difference"), ("depressed", "odds ratio")]
)
def test_the_standard_error_is_made_of_what_each_row_does(
    survey, options, outcome: str, scale: str
):
    question = Question.of("kratom", outcome, scale=scale)
    asked = Backdoor(question, ("age", "pain"), (("age", "pain"),), complete=True)
    options = {**options, "terms": "lines"}
    estimate = partial(weighting, identification=asked, **options)
    assert 0.98 < inflation(estimate, survey(4, 121)) < 1.05


class TestOverlapWeights:
    """The people who could have gone either way."""

    def test_everybody_weighs_the_chance_of_the_other_group(self, identified, survey):
        frame = survey(21)
        exposed, chance = scores_by_hand(frame)
        outcome = frame["phq9"].to_numpy()
        expected = np.average(outcome, weights=exposed * (1 - chance))
        expected -= np.average(outcome, weights=(1 - exposed) * chance)
        asked = identified("age", "pain")
        found = weighting(frame, asked, terms="lines", population_weights="overlap")
        assert found.value == pytest.approx(expected, rel=1e-6)
        assert any("overlap population" in note for note in found.notes)

    def test_they_balance_every_term_exactly(self, identified, survey):
        """So a mean of the covariates themselves shows no effect at all."""
        frame = survey(22).assign(phq9=lambda f: 3 * f["age"] + 5 * f["pain"])
        asked = identified("age", "pain")
        found = weighting(frame, asked, terms="lines", population_weights="overlap")
        assert found.value == pytest.approx(0, abs=1e-7)

    def test_they_have_the_larger_effective_sample(self, identified, survey):
        """For an effect that is the same for all, they are the most precise of all weights."""
        frame, asked = survey(23), identified("age", "pain", "region")
        plain = weighting(frame, asked)
        overlap = weighting(frame, asked, population_weights="overlap")
        assert overlap.standard_error < plain.standard_error
        assert overlap.figures["largest weight share"] < plain.figures["largest weight share"]

    @pytest.mark.parametrize("population", ["exposed", "unexposed"])
    def test_they_replace_no_population_that_was_asked_for(
        self, identified, survey, population: str
    ):
        asked = identified("age", population=population)
        with pytest.raises(EstimationError, match=f"asks about the {population}; ask about every"):
            weighting(survey(24), asked, population_weights="overlap")


class TestHorvitzThompson:
    """Divided by the size of the population, not by the sum of the weights."""

    @pytest.mark.parametrize("population", POPULATIONS)
    def test_it_is_the_textbook_formula(self, identified, survey, population: str):
        frame = survey(25)
        exposed, chance = scores_by_hand(frame)
        counts = {"all": 1, "exposed": chance, "unexposed": 1 - chance}[population]
        sizes = {"all": len(frame), "exposed": exposed.sum(), "unexposed": (1 - exposed).sum()}
        outcome = frame["phq9"].to_numpy()
        summed = counts * outcome * (exposed / chance - (1 - exposed) / (1 - chance))
        asked = identified("age", "pain", population=population)
        found = weighting(frame, asked, terms="lines", normalised=False)
        assert found.value == pytest.approx(summed.sum() / sizes[population], rel=1e-6)

    def test_only_hajek_keeps_a_shift_of_the_outcome_out(self, identified, survey):
        frame, asked = survey(26), identified("age", "pain")
        shifted = frame.assign(phq9=frame["phq9"] + 1000)
        assert weighting(shifted, asked).value == pytest.approx(weighting(frame, asked).value)
        plain, moved = (weighting(each, asked, normalised=False).value for each in (frame, shifted))
        assert abs(moved - plain) > 1


class TestTruncation:
    """Capped weights."""

    def test_weights_are_capped_at_quantiles_of_their_group(self, identified, survey):
        frame = survey(27)
        exposed, chance = scores_by_hand(frame)
        means = []
        for group, weights in ((exposed == 1, 1 / chance), (exposed == 0, 1 / (1 - chance))):
            of_group = weights[group]
            caps = np.quantile(of_group, (0.05, 0.95), method="inverted_cdf")
            capped = np.clip(of_group, *caps)
            means.append(np.average(frame["phq9"].to_numpy()[group], weights=capped))
        found = weighting(frame, identified("age", "pain"), terms="lines", truncation=0.05)
        assert found.value == pytest.approx(means[0] - means[1], rel=1e-6)
        assert any("capped at their quantiles 0.05 and 0.95" in note for note in found.notes)

    def test_caps_that_leave_nothing_are_the_naive_contrast(self, identified, survey):
        frame = survey(28)
        found = weighting(frame, identified("age", "pain"), truncation=0.4999)
        naive = frame.groupby("kratom")["phq9"].mean()
        assert found.value == pytest.approx(naive[True] - naive[False], abs=0.02)

    @pytest.mark.parametrize("share", [0, -0.1, 0.5, 99])
    def test_a_share_of_one_half_or_more_is_refused(self, identified, survey, share: float):
        with pytest.raises(EstimationError, match=f"less than 0.5; not {share}"):
            weighting(survey(29), identified("age"), truncation=share)


class TestWhoCarriesTheWeight:
    """Figures and notes."""

    def test_the_figures_are_those_of_the_weights(self, identified, survey):
        frame = survey(30)
        exposed, chance = scores_by_hand(frame)
        weights = exposed / chance
        found = weighting(frame, identified("age", "pain"), terms="lines").figures
        expected = weights.sum() ** 2 / (weights**2).sum()
        assert found["effective sample size, treated"] == pytest.approx(expected, rel=1e-6)
        assert found["effective sample size, reference"] < (1 - exposed).sum()
        assert 0 < found["largest weight share"] < 0.05

    def test_a_note_says_that_few_people_carry_most(self, identified):
        rng = np.random.default_rng(31)
        before = rng.normal(size=2000)
        kratom = rng.random(2000) < 1 / (1 + np.exp(4 - 2 * before))
        frame = pd.DataFrame({"before": before, "kratom": kratom})
        frame["phq9"] = before + rng.normal(size=2000)
        found = weighting(frame, identified("before"))
        assert any("Half of the weight of the treated group" in note for note in found.notes)
        calm = weighting(frame, identified("before"), population_weights="overlap")
        assert not any("Half of the weight" in note for note in calm.notes)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
class TestSampling:
    """Survey weights and clusters."""

    def test_a_weight_stands_for_so_many_copies_of_a_row(self, identified, survey, options):
        frame = survey(32, n=300).assign(people=lambda f: 1 + f.index % 3)
        copies = frame.loc[frame.index.repeat(frame["people"])]
        # The curves have their joints where the rows are, so straight lines are compared.
        options = {**options, "terms": "lines"}
        asked = identified("age", "pain", "region")
        weighted = weighting(frame, asked, sampling=Sampling(weights="people"), **options)
        assert weighted.value == pytest.approx(weighting(copies, asked, **options).value, rel=1e-6)

    def test_everybody_alone_in_a_cluster_is_no_clusters(self, identified, survey, options):
        frame = survey(33, n=300).assign(who=lambda f: f.index)
        asked = identified("age", "pain")
        alone = weighting(frame, asked, sampling=Sampling(clusters="who"), **options)
        plain = weighting(frame, asked, **options)
        assert alone.value == plain.value
        assert alone.standard_error == pytest.approx(plain.standard_error * np.sqrt(300 / 299))

    def test_copies_in_a_cluster_tell_nothing_new(self, identified, survey, options):
        frame = survey(34, n=200).assign(who=lambda f: f.index)
        asked, options = identified("age", "pain"), {**options, "terms": "lines"}
        once = weighting(frame, asked, **options)
        thrice = weighting(pd.concat([frame] * 3), asked, **options)
        tied = weighting(
            pd.concat([frame] * 3), asked, sampling=Sampling(clusters="who"), **options
        )
        assert thrice.standard_error < 0.6 * once.standard_error
        assert tied.standard_error == pytest.approx(once.standard_error, rel=0.02)


class TestTerms:
    """How the covariates enter."""

    def test_a_formula_is_what_formulas_mean(self, identified, survey):
        frame = survey(35)
        exposed = frame["kratom"].to_numpy(dtype=float)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = frame.assign(kratom=exposed, pain=frame["pain"].astype(float))
            fit = sm.Logit.from_formula("kratom ~ age * pain + region", table).fit(disp=0)
        chance, outcome = np.asarray(fit.predict()), frame["phq9"].to_numpy()
        expected = np.average(outcome, weights=exposed / chance)
        expected -= np.average(outcome, weights=(1 - exposed) / (1 - chance))
        found = weighting(frame, identified("age", "pain", "region"), terms="age * pain + region")
        assert found.value == pytest.approx(expected, rel=1e-6)

    def test_names_with_blanks_stand_in_backticks(self, identified, survey):
        frame = survey(36)
        spaced = frame.rename(columns={"age": "age in years"})
        found = weighting(spaced, identified("age in years"), terms="`age in years`")
        assert found.value == weighting(frame, identified("age"), terms="age").value

    @pytest.mark.parametrize(
        ("terms", "message"),
        [
            ("age + income", r'"age \+ income" names "income"; .* made of are age, pain'),
            ("age + phq9", 'names "phq9"'),
            ("age +", "cannot be read"),
            ("age + )", "cannot be read"),
            ("kratom ~ age", "has sides"),
            ("age | pain", "has sides"),
            ("log(age - 1000)", r'the term "log\(age - 1000\)".*is not a finite number'),
            ("log(pain)", r'the term "log\(pain\)".*is not a finite number'),
            (7, '"curves", "lines" or a formula such as .*, not 7'),
        ],
    )
    def test_what_is_no_formula_of_the_covariates(self, identified, survey, terms, message: str):
        with pytest.raises(EstimationError, match=message):
            weighting(survey(37), identified("age", "pain"), terms=terms)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"population_weights": "matching"}, '"question" or "overlap", not \'matching\''),
        ({"dose_model": "cubic"}, '"linear" or "quadratic", not \'cubic\''),
        ({"dose_model": "quadratic"}, "dose_model is for a continuous exposure"),
        ({"level": 95}, "the level lies between 0 and 1"),
    ],
)
def test_options_that_mean_nothing_are_refused(identified, survey, options, message: str):
    with pytest.raises(EstimationError, match=message):
        weighting(survey(38), identified("age"), **options)
