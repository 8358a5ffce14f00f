"""What a comparison is said to show, in every case that can arise."""

from __future__ import annotations

import pytest

from causalkit.graph import Question
from causalkit.meeting.verdict import verdict


@pytest.fixture
def naive(row):
    return row("naive", 1.5, 1.0, 2.0)


def test_the_naive_misses_and_both_adjusted_contain_the_truth(comparison, row, naive):
    right = row("adjusted", 0.1, -0.3, 0.5), row("adjusted", 0, -0.4, 0.4, method="weighting")
    assert verdict(comparison(naive, *right, truth=0.0)) == (
        "The naive difference, +1.50 (95 % interval +1.00 to +2.00), misses the truth, 0.00. "
        "Adjusted for pain: regression and weighting contain it."
    )


def test_the_naive_contains_the_truth_and_the_adjusted_miss_it(comparison, row, naive):
    wrong = row("adjusted", -1, -1.5, -0.5), row("adjusted", -1, -1.4, -0.6, method="weighting")
    assert verdict(comparison(naive, *wrong, truth=1.2)) == (
        "The naive difference, +1.50 (95 % interval +1.00 to +2.00), contains the truth, +1.20. "
        "Adjusted for pain: regression and weighting miss it."
    )


def test_the_adjusted_disagree(comparison, row, naive):
    mixed = (
        row("adjusted", -1.0, -1.5, -0.5, adjustment=("age", "pain", "sex")),
        row("adjusted", 0, -0.4, 0.4, method="weighting", adjustment=("age", "pain", "sex")),
    )
    assert verdict(comparison(naive, *mixed, truth=-1.2)).endswith(
        "misses the truth, −1.20. "
        "Adjusted for age, pain and sex: regression contains it, weighting misses it."
    )


def test_an_interval_contains_its_ends(comparison, row, naive):
    edge = row("adjusted", 1.5, 1.0, 2.0)
    assert "contains the truth, +2.00." in verdict(comparison(naive, edge, truth=2.0))


def test_nothing_has_to_be_adjusted_for(comparison, row, naive):
    free = row("adjusted", 1.5, 1.0, 2.0, adjustment=())
    assert verdict(comparison(naive, free, truth=1.2)).endswith(
        "By the diagram nothing has to be adjusted for: regression contains it."
    )


def test_the_effect_is_not_identified(comparison, naive):
    reason = "effect of kratom on phq9 is not identified: kratom ← u → phq9 stays open."
    assert verdict(comparison(naive, truth=0.0, reason=reason)).endswith(
        "misses the truth, 0.00. No adjusted estimate can be given: effect of kratom on phq9 "
        "is not identified: kratom ← u → phq9 stays open."
    )


def test_nothing_could_be_estimated(comparison, naive):
    notes = ("regression: no overlap.", "weighting: no overlap.")
    assert verdict(comparison(naive, truth=None, notes=notes)) == (
        "The naive difference is +1.50 (95 % interval +1.00 to +2.00). "
        "No adjusted estimate can be given: regression: no overlap; weighting: no overlap."
    )


def test_nobody_knows_the_truth(comparison, row, naive):
    right = row("adjusted", 0.1, -0.3, 0.5), row("adjusted", 0, -0.4, 0.4, method="weighting")
    assert verdict(comparison(naive, *right, truth=None)) == (
        "The naive difference is +1.50 (95 % interval +1.00 to +2.00). Adjusted for pain: "
        "regression +0.10 (95 % interval −0.30 to +0.50) and "
        "weighting 0.00 (95 % interval −0.40 to +0.40). That is the effect if the diagram is right."
    )


def test_a_ratio_has_no_sign(comparison, row):
    rows = row("naive", 1.5, 1.2, 1.8), row("adjusted", 1.0, 0.8, 1.2)
    asked = Question.of("kratom", "phq9", scale="ratio")
    assert verdict(comparison(*rows, truth=0.9, question=asked)) == (
        "The naive ratio, 1.50 (95 % interval 1.20 to 1.80), misses the truth, 0.90. "
        "Adjusted for pain: regression contains it."
    )


def test_a_second_opinion_does_not_decide(comparison, row, naive):
    right = row("adjusted", 0.1, -0.3, 0.5)
    other = row("second opinion", 9, 8, 10, method="dowhy regression")
    assert verdict(comparison(naive, right, other, truth=0.0)).endswith("regression contains it.")


def test_a_small_effect_is_given_the_decimals_it_needs(comparison, row):
    rows = row("naive", 0.013, 0.006, 0.02), row("adjusted", 0.004, -0.003, 0.011)
    assert verdict(comparison(*rows, truth=0.0)).startswith(
        "The naive difference, +0.0130 (95 % interval +0.0060 to +0.0200), misses the truth, 0.0000"
    )
