"""Schooling and wages, with growing up near a college as the instrument.

Card (1995), Using geographic variation in college proximity to estimate the return to schooling,
table 3, for what a college nearby does to schooling and to wages; Wooldridge (2010), Econometric
analysis of cross section and panel data, problem 5.4, for least squares; and Cunningham (2021),
Causal Inference: The Mixtape, chapter 7, whose model has fewer covariates. The two-stage estimates
of the former stand with the tests of that estimator. All these errors take wages to be equally
variable; ours are robust and differ in the last digit.
"""

from __future__ import annotations

import statsmodels.formula.api as smf
from causaldata import close_college
from linearmodels.datasets import card
from printed import printed, rounded

from causalkit.analysis.estimate import regression, two_stage_least_squares
from causalkit.analysis.identify import ConditionalExchangeability
from causalkit.analysis.identify.instruments.instruments import Instrument
from causalkit.graph import Question

A_YEAR_MORE = Question.of("educ", "lwage", treated=13, reference=12)


def coefficient(outcome: str, exposure: str, given: tuple[str, ...], frame):
    """The coefficient and its error, by least squares with one variance for all."""
    fit = smf.ols(f"{outcome} ~ {' + '.join((exposure, *given))}", frame).fit()
    return fit.params[exposure], fit.bse[exposure]


def in_lines(frame, question: Question, given: tuple[str, ...]):
    asked = ConditionalExchangeability(question, given)
    return regression(frame, asked, terms="lines", interactions=False)


class TestCard:
    REGIONS = tuple(f"reg66{i}" for i in range(2, 10))
    GIVEN = ("exper", "expersq", "black", "smsa", "south", "smsa66", *REGIONS)

    def test_the_return_by_least_squares(self):
        frame = card.load()
        found = in_lines(frame, A_YEAR_MORE, self.GIVEN)
        assert printed(found, 4) == (0.0747, 0.0036)
        theirs = coefficient("lwage", "educ", self.GIVEN, frame)
        assert rounded(*theirs, digits=4) == (0.0747, 0.0035)

    def test_a_college_nearby_means_more_schooling(self):
        frame = card.load()
        found = in_lines(frame, Question.of("nearc4", "educ"), self.GIVEN)
        assert printed(found, 3) == (0.320, 0.085)
        theirs = coefficient("educ", "nearc4", self.GIVEN, frame)
        assert rounded(*theirs, digits=3) == (0.320, 0.088)

    def test_and_higher_wages(self):
        frame = card.load()
        found = in_lines(frame, Question.of("nearc4", "lwage"), self.GIVEN)
        assert printed(found, 3) == (0.042, 0.018)
        theirs = coefficient("lwage", "nearc4", self.GIVEN, frame)
        assert rounded(*theirs, digits=3) == (0.042, 0.018)

    def test_the_one_divided_by_the_other_is_the_published_return(self):
        frame = card.load()
        wages, schooling = (
            in_lines(frame, Question.of("nearc4", outcome), self.GIVEN).value
            for outcome in ("lwage", "educ")
        )
        assert round(wages / schooling, 4) == 0.1315


class TestMixtape:
    GIVEN = ("exper", "black", "south", "married", "smsa")
    NEARBY = Instrument("nearc4", GIVEN, A_YEAR_MORE)

    def test_the_return_by_least_squares(self):
        frame = close_college.load_pandas().data
        found = in_lines(frame, A_YEAR_MORE, self.GIVEN)
        assert printed(found, 3) == (0.071, 0.004)
        assert found.n == 3003
        theirs = coefficient("lwage", "educ", self.GIVEN, frame)
        assert rounded(*theirs, digits=3) == (0.071, 0.003)

    def test_the_return_by_two_stages(self):
        frame = close_college.load_pandas().data
        found = two_stage_least_squares(frame, self.NEARBY, covariance="homoskedastic")
        assert printed(found, 3) == (0.124, 0.050)
        assert (found.n, found.dropped) == (3003, 7)
        assert round(found.figures["first-stage F"], 3) == 15.767

    def test_the_first_stage(self):
        frame = close_college.load_pandas().data.dropna(subset="married")
        found = in_lines(frame, Question.of("nearc4", "educ"), self.GIVEN)
        assert round(found.value, 3) == 0.327
        value, error = coefficient("educ", "nearc4", self.GIVEN, frame)
        assert round((value / error) ** 2, 3) == 15.767
