"""Two models, of which one has to be right: replications, statsmodels, and by hand."""

from __future__ import annotations

import warnings
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.treatment.tests as treatment_tests
from replications import performance
from small_changes import inflation
from statsmodels.treatment.treatment_effects import TreatmentEffect
from two_models import RIGHT, WRONG, draw, effect, risks

from causalkit.analysis.estimate import regression
from causalkit.analysis.estimate.augmented_weighting import augmented_weighting
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.weights.folds import fold_numbers
from causalkit.analysis.identify import Backdoor
from causalkit.errors import EstimationError
from causalkit.graph import Question

LINES = {"outcome_terms": "lines", "propensity_terms": "lines"}
ONE_RIGHT = {"both right": (RIGHT, RIGHT), "outcome": (RIGHT, WRONG), "propensity": (WRONG, RIGHT)}


def table(n: int = 300, seed: int = 1) -> pd.DataFrame:
    return draw(np.random.default_rng(seed), n)


class TestDoubleRobustness:
    """Right on average, with a right interval, if either model is."""

    @pytest.mark.parametrize("population", ["all", "exposed"])
    @pytest.mark.parametrize(("outcome", "exposure"), ONE_RIGHT.values(), ids=ONE_RIGHT)
    def test_one_right_model_is_enough(self, identified, outcome, exposure, population: str):
        estimate = partial(
            augmented_weighting,
            identification=identified("age", "pain", population=population),
            outcome_terms=outcome,
            propensity_terms=exposure,
        )
        performance(estimate, draw, effect(population), 300, seed=6).check_right()

    @pytest.mark.parametrize("population", ["all", "exposed"])
    def test_two_wrong_models_are_wrong(self, identified, population: str):
        estimate = partial(
            augmented_weighting,
            identification=identified("age", "pain", population=population),
            outcome_terms=WRONG,
            propensity_terms=WRONG,
        )
        performance(estimate, draw, effect(population), 60).check_wrong()

    @pytest.mark.parametrize(("outcome", "exposure"), [(RIGHT, WRONG), (WRONG, RIGHT)])
    def test_probabilities_too(self, outcome: str, exposure: str):
        asked = Question.of("kratom", "depressed")
        treated, untreated = risks("all")
        estimate = partial(
            augmented_weighting,
            identification=Backdoor(asked, ("age", "pain"), (("age", "pain"),), complete=True),
            outcome_terms=outcome,
            propensity_terms=exposure,
        )
        performance(estimate, draw, treated - untreated, 300, seed=6).check_right()

    @pytest.mark.parametrize("population", ["all", "unexposed"])
    @pytest.mark.parametrize(("outcome", "scale"), [("phq9", "ratio"), ("depressed", "odds ratio")])
    @pytest.mark.parametrize("terms", [(RIGHT, WRONG), (WRONG, RIGHT)])
    def test_the_standard_error_is_made_of_what_each_row_does(
        self, terms, outcome: str, scale: str, population: str
    ):
        question = Question.of("kratom", outcome, scale=scale, population=population)
        estimate = partial(
            augmented_weighting,
            identification=Backdoor(question, ("age", "pain"), (("age", "pain"),), complete=True),
            outcome_terms=terms[0],
            propensity_terms=terms[1],
        )
        assert 0.999 < inflation(estimate, table(80)) < 1.1


