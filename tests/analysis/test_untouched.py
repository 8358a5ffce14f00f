"""No method changes the table it is given, whatever the table is like."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkit.analysis import check, estimate, second_opinion
from causalkit.analysis.estimate import Bounds, Estimate
from causalkit.analysis.identify import (
    NoConfounding,
    ParallelTrends,
    identify,
    identify_functional,
    identify_mediation,
    instrumental_variables,
)
from causalkit.errors import CausalkitError
from causalkit.graph import Diagram, Question

DIAGRAM = Diagram.of(
    [("age", "kratom"), ("age", "phq9"), ("sex", "kratom"), ("sex", "phq9"), ("kratom", "phq9")]
)
HIDDEN = [("u", "kratom"), ("u", "phq9")]
THROUGH_SEX = Diagram.of([*HIDDEN, ("kratom", "sex"), ("sex", "phq9")], latent=["u"])
MOVED_BY_SEX = Diagram.of([*HIDDEN, ("sex", "kratom"), ("kratom", "phq9")], latent=["u"])
MEDIATED = Diagram.of([("kratom", "age"), ("age", "phq9"), ("kratom", "phq9"), ("sex", "phq9")])
AGES = {
    "numbers": lambda ages: pd.Series(ages, dtype=float),
    "nullable": lambda ages: pd.Series(ages, dtype="Int16"),
    "objects": lambda ages: pd.Series(ages, dtype=object),
}
SEXES = {
    "text": lambda sexes: pd.Series(sexes, dtype="str"),
    "category": lambda sexes: pd.Categorical(sexes, ["male", "female", "other"]),
    "objects": lambda sexes: pd.Series(sexes, dtype=object),
}
ADJUSTING = (
    "augmented_weighting",
    "g_estimation",
    "matching",
    "regression",
    "stratification",
    "targeted_maximum_likelihood",
    "weighting",
)
Called = Callable[[pd.DataFrame, Question], object]


def adjusting(name: str) -> Called:
    return lambda table, asked: getattr(estimate, name)(table, identify(DIAGRAM, asked))


def mediating(name: str) -> Called:
    return lambda table, asked: getattr(estimate, name)(
        table, identify_mediation(MEDIATED, asked, ["age"])
    )


def by_sex(name: str) -> Called:
    return lambda table, asked: getattr(estimate, name)(
        table, instrumental_variables(MOVED_BY_SEX, asked)[0]
    )


def trends(name: str) -> Called:
    return lambda table, asked: getattr(estimate, name)(
        table, ParallelTrends(Question.of("kratom", "phq9", population="exposed"), "age", "sex")
    )


def assuming_nothing(name: str, *more: str) -> Called:
    return lambda table, asked: getattr(estimate, name)(table, asked, *more)


ESTIMATORS: dict[str, Called] = {
    "difference": lambda table, asked: estimate.difference(table, NoConfounding(asked)),
    **{name: adjusting(name) for name in ADJUSTING},
    "front_door": lambda table, asked: estimate.front_door(table, identify(THROUGH_SEX, asked)),
    "plug_in": lambda table, asked: estimate.plug_in(
        table, identify_functional(THROUGH_SEX, asked)
    ),
    **{name: by_sex(name) for name in ("two_stage_least_squares", "wald")},
    **{name: mediating(name) for name in ("natural_direct_effect", "natural_indirect_effect")},
    "controlled_direct_effect": lambda table, asked: estimate.controlled_direct_effect(
        table, identify_mediation(MEDIATED, asked, ["age"]), at={"age": 40}
    ),
    "difference_in_differences": trends("difference_in_differences"),
    "no_assumption_bounds": assuming_nothing("no_assumption_bounds"),
    "monotone_response_bounds": assuming_nothing("monotone_response_bounds"),
    "monotone_selection_bounds": assuming_nothing("monotone_selection_bounds"),
    "instrument_bounds": assuming_nothing("instrument_bounds", "sex"),
    "bootstrap": lambda table, asked: estimate.bootstrap(
        estimate.regression, table, identify(DIAGRAM, asked), replicates=20, seed=1
    ),
    "dowhy": lambda table, asked: second_opinion.regression(table, DIAGRAM, asked),
}
OTHERS: dict[str, Called] = {
    "mediation": mediating("mediation"),
    "event_study": trends("event_study"),
    "each_contrast": lambda table, asked: estimate.each_contrast(
        estimate.regression, table, identify(DIAGRAM, asked)
    ),
    "subgroup_effects": lambda table, asked: estimate.subgroup_effects(
        estimate.regression, table, DIAGRAM, asked, "sex"
    ),
    "matched_pairs": adjusting("matched_pairs"),
}
CHECKS: dict[str, Called] = {
    **{
        name: lambda table, asked, name=name: getattr(check, name)(table, identify(DIAGRAM, asked))
        for name in ("balance", "overlap", "calibration", "robustness_value")
    },
    "independences": lambda table, asked: check.independences(table, DIAGRAM),
    "negative_controls": lambda table, asked: check.negative_controls(
        table, identify(DIAGRAM, asked), outcomes=["propensity_score"]
    ),
    "specification_curve": lambda table, asked: check.specification_curve(table, DIAGRAM, asked),
}


def with_gaps(values: np.ndarray, rng: np.random.Generator) -> list[object]:
    return [None if rng.random() < 0.05 else value for value in values.tolist()]


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Tables of mixed types with gaps, some of them beyond any analysis."""
    n = draw(st.integers(0, 60))
    rng = np.random.default_rng(draw(st.integers(0, 2**16)))
    ages = with_gaps(rng.integers(18, 80, n), rng)
    sexes = with_gaps(rng.choice(["male", "female"], n), rng)
    table = pd.DataFrame(
        {
            "kratom": rng.random(n) < draw(st.sampled_from([0.0, 0.3, 0.7])),
            "phq9": rng.integers(0, draw(st.sampled_from([1, 2, 28])), n),
            "age": draw(st.sampled_from(list(AGES.values())))(ages),
            "sex": draw(st.sampled_from(list(SEXES.values())))(sexes),
            "propensity_score": rng.random(n),
        }
    )
    table.index = draw(st.sampled_from([pd.RangeIndex(n), pd.Index(rng.integers(0, 5, n))]))
    return table


