"""A whole analysis in one go: what is done follows from the diagram, and what fails is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.check import balance, e_value
from causalkit.analysis.estimate import (
    Sampling,
    augmented_weighting,
    difference,
    front_door,
    regression,
    two_stage_least_squares,
    weighting,
)
from causalkit.analysis.identify import NoConfounding, identify, instrumental_variables
from causalkit.analysis.workflow import analyse
from causalkit.analysis.workflow.checks import Controls
from causalkit.errors import EstimationError
from causalkit.graph import Diagram, Question

ONE = ["regression"]


@pytest.fixture(scope="module")
def adjusted(case):
    given = case("adjustment")
    parts: list[str] = []
    found = analyse(given.data, given.diagram, given.question, progress=parts.append)
    return given, found, parts


def test_adjustment_is_estimated_by_three_methods(adjusted):
    given, found, _ = adjusted
    argument = identify(given.diagram, given.question)
    assert found.estimates == tuple(
        method(given.data, argument) for method in (regression, weighting, augmented_weighting)
    )
    assert found.naive == (difference(given.data, NoConfounding(given.question)),)
    assert all(each.covers(-1.0) for each in found.estimates)
    assert not found.naive[0].covers(-1.0)
    assert found.unavailable == ()


def test_everything_that_can_be_checked_is_and_every_part_is_announced(adjusted):
    given, found, parts = adjusted
    assert parts == [
        "difference",
        *(each.method for each in found.estimates),
        "balance",
        "overlap",
        "calibration",
        "implied independences",
        "specification curve",
        "E-value",
        "robustness value",
    ]
    assert [check.name for check in (*found.checks, *found.sensitivity)] == parts[4:]
    expected = balance(given.data, identify(given.diagram, given.question), weights="weighting")
    assert found.checks[0].verdict == expected.verdict
    spread = given.data["phq9"].std()
    assert found.sensitivity[0].figures == e_value(found.estimates[0], spread=spread).figures


def test_a_mediator_is_used_where_nothing_can_be_adjusted_for(case):
    given = case("front door")
    found = analyse(given.data, given.diagram, given.question)
    assert found.estimates == (front_door(given.data, identify(given.diagram, given.question)),)
    assert found.sensitivity == ()


def test_an_instrument_is_used_where_nothing_identifies_the_effect(case):
    given = case("instrument")
    found = analyse(given.data, given.diagram, given.question)
    instrument = instrumental_variables(given.diagram, given.question)[0]
    assert found.estimates == (two_stage_least_squares(given.data, instrument),)
    assert not found.findings.identified


def test_bounds_are_given_where_there_is_nothing_else(case):
    given = case("nothing")
    found = analyse(given.data, given.diagram, given.question)
    assert found.estimates == ()
    (bounds,) = found.bounds
    assert bounds.width == pytest.approx(1.0)
    assert bounds.low < found.naive[0].value < bounds.high


def test_methods_can_be_chosen_and_must_suit(case):
    given = case("adjustment")
    found = analyse(given.data, given.diagram, given.question, methods=["g_estimation"])
    assert [each.method for each in found.estimates] == ["g_estimation"]
    with pytest.raises(EstimationError, match=r'no estimator "regresion".*Did you mean'):
        analyse(given.data, given.diagram, given.question, methods=["regresion"])
    with pytest.raises(EstimationError, match="wald does not suit this question"):
        analyse(given.data, given.diagram, given.question, methods=["wald"])
    with pytest.raises(EstimationError, match="front_door does not suit this question"):
        analyse(given.data, given.diagram, given.question, methods=["front_door"])


def test_what_cannot_be_done_is_said_and_the_rest_goes_on(case):
    given = case("adjustment")
    methods = ["stratification", *ONE]
    found = analyse(given.data, given.diagram, given.question, methods=methods)
    assert [each.method for each in found.estimates] == ONE
    (failed,) = found.unavailable
    assert failed.name == "stratification"
    assert '"age"' in failed.reason


def test_negative_controls_are_checked_where_they_are_named(case):
    given = case("adjustment")
    controls = Controls(outcomes=("shoe",))
    found = analyse(given.data, given.diagram, given.question, methods=ONE, controls=controls)
    (check,) = [each for each in found.checks if each.name == "negative controls"]
    assert check.finding == "reassuring"


def test_weights_and_clusters_reach_the_estimators(case):
    given = case("adjustment")
    rng = np.random.default_rng(3)
    data = given.data.assign(people=rng.uniform(1, 3, 800), village=rng.integers(0, 40, 800))
    sampling = Sampling("people", "village")
    found = analyse(data, given.diagram, given.question, methods=ONE, sampling=sampling)
    argument = identify(given.diagram, given.question)
    assert found.estimates == (regression(data, argument, sampling=sampling),)


def test_missing_values_are_counted_and_judged_by_the_diagram(case):
    given = case("adjustment")
    rng = np.random.default_rng(2)
    lacking = rng.random(800) < 0.2 + 0.3 * (given.data["age"] > 0)
    data = given.data.assign(pain=given.data["pain"].where(~lacking))
    plain = analyse(data, given.diagram, given.question, methods=ONE)
    assert dict(plain.missing.columns) == {"pain": int(lacking.sum())}
    assert plain.missing.incomplete == lacking.sum()
    assert plain.missing.verdict == ""
    drawn = Diagram.of([*given.diagram.edges, ("age", "missing_pain")])
    told = analyse(data, drawn, given.question, methods=ONE)
    assert told.missing.verdict == told.findings.missing.reason
    assert told.estimates[0].notes != plain.estimates[0].notes


@pytest.mark.parametrize("kind", ["adjustment", "front door", "instrument", "nothing"])
def test_the_table_stays_as_it_was(case, kind: str):
    given = case(kind)
    before = given.data.copy(deep=True)
    analyse(given.data, given.diagram, given.question)
    pd.testing.assert_frame_equal(given.data, before, check_exact=True)


def test_a_dose_has_no_groups_and_the_checks_of_groups_say_so(case):
    given = case("adjustment")
    diagram = Diagram.of([("pain", "age"), ("pain", "phq9"), ("age", "phq9")])
    found = analyse(given.data, diagram, Question.of("age", "phq9"), methods=ONE)
    assert [each.method for each in found.naive] == ONE
    assert {"balance", "overlap"} <= {each.name for each in found.unavailable}