class TestAgainstOthers:
    """statsmodels, and formulas written out."""

    def test_birth_weights_are_estimated_as_statsmodels_does(self):
        """Smoking mothers (Cattaneo 2010); their outcome model has four terms of the same five."""
        frame = pd.read_csv(Path(treatment_tests.__file__).parent / "results" / "cataneo2.csv")
        names = ("fbaby_", "mage", "mage2", "medu", "mmarried_", "prenatal1_")
        propensity = "mmarried_ + mage + mage2 + fbaby_ + medu"
        outcome = "prenatal1_ + mmarried_ + mage + fbaby_"
        theirs = TreatmentEffect(
            sm.OLS.from_formula(f"bweight ~ {outcome}", frame),
            frame["mbsmoke_"].to_numpy(),
            results_select=sm.Logit.from_formula(f"mbsmoke_ ~ {propensity}", frame).fit(disp=0),
        ).aipw()
        asked = Backdoor(Question.of("mbsmoke_", "bweight"), names, (names,), complete=True)
        found = augmented_weighting(
            frame, asked, outcome_terms=outcome, propensity_terms=propensity
        )
        assert found.value == pytest.approx(theirs.effect[0], rel=1e-6)
        # Ours corrects the residuals for having been fitted, hence a little larger.
        assert 1 <= found.standard_error / theirs.results_gmm.bse[0] < 1.005
        # Stata's manual, with a probit for the propensity: -230.99 grams, 26.2 the error.
        assert found.value == pytest.approx(-230.99, abs=3)
        assert found.standard_error == pytest.approx(26.2, rel=0.03)

    @pytest.mark.parametrize("population", ["all", "exposed", "unexposed"])
    @pytest.mark.parametrize("outcome", ["phq9", "depressed"])
    def test_it_is_the_textbook_formula(self, outcome: str, population: str):
        frame = table()
        exposed, values = (frame[name].to_numpy(dtype=float) for name in ("kratom", outcome))
        terms = sm.add_constant(frame[["age", "pain"]].astype(float))
        family = sm.families.Binomial() if outcome == "depressed" else sm.families.Gaussian()
        chance = np.asarray(sm.Logit(exposed, terms).fit(disp=0).predict())
        one, none = (
            sm.GLM(values[exposed == arm], terms[exposed == arm], family=family)
            .fit()
            .predict(terms)
            for arm in (1, 0)
        )
        counts = {"all": 1 + 0 * chance, "exposed": chance, "unexposed": 1 - chance}[population]
        target = {"all": 1 + 0 * chance, "exposed": exposed, "unexposed": 1 - exposed}[population]
        treated = target * one + exposed * counts / chance * (values - one)
        reference = target * none + (1 - exposed) * counts / (1 - chance) * (values - none)
        question = Question.of("kratom", outcome, population=population)
        asked = Backdoor(question, ("age", "pain"), (("age", "pain"),), complete=True)
        found = augmented_weighting(frame, asked, **LINES)
        assert found.value == pytest.approx((treated - reference).sum() / target.sum(), rel=1e-6)

    def test_with_one_set_of_strata_it_is_standardisation(self, identified, survey):
        frame = survey(2, n=2000)
        frame["stratum"] = frame["region"].astype(str) + frame["pain"].astype(str)
        asked = identified("stratum")
        plain = regression(frame, asked)
        found = augmented_weighting(frame, asked)
        assert found.value == pytest.approx(plain.value)
        assert found.standard_error == pytest.approx(plain.standard_error, rel=1e-3)

    def test_several_groups_are_compared_in_everybody(self, identified):
        rng = np.random.default_rng(9)
        pain = rng.random(6000) < 0.5
        level = np.where(pain, rng.choice(3, 6000, p=[0.2, 0.3, 0.5]), rng.choice(3, 6000))
        frame = pd.DataFrame({"pain": pain})
        frame["kratom"] = np.array(["never", "weekly", "daily"])[level]
        frame["phq9"] = 5 + 3 * pain + (level == 2) * (1 + 2 * pain) + rng.normal(size=6000)
        asked = identified("pain", treated="daily", reference="never")
        found, plain = augmented_weighting(frame, asked), regression(frame, asked)
        assert found.n == 6000
        assert found.value == pytest.approx(plain.value)
        assert found.standard_error == pytest.approx(plain.standard_error, rel=1e-3)


class TestCrossFitting:
    """Nobody is predicted by a model that has seen them."""

    def test_its_interval_is_right_with_two_right_models(self, identified):
        estimate = partial(
            augmented_weighting, identification=identified("age", "pain"), folds=2, **LINES
        )
        performance(estimate, draw, effect("all"), 300, seed=6).check_right()

    def test_it_is_the_formula_fold_by_fold(self, identified):
        frame, asked = table(), identified("age", "pain")
        fold = fold_numbers(prepare(frame, asked), 4, seed=3)
        exposed, outcome = (frame[name].to_numpy(dtype=float) for name in ("kratom", "phq9"))
        terms = sm.add_constant(frame[["age", "pain"]].astype(float)).to_numpy()
        scores = np.empty(len(frame))
        for number in range(4):
            held, others = fold == number, fold != number
            chance = sm.Logit(exposed[others], terms[others]).fit(disp=0).predict(terms[held])
            one, none = (
                sm.OLS(outcome[others & (exposed == arm)], terms[others & (exposed == arm)])
                .fit()
                .predict(terms[held])
                for arm in (1, 0)
            )
            scores[held] = one - none
            scores[held] += exposed[held] / chance * (outcome[held] - one)
            scores[held] -= (1 - exposed[held]) / (1 - chance) * (outcome[held] - none)
        found = augmented_weighting(frame, asked, folds=4, seed=3, **LINES)
        assert found.value == pytest.approx(scores.mean(), rel=1e-6)
        assert found.standard_error == pytest.approx(scores.std() / np.sqrt(300), rel=1e-2)

    def test_the_seed_decides_who_is_where(self, identified):
        frame, asked = table(), identified("age", "pain")
        first, again, other = (
            augmented_weighting(frame, asked, folds=5, seed=seed).value for seed in (1, 1, 2)
        )
        assert first == again != other

    def test_clusters_stay_together_and_groups_are_spread(self, identified):
        frame, asked = table().assign(school=lambda f: f.index % 40), identified("age", "pain")
        together = prepare(frame, asked, sampling=Sampling(clusters="school"))
        fold = fold_numbers(together, 4, seed=1)
        assert pd.Series(fold).groupby(frame["school"]).nunique().max() == 1
        spread = fold_numbers(prepare(frame, asked), 4, seed=1)
        sizes = pd.crosstab(spread, frame["kratom"]).to_numpy()
        assert np.ptp(sizes, axis=0).max() <= 1

    @pytest.mark.parametrize("folds", [1, 0, 2.5, True])
    def test_one_part_is_none(self, identified, folds):
        with pytest.raises(EstimationError, match="a whole number of at least 2, such as 5"):
            augmented_weighting(table(), identified("age"), folds=folds)

    def test_too_many_parts(self, identified):
        with pytest.raises(
            EstimationError, match="rows of some setting cannot be dealt out into 500"
        ):
            augmented_weighting(table(), identified("age"), folds=500)
        frame = table().assign(school=lambda f: f.index % 4)
        with pytest.raises(EstimationError, match="4 clusters cannot be dealt out into 5 folds"):
            augmented_weighting(
                frame, identified("age"), folds=5, sampling=Sampling(clusters="school")
            )


