"""Quitting smoking and weight: Hernán and Robins, Causal Inference: What If, chapters 12 to 16.

The book follows smokers from 1971 to 1982 (NHEFS) and estimates by how many kilograms quitting
changes their weight. Each figure below is printed in the section that is named beside it; those
of section 14.5, by g-estimation, stand with the tests of that estimator. Where the book takes
weights or scores as known, or people's outcomes as equally variable, its interval is not ours:
then ours stands first, and the printed one is found again under the book's assumption.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from causaldata import nhefs, nhefs_complete
from printed import rounded, with_interval

from causalkit.analysis.estimate import (
    difference,
    regression,
    two_stage_least_squares,
    wald,
    weighting,
)
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.nuisance.propensity import propensity
from causalkit.analysis.estimate.nuisance.terms import covariate_design
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import ConditionalExchangeability, NoConfounding
from causalkit.analysis.identify.instruments.instruments import Instrument
from causalkit.graph import Question

COVARIATES = (
    *("sex", "race", "age", "education", "smokeintensity"),
    *("smokeyrs", "exercise", "active", "wt71"),
)
TERMS = (
    "sex + race + age + I(age**2) + education + smokeintensity + I(smokeintensity**2) + "
    "smokeyrs + I(smokeyrs**2) + exercise + active + wt71 + I(wt71**2)"
)
QUITTING = Question.of("qsmk", "wt82_71")
AS_KNOWN = Sampling(weights="weight")


@pytest.fixture
def followed() -> pd.DataFrame:
    """The 1566 smokers whose weight is known in 1982."""
    return nhefs_complete.load_pandas().data


@pytest.fixture
def everybody() -> pd.DataFrame:
    """All 1629, with those who were lost."""
    frame = nhefs.load_pandas().data
    return frame.assign(lost=frame["wt82_71"].isna() * 1)


def given(question: Question, *covariates: str) -> ConditionalExchangeability:
    return ConditionalExchangeability(question, covariates or COVARIATES)


def chance(formula: str, frame: pd.DataFrame) -> pd.Series:
    return smf.logit(formula, frame).fit(disp=0).predict(frame)


def of_what_happened(quit_smoking: pd.Series, probability: pd.Series | float) -> pd.Series:
    return probability * quit_smoking + (1 - probability) * (1 - quit_smoking)


def stabilised(frame: pd.DataFrame, numerator: str = "1") -> pd.Series:
    usual, for_them = chance(f"qsmk ~ {numerator}", frame), chance(f"qsmk ~ {TERMS}", frame)
    quitting = frame["qsmk"]
    return of_what_happened(quitting, usual) / of_what_happened(quitting, for_them)


class TestCrude:
    """Section 12.1."""

    def test_quitters_gained_more(self, followed):
        gain = followed.groupby("qsmk")["wt82_71"].mean()
        assert rounded(gain[1], gain[0]) == (4.5, 2.0)
        found = difference(followed, NoConfounding(QUITTING))
        assert with_interval(found) == (2.5, 1.6, 3.5)

    def test_the_printed_interval_has_one_variance_for_both_groups(self, followed):
        fit = smf.ols("wt82_71 ~ qsmk", followed).fit()
        assert rounded(*fit.conf_int().loc["qsmk"]) == (1.7, 3.4)


class TestWeighting:
    """Sections 12.2 to 12.6."""

    def test_the_effect(self, followed):
        found = weighting(followed, given(QUITTING), terms=TERMS)
        assert with_interval(found) == (3.4, 2.5, 4.4)

    def test_the_printed_interval_takes_the_weights_as_known(self, followed):
        """The book calls it conservative."""
        for_them = of_what_happened(followed["qsmk"], chance(f"qsmk ~ {TERMS}", followed))
        frame = followed.assign(weight=1 / for_them)
        weights = frame["weight"]
        assert rounded(weights.min(), weights.mean(), digits=2) == (1.05, 2.00)
        assert rounded(weights.max()) == (16.7,)
        found = difference(frame, NoConfounding(QUITTING), sampling=AS_KNOWN)
        assert with_interval(found) == (3.4, 2.4, 4.5)

    def test_stabilised_weights_give_the_same(self, followed):
        frame = followed.assign(weight=stabilised(followed))
        weights = frame["weight"]
        extremes = weights.min(), weights.mean(), weights.max()
        assert rounded(*extremes, digits=2) == (0.33, 1.00, 4.30)
        found = difference(frame, NoConfounding(QUITTING), sampling=AS_KNOWN)
        assert with_interval(found) == (3.4, 2.4, 4.5)

    def test_death(self, followed):
        asked = Question.of("qsmk", "death", scale="odds ratio")
        assert with_interval(weighting(followed, given(asked), terms=TERMS)) == (1.0, 0.8, 1.3)
        frame = followed.assign(weight=stabilised(followed))
        found = difference(frame, NoConfounding(asked), sampling=AS_KNOWN)
        assert with_interval(found) == (1.0, 0.8, 1.4)

    def test_the_effect_in_women_minus_that_in_men(self, followed):
        frame = followed.assign(weight=stabilised(followed, "sex"))
        men, women = (
            difference(
                frame,
                NoConfounding(Question.of("qsmk", "wt82_71", population=f"sex == {sex}")),
                sampling=AS_KNOWN,
            )
            for sex in (0, 1)
        )
        more = women.value - men.value
        margin = 1.96 * np.hypot(women.standard_error, men.standard_error)
        assert rounded(more - margin, more + margin) == (-2.2, 1.9)

    def test_those_who_were_lost(self, everybody):
        stayed = 1 - chance("lost ~ qsmk", everybody)
        for_them = 1 - chance(f"lost ~ qsmk + {TERMS}", everybody)
        frame = everybody.assign(weight=stabilised(everybody) * stayed / for_them)
        weights = frame.loc[frame["lost"] == 0, "weight"]
        extremes = weights.min(), weights.mean(), weights.max()
        assert rounded(*extremes, digits=2) == (0.35, 1.00, 4.09)
        found = difference(frame, NoConfounding(QUITTING), sampling=AS_KNOWN)
        assert with_interval(found) == (3.5, 2.5, 4.5)
        assert (found.n, found.dropped) == (1566, 63)

    def test_some_who_were_lost_had_other_weights(self, everybody):
        lost = everybody.groupby("qsmk")["lost"].mean() * 100
        assert rounded(lost[1], lost[0]) == (5.8, 3.2)
        assert rounded(*everybody.groupby("lost")["wt71"].mean()) == (70.8, 76.6)


class TestDose:
    """Section 12.4: smoking more or less, among those with 25 cigarettes a day or fewer."""

    CHANGE = "smkintensity82_71"
    PARABOLA = f"{CHANGE} + I({CHANGE}**2)"
    MORE = Question.of(CHANGE, "wt82_71", treated=20, reference=0)

    def light(self, followed: pd.DataFrame, parameters: int) -> pd.DataFrame:
        """The smokers with stabilised weights; the variance pays for so many parameters."""
        frame = followed[followed["smokeintensity"] <= 25]
        change, n = frame[self.CHANGE], len(frame)
        left = change - smf.ols(f"{self.CHANGE} ~ {TERMS}", frame).fit().fittedvalues
        around = change - change.mean()
        usual = (around**2).sum() / (n - min(parameters, 1))
        for_them = (left**2).sum() / (n - parameters)
        density = np.exp(left**2 / for_them / 2 - around**2 / usual / 2)
        return frame.assign(weight=density * np.sqrt(for_them / usual))

    def test_the_mean_gain_at_either_dose(self, followed):
        frame = self.light(followed, parameters=19)
        assert len(frame) == 1162
        weights = frame["weight"]
        extremes = weights.min(), weights.mean(), weights.max()
        assert rounded(*extremes, digits=2) == (0.19, 1.00, 5.10)
        fit = smf.wls(f"wt82_71 ~ {self.PARABOLA}", frame, weights=weights).fit(cov_type="HC1")
        assert rounded(*fit.params, digits=3) == (2.005, -0.109, 0.003)
        at = fit.get_prediction(pd.DataFrame({self.CHANGE: [0, 20]})).summary_frame()
        same, more = at[["mean", "mean_ci_lower", "mean_ci_upper"]].to_numpy()
        assert rounded(*same) == (2.0, 1.4, 2.6)
        assert rounded(*more) == (0.9, -1.7, 3.5)

    def test_the_contrast_of_the_two(self, followed):
        frame = self.light(followed, parameters=19)
        asked = ConditionalExchangeability(self.MORE, ())
        found = regression(frame, asked, terms=self.PARABOLA, sampling=AS_KNOWN)
        assert round(found.value, 1) == -1.1

    def test_ours_divides_the_squares_by_the_number_of_people(self, followed):
        """The book pays for its 19 parameters; that 1 in 60 tells at 20 cigarettes more."""
        frame = self.light(followed, parameters=0)
        found = weighting(frame, given(self.MORE), terms=TERMS, dose_model="quadratic")
        assert round(found.value, 1) == -1.2
        asked = ConditionalExchangeability(self.MORE, ())
        by_hand = regression(frame, asked, terms=self.PARABOLA, sampling=AS_KNOWN)
        assert found.value == pytest.approx(by_hand.value, rel=1e-6)
        assert found.covers(-1.1)


class TestStandardisation:
    """Section 13.3."""

    TERMS = f"qsmk + qsmk:smokeintensity + {TERMS}"

    def test_the_effect(self, followed):
        """The book's interval is that of a bootstrap; ours is a formula."""
        found = regression(followed, given(QUITTING), terms=self.TERMS)
        assert with_interval(found) == (3.5, 2.6, 4.5)

    def test_the_book_averages_over_those_who_were_lost_as_well(self, everybody):
        fit = smf.ols(f"wt82_71 ~ {self.TERMS}", everybody).fit()
        smoking, quitting = (fit.predict(everybody.assign(qsmk=each)).mean() for each in (0, 1))
        assert rounded(smoking, quitting, digits=2) == (1.66, 5.18)
        assert rounded(quitting - smoking) == (3.5,)


