"""Smoking in pregnancy and birth weight, as Stata estimates it.

Cattaneo (2010), Efficient semiparametric estimation of multi-valued treatment effects. The figures
are what Stata prints for ``regress``, ``teffects ra`` and ``teffects ipw``, the latter two in its
manual [TE]; statsmodels keeps the same results with more digits. Matching stands with the tests of
that estimator, and augmented weighting, beside statsmodels, with the tests of that one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.treatment.tests as treatment_tests
from printed import rounded
from statsmodels.treatment.tests.results.results_teffects import results_ipw, results_ra

from causalkit.analysis.estimate import Estimate, difference, regression, weighting
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import ConditionalExchangeability, NoConfounding
from causalkit.graph import Question

OUTCOME = ("prenatal1_", "mmarried_", "mage", "fbaby_")
EXPOSURE = ("mmarried_", "mage", "fbaby_", "medu")
TERMS = "mmarried_ + mage + I(mage**2) + fbaby_ + medu"


@pytest.fixture(scope="module")
def births() -> pd.DataFrame:
    return pd.read_csv(Path(treatment_tests.__file__).parent / "results" / "cataneo2.csv")


def smoking(population: str = "all") -> Question:
    return Question.of("mbsmoke_", "bweight", population=population)


def adjusted(births: pd.DataFrame, population: str) -> Estimate:
    asked = ConditionalExchangeability(smoking(population), OUTCOME)
    return regression(births, asked, terms="lines")


def test_babies_of_smokers_weigh_less(births):
    found = difference(births, NoConfounding(smoking()))
    assert rounded(found.value, digits=4) == (-275.2519,)
    fit = sm.OLS.from_formula("bweight ~ mbsmoke_", births).fit()  # one variance for all
    assert round(fit.bse["mbsmoke_"], 5) == 21.45280


class TestRegressionAdjustment:
    @pytest.mark.parametrize(
        ("population", "effect", "table"),
        [("all", -239.6392, "table"), ("exposed", -223.3017, "table_t")],
    )
    def test_the_effect(self, births, population: str, effect: float, table: str):
        found = adjusted(births, population)
        assert round(found.value, 4) == effect
        assert found.value == pytest.approx(results_ra[table][0, 0], rel=1e-10)

    @pytest.mark.parametrize(
        ("population", "error", "ours"), [("all", 23.824, 23.885), ("exposed", 22.742, 22.794)]
    )
    def test_the_error(self, births, population: str, error: float, ours: float):
        """Ours corrects the residuals for having been fitted; Stata's are as they are."""
        assert round(adjusted(births, population).standard_error, 3) == ours
        assert round(self.plain_error(births, population), 3) == error

    @staticmethod
    def plain_error(births: pd.DataFrame, population: str) -> float:
        """The error from the estimating equations, written out."""
        terms = sm.add_constant(births[list(OUTCOME)].astype(float)).to_numpy()
        exposed = births["mbsmoke_"].to_numpy() == 1
        target = exposed if population == "exposed" else np.ones(len(births), dtype=bool)
        middle, influence, effect = terms[target].mean(axis=0), np.zeros(len(births)), 0.0
        for group, sign in ((exposed, 1), (~exposed, -1)):
            fit = sm.OLS(births["bweight"].to_numpy()[group], terms[group]).fit()
            along = terms[group] @ fit.normalized_cov_params @ middle
            influence[group] += sign * along * fit.resid
            effect = effect + sign * (terms @ fit.params)
        influence[target] += (effect[target] - effect[target].mean()) / target.sum()
        return float(np.sqrt((influence**2).sum()))


class TestWeighting:
    """Stata's example has a probit for the exposure; ours is always a logistic regression."""

    @pytest.mark.parametrize(
        ("effect", "population", "table"),
        [(-230.6886, "all", "table"), (-225.1773, "exposed", "table_t")],
    )
    def test_the_effect_by_the_weights_of_a_probit(
        self, births, effect: float, population: str, table: str
    ):
        formula = "mbsmoke_ ~ mmarried_ + mage + mage2 + fbaby_ + medu"
        chance = sm.Probit.from_formula(formula, births).fit(disp=0).predict(births)
        goal = chance if population == "exposed" else 1
        of_group = np.where(births["mbsmoke_"] == 1, chance, 1 - chance)
        frame = births.assign(weight=goal / of_group)
        found = difference(frame, NoConfounding(smoking()), sampling=Sampling(weights="weight"))
        assert round(found.value, 4) == effect
        assert found.value == pytest.approx(results_ipw[table][0, 0], rel=1e-7)

    @pytest.mark.parametrize(
        ("population", "effect", "error"),
        [("all", -230.6886, 25.81524), ("exposed", -225.1773, 23.66458)],
    )
    def test_a_logistic_regression_is_not_far(self, births, population, effect, error):
        asked = ConditionalExchangeability(smoking(population), EXPOSURE)
        found = weighting(births, asked, terms=TERMS)
        assert found.value == pytest.approx(effect, abs=0.05 * error)
        assert found.standard_error == pytest.approx(error, rel=0.03)
