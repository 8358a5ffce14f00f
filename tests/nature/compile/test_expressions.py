"""What expressions of a world give, and what is refused before anybody is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from causalkit.errors import WorldError
from causalkit.nature import World

WORLD = """\
effect of pain on score
strict = 1
half = 0.5
pain    ~ bernoulli(0.5)
opioids ~ bernoulli(0.5)
pills   ~ binomial(100, 0.9)
debt    = clip(round(60*mood), -128, 0)
mood    ~ normal(0, 1)
score   ~ normal(mood, 1)
region  ~ categorical({"the north": 0.25, "south": 0.75})
grade   ~ ordinal(mood, none < -1 < some < 0 < "very much" < 1 < most)
"""


def computed(expression: str, n: int = 500):
    survey = World.from_text(f"{WORLD}made = {expression}").sample(n, 1)
    people = survey.frame
    return people["made"], people, survey.codebook["made"]


def refused(expression: str, message: str) -> WorldError:
    with pytest.raises(WorldError, match=message) as caught:
        World.from_text(f"{WORLD}made = {expression}").sample(100, 1)
    return caught.value


def test_conditions_count_as_numbers_in_arithmetic():
    made, people, _ = computed("pain + opioids")
    assert set(made) == {0, 1, 2}
    np.testing.assert_array_equal(made, people["pain"].astype(int) + people["opioids"].astype(int))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("pain - opioids", lambda p: p.pain.astype(int) - p.opioids.astype(int)),
        ("-pain", lambda p: -p.pain.astype(int)),
        ("pain*pain", lambda p: p.pain.astype(int)),
        ("pain**2 + opioids**2", lambda p: p.pain.astype(int) + p.opioids),
        ("pain + (2 > 1)", lambda p: p.pain.astype(int) + 1),
        ("(mood > 0) + (mood > 1)", lambda p: (p.mood > 0).astype(int) + (p.mood > 1)),
        ("max(pain, opioids, 0.5)", lambda p: np.where(p.pain | p.opioids, 1, 0.5)),
        ("abs(-pain)", lambda p: p.pain.astype(int)),
        ("round(pain)", lambda p: p.pain.astype(int)),
        ("floor(pain) + ceil(pain)", lambda p: 2 * p.pain),
    ],
)
def test_arithmetic_of_conditions(expression, expected):
    made, people, _ = computed(expression)
    np.testing.assert_array_equal(made, expected(people))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("pills + pills", lambda p: 2 * p.pills.astype(int)),
        ("pills*pills*pills", lambda p: p.pills.astype(int) ** 3),
        ("pills**4", lambda p: p.pills.astype(float) ** 4),
        ("-debt", lambda p: -p.debt.astype(int)),
        ("abs(debt)", lambda p: p.debt.astype(int).abs()),
        ("debt - pills", lambda p: p.debt.astype(int) - p.pills),
        ("round(pills + pills, -2)", lambda p: np.round(2.0 * p.pills, -2)),
        ("pills*1000 > 32767", lambda p: p.pills.astype(int) * 1000 > 32767),
        ("max(pills, debt, 3) - min(debt, pills)", lambda p: p.pills.clip(3) - p.debt.astype(int)),
    ],
)
def test_small_integers_do_not_overflow(expression, expected):
    made, people, entry = computed(expression)
    np.testing.assert_array_equal(made, expected(people))
    assert entry.minimum <= made.min() <= made.max() <= entry.maximum


@pytest.mark.parametrize(
    ("expression", "dtype"),
    [
        ("pain and opioids", "bool"),
        ("pain + opioids", "int8"),
        ("pills + pills", "int16"),
        ("400*pills", "int32"),
        ("pills**2", "float64"),  # a power is a number, whatever its arguments
        ("10**9*pills", "int64"),  # but a constant one is computed at once
        ("1e30*pills", "float64"),
        ("round(mood)", "int64"),
        ("clip(round(mood), -128, 127)", "int8"),
        ("clip(round(mood), -129, 127)", "int16"),
        ("pills/2", "float64"),
        ("pain if opioids else 1", "int8"),
        ("pain if opioids else not pain", "bool"),
    ],
)
def test_a_column_is_as_small_as_its_range_allows(expression, dtype):
    assert str(computed(expression)[0].dtype) == dtype


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("-1 < mood <= 0.5", lambda p: (p.mood > -1) & (p.mood <= 0.5)),
        ("0 < mood < 1 < 2", lambda p: (p.mood > 0) & (p.mood < 1)),
        ("pain == opioids == 1", lambda p: p.pain & p.opioids),
        ("pills != 90", lambda p: p.pills != 90),
        ("not pain or opioids and mood > 0", lambda p: ~p.pain | (p.opioids & (p.mood > 0))),
        ("not (pain or opioids)", lambda p: ~(p.pain | p.opioids)),
        ("pain and opioids and mood > 0", lambda p: p.pain & p.opioids & (p.mood > 0)),
        ("pain and 2 > 1", lambda p: p.pain),
        ("pain if mood > 0 else 1 > 2", lambda p: p.pain & (p.mood > 0)),
        ("not (pain if mood > 0 else 1 > 2)", lambda p: ~(p.pain & (p.mood > 0))),
        ("region == 'the north'", lambda p: p.region == "the north"),
        ('"south" != region', lambda p: p.region == "the north"),
        ("grade >= 'very much'", lambda p: p.grade.isin(["very much", "most"])),
        ("'none' < grade < 'most'", lambda p: p.grade.isin(["some", "very much"])),
    ],
)
def test_conditions(expression, expected):
    made, people, entry = computed(expression)
    assert entry.kind == "boolean"
    np.testing.assert_array_equal(made, expected(people))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("log(mood) if mood > 0 else -9", lambda p: [np.log(m) if m > 0 else -9 for m in p.mood]),
        ("sqrt(mood) if mood >= 0 else 0", lambda p: np.sqrt(p.mood.clip(0))),
        (
            "1/debt if debt < 0 else 0",
            lambda p: [1 / d if d < 0 else 0 for d in p.debt.astype(int)],
        ),
        (
            "1 if mood < -1 else 2 if mood < 0 else 3 if mood < 1 else 4",
            lambda p: 1 + np.digitize(p.mood, [-1, 0, 1]),
        ),
    ],
)
def test_a_choice_may_be_impossible_for_those_who_do_not_make_it(expression, expected):
    made, people, _ = computed(expression)
    np.testing.assert_allclose(made, expected(people), rtol=1e-14)


@pytest.mark.parametrize("expression", ["mood if strict > 0 else 1", "1 if strict < 0 else mood"])
def test_a_knob_may_decide_for_everybody(expression):
    made, people, _ = computed(expression)
    np.testing.assert_array_equal(made, people["mood"])


@pytest.mark.parametrize(
    "expression",
    ["log(mood)", "1/pain", "sqrt(mood)", "mood**0.5", "logit(pain)", "exp(900*pills)"],
)
def test_what_is_no_number_for_some_people_is_an_error(expression):
    error = refused(expression, '"made" is not a finite number for some people')
    assert (error.place.line, error.place.column) == (12, 1)


@pytest.mark.parametrize("expression", ["log(mood) > 0", "not log(mood) > 0", "0 < 1/pain < 2"])
def test_a_comparison_with_no_number_is_an_error_and_not_false(expression):
    refused(expression, "this is not a finite number for some people")


def test_a_constant_part_is_computed_once():
    made, people, entry = computed("pain*(2*half + exp(0)) + max(1, 2, strict)")
    np.testing.assert_array_equal(made, 2 * people["pain"] + 2)
    assert (entry.minimum, entry.maximum, entry.kind) == (2, 4, "integer")


@pytest.mark.parametrize(
    ("expression", "column"),
    [("pain + 1/0", 15), ("pain*log(0)", 13), ("pain + exp(1000*half*2)", 15)],
)
def test_a_constant_part_that_is_no_number_is_found_at_once(expression, column):
    with pytest.raises(WorldError, match="this is not a finite number") as caught:
        World.from_text(f"{WORLD}made = {expression}")
    assert caught.value.place.line == 12
    assert caught.value.place.column == column


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("payn + 1", 'nothing is called "payn".*Did you mean "pain"'),
        ("roud(mood)", 'no function "roud".*Did you mean "round"'),
        ("normal(0, 1) + pain", "normal is a distribution: give it a variable of its own"),
        ("exp(mood, 2)", "exp takes 1 arguments, not 2"),
        ("min(mood)", "min takes from 2 to 50 arguments, not 1"),
        ("round(mood, digits=1)", "round takes no named arguments"),
        ("round(mood, pills)", "number of digits is a whole number from -15 to 15"),
        ("round(mood, 0.5)", "number of digits is a whole number"),
        ("mood and pain", "a condition is expected here"),
        ("not mood", "a condition is expected here"),
        ("1 if mood else 2", "a condition is expected here"),
        ("pain if mood else half", "a condition is expected here"),
        ("region + 1", "a category is not a number; compare it with a label: == 'the north'"),
        ("region == region", "a category is not a number"),
        ("'south'", "a label can only be compared"),
        ("region == 'sotuh'", '"sotuh" is not one of: the north, south.*Did you mean "south"'),
        ("region < 'south'", "these categories have no order"),
        ("mood == 'south'", "a label is compared with one category variable"),
        ("region == 'south' == grade", "a label is compared with one category variable"),
        ("labels(a=1)", 'no function "labels"'),
        ("{'a': 1}", 'no function "labels"'),
        ("1 != mood != 2", "!= takes 2 arguments, not 3"),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(expression, message):
    error = refused(expression, message)
    assert (error.place.source, error.place.line) == ("world", 12)
    assert error.place.column >= 8


def test_a_category_may_be_copied():
    made, people, entry = computed("grade")
    assert list(made) == list(people["grade"])
    assert entry.ordered
