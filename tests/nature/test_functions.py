"""Functions and operators against numpy and scipy; ranges by interval arithmetic."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special

from causalkit.nature.functions import FUNCTIONS, WORDS, expit, logit
from causalkit.nature.kinds import BOOLEAN, Kind, numeric

real = st.floats(-1e6, 1e6)
columns = arrays(np.float64, 7, elements=real)
conditions = arrays(np.bool_, 7)

BY_HAND = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
    "min": lambda *all_of: np.min(all_of, axis=0),
    "max": lambda *all_of: np.max(all_of, axis=0),
    "clip": lambda a, low, high: np.clip(a, np.minimum(low, high), high),
    "negative": lambda a: -a,
    "abs": np.fabs,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "expit": special.expit,
    "logit": special.logit,
    "round": np.rint,
    "floor": np.floor,
    "ceil": np.ceil,
}
COMPARED = {"<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal", "==": "equal"}


def test_every_function_is_proved_here():
    joined = {"and", "or", "not", "if", "!="}
    assert set(FUNCTIONS) == {*BY_HAND, *COMPARED, *joined}
    assert set(WORDS) == {name for name in BY_HAND if name.isalpha()} - {"negative"} | {
        "and",
        "or",
        "not",
    }


@pytest.mark.parametrize("name", BY_HAND)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_numbers(name, data):
    function = FUNCTIONS[name]
    count = data.draw(st.integers(function.fewest, min(function.most, 4))) if name != "round" else 1
    values = [data.draw(columns) for _ in range(count)]
    with np.errstate(all="ignore"):
        expected = BY_HAND[name](*values)
        fresh = function.compute(*values)
        elsewhere = np.empty(7)
        assert function.compute(*values, out=elsewhere) is elsewhere
        in_place = function.compute(*values, out=values[0])
    np.testing.assert_allclose(fresh, expected, rtol=1e-13)
    np.testing.assert_array_equal(elsewhere, fresh)
    np.testing.assert_array_equal(in_place, fresh)
    assert in_place is values[0]


@given(columns, st.integers(-6, 12))
@settings(max_examples=50, deadline=None)
def test_rounding_to_digits(values, digits):
    np.testing.assert_array_equal(
        FUNCTIONS["round"].compute(values, float(digits)), np.round(values, digits)
    )


@pytest.mark.parametrize("name", COMPARED)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_chain_of_comparisons_holds_where_each_of_them_holds(name, data):
    small = arrays(np.int8, 7, elements=st.integers(-2, 2))
    a, b, c = (data.draw(small) for _ in range(3))
    compare = getattr(np, COMPARED[name])
    compute = FUNCTIONS[name].compute
    np.testing.assert_array_equal(compute(a, b), compare(a, b))
    np.testing.assert_array_equal(compute(a, b, c), compare(a, b) & compare(b, c))


@given(conditions, conditions, conditions, columns, columns)
@settings(max_examples=25, deadline=None)
def test_conditions_and_choices(a, b, c, yes, no):
    np.testing.assert_array_equal(FUNCTIONS["and"].compute(a, b, c), a & b & c)
    np.testing.assert_array_equal(FUNCTIONS["or"].compute(a, b, c), a | b | c)
    np.testing.assert_array_equal(FUNCTIONS["not"].compute(a), ~a)
    np.testing.assert_array_equal(FUNCTIONS["!="].compute(a, b), a ^ b)
    expected = np.where(a, yes, no)
    np.testing.assert_array_equal(FUNCTIONS["if"].compute(a, yes, no), expected)
    np.testing.assert_array_equal(FUNCTIONS["if"].compute(a, yes, no, out=np.empty(7)), expected)
    np.testing.assert_array_equal(FUNCTIONS["if"].compute(1.0, yes, no, out=np.empty(7)), yes)


def test_log_odds_and_probabilities_at_their_ends():
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(expit(np.array([-np.inf, -800, 800, np.inf])), [0, 0, 1, 1])
        np.testing.assert_array_equal(logit(np.array([0.0, 1.0])), [-np.inf, np.inf])
        assert logit(np.array([1e-300]))[0] == pytest.approx(special.logit(1e-300))
    assert logit(expit(np.array([-30.0])))[0] == pytest.approx(-30)


END = st.sampled_from(
    [-math.inf, -1e308, -128, -2.5, -1, -0.0, 0.0, 0.15, 1, 2.5, 127, 1e308, math.inf]
)


@st.composite
def intervals(draw) -> Kind:
    low, high = sorted((float(draw(END)), float(draw(END))))
    if low == high and math.isinf(low):
        return numeric(-math.inf, math.inf, whole=False)
    return numeric(low, high, whole=low.is_integer() and high.is_integer() and draw(st.booleans()))


def points_of(kind: Kind) -> list[float]:
    inner = [-1e3, -7, -1.5, -1, -0.5, 0, 0.1, 0.5, 1, 1.5, 7, 1e3]
    ends = [each for each in (kind.low, kind.high) if math.isfinite(each)]
    points = [*ends, *(each for each in inner if kind.low <= each <= kind.high)]
    return [each for each in points if float(each).is_integer()] if kind.is_whole else points


@pytest.mark.parametrize("name", BY_HAND)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_range_of_a_result_holds_it(name, data):
    function = FUNCTIONS[name]
    count = function.fewest
    kinds = [data.draw(intervals()) for _ in range(count)]
    kind = function.kind(*kinds)
    grid = np.array(list(product(*[points_of(each)[:8] for each in kinds])), dtype=np.float64)
    with np.errstate(all="ignore"):
        values = np.asarray(function.compute(*grid.reshape(-1, count).T))
    values = values[np.isfinite(values)]
    assert ((kind.low <= values) & (values <= kind.high)).all()
    assert not kind.is_whole or (values == np.round(values)).all()


SCORE = numeric(0, 27, whole=True)
MOOD = numeric(-math.inf, math.inf, whole=False)


@pytest.mark.parametrize(
    ("name", "kinds", "expected"),
    [
        ("+", (SCORE, SCORE), (0, 54, "integer")),
        ("+", (BOOLEAN, BOOLEAN), (0, 2, "integer")),
        ("+", (SCORE, MOOD), (-math.inf, math.inf, "number")),
        ("-", (BOOLEAN, SCORE), (-27, 1, "integer")),
        ("*", (SCORE, numeric(-2, 0.5, whole=False)), (-54, 13.5, "number")),
        ("*", (SCORE, numeric(0, math.inf, whole=True)), (0, math.inf, "integer")),
        ("*", (numeric(-3, -2, whole=True), numeric(-5, 4, whole=True)), (-12, 15, "integer")),
        ("negative", (SCORE,), (-27, 0, "integer")),
        ("abs", (numeric(-5, 3, whole=True),), (0, 5, "integer")),
        ("abs", (numeric(-5, -3, whole=True),), (3, 5, "integer")),
        ("exp", (numeric(0, 1000, whole=True),), (1, math.inf, "number")),
        ("exp", (MOOD,), (0, math.inf, "number")),
        ("sqrt", (numeric(4, 9, whole=True),), (2, 3, "number")),
        ("expit", (MOOD,), (0, 1, "number")),
        ("round", (numeric(0.5, 1.5, whole=False),), (0, 2, "integer")),
        ("floor", (numeric(-0.5, 1.5, whole=False),), (-1, 1, "integer")),
        ("ceil", (numeric(-0.5, 1.5, whole=False),), (0, 2, "integer")),
        ("clip", (MOOD, numeric(0, 0, whole=True), SCORE), (0, 27, "number")),
        ("clip", (SCORE, numeric(3, 3, whole=True), numeric(9, 9, whole=True)), (3, 9, "integer")),
        ("min", (SCORE, numeric(5, 40, whole=True)), (0, 27, "integer")),
        ("max", (SCORE, numeric(5, 40, whole=True), BOOLEAN), (5, 40, "integer")),
        ("if", (BOOLEAN, SCORE, numeric(-1, -1, whole=True)), (-1, 27, "integer")),
        ("if", (BOOLEAN, BOOLEAN, BOOLEAN), (0, 1, "boolean")),
        ("<", (SCORE, MOOD), (0, 1, "boolean")),
        ("and", (BOOLEAN, BOOLEAN), (0, 1, "boolean")),
        ("/", (SCORE, SCORE), (-math.inf, math.inf, "number")),
    ],
)
def test_the_range_of_a_result_is_no_wider_than_it_must_be(name, kinds, expected):
    kind = FUNCTIONS[name].kind(*kinds)
    assert (kind.low, kind.high, kind.name) == expected


def test_a_rounded_end_is_rounded_as_the_values_are():
    """Python rounds 0.15 to 0.1, numpy to 0.2."""
    digit = numeric(1, 1, whole=True)
    kind = FUNCTIONS["round"].kind(numeric(0, 0.15, whole=False), digit)
    assert kind.high == np.round(np.array([0.15]), 1)[0]
