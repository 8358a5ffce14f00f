"""Rows that are alike, beside sorting them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkit.analysis.estimate.models.cells import alike, cells
from causalkit.analysis.estimate.reading.columns import Column


def same_partition(codes: np.ndarray, table: np.ndarray) -> bool:
    """Whether rows have the same code where they are alike, and only there."""
    _, expected = np.unique(table, axis=0, return_inverse=True)
    pairs = np.unique(np.column_stack([codes, expected.ravel()]), axis=0)
    return len(pairs) == len(np.unique(codes)) == len(np.unique(expected))


@settings(max_examples=60)
@given(
    st.integers(0, 2**32),
    st.lists(st.sampled_from(["whole", "broken", "negative", "far"]), min_size=1, max_size=6),
)
def test_cells_are_the_distinct_rows(seed: int, kinds: list[str]):
    rng = np.random.default_rng(seed)
    whole = rng.integers(0, rng.integers(1, 5), size=(len(kinds), 5_000)).T
    scale = {"whole": 1, "broken": 0.37, "negative": -2, "far": 1e7}
    table = whole * [scale[kind] for kind in kinds]
    found = cells([Column(f"c{i}", np.ascontiguousarray(c)) for i, c in enumerate(table.T)], 5_000)
    number = len(np.unique(table, axis=0))
    if number > 1_250:
        assert found is None
    else:
        assert same_partition(found.codes, table)
        assert (np.diff(found.codes[found.first]) != 0).all()
        np.testing.assert_array_equal(table[found.first][found.codes], table)


def test_each_cell_is_shown_by_its_first_row():
    found = cells((Column("x", np.array([3.0, 1.0] * 5 + [2.0] * 4)),), 14)
    assert sorted(found.first.tolist()) == [0, 1, 10]


def test_no_covariates_make_one_cell():
    assert cells((), 9).codes.tolist() == [0] * 9


@pytest.mark.parametrize("rows", [100, 10_000])
def test_numbers_that_hardly_repeat_have_no_cells(rows: int):
    rng = np.random.default_rng(1)
    assert cells((Column("x", rng.normal(size=rows)),), rows) is None
    assert alike(rng.normal(size=(rows, 3))) is None


def test_alike_rows_of_a_matrix_are_found():
    rng = np.random.default_rng(2)
    matrix = rng.normal(size=(50, 4))[rng.integers(0, 50, 10_000)]
    found = alike(matrix)
    assert same_partition(found.codes, matrix)
    np.testing.assert_array_equal(matrix[found.first][found.codes], matrix)


def test_rows_that_differ_by_less_than_their_sum_shows_are_not_taken_for_alike():
    matrix = np.ones((5_000, 2))
    matrix[2_500:, 0] += 2**-52
    found = alike(matrix * [1e-30, 1e30])
    assert found is None or len(found.first) == 2


@pytest.mark.parametrize("chosen", [slice(None), slice(0, 3)])
def test_cells_of_some_rows(chosen: slice):
    found = cells((Column("x", np.repeat([5.0, 7.0, 9.0], 4)),), 12)
    rows = np.zeros(12, dtype=bool)
    rows[chosen] = True
    occurring, among = found.chosen(rows)
    values = np.array([5.0, 7.0, 9.0])[occurring]
    np.testing.assert_array_equal(values[among.codes], np.repeat([5.0, 7.0, 9.0], 4)[rows])