class TestOutcomeRegression:
    """Section 15.1. The printed intervals take all outcomes to be equally variable."""

    TERMS = f"qsmk + product + {TERMS}"

    def at(self, followed: pd.DataFrame, quitting: float, product: float):
        """Set the product of quitting and cigarettes, too, as an exposure of its own."""
        frame = followed.assign(product=followed["qsmk"] * followed["smokeintensity"])
        both = {"treated": (quitting, product), "reference": (0, 0)}
        asked = given(Question.of(["qsmk", "product"], "wt82_71", **both))
        return regression(frame, asked, terms=self.TERMS)

    def test_the_coefficients(self, followed):
        assert round(self.at(followed, 1, 0).value, 1) == 2.6
        assert round(self.at(followed, 0, 1).value, 2) == 0.05

    @pytest.mark.parametrize(
        ("cigarettes", "ours", "theirs"),
        [(5, (2.8, 1.4, 4.1), (2.8, 1.5, 4.1)), (40, (4.4, 2.4, 6.5), (4.4, 2.8, 6.1))],
    )
    def test_the_effect_depends_on_cigarettes(self, followed, cigarettes: int, ours, theirs):
        assert with_interval(self.at(followed, 1, cigarettes)) == ours
        fit = smf.ols(f"wt82_71 ~ qsmk + qsmk:smokeintensity + {TERMS}", followed).fit()
        test = fit.t_test(f"qsmk + {cigarettes}*qsmk:smokeintensity = 0")
        assert rounded(test.effect[0], *test.conf_int()[0]) == theirs

    def test_one_effect_for_all(self, followed):
        found = regression(followed, given(QUITTING), terms=TERMS, interactions=False)
        assert with_interval(found) == (3.5, 2.5, 4.4)
        fit = smf.ols(f"wt82_71 ~ qsmk + {TERMS}", followed).fit()
        assert rounded(fit.params["qsmk"], *fit.conf_int().loc["qsmk"]) == (3.5, 2.6, 4.3)


