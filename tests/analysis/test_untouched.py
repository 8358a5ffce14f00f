"""No method changes the table it is given, whatever the table is like."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkit.analysis import second_opinion
from causalkit.analysis.estimate import difference, regression, weighting
from causalkit.analysis.identify import NoConfounding, identify
from causalkit.errors import CausalkitError
from causalkit.graph import Diagram, Question

DIAGRAM = Diagram.of(
    [("age", "kratom"), ("age", "phq9"), ("sex", "kratom"), ("sex", "phq9"), ("kratom", "phq9")]
)
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
METHODS = {
    "difference": lambda table, asked: difference(table, NoConfounding(asked)),
    "regression": lambda table, asked: regression(table, identify(DIAGRAM, asked)),
    "weighting": lambda table, asked: weighting(table, identify(DIAGRAM, asked)),
    "dowhy": lambda table, asked: second_opinion.regression(table, DIAGRAM, asked),
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


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(), population=st.sampled_from(["all", "exposed", "age >= 40"]))
def test_the_table_stays_as_it_was(method, table: pd.DataFrame, population: str):
    before = table.copy(deep=True)
    found = None
    with suppress(CausalkitError):
        found = method(table, Question.of("kratom", "phq9", population=population))
    if found:
        assert np.isfinite([found.value, found.standard_error]).all()
        assert found.low <= found.value <= found.high
    pd.testing.assert_frame_equal(table, before, check_exact=True)
