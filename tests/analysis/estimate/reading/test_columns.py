"""Shortcuts of a column: each says what looking at every value would say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.analysis.estimate.reading.columns import Column, read_column

whole = st.integers(-40, 40).map(float)
values = st.one_of(
    st.lists(whole, max_size=50),
    st.lists(st.one_of(whole, st.just(float("nan")), st.floats(-9, 9)), max_size=50),
    st.lists(st.sampled_from([-1e300, 0.5, 1e300]), max_size=9),
).map(np.array)


@given(values)
def test_levels_are_the_sorted_different_values(found: np.ndarray):
    column = Column("x", found.astype(float))
    np.testing.assert_array_equal(column.levels, np.unique(found[~np.isnan(found)]))
    np.testing.assert_array_equal(column.missing, np.isnan(found))
    for number in (0, 1, 2, 6):
        assert column.has_more_levels_than(number) == (len(column.levels) > number)


@given(values)
def test_steps_lead_back_to_the_values(found: np.ndarray):
    column = Column("x", found.astype(float))
    if column.steps is not None:
        lowest, steps = column.steps
        np.testing.assert_array_equal(lowest + steps, found)
        assert steps.min() == 0


def test_levels_that_only_later_rows_have_are_seen():
    column = Column("x", np.repeat([1.0, 2.5], [5_000, 1]))
    assert column.steps is None
    assert column.has_more_levels_than(1)
    assert not column.has_more_levels_than(2)


@pytest.mark.parametrize("dtype", ["int8", "int64", "bool", "float32", "float64", "Int64"])
def test_numbers_of_every_type_are_read_as_they_are(dtype: str):
    frame = pd.DataFrame({"x": pd.Series([1, 0, 1]).astype(dtype)})
    np.testing.assert_array_equal(read_column(frame, "x").values, [1.0, 0.0, 1.0])


def test_all_rows_chosen_are_the_column_itself():
    column = Column("x", np.arange(3.0))
    assert column.chosen(np.ones(3, dtype=bool)) is column
    assert column.chosen(np.array([True, False, True])).values.tolist() == [0, 2]