class TestPropensityScores:
    """Sections 15.2 and 15.3."""

    @pytest.fixture
    def scored(self, everybody) -> pd.DataFrame:
        """Everybody with their score, and its tenths."""
        asked = given(Question.of("qsmk", "lost"))
        rows = prepare(everybody, asked)
        score = propensity(rows, covariate_design(rows, TERMS).matrix).chances[:, 1]
        tenths = pd.qcut(score, 10, labels=list("abcdefghij")).astype(str)
        return everybody.assign(score=score, tenth=tenths)

    def test_the_scores(self, scored):
        assert rounded(scored["score"].min(), scored["score"].max(), digits=3) == (0.053, 0.793)
        means = scored.groupby("qsmk")["score"].mean()
        assert rounded(means[1], means[0], digits=3) == (0.312, 0.245)
        lowest, highest = scored["score"].idxmin(), scored["score"].idxmax()
        assert scored.loc[[lowest, highest], "seqn"].tolist() == [22941, 24949]

    def test_tenths_of_the_score_as_covariates(self, scored):
        asked = given(QUITTING, "tenth")
        found = regression(scored, asked, terms="lines", interactions=False)
        assert with_interval(found) == (3.5, 2.5, 4.5)
        fit = smf.ols("wt82_71 ~ qsmk + tenth", scored).fit()  # equal variances, as printed
        assert rounded(*fit.conf_int().loc["qsmk"]) == (2.6, 4.4)

    def test_the_score_as_a_covariate(self, scored):
        asked = given(QUITTING, "score")
        found = regression(scored, asked, terms="lines", interactions=False)
        # The book prints 2.7 to 4.5, and not by which method.
        assert with_interval(found) == (3.6, 2.6, 4.5)

    def test_standardised_over_the_score(self, scored):
        found = regression(scored, given(QUITTING, "score"), terms="lines")
        assert with_interval(found) == (3.6, 2.7, 4.6)


