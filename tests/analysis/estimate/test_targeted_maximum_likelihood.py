"""Targeted maximum likelihood: replications, and written out by hand."""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from replications import performance
from scipy.optimize import brentq
from scipy.special import expit, logit
from small_changes import inflation
from two_models import RIGHT, WRONG, draw, effect, risks

from causalkit.analysis.estimate.augmented_weighting import augmented_weighting
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.targeted_maximum_likelihood import targeted_maximum_likelihood
from causalkit.analysis.identify import Backdoor
from causalkit.errors import EstimationError
from causalkit.graph import Question

LINES = {"outcome_terms": "lines", "propensity_terms": "lines"}
ONE_RIGHT = {"both right": (RIGHT, RIGHT), "outcome": (RIGHT, WRONG), "propensity": (WRONG, RIGHT)}


def table(n: int = 300, seed: int = 1) -> pd.DataFrame:
    return draw(np.random.default_rng(seed), n)


def asking(outcome: str = "phq9", **question: object) -> Backdoor:
    adjustment = ("age", "pain")
    asked = Question.of("kratom", outcome, **question)
    return Backdoor(asked, adjustment, (adjustment,), complete=True)


def by_hand(frame: pd.DataFrame, outcome: str, population: str) -> tuple[float, float, np.ndarray]:
    """Both means, and the influence of each row on their difference."""
    exposed, values = (frame[name].to_numpy(dtype=float) for name in ("kratom", outcome))
    low, high = values.min(), values.max()
    scaled = (values - low) / (high - low)
    terms = sm.add_constant(frame[["age", "pain"]].astype(float)).to_numpy()
    chance = sm.Logit(exposed, terms).fit(disp=0, tol=1e-12).predict()
    counts = {"all": 1 + 0 * chance, "exposed": chance, "unexposed": 1 - chance}[population]
    target = {"all": 1 + 0 * chance, "exposed": exposed, "unexposed": 1 - exposed}[population]
    means, influence = [], np.zeros(len(frame))
    for sign, inside, own in ((1, exposed == 1, chance), (-1, exposed == 0, 1 - chance)):
        if outcome == "depressed":
            fit = sm.Logit(scaled[inside], terms[inside]).fit(disp=0, tol=1e-12)
            first = fit.predict(terms)
        else:
            first = np.clip(
                sm.OLS(scaled[inside], terms[inside]).fit().predict(terms), 5e-4, 0.9995
            )
        clever = counts / own

        def surplus(shift, inside=inside, clever=clever, first=first):
            bent = expit(logit(first) + shift * clever)
            return (inside * clever * (scaled - bent)).sum()

        bent = expit(logit(first) + brentq(surplus, -1, 1, xtol=1e-14) * clever)
        mean = (target * bent).sum() / target.sum()
        means.append(low + (high - low) * mean)
        each = target * (bent - mean) + inside * clever * (scaled - bent)
        influence += sign * (high - low) * each / target.mean()
    return means[0], means[1], influence


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed"])
@pytest.mark.parametrize("outcome", ["phq9", "depressed"])
def test_it_is_what_the_paper_writes(outcome: str, population: str):
    frame = table()
    treated, reference, influence = by_hand(frame, outcome, population)
    asked = asking(outcome, population=population)
    found = targeted_maximum_likelihood(frame, asked, **LINES, variance="influence curve")
    assert found.value == pytest.approx(treated - reference, rel=1e-6)
    spread = np.sqrt((influence**2).sum()) / len(frame)
    assert found.standard_error == pytest.approx(spread, rel=1e-6)


@pytest.mark.parametrize("scale", ["ratio", "odds ratio"])
def test_ratios_are_made_of_the_same_two_means(scale: str):
    treated, reference, _ = by_hand(table(), "depressed", "all")
    odds = [mean / (1 - mean) for mean in (treated, reference)]
    expected = {"ratio": treated / reference, "odds ratio": odds[0] / odds[1]}[scale]
    found = targeted_maximum_likelihood(table(), asking("depressed", scale=scale), **LINES)
    assert found.value == pytest.approx(expected, rel=1e-6)
    assert found.low * found.high == pytest.approx(found.value**2)


class TestReplications:
    """Right on average, with a right interval."""

    @pytest.mark.parametrize("population", ["all", "exposed"])
    def test_two_right_models_and_the_influence_curve(self, population: str):
        asked = asking(population=population)
        estimate = partial(
            targeted_maximum_likelihood,
            identification=asked,
            outcome_terms=RIGHT,
            propensity_terms=RIGHT,
            variance="influence curve",
        )
        performance(estimate, draw, effect(population), 300, seed=6).check_right()

    @pytest.mark.parametrize(("outcome", "exposure"), ONE_RIGHT.values(), ids=ONE_RIGHT)
    def test_one_right_model_is_enough_with_both_errors_in_the_interval(
        self, outcome: str, exposure: str
    ):
        treated, untreated = risks("all")
        estimate = partial(
            targeted_maximum_likelihood,
            identification=asking("depressed"),
            outcome_terms=outcome,
            propensity_terms=exposure,
        )
        performance(estimate, draw, treated - untreated, 300, seed=6).check_right()

    @pytest.mark.parametrize("population", ["all", "exposed"])
    def test_two_wrong_models_are_wrong(self, population: str):
        estimate = partial(
            targeted_maximum_likelihood,
            identification=asking(population=population),
            outcome_terms=WRONG,
            propensity_terms=WRONG,
        )
        performance(estimate, draw, effect(population), 60).check_wrong()

    def test_the_influence_curve_is_too_wide_where_the_outcome_model_is_wrong(self):
        estimate = partial(
            targeted_maximum_likelihood,
            identification=asking(),
            outcome_terms=WRONG,
            propensity_terms=RIGHT,
            variance="influence curve",
        )
        found = performance(estimate, draw, effect("all"), 100)
        assert abs(found.bias) < 2 * found.monte_carlo_error
        assert found.standard_error_ratio > 1.2


