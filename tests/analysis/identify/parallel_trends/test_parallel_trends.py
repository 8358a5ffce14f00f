from __future__ import annotations

import pytest

from causalkit.analysis.identify.parallel_trends.parallel_trends import ParallelTrends
from causalkit.errors import QuestionError
from causalkit.graph import Question

ASKED = Question.of("law", "deaths", population="exposed")


def test_it_adjusts_for_its_covariates_and_selects_nobody():
    found = ParallelTrends(ASKED, "state", "year", ("income", "police"))
    assert found.adjustment == ("income", "police")
    assert found.selected == frozenset()


@pytest.mark.parametrize(
    ("unit", "covariates"), [("law", ()), ("year", ()), ("state", ("state",)), ("deaths", ("x",))]
)
def test_no_column_plays_two_parts(unit: str, covariates: tuple[str, ...]):
    with pytest.raises(QuestionError, match="two parts to play"):
        ParallelTrends(ASKED, unit, "year", covariates)


@pytest.mark.parametrize("anticipation", [-1, 0.5])
def test_anticipation_is_a_number_of_periods(anticipation: float):
    with pytest.raises(QuestionError, match="a number of periods, 0 or more"):
        ParallelTrends(ASKED, "state", "year", anticipation=anticipation)


def test_one_covariate_is_still_a_tuple():
    with pytest.raises(QuestionError, match=r'a tuple of names, such as \("income",\)'):
        ParallelTrends(ASKED, "state", "year", "income")
