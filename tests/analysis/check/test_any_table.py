"""No check changes the table it is given or returns a figure that is none, whatever the table."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkit.analysis.check.balance import balance
from causalkit.analysis.check.calibration import calibration
from causalkit.analysis.check.independences import independences
from causalkit.analysis.check.negative_controls import negative_controls
from causalkit.analysis.check.overlap import overlap
from causalkit.analysis.identify import identify
from causalkit.errors import CausalkitError
from causalkit.graph import Diagram, Question

DIAGRAM = Diagram.of(
    [("age", "kratom"), ("age", "phq9"), ("sex", "kratom"), ("sex", "phq9"), ("kratom", "phq9")],
    ["earlier"],
)
KINDS = {
    "numbers": lambda values: pd.Series(values, dtype=float),
    "nullable": lambda values: pd.Series(values, dtype="Int16"),
    "objects": lambda values: pd.Series(values, dtype=object),
    "category": lambda values: pd.Series(values).astype("category"),
    "text": lambda values: pd.Series([None if v is None else f"v{v}" for v in values], dtype="str"),
}
CHECKS = {
    "balance": lambda table, asked: balance(table, asked),
    "balance after weighting": lambda table, asked: balance(table, asked, weights="weighting"),
    "overlap": lambda table, asked: overlap(table, asked),
    "calibration": lambda table, asked: calibration(table, asked),
    "independences": lambda table, _: independences(table, DIAGRAM),
    "negative controls": lambda table, asked: negative_controls(table, asked, outcomes=["earlier"]),
}


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Tables of mixed types with gaps, of few and of many values, some beyond any analysis."""
    n = draw(st.integers(0, 80))
    rng = np.random.default_rng(draw(st.integers(0, 2**16)))
    gaps = draw(st.sampled_from([0.0, 0.1]))

    def column(most: int) -> pd.Series:
        values = rng.integers(0, draw(st.integers(1, most)), n).tolist()
        kind = KINDS[draw(st.sampled_from(list(KINDS)))]
        return kind([None if rng.random() < gaps else value for value in values])

    return pd.DataFrame(
        {
            "kratom": rng.random(n) < draw(st.sampled_from([0.0, 0.1, 0.5])),
            "phq9": rng.integers(0, draw(st.sampled_from([1, 2, 28])), n),
            "age": column(60),
            "sex": column(3),
            "earlier": column(20),
        }
    )


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(), population=st.sampled_from(["all", "exposed", "age >= 10"]))
def test_the_table_stays_as_it_was_and_figures_are_numbers(
    check, table: pd.DataFrame, population: str
):
    before = table.copy(deep=True)
    found = None
    with suppress(CausalkitError):
        found = check(
            table, identify(DIAGRAM, Question.of("kratom", "phq9", population=population))
        )
    pd.testing.assert_frame_equal(table, before, check_exact=True)
    if found:
        assert np.isfinite(list(found.figures.values())).all()
        assert "nan" not in found.verdict
        assert found.verdict.endswith(".")
