"""Every form of statement, and what its comment says."""

from __future__ import annotations

import keyword

import pytest

from causalkit.errors import WorldError
from causalkit.nature import World
from causalkit.nature.language import Call, Equation, Knob, Name, Number, Preset, Remark
from causalkit.nature.language.parser import RESERVED, parse_equation, parse_script
from causalkit.nature.language.syntax import Include, QuestionText

STORY = """\
# Self-medication: kratom and depression
#
# Who feels bad takes something.

effect of kratom on phq9   # the question
include health

# -- design choice
relief = -1.5              # Relief [points]
pull   = 0.9               # Log-odds of use per SD [log-odds] -- Smith 2021

# a remark that belongs to nobody
latent  mood ~ normal(0, 1)
        pain ~ bernoulli(   # Pain on most days, past 3 months
            0.3             # a second comment
        )
        kratom = pain
        phq9 = clip(round(mood + relief*kratom), 0, 27)   # PHQ-9 sum [points] -- NHANES
select  responds ~ bernoulli(0.5)
missing pain when bernoulli(0.05)   # Skipped
missing phq9 when mood > 2
preset  harmful: relief = 1.5, pull = -0.4   # It hurts
"""


@pytest.fixture(scope="module")
def script():
    return parse_script(STORY, "story.world")


def statement(script, name):
    return next(each for each in script.statements if getattr(each, "name", "") == name)


def equation(text: str) -> Equation:
    (parsed,) = parse_script(text).statements
    assert isinstance(parsed, Equation)
    return parsed


def test_the_opening_comment_is_title_and_story(script):
    assert script.title == "Self-medication: kratom and depression"
    assert script.story == "Who feels bad takes something."


def test_a_file_without_an_opening_comment_has_no_title():
    script = parse_script("\n# too late\nx = 1")
    assert (script.title, script.story) == ("", "")


def test_every_statement_is_read_in_its_order(script):
    names = [getattr(each, "name", "") for each in script.statements]
    assert names == [
        *("", "health", "relief", "pull", "mood", "pain", "kratom", "phq9", "responds"),
        *("missing_pain", "missing_phq9", "harmful"),
    ]


def test_the_question_and_the_include(script):
    question, include = script.statements[:2]
    assert isinstance(question, QuestionText)
    assert question.text == "effect of kratom on phq9"
    assert isinstance(include, Include)
    assert (include.place.line, include.place.column) == (6, 9)


def test_a_number_and_nothing_else_is_a_knob(script):
    relief = statement(script, "relief")
    assert isinstance(relief, Knob)
    assert relief.value == -1.5
    assert relief.place.line == 9
    for text in ("k = 1e3", "k = 0x10", "k = 1_000", "k = +2", "k = - 3", "k = (4)"):
        assert isinstance(parse_script(text).statements[0], Knob)
    for text in ("k = 1 + 1", "latent k = 1", "k = x", "k ~ normal(0, 1)"):
        assert isinstance(parse_script(text).statements[0], Equation)


@pytest.mark.parametrize(
    ("name", "random", "part"),
    [
        ("mood", True, "latent"),
        ("pain", True, "released"),
        ("kratom", False, "released"),
        ("phq9", False, "released"),
        ("responds", True, "select"),
        ("missing_pain", True, "missing"),
        ("missing_phq9", False, "missing"),
    ],
)
def test_equations_know_their_part(script, name, random, part):
    read = statement(script, name)
    assert (read.random, read.part) == (random, part)


def test_an_equation_mentions_its_causes_once(script):
    assert statement(script, "phq9").mentions == ("mood", "relief", "kratom")
    assert equation("y ~ normal(a + b*a, sd=c)").mentions == ("a", "b", "c")
    assert equation("y ~ ordinal(a, b < c < d)").mentions == ("a", "c")
    assert equation("y ~ categorical(a=b, c=1 - b)").mentions == ("b",)


def test_a_preset_sets_knobs(script):
    preset = statement(script, "harmful")
    assert isinstance(preset, Preset)
    assert preset.values == {"relief": 1.5, "pull": -0.4}
    assert preset.label == "It hurts"
    assert (preset.places["pull"].line, preset.places["pull"].column) == (22, 32)


def test_remarks(script):
    assert statement(script, "relief").remark == Remark("Relief", "points", "design choice")
    assert statement(script, "pull").remark == Remark(
        "Log-odds of use per SD", "log-odds", "Smith 2021"
    )
    assert statement(script, "mood").remark == Remark()
    assert statement(script, "pain").remark.label == "Pain on most days, past 3 months"
    assert statement(script, "phq9").remark == Remark("PHQ-9 sum", "points", "NHANES")
    assert statement(script, "missing_pain").remark.label == "Skipped"


