"""A job training that was an experiment, redone as if it had been none.

LaLonde (1986) asked whether economists would have found the effect of a training programme (NSW)
without its experiment. Those trained are compared with a survey (CPS) instead of with the
controls. Regressions are those of Dehejia and Wahba (1999), Causal effects in nonexperimental
studies, table 3, rows NSW and CPS-1; weights, scores and matches those of Cunningham (2021),
Causal Inference: The Mixtape, chapter 5, with its programs ``ipw.do`` and ``teffects_nn.do``. All
are dollars of 1978; the latter cuts off what is behind the point and does not round.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from causaldata import cps_mixtape, nsw_mixtape
from printed import printed, rounded

from causalkit.analysis.estimate import Estimate, difference, regression, weighting
from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.matched.matching import matched
from causalkit.analysis.estimate.matched.rule import Rule
from causalkit.analysis.estimate.nuisance.propensity import propensity
from causalkit.analysis.estimate.nuisance.terms import covariate_design
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import ConditionalExchangeability, NoConfounding
from causalkit.graph import Question

COVARIATES = (
    *("age", "educ", "marr", "nodegree", "black", "hisp"),
    *("re74", "re75", "u74", "u75"),
)
SCORE = (
    "age + I(age**2) + I(age**3) + educ + I(educ**2) + marr + nodegree + black + hisp + "
    "re74 + re75 + u74 + u75 + educ:re74"
)
TRAINING = Question.of("treat", "re78")
TRAINED = Question.of("treat", "re78", population="exposed")


@pytest.fixture(scope="module")
def experiment() -> pd.DataFrame:
    return nsw_mixtape.load_pandas().data


@pytest.fixture(scope="module")
def survey(experiment) -> pd.DataFrame:
    """The trained, and the survey in place of the controls."""
    parts = [experiment.query("treat == 1"), cps_mixtape.load_pandas().data]
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(u74=(frame["re74"] == 0) * 1, u75=(frame["re75"] == 0) * 1)


@pytest.fixture(scope="module")
def scored(survey) -> pd.DataFrame:
    """The same with the propensity score, and a weight of one over the chance of one's group."""
    rows = conditional(survey)
    score = propensity(rows, covariate_design(rows, SCORE).matrix).chances[:, 1]
    weight = np.where(survey["treat"] == 1, 1 / score, 1 / (1 - score))
    return survey.assign(score=score, weight=weight)


def conditional(survey: pd.DataFrame, question: Question = TRAINING) -> Rows:
    return prepare(survey, ConditionalExchangeability(question, COVARIATES))


def by_known_weights(frame: pd.DataFrame) -> Estimate:
    return difference(frame, NoConfounding(TRAINING), sampling=Sampling(weights="weight"))


class TestExperiment:
    """Chance decided, so the difference of means is the effect."""

    def test_the_effect(self, experiment):
        found = difference(experiment, NoConfounding(TRAINING))
        assert printed(found, 0) == (1794, 671)
        assert found.n == 185 + 260

    def test_the_printed_error_has_one_variance_for_both_groups(self, experiment):
        fit = smf.ols("re78 ~ treat", experiment).fit()
        assert rounded(fit.params["treat"], fit.bse["treat"], digits=0) == (1794, 633)

    def test_adjusted_for_more_precision(self, experiment):
        names = ("age", "educ", "nodegree", "black", "hisp", "re74", "re75")
        terms = "age + I(age**2) + educ + nodegree + black + hisp + re74 + re75"
        asked = ConditionalExchangeability(TRAINING, names)
        found = regression(experiment, asked, terms=terms, interactions=False)
        assert printed(found, 0) == (1672, 675)
        # One variance, as printed; the squares of ages need more than the 8 bits they come in.
        wide = experiment.astype({"age": float})
        fit = smf.ols(f"re78 ~ treat + {terms}", wide).fit()
        assert rounded(fit.params["treat"], fit.bse["treat"], digits=0) == (1672, 638)


class TestSurvey:
    """Nobody chose by chance who is in the survey and who was trained."""

    def test_the_naive_difference_has_the_wrong_sign(self, survey):
        found = difference(survey, NoConfounding(TRAINING))
        assert printed(found, 0) == (-8498, 583)
        fit = smf.ols("re78 ~ treat", survey).fit()  # one variance, as printed
        assert rounded(fit.params["treat"], fit.bse["treat"], digits=0) == (-8498, 712)

    def test_the_scores(self, scored):
        means = scored.groupby("treat")["score"].mean()
        assert rounded(means[1], digits=2) == (0.43,)
        assert rounded(means[0], digits=3) == (0.007,)

    @pytest.mark.parametrize(("normalised", "effect"), [(False, -11_876), (True, -7238)])
    def test_weighting_the_trained_to_resemble_the_survey_fails(
        self, survey, normalised: bool, effect: int
    ):
        asked = ConditionalExchangeability(TRAINING, COVARIATES)
        found = weighting(survey, asked, terms=SCORE, normalised=normalised)
        assert int(found.value) == effect
        assert "Half of the weight of the treated group rests on 5 of" in found.notes[0]

    def test_where_either_was_likely_it_does_not(self, scored):
        """The scores stay those of all."""
        frame = scored.query("0.1 < score < 0.9")
        assert int(by_known_weights(frame).value) == 1806
        sign = 2 * frame["treat"] - 1
        assert int((sign * frame["weight"] * frame["re78"]).mean()) == 2006

    def test_matching_with_five_neighbours(self, survey):
        """Printed as significant on the level of 5 %."""
        rows = conditional(survey, TRAINED)
        terms = covariate_design(rows, SCORE).matrix
        found = matched(rows, terms, Rule(neighbours=5), None, 1, 0.95)
        assert int(found.value) == 1725
        assert found.low > 0

    def test_weighting_the_survey_to_resemble_the_trained(self, survey, experiment):
        """What the experiment says is well within what the adjusted survey says."""
        asked = ConditionalExchangeability(TRAINED, COVARIATES)
        found = weighting(survey, asked, terms=SCORE)
        truth = difference(experiment, NoConfounding(TRAINING)).value
        assert abs(found.value - truth) < 20
        assert found.covers(truth)