def called(method: Called, table: pd.DataFrame, population: str) -> object:
    """Call a method without a word of warning, and see that the table is as before."""
    before = table.copy(deep=True)
    found = None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with suppress(CausalkitError):
            found = method(table, Question.of("kratom", "phq9", population=population))
    pd.testing.assert_frame_equal(table, before, check_exact=True)
    return found


POPULATIONS = st.sampled_from(["all", "exposed", "age >= 40"])


@pytest.mark.parametrize("method", ESTIMATORS.values(), ids=ESTIMATORS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(), population=POPULATIONS)
def test_estimators_leave_the_table_as_it_was(method, table: pd.DataFrame, population: str):
    found = called(method, table, population)
    if isinstance(found, Estimate):
        assert np.isfinite([found.value, found.standard_error]).all()
        assert found.low <= found.value <= found.high
    elif isinstance(found, Bounds):
        assert found.interval_low <= found.low <= found.high <= found.interval_high
    else:
        assert found is None


@pytest.mark.parametrize("method", [*OTHERS.values(), *CHECKS.values()], ids=[*OTHERS, *CHECKS])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(), population=POPULATIONS)
def test_whatever_else_looks_at_a_table_leaves_it_too(method, table, population: str):
    found = called(method, table, population)
    if isinstance(found, check.Check):
        assert found.finding in {"reassuring", "doubtful", "alarming"}
        assert "nan" not in found.verdict


def test_every_estimator_and_check_is_tried():
    tried = {*ESTIMATORS, *OTHERS, *CHECKS}
    of_results = {"e_value", "rosenbaum_bounds", "matching_weights"}  # they see no table
    slow = {"refutation"}  # tried in test_refutation.py
    public = {name for room in (estimate, check) for name in room.__all__ if not name[0].isupper()}
    assert public - tried == of_results | slow