@pytest.mark.parametrize("population", ["all", "unexposed"])
@pytest.mark.parametrize(
    ("outcome", "scale"), [("phq9", "difference"), ("depressed", "odds ratio")]
)
@pytest.mark.parametrize("terms", [(RIGHT, WRONG), (WRONG, RIGHT)])
def test_the_stacked_error_is_made_of_what_each_row_does(
    terms, outcome: str, scale: str, population: str
):
    estimate = partial(
        targeted_maximum_likelihood,
        identification=asking(outcome, scale=scale, population=population),
        outcome_terms=terms[0],
        propensity_terms=terms[1],
        variance="stacked",
    )
    assert inflation(estimate, table(80)) == pytest.approx(1, abs=0.03)


def test_it_stays_in_the_range_where_augmented_weighting_leaves_it():
    """A survey chosen for a few large weights: the augmented mean is no probability."""
    rng = np.random.default_rng(166)
    age = rng.normal(size=100)
    frame = pd.DataFrame({"age": age, "kratom": rng.random(100) < expit(2 * age)})
    frame["depressed"] = rng.random(100) < expit(1.5 * age - 2)
    question = Question.of("kratom", "depressed", scale="ratio")
    asked = Backdoor(question, ("age",), (("age",),), complete=True)
    terms = {"outcome_terms": "1", "propensity_terms": "lines"}
    assert targeted_maximum_likelihood(frame, asked, **terms).value > 0
    with pytest.raises(EstimationError, match=r'the mean of "depressed" is -0\.377'):
        augmented_weighting(frame, asked, **terms)


class TestSampling:
    """Survey weights and clusters."""

    @pytest.mark.parametrize("outcome", ["phq9", "depressed"])
    def test_a_weight_stands_for_so_many_copies_of_a_row(self, outcome: str):
        frame = table().assign(people=lambda f: 1 + f.index % 3)
        copies = frame.loc[frame.index.repeat(frame["people"])]
        weighted = targeted_maximum_likelihood(
            frame, asking(outcome), sampling=Sampling("people"), **LINES
        )
        plain = targeted_maximum_likelihood(copies, asking(outcome), **LINES)
        assert weighted.value == pytest.approx(plain.value, rel=1e-6)

    @pytest.mark.parametrize("variance", ["influence curve", "stacked"])
    def test_everybody_alone_in_a_cluster_is_no_clusters(self, variance: str):
        frame = table().assign(who=lambda f: f.index)
        alone = targeted_maximum_likelihood(
            frame, asking(), sampling=Sampling(clusters="who"), variance=variance
        )
        plain = targeted_maximum_likelihood(frame, asking(), variance=variance)
        assert alone.value == plain.value
        assert alone.standard_error == pytest.approx(plain.standard_error * np.sqrt(300 / 299))


class TestWhatCannotBeAnswered:
    """Errors that say what to do."""

    def test_a_dose(self):
        with pytest.raises(EstimationError, match="use regression for a continuous exposure"):
            targeted_maximum_likelihood(table().assign(kratom=np.arange(300)), asking())

    def test_an_age_that_decides(self):
        frame = table().assign(kratom=lambda f: f["age"] > 0)
        with pytest.raises(EstimationError, match=r'no overlap.*decided by "age"'):
            targeted_maximum_likelihood(frame, asking())

    def test_an_outcome_that_age_decides(self):
        frame = table().assign(depressed=lambda f: f["age"] > 0)
        with pytest.raises(EstimationError, match=r'"depressed" is the same for everybody.*"age"'):
            targeted_maximum_likelihood(frame, asking("depressed"))

    def test_an_odds_ratio_of_scores(self):
        with pytest.raises(EstimationError, match="needs an outcome of zeros and ones"):
            targeted_maximum_likelihood(table(), asking(scale="odds ratio"))

    def test_another_variance(self):
        with pytest.raises(EstimationError, match="or \"stacked\", not 'bootstrap'"):
            targeted_maximum_likelihood(table(), asking(), variance="bootstrap")


def test_nothing_is_changed_printed_or_warned(capfd):
    frame = table()
    before = frame.copy(deep=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        targeted_maximum_likelihood(frame, asking(), variance="stacked")
    assert capfd.readouterr() == ("", "")
    pd.testing.assert_frame_equal(frame, before, check_exact=True)
