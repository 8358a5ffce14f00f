"""Where an error in a statement points, for each form of statement."""

from __future__ import annotations

import pytest

from causalkit.errors import WorldError
from causalkit.nature.language.parser import parse_script

ERRORS = [
    # statements
    ("pain", 1, 'a statement gives a name a value with "=" or "~"'),
    ("  pain bernoulli(0.2)", 3, "a statement gives a name a value"),
    ("pain == 3", 1, "a statement gives a name a value"),
    ("= 3", 1, "a statement gives a name a value"),
    ("presett a: k = 1", 1, 'Did you mean "preset"'),
    ("latnet u ~ normal(0, 1)", 1, 'Did you mean "latent"'),
    ("latent u", 1, "a statement gives a name a value"),
    ("2x = 3", 1, '"2x" is not a name'),
    ("_x = 3", 1, '"_x" is not a name'),
    ("größe ~ normal(0, 1)", 1, '"größe" is not a name'),
    ("  x-y = 3", 3, '"x-y" is not a name'),
    ("mood[0] ~ normal(0, 1)", 1, "names with an index"),
    ("  time t = 0..120", 3, "the time statement"),
    # right-hand sides
    ("pain =", 7, "an expression is missing"),
    ("pain ~   ", 10, "an expression is missing"),
    ("pain = x +", 11, "this is not an expression"),
    ("pain = x y", 10, "this is not an expression"),
    ("pain = x ? y", 10, "this is not an expression"),
    ("pain = 'ü' == $", 15, "this is not an expression"),
    ("pain = 3 * = 4", 12, "this is not an expression"),
    ("pain = (x", 8, "this bracket is never closed"),
    ("pain = x)", 9, "this bracket closes nothing"),
    ("pain = 'x", 8, "this quotation mark is never closed"),
    ("pain = (x]", 10, "this is not an expression: closing parenthesis"),
    ("pain ~ 3", 8, "after ~ stands a distribution"),
    ("pain ~ x", 8, "after ~ stands a distribution"),
    ("pain ~ exp(x)", 8, "after ~ stands a distribution"),
    ("pain ~ normal(0, 1) + 1", 8, "after ~ stands a distribution"),
    ("pain ~ bernouli(1)", 8, 'no distribution "bernouli".*Did you mean "bernoulli"'),
    ("pain ~ ~ x", 8, "after ~ stands|not part of an expression"),
    # labels
    ("sex ~ categorical(0.5, 0.5)", 19, "categorical takes labels with probabilities"),
    ("sex ~ categorical(female=1)", 7, "from 2 to 100 labels"),
    ("sex ~ categorical(a=0.5, a=0.5)", 7, "labels differ from each other"),
    ("sex ~ categorical({'a': 0.5, 'a': 0.5})", 7, "labels differ from each other"),
    ("sex ~ categorical({a: 1})", 19, "between braces stand quoted labels"),
    ("sex ~ categorical({**a})", 19, "between braces stand quoted labels"),
    ("sex ~ categorical({'=1+1': 0.5, 'b': 0.5})", 20, "a spreadsheet would run it"),
    ("sex ~ categorical({' ': 0.5, 'b': 0.5})", 20, "at least one visible character"),
    ("sex ~ categorical({'\\n': 0.5, 'b': 0.5})", 20, "at least one visible character"),
    ("pain ~ ordinal(x)", 8, "ordinal takes a location and labels with cuts"),
    ("pain ~ ordinal(x, 3)", 19, "ordinal takes a location and labels with cuts"),
    ("pain ~ ordinal(x, low < 1 <= high)", 19, "ordinal takes a location"),
    ("pain ~ ordinal(x, low < 1)", 19, "ordinal takes a location"),
    ("pain ~ ordinal(x, 1 < low < 2)", 19, "ordinal takes a location"),
    ("pain ~ ordinal(x, low < 1 < high, a=1)", 8, "ordinal takes a location"),
    # other statements
    ("include", 1, "include takes the name of one world"),
    ("include a b", 9, "include takes the name of one world"),
    ("include ../secret", 9, "include takes the name of one world"),
    ("include health.world", 9, "include takes the name of one world"),
    ("preset harmful relief = 1", 1, "a preset names knobs and values"),
    ("preset if: relief = 1", 8, '"if" is a reserved word'),
    ("preset harmful: relief", 17, "a preset sets each knob to a number"),
    ("preset harmful: relief = 1, pull ~ 2", 29, "a preset sets each knob to a number"),
    ("preset harmful: relief = 1, pull = x", 36, "a preset sets each knob to a number"),
    ("preset harmful: relief = 1, relief = 2", 29, '"relief" is set twice'),
    ("preset harmful: relief = 1,", 28, "a preset sets each knob to a number"),
    ("missing pain", 1, "say which variable is missing when"),
    ("missing pain if x", 1, "say which variable is missing when"),
    ("missing pain when", 18, "an expression is missing"),
    ("missing if when x", 9, '"if" is a reserved word'),
    ("missing pain when bernouli(0.1)", 19, 'Did you mean "bernoulli"'),
    ("items phq9", 6, "items takes a questionnaire"),
    ("items phq9 = phq9(x)", 6, "items takes a questionnaire"),
    ("items phq9 ~ phq8(x)", 14, "items takes a questionnaire"),
    ("items phq9 ~ phq9(x, y)", 14, "a questionnaire takes one severity"),
    ("items if ~ phq9(x)", 7, '"if" is a reserved word'),
]


@pytest.mark.parametrize(("text", "column", "message"), ERRORS)
def test_an_error_names_file_line_and_column(text, column, message):
    with pytest.raises(WorldError, match=message) as caught:
        parse_script(f"# Title\n\nx = 1\n{text}", "my.world")
    place = caught.value.place
    assert (place.source, place.line, place.column) == ("my.world", 4, column)
    assert place.text == text
    *_, window, caret = str(caught.value).split("\n")
    assert len(caret) - 5 == column - 1 <= len(window)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("y = max(1,\n  2,\n  a $ b)", 3, 5),
        ("y = max(  # one (two\n  'c' % d)", 2, 3),
        ("y ~ normal(0,\n  [1])", 2, 3),
        ("y = (\n\n  1 +\n  (2", 4, 3),
    ],
)
def test_an_error_points_into_the_right_line_of_a_long_statement(text, line, column):
    with pytest.raises(WorldError) as caught:
        parse_script(text)
    assert (caught.value.place.line, caught.value.place.column) == (line, column)