@pytest.mark.parametrize(
    ("comment", "remark"),
    [
        ("", Remark()),
        ("# Label", Remark("Label")),
        ("#Label", Remark("Label")),
        ("# Label [unit]", Remark("Label", "unit")),
        ("# [unit]", Remark("", "unit")),
        ("# -- Kroenke 2001", Remark("", "", "Kroenke 2001")),
        ("# [unit] -- Kroenke 2001", Remark("", "unit", "Kroenke 2001")),
        ("# A [b] c [d]", Remark("A [b] c", "d")),
        ("# A [b] c", Remark("A [b] c")),
        ("# Not a source--really", Remark("Not a source--really")),
        ('# "Quoted" # and #2', Remark('"Quoted" # and #2')),
        ("# Größe [m²] -- Löwe 2008", Remark("Größe", "m²", "Löwe 2008")),
    ],
)
def test_a_comment_is_label_unit_and_source(comment, remark):
    assert equation(f"y = x   {comment}").remark == remark


def test_a_group_has_one_source_until_a_blank_line():
    script = parse_script(
        "x = 1\n\n# -- Smith 2021\na = 1\n# a note\nb = 2  # -- own\n\nc = 3\n# -- \nd = 4"
    )
    sources = {each.name: each.remark.source for each in script.statements}
    assert sources == {"x": "", "a": "Smith 2021", "b": "own", "c": "", "d": ""}


def test_a_statement_goes_on_while_a_bracket_is_open():
    read = equation("y = max(  # Larger\n  a,\n\n  # of two\n  b)")
    assert read.expression == Call("max", (Name("a"), Name("b")))
    assert read.remark.label == "Larger"


def test_items_are_a_questionnaire_and_its_sum():
    statements = parse_script("items q ~ gad7(worry)  # GAD-7 [points] -- Löwe").statements
    assert [each.name for each in statements] == [*(f"q_{i}" for i in range(1, 8)), "q"]
    assert all(each.random for each in statements[:-1])
    assert statements[0].mentions == ("worry",)
    assert statements[-1].mentions == tuple(f"q_{i}" for i in range(1, 8))
    assert statements[-1].remark == Remark("GAD-7", "points", "Löwe")
    assert statements[0].remark.label == "GAD-7, item 1: feeling nervous"


def test_labels_may_be_quoted():
    read = equation("""y ~ categorical({'less than weekly': 0.3, "don't know": 0.2}, daily=0.5)""")
    labels = [label for label, _ in read.expression.keywords]
    assert labels == ["less than weekly", "don't know", "daily"]
    chain = equation("y ~ ordinal(x, none < 0 < \"a little\" < 1.5 < 'a # lot')")
    assert chain.expression.arguments == (Name("x"),)
    assert chain.expression.keywords == (
        ("none", Number(0)),
        ("a little", Number(1.5)),
        ("a # lot", Number(float("inf"))),
    )


def test_labels_keep_the_order_in_which_they_are_written():
    read = equation('y ~ categorical({"b": 0.3, "a": 0.2, "c": 0.5})')
    assert [label for label, _ in read.expression.keywords] == ["b", "a", "c"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_of_both_kinds(newline):
    script = parse_script(STORY.replace("\n", newline))
    assert script == parse_script(STORY)


def test_one_equation_alone():
    assert parse_equation("pain ~ bernoulli(0.2)").random
    assert parse_equation("dose = 3").expression == Number(3)
    assert parse_equation("y = x  # label").remark.label == "label"
    for text in ("", "# nothing", "a = b\nb = c", "effect of a on b", "preset p: k = 1"):
        with pytest.raises(WorldError, match="is not one equation"):
            parse_equation(text)


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_reserved_words_are_no_names(word):
    for form in ("{} ~ normal(0, 1)", "latent {} = x", "preset {}: k = 1", "missing {} when x"):
        with pytest.raises(WorldError):
            World.from_text(
                f"effect of x on x2\nx = y\nx2 = x\ny ~ normal(0, 1)\n{form.format(word)}"
            )


def test_the_words_of_python_and_of_the_language_are_reserved():
    assert RESERVED.issuperset(keyword.kwlist)
    own = ["effect", "include", "preset", "latent", "select", "missing", "items", "time"]
    assert RESERVED.issuperset(own)


@pytest.mark.parametrize("name", ["min", "normal", "e", "x_1", "X", "noise", "match", "label"])
def test_other_words_are_names(name):
    assert equation(f"{name} ~ normal({name}2, 1)").name == name
