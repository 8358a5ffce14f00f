"""Bounds without assumptions: by filling in what nobody saw."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.estimate.bounds.no_assumption import no_assumption_bounds
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.errors import EstimationError
from causalkit.graph import Question

ASKED = Question.of("kratom", "depressed")


def filled_in(frame: pd.DataFrame, population: str, outcome: str, unknown: float) -> float:
    """The mean effect if all unknown outcomes are moved to one side as far as can be."""
    exposed, seen = frame["kratom"], frame[outcome] * 1.0
    treated = np.where(exposed, seen, unknown)
    untreated = np.where(exposed, 20 - unknown if outcome == "phq9" else 1 - unknown, seen)
    among = {"all": slice(None), "exposed": exposed, "unexposed": ~exposed}[population]
    return float((treated - untreated)[among].mean())


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed"])
@pytest.mark.parametrize("outcome", ["depressed", "phq9"])
def test_they_are_the_extremes_of_what_may_be(survey, population: str, outcome: str):
    frame = survey(1).assign(phq9=lambda f: f["phq9"].clip(0, 20))
    largest = 20 if outcome == "phq9" else 1
    asked = Question.of("kratom", outcome, population=population)
    found = no_assumption_bounds(frame, asked, outcome_range=(0, largest))
    assert found.low == pytest.approx(filled_in(frame, population, outcome, 0))
    assert found.high == pytest.approx(filled_in(frame, population, outcome, largest))
    assert found.assumptions == ()


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed", "age >= 40"])
@pytest.mark.parametrize("seed", range(5))
def test_a_yes_or_no_is_always_bounded_by_exactly_one_and_zero_is_inside(survey, population, seed):
    found = no_assumption_bounds(
        survey(seed, n=80), Question.of("kratom", "depressed", population=population)
    )
    assert found.width == pytest.approx(1, abs=1e-12)
    assert found.low <= 0 <= found.high
    assert found.interval_low < found.low < found.high < found.interval_high


@pytest.mark.parametrize("population", ["all", "exposed"])
def test_the_interval_covers_an_effect_at_either_edge(survey, coverage, population: str):
    asked = Question.of("kratom", "depressed", population=population)
    many = survey(100, n=500_000)
    truth = no_assumption_bounds(many, asked)
    draw = lambda rng: survey(rng, n=400)  # noqa: E731  # shorter than a function here
    estimate = partial(no_assumption_bounds, question=asked)
    low, high = coverage(estimate, draw, (truth.low, truth.high), 500)
    assert 0.93 <= low <= 0.97
    assert 0.93 <= high <= 0.97


def test_people_with_a_third_setting_have_two_unknown_outcomes():
    frame = pd.DataFrame({"dose": [0, 0, 1, 1, 2, 2, 2, 2], "sick": [0, 1, 0, 1, 0, 1, 0, 1]})
    found = no_assumption_bounds(frame, Question.of("dose", "sick"))
    assert found.width == pytest.approx(4 / 8 * 1 + 4 / 8 * 2)


def test_weights_are_copies(survey):
    frame = survey(2, n=150).assign(people=lambda f: 1 + (f["age"] > 40) * 2)
    copies = frame.loc[frame.index.repeat(frame["people"])]
    weighted = no_assumption_bounds(frame, ASKED, sampling=Sampling("people"))
    found = no_assumption_bounds(copies, ASKED)
    assert (weighted.low, weighted.high) == pytest.approx((found.low, found.high))
    assert weighted.interval_low < found.interval_low


def test_people_of_one_kind_in_a_cluster_tell_less(survey):
    frame = survey(3).assign(alone=range(500))
    plain = no_assumption_bounds(frame, ASKED)
    alone = no_assumption_bounds(frame, ASKED, sampling=Sampling(clusters="alone"))
    assert alone.interval_low == pytest.approx(plain.interval_low, abs=1e-3)
    twins = no_assumption_bounds(
        pd.concat([frame, frame]), ASKED, sampling=Sampling(clusters="alone")
    )
    assert twins.interval_low == pytest.approx(alone.interval_low, rel=1e-3)


def test_gaps_are_counted_and_the_table_left_alone(survey):
    frame = survey(4).astype({"depressed": "boolean"})
    frame.loc[:9, "depressed"] = pd.NA
    before = frame.copy()
    found = no_assumption_bounds(frame, ASKED)
    assert (found.n, found.dropped) == (490, 10)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("question", "options", "message"),
    [
        ({"scale": "ratio"}, {}, "bounds of a difference, not of the ratio"),
        ({"outcome": "phq9"}, {}, r"needs? the least and the largest .* go from"),
        ({"outcome": "phq9"}, {"outcome_range": (0, 5)}, "beyond the range given, 0 to 5"),
        ({}, {"outcome_range": (1, 0)}, "two finite numbers, the smaller first"),
        ({}, {"outcome_range": (0, np.inf)}, "two finite numbers, the smaller first"),
        ({}, {"level": 1.5}, "the level lies between 0 and 1"),
        ({"exposure": "age", "treated": 40, "reference": 20}, {}, '"age" takes 500 different'),
        ({"treated": 3}, {}, 'no complete row has "kratom" = 3'),
    ],
)
def test_what_cannot_be_bounded(survey, question, options, message: str):
    asked = Question.of(**{"exposure": "kratom", "outcome": "depressed", **question})
    with pytest.raises(EstimationError, match=message):
        no_assumption_bounds(survey(5), asked, **options)
