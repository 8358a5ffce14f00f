"""The kind of a variable, and how it is stored."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.nature.kinds import BOOLEAN, NUMBER, Kind, category, numeric

whole = st.integers(-(2**62), 2**62)


@given(whole, whole)
def test_an_integer_is_stored_in_a_type_that_holds_its_range(one, other):
    kind = numeric(float(min(one, other)), float(max(one, other)), whole=True)
    limits = np.iinfo(kind.storage)
    assert limits.min <= kind.low <= kind.high <= limits.max


@pytest.mark.parametrize(
    ("low", "high", "storage"),
    [
        (0, 1, "int8"),
        (-128, 127, "int8"),
        (0, 128, "int16"),
        (-129, 0, "int16"),
        (0, 32_768, "int32"),
        (-(2**31) - 1, 0, "int64"),
        (0, math.inf, "int64"),
        (-math.inf, 0, "int64"),
    ],
)
def test_and_in_the_smallest_one(low, high, storage):
    assert numeric(low, high, whole=True).storage == np.dtype(storage)


def test_conditions_numbers_and_categories_have_types_of_their_own():
    assert BOOLEAN.storage == np.bool_
    assert NUMBER.storage == np.float64
    assert category(("a", "b"), ordered=True).storage == np.int8


@pytest.mark.parametrize(("low", "high"), [(0, 1e19), (-1e300, 5), (0, 2.0**63)])
def test_what_64_bits_do_not_hold_is_a_number(low, high):
    kind = numeric(low, high, whole=True)
    assert kind.name == "number"
    assert (kind.low, kind.high) == (low, high)
    assert kind.storage == np.float64


def test_a_bound_that_is_not_a_number_is_unknown():
    assert numeric(math.nan, math.nan, whole=False) == Kind("number", -math.inf, math.inf)


def test_only_conditions_and_integers_are_whole():
    assert BOOLEAN.is_whole
    assert numeric(0, 3, whole=True).is_whole
    assert not NUMBER.is_whole
    assert not category(("a", "b"), ordered=False).is_whole
