"""E-values, beside published ones."""

from __future__ import annotations

import math

import numpy as np
import pytest

from causalkit.analysis.check.sensitivity.e_value import e_value
from causalkit.analysis.estimate import Estimate
from causalkit.errors import EstimationError
from causalkit.graph import Question


def found(value: float, low: float, high: float, scale: str = "ratio") -> Estimate:
    asked = Question.of("kratom", "depressed", scale=scale)
    return Estimate("regression", asked, (), value, 0.1, low, high)


class TestPublished:
    """Figures from VanderWeele and Ding (2017) and its R package."""

    def test_formula_feeding_and_death_by_infection(self):
        check = e_value(found(3.9, 1.8, 8.7))
        assert round(check.figures["estimate"], 2) == 7.26
        assert round(check.figures["limit"], 2) == 3.0
        assert check.finding == "reassuring"
        assert "risk ratio of 7.26 each" in check.verdict
        assert "one of 3.00 would do" in check.verdict

    def test_smoking_and_lung_cancer(self):
        check = e_value(found(10.73, 8.02, 14.36))
        assert round(check.figures["estimate"], 1) == 20.9
        assert round(check.figures["limit"], 1) == 15.5

    def test_an_odds_ratio_of_a_common_outcome_by_its_square_root(self):
        check = e_value(found(0.86, 0.75, 0.99, "odds ratio"), rare=False)
        assert round(check.figures["estimate"], 2) == 1.37
        assert round(check.figures["limit"], 2) == 1.08

    def test_a_standardised_difference(self):
        """evalues.MD(0.42, se = 0.14) of the R package: 2.2925 and 1.4846."""
        margin = 1.78 / 0.91 * 0.14
        check = e_value(found(0.42, 0.42 - margin, 0.42 + margin, "difference"), spread=1.0)
        ratio, low = math.exp(0.91 * 0.42), math.exp(0.91 * 0.42 - 1.78 * 0.14)
        assert check.figures["risk ratio"] == pytest.approx(ratio)
        assert check.figures["estimate"] == pytest.approx(ratio + math.sqrt(ratio * (ratio - 1)))
        assert check.figures["limit"] == pytest.approx(low + math.sqrt(low * (low - 1)))


@pytest.mark.parametrize("ratio", [1.2, 2.0, 7.5])
def test_a_confounder_that_strong_does_account_for_the_ratio_and_a_weaker_one_does_not(
    ratio: float,
):
    """The bounding factor of Ding and VanderWeele (2016) at the E-value is the ratio itself."""
    strength = e_value(found(ratio, ratio / 1.1, ratio * 1.1)).figures["estimate"]

    def most(each: float) -> float:
        return each * each / (2 * each - 1)

    assert most(strength) == pytest.approx(ratio)
    assert most(0.99 * strength) < ratio


def test_no_law_with_a_weaker_confounder_makes_such_a_ratio():
    """Risk ratios of many laws without effect: none is beyond what its strengths allow."""
    rng = np.random.default_rng(1)
    for _ in range(300):
        present = rng.random(2)  # probability of the confounder in the unexposed and exposed
        risk = rng.random(2)  # risk without and with the confounder
        rates = [p * risk[1] + (1 - p) * risk[0] for p in present]
        strengths = (
            max(present[1] / present[0], (1 - present[1]) / (1 - present[0])),
            max(risk[1] / risk[0], risk[0] / risk[1]),
        )
        ratio = rates[1] / rates[0]
        if ratio > 1:
            assert max(strengths) >= e_value(found(ratio, ratio, ratio)).figures["estimate"] - 1e-9


def test_protective_and_harmful_are_mirror_images():
    harmful, protective = e_value(found(2.0, 1.25, 3.2)), e_value(found(0.5, 0.3125, 0.8))
    assert protective.figures["estimate"] == pytest.approx(harmful.figures["estimate"])
    assert protective.figures["limit"] == pytest.approx(harmful.figures["limit"])


def test_an_interval_with_no_effect_in_it_needs_no_confounding():
    check = e_value(found(1.3, 0.9, 1.9))
    assert (check.finding, check.figures["limit"]) == ("alarming", 1.0)
    assert "no confounding at all is needed" in check.verdict


def test_a_limit_that_little_would_undo_is_doubtful():
    assert e_value(found(1.5, 1.05, 2.2)).finding == "doubtful"


def test_a_rare_outcome_has_the_odds_ratio_for_a_risk_ratio():
    odds = e_value(found(3.9, 1.8, 8.7, "odds ratio"), rare=True)
    assert odds.figures == e_value(found(3.9, 1.8, 8.7)).figures


def test_the_unit_of_the_outcome_does_not_matter():
    months = e_value(found(6.0, 2.4, 9.6, "difference"), spread=12.0)
    years = e_value(found(0.5, 0.2, 0.8, "difference"), spread=1.0)
    assert months.figures["limit"] == pytest.approx(years.figures["limit"])


def test_the_table_has_both():
    table = e_value(found(3.9, 1.8, 8.7)).table
    assert table["of"].tolist() == ["estimate", "limit"]
    assert table["risk ratio"].tolist() == [3.9, 1.8]


@pytest.mark.parametrize(
    ("scale", "options", "message"),
    [
        ("odds ratio", {}, "say rare=True or rare=False"),
        ("ratio", {"rare": True}, "rare= is about an odds ratio, and the estimate is a ratio"),
        ("difference", {}, "say spread=…"),
        ("ratio", {"spread": 2.0}, "spread= is about a difference, and the estimate is a ratio"),
        ("difference", {"spread": 0.0}, "a standard deviation above 0, not 0.0"),
    ],
)
def test_each_scale_needs_its_own(scale: str, options: dict[str, float], message: str):
    with pytest.raises(EstimationError, match=message):
        e_value(found(1.4, 1.1, 1.8, scale), **options)