class TestInstrument:
    """Sections 16.1, 16.2 and 16.5: the price of cigarettes, a weak instrument."""

    PRICE = Instrument("expensive", (), QUITTING)

    def priced(self, everybody: pd.DataFrame, limit: float = 1.5) -> pd.DataFrame:
        price = everybody["price82"]
        return everybody.assign(expensive=(price >= limit).astype(float).where(price.notna()))

    def test_the_quotient(self, everybody):
        frame = self.priced(everybody)
        found = wald(frame, self.PRICE)
        assert found.n == 1476
        assert round(found.value, 1) == 2.4
        assert round(found.figures["difference in outcome"], 4) == 0.1503
        assert round(found.figures["difference in exposure"], 4) == 0.0627
        known = frame[frame["wt82_71"].notna()].groupby("expensive")
        assert rounded(*known["qsmk"].mean(), digits=4) == (0.1951, 0.2578)
        assert rounded(*known["wt82_71"].mean(), digits=3) == (2.536, 2.686)

    def test_two_stages(self, everybody):
        frame = self.priced(everybody)
        found = two_stage_least_squares(frame, self.PRICE, covariance="homoskedastic")
        assert with_interval(found) == (2.4, -36.5, 41.3)
        assert round(found.figures["first-stage F"], 1) == 0.8
        assert any("weak" in note for note in found.notes)

    @pytest.mark.parametrize(
        ("limit", "effect"), [(1.6, 41.3), (1.7, -40.9), (1.8, -21.1), (1.9, -12.8)]
    )
    def test_another_limit_has_another_effect(self, everybody, limit: float, effect: float):
        found = wald(self.priced(everybody, limit), self.PRICE)
        assert round(found.value, 1) == effect
        assert found.covers(0)

    def test_covariates_make_it_smaller_and_wider(self, everybody):
        frame = self.priced(everybody)
        covariates = tuple(name for name in COVARIATES if name != "education")
        alone, conditional = (
            two_stage_least_squares(
                frame, Instrument("expensive", given, QUITTING), covariance="homoskedastic"
            )
            for given in ((), covariates)
        )
        assert conditional.value < alone.value
        assert conditional.standard_error > alone.standard_error