class TestSampling:
    """Survey weights and clusters."""

    @pytest.mark.parametrize("population", ["all", "exposed"])
    def test_a_weight_stands_for_so_many_copies_of_a_row(self, identified, population: str):
        frame = table().assign(people=lambda f: 1 + f.index % 3)
        copies = frame.loc[frame.index.repeat(frame["people"])]
        asked = identified("age", "pain", population=population)
        weighted = augmented_weighting(frame, asked, sampling=Sampling("people"), **LINES)
        plain = augmented_weighting(copies, asked, **LINES)
        assert weighted.value == pytest.approx(plain.value, rel=1e-6)

    @pytest.mark.parametrize("folds", [None, 3])
    def test_everybody_alone_in_a_cluster_is_no_clusters(self, identified, folds):
        frame, asked = table().assign(who=lambda f: f.index), identified("age", "pain")
        alone = augmented_weighting(frame, asked, sampling=Sampling(clusters="who"), folds=folds)
        plain = augmented_weighting(frame, asked, folds=folds)
        if folds is None:
            expected = plain.standard_error * np.sqrt(300 / 299)
            assert alone.value == plain.value
            assert alone.standard_error == pytest.approx(expected)
        else:  # the parts are others, because people are not spread by their group
            assert alone.standard_error == pytest.approx(plain.standard_error, rel=0.1)

    def test_copies_in_a_cluster_tell_nothing_new(self, identified):
        frame, asked = table().assign(who=lambda f: f.index), identified("age", "pain")
        once = augmented_weighting(frame, asked, **LINES)
        copies = pd.concat([frame] * 3)
        tied = augmented_weighting(copies, asked, sampling=Sampling(clusters="who"), **LINES)
        assert tied.standard_error == pytest.approx(once.standard_error, rel=0.02)


class TestWhatCannotBeAnswered:
    """Errors that say what to do."""

    def test_a_dose(self, identified):
        frame = table().assign(kratom=lambda f: f["age"])
        with pytest.raises(EstimationError, match="use regression for a continuous exposure"):
            augmented_weighting(frame, identified("pain"))

    def test_a_region_without_exposed_people(self, identified, survey):
        frame = survey(12)
        frame.loc[frame["region"] == "west", "kratom"] = False
        with pytest.raises(EstimationError, match=r'no overlap.*decided by "region"'):
            augmented_weighting(frame, identified("age", "region"))
        with pytest.raises(EstimationError, match='some kinds of "region" do not occur among'):
            augmented_weighting(frame, identified("age", "region"), propensity_terms="age")

    def test_an_outcome_that_never_occurs_among_the_exposed(self, identified, survey):
        frame = survey(14)
        frame["phq9"] = frame["depressed"] & ~(frame["kratom"] & (frame["region"] == "west"))
        with pytest.raises(EstimationError, match=r'"phq9" is the same for everybody.*"region"'):
            augmented_weighting(frame, identified("region"))

    def test_exposed_people_who_are_all_depressed(self, identified, survey):
        frame = survey(16).assign(phq9=lambda f: f["depressed"] | f["kratom"])
        with pytest.raises(
            EstimationError, match='"phq9" is 1 for everybody among those with krat'
        ):
            augmented_weighting(frame, identified("region"))

    def test_too_few_people(self, identified, survey):
        frame = survey(15, n=30).assign(kratom=lambda f: f.index < 4)
        with pytest.raises(EstimationError, match="terms cannot be fitted to 4 rows among those"):
            augmented_weighting(frame, identified("age", "region"), propensity_terms="1")


def test_nothing_is_changed_printed_or_warned(identified, capfd):
    frame = table()
    before = frame.copy(deep=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = augmented_weighting(frame, identified("age", "pain"), folds=3)
    assert found.figures["effective sample size, treated"] > 50
    assert capfd.readouterr() == ("", "")
    pd.testing.assert_frame_equal(frame, before, check_exact=True)
