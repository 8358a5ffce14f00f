"""A condition picks out people, whatever the type of the column."""

from __future__ import annotations

import numpy
import pandas
import pytest

from causalkit.errors import QuestionError
from causalkit.graph import Condition

BANDS = pandas.CategoricalDtype(["none", "mild", "severe"], ordered=True)


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("==", [False, True, False, False]),
        ("!=", [True, False, True, False]),
        ("<", [True, False, False, False]),
        ("<=", [True, True, False, False]),
        (">", [False, False, True, False]),
        (">=", [False, True, True, False]),
    ],
)
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ([1.0, 2.0, 3.0, None], 2),
        (numpy.array([1.0, 2.0, 3.0, numpy.nan]), 2.0),
        (pandas.Series([1, 2, 3, None], dtype="Int8"), 2),
        (pandas.Series([1, 2, 3, None], dtype="Float64"), 2),
        (pandas.Series(["none", "mild", "severe", None], dtype=BANDS), "mild"),
    ],
)
def test_each_comparison_and_missing_values_never_hold(relation, expected, column, value):
    holds = Condition("x", relation, value).holds(column)
    assert holds.dtype == bool
    assert holds.tolist() == expected


@pytest.mark.parametrize(
    "column",
    [
        [True, False, True],
        pandas.Series([True, False, True]),
        pandas.Series([True, False, True], dtype="boolean"),
        pandas.Series([1, 0, 1], dtype="int8"),
    ],
)
def test_a_boolean_is_one_or_nought(column):
    assert Condition("responds", "==", 1).holds(column).tolist() == [True, False, True]


@pytest.mark.parametrize(
    "column", [[True, None], pandas.Series([True, None], dtype="boolean"), [1, None]]
)
def test_a_missing_boolean_never_holds(column):
    assert Condition("pain", "==", 1).holds(column).tolist() == [True, False]
    assert Condition("pain", "!=", 1).holds(column).tolist() == [False, False]


@pytest.mark.parametrize("dtype", ["category", "object", "string"])
def test_labels_are_compared_as_text(dtype):
    column = pandas.Series(["female", "male", None], dtype=dtype)
    assert Condition("sex", "==", "female").holds(column).tolist() == [True, False, False]
    assert Condition("sex", "!=", "female").holds(column).tolist() == [False, True, False]


def test_categories_may_be_numbers():
    column = pandas.Series([1, 2, 1], dtype="category")
    assert Condition("wave", "==", 1).holds(column).tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("condition", "column", "message"),
    [
        (Condition("age", ">", "old"), [1, 2], '"age" holds numbers, not labels'),
        (Condition("sex", "<", "male"), pandas.Series(["male"], dtype="category"), "no order"),
        (Condition("sex", "<", "male"), ["male"], "no order"),
        (Condition("sex", "==", 1), ["male"], "cannot be compared with 1"),
        (Condition("day", "==", 1), pandas.to_datetime(["2024-01-01"]), "cannot be compared"),
        (
            Condition("band", "==", "sever"),
            pandas.Series(["none"], dtype=BANDS),
            'Did you mean "severe"',
        ),
        (
            Condition("band", "==", "zzz"),
            pandas.Series(["none"], dtype=BANDS),
            "It has none, mild, severe",
        ),
    ],
)
def test_what_cannot_be_compared_is_an_error(condition, column, message):
    with pytest.raises(QuestionError, match=message):
        condition.holds(column)


@pytest.mark.parametrize(
    ("variable", "relation", "value"),
    [("", "==", 1), ("x", "=", 1), ("x", "==", float("nan")), ("x", "==", None), (3, "==", 1)],
)
def test_what_is_no_condition_is_refused(variable, relation, value):
    with pytest.raises(QuestionError):
        Condition(variable, relation, value)
