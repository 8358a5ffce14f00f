"""Curves, indicators, and columns that repeat each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from patsy import dmatrix

from causalkit.analysis.estimate.models.design import curve, design, independent, joints
from causalkit.analysis.estimate.reading.columns import Column

numbers = st.lists(st.integers(-50, 50).map(float), min_size=30, max_size=60).map(np.array)


def spans(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether every column of the second matrix is a sum of columns of the first."""
    fitted = one @ np.linalg.lstsq(one, other)[0]
    return bool(np.abs(fitted - other).max() < 1e-8 * max(1, np.abs(other).max()))


def test_between_the_joints_the_curve_is_patsys_natural_cubic_spline():
    x = np.random.default_rng(0).normal(size=400)
    found = joints(x)
    inside = x[(x >= found[0]) & (x <= found[-1])]
    ours = np.column_stack([np.ones(len(inside)), curve(inside, found)])
    theirs = np.asarray(
        dmatrix(
            "cr(x, knots=k, lower_bound=a, upper_bound=b) - 1",
            {
                "x": inside,
                "k": found[1:-1],
                "a": found[0],
                "b": found[-1],
            },
        )
    )
    assert ours.shape == theirs.shape
    assert spans(ours, theirs)
    assert spans(theirs, ours)


@given(numbers)
def test_every_straight_line_is_such_a_curve(x: np.ndarray):
    if len(np.unique(x)) > 2:
        terms = np.column_stack([np.ones(len(x)), curve(x, joints(x))])
        assert spans(terms, x[:, None])


@given(numbers)
def test_the_design_has_full_rank_and_does_not_depend_on_the_unit(x: np.ndarray):
    age, years = Column("age", x), Column("years", 1e6 * x + 3)
    one, other = design((age,), len(x)), design((years,), len(x))
    assert np.linalg.matrix_rank(one.matrix) == one.matrix.shape[1]
    np.testing.assert_allclose(one.matrix, other.matrix, atol=1e-6)


def test_labels_enter_as_indicators_and_truth_values_as_they_are():
    region = Column("region", np.array([0.0, 1.0, 2.0, 1.0, 0.0]), ("north", "south", "west"))
    pain = Column("pain", np.array([0.0, 1.0, 1.0, 0.0, 0.0]))
    found = design((region, pain), 5)
    assert found.owners == ("", "region", "region", "pain")
    assert found.matrix[2].tolist() == [1, 0, 1, 1]


def test_labels_that_do_not_occur_and_constants_are_left_out():
    region = Column("region", np.array([0.0, 2.0, 2.0]), ("north", "south", "west"))
    constant = Column("year", np.full(3, 2024.0))
    assert design((region, constant), 3).owners == ("", "region")


@pytest.mark.parametrize("repeat", [1.0, -3.0])
def test_a_column_that_repeats_another_is_left_out(repeat: float):
    x = np.random.default_rng(0).normal(size=50)
    assert len(independent(np.column_stack([np.ones(50), x, repeat * x + 2]))) == 2


def test_a_number_that_is_nearly_always_the_same_still_gets_a_curve():
    values = np.array([0.0] * 97 + [1.0, 3.0, 8.0])
    assert joints(values).tolist() == [0, 2, 8]
