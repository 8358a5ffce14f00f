"""A question says what, on what, from where to where, on which scale, in whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.errors import QuestionError
from causalkit.graph import Condition, Question, parse_question


def test_the_short_form():
    question = parse_question("effect of kratom on phq9")
    assert question == Question(("kratom",), ("phq9",), (1,), (0,), "difference", "all")
    assert question == Question.of("kratom", "phq9")
    assert str(question) == "effect of kratom on phq9 (1 vs 0, difference)"
    assert question.estimand == "ATE"


def test_the_long_form():
    question = parse_question(
        "effect of dose, alcohol on phq9 from 0, none to 2.5, daily as ratio"
        ' among responds and sex == female and "age at survey" >= -40'
    )
    assert question == Question.of(
        ["dose", "alcohol"],
        "phq9",
        treated=(2.5, "daily"),
        reference=(0, "none"),
        scale="ratio",
        population=(
            Condition("responds", "==", 1),
            Condition("sex", "==", "female"),
            Condition("age at survey", ">=", -40),
        ),
    )
    assert str(question) == (
        "effect of dose, alcohol on phq9 (2.5, daily vs 0, none, ratio,"
        ' among responds == 1 and sex == female and "age at survey" >= -40)'
    )


def test_an_odds_ratio_is_two_words():
    question = parse_question("effect of kratom on depressed as odds ratio among exposed")
    assert question == Question.of("kratom", "depressed", scale="odds ratio", population="exposed")
    with pytest.raises(QuestionError, match='expected "ratio"'):
        parse_question("effect of kratom on depressed as odds")


@pytest.mark.parametrize(
    ("population", "estimand"),
    [
        ("all", "ATE"),
        ("exposed", "ATT"),
        ("unexposed", "ATU"),
        ("responds", "ATE among responds = 1"),
        ("sex == female and age >= 40", "ATE among sex = female and age >= 40"),
    ],
)
def test_the_estimand_has_its_usual_name(population, estimand):
    assert Question.of("kratom", "phq9", population=population).estimand == estimand


def test_one_value_stands_for_each_of_several_exposures():
    question = Question.of(["kratom", "alcohol"], "phq9")
    assert (question.treated, question.reference) == ((1, 1), (0, 0))
    assert parse_question("effect of kratom, alcohol on phq9 from 0 to 1") == question


def test_names_that_are_words_of_the_form_stand_in_quotes():
    question = parse_question('effect of "on" on \'my mood\' among "exposed"')
    assert (question.exposure, question.outcome) == (("on",), ("my mood",))
    assert question.population == (Condition("exposed", "==", 1),)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, 'expected "effect" here, not the end'),
        ("efect of kratom on phq9", 1, 'expected "effect"'),
        ("effect of on phq9", 11, "expected an exposure here, not the word"),
        ("effect of kratom", 17, 'expected "on" here, not the end'),
        ("effect of kratom on", 20, "expected an outcome"),
        ("effect of kratom on phq9, gad7", 25, 'did not expect ","'),
        ("effect of kratom on phq9 from 0", 32, 'expected "to"'),
        ("effect of kratom on phq9 from 0 to 1e999", 36, "too large"),
        ("effect of kratom on phq9 from 0 to 1, 2", 1, "each exposure one value"),
        ("effect of kratom on phq9 from 1 to 1", 1, "contrasts 1 with itself"),
        ("effect of kratom on kratom", 1, 'names "kratom" twice'),
        ("effect of kratom on phq9 as rato", 29, 'Did you mean "ratio"'),
        ("effect of kratom on phq9 among", 31, "expected a variable"),
        ("effect of kratom on phq9 among sex = female", 36, 'a comparison is written "=="'),
        ("effect of kratom on phq9 among age >", 37, "expected a number or a label"),
        ("effect of kratom on phq9 among a or b", 34, 'joined by "and" only'),
        ("effect of 'kratom on phq9", 11, "a quote that is never closed"),
        ("effect of kratom on phq9 !", 26, 'did not expect "!"'),
    ],
)
def test_an_error_points_at_its_place(text, column, message):
    with pytest.raises(QuestionError) as caught:
        parse_question(text, source="my.world", line=7)
    assert message in caught.value.message
    assert (caught.value.place.source, caught.value.place.line) == ("my.world", 7)
    assert caught.value.place.column == column


def test_lines_are_counted():
    with pytest.raises(QuestionError) as caught:
        parse_question("effect of kratom\n  on phq9\n  as ratioo", line=3)
    assert (caught.value.place.line, caught.value.place.column) == (5, 6)


@pytest.mark.parametrize(
    "arguments",
    [
        {"exposure": ()},
        {"outcome": ()},
        {"exposure": ("",)},
        {"exposure": (3,)},
        {"treated": (float("nan"),)},
        {"treated": (float("inf"),)},
        {"treated": (None,)},
        {"reference": ()},
        {"scale": "odds"},
        {"population": "everybody"},
        {"population": ()},
        {"population": ("age >= 40",)},
        {"population": 3},
    ],
)
def test_what_is_no_question_is_refused(arguments):
    with pytest.raises(QuestionError):
        Question(**{"exposure": ("kratom",), "outcome": ("phq9",), **arguments})


def test_a_population_that_cannot_be_read_is_an_error_with_its_place():
    with pytest.raises(QuestionError) as caught:
        Question.of("kratom", "phq9", population="age >> 40")
    assert caught.value.place.column == 6


@given(
    st.lists(
        st.builds(
            Condition,
            variable=st.text(min_size=1, max_size=6),
            relation=st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
            value=st.one_of(
                st.floats(allow_nan=False, allow_infinity=False),
                st.integers(-(10**6), 10**6),
                st.text(min_size=1, max_size=6),
            ),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_conditions_are_read_as_they_are_written(conditions):
    written = " and ".join(map(str, conditions))
    assert Question.of("e x", "o x", population=written).population == tuple(conditions)


@given(st.text(max_size=60))
def test_any_text_ends_in_a_question_or_a_question_error(text):
    for candidate in (text, f"effect of {text} on y", f"effect of x on y among {text}"):
        try:
            question = parse_question(candidate)
        except QuestionError as error:
            place = error.place
            assert (place.source, place.line >= 1) == ("question", True)
        else:
            assert isinstance(question, Question)


@pytest.mark.parametrize("piece", ['"', "'\\", "a,", "9", "and ", "(" * 5, "\n", "x on y "])
def test_a_million_characters_end_in_an_error(piece):
    with pytest.raises(QuestionError):
        parse_question("effect of " + piece * (1_000_000 // len(piece)))
