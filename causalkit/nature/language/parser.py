"""From logical lines to statements.

Every statement begins with a word or a name that says what it is::

    effect of kratom on phq9          the question
    include population                another file's equations
    preset harmful: relief = 1.5      values for knobs
    relief = -1.5                     a knob: a number and nothing else
    pain ~ bernoulli(0.2)             a random variable
    worse = before + pain             a computed variable
    latent …, select …                a variable that is hidden, or selects
    missing pain when bernoulli(0.1)  an indicator that hides single values
    items phq9 ~ phq9(severity)       a questionnaire, item by item, and its sum
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterator

from causalkit.errors import Place, WorldError, did_you_mean
from causalkit.graph.indicators import MISSING
from causalkit.nature.distributions import LOADING, QUESTIONNAIRES
from causalkit.nature.functions import FUNCTIONS
from causalkit.nature.language.draw import draw
from causalkit.nature.language.expression import Call, Expression, Name, Number
from causalkit.nature.language.syntax import (
    Equation,
    Include,
    Knob,
    Part,
    Preset,
    QuestionText,
    Remark,
    Script,
    Statement,
)
from causalkit.nature.language.text import Line, logical_lines
from causalkit.nature.language.translation import NAME, Locate, parse_expression

RESERVED = frozenset({*keyword.kwlist, "effect", "include", "preset", "latent", "select"}) | {
    "missing",
    "items",
    "time",
}
_LATER = "names with an index, and the time statement, are not part of this version."
_EQUATION = re.compile(r"\s*(?:(latent|select)\s+)?([^\s~=]+)\s*(~|=(?!=))")
_UNIT = re.compile(r"^(?P<label>.*?)\s*\[(?P<unit>[^\[\]]*)\]$")


def parse_script(text: str, source: str = "world") -> Script:
    r"""Read the text of a world file.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Name of the file, for error messages.

    Returns
    -------
    Script
        Its title, story and statements.

    Raises
    ------
    WorldError
        If a line is not a statement of the world language.

    Examples
    --------
    >>> script = parse_script("# Coins\n\ncoin ~ bernoulli(0.5)  # A coin [heads]")
    >>> script.title, script.statements[0].remark.unit
    ('Coins', 'heads')
    """
    lines = logical_lines(text, source)
    opening = _opening_comment(lines)
    statements: list[Statement] = []
    source_of_group = ""
    for line in lines[len(opening) :]:
        if line.is_blank:
            source_of_group = ""
        elif line.is_comment:
            if line.comment.startswith("-- "):
                source_of_group = line.comment[3:].strip()
        else:
            statements.extend(_statements(line, source_of_group))
    title, *story = [line.comment for line in opening] or [""]
    return Script(title, "\n".join(story).strip(), tuple(statements))


def parse_equation(text: str, source: str = "equation") -> Equation:
    """Read one equation, such as ``"pain ~ bernoulli(0.2)"``.

    Parameters
    ----------
    text : str
        One statement.
    source : str
        What to call the text in error messages.

    Returns
    -------
    Equation
        What it says.

    Raises
    ------
    WorldError
        If the text is anything else than one equation.

    Examples
    --------
    >>> parse_equation("pain ~ bernoulli(0.2)").random
    True
    """
    statements = parse_script(text, source).statements
    if len(statements) == 1:
        statement = statements[0]
        if isinstance(statement, Equation):
            return statement
        if isinstance(statement, Knob):
            number = Number(statement.value, statement.place)
            return Equation(statement.name, number, random=False, place=statement.place)
    raise WorldError(f'"{text}" is not one equation such as "pain ~ bernoulli(0.2)".')


def _opening_comment(lines: list[Line]) -> list[Line]:
    opening: list[Line] = []
    for line in lines:
        if not line.is_comment or line.comment.startswith("-- "):
            break
        opening.append(line)
    return opening


def _statements(line: Line, source_of_group: str) -> Iterator[Statement]:
    word = line.code.split(maxsplit=1)[0]
    remark = _remark(line.comment, source_of_group)
    if word in _KEYWORDS:
        yield from _KEYWORDS[word](line, remark)
    else:
        yield _equation_or_knob(line, remark)


def _remark(comment: str, source_of_group: str) -> Remark:
    text, _, source = (
        comment.partition(" -- ") if not comment.startswith("-- ") else ("", "", comment[3:])
    )
    found = _UNIT.match(text.strip())
    label, unit = (found["label"], found["unit"]) if found else (text.strip(), "")
    return Remark(label, unit.strip(), source.strip() or source_of_group)


def _locator(line: Line, start: int) -> Locate:
    return lambda offset: line.place(start + offset)


def _name_at(line: Line, text: str, start: int) -> str:
    """Check a name that is being given."""
    if "[" in text:
        raise WorldError(_LATER, line.place(start))
    if not NAME.fullmatch(text):
        message = f'"{text}" is not a name: ASCII letters, digits and _, a letter first.'
        raise WorldError(message, line.place(start))
    if text in RESERVED:
        raise WorldError(f'"{text}" is a reserved word; choose another name.', line.place(start))
    return text


def _equation_or_knob(line: Line, remark: Remark) -> Statement:
    found = _EQUATION.match(line.code)
    if not found:
        raise WorldError(*_not_a_statement(line))
    prefix, name, sign = found.groups()
    _name_at(line, name, found.start(2))
    part: Part = "latent" if prefix == "latent" else "select" if prefix == "select" else "released"
    locate = _locator(line, found.end())
    expression = parse_expression(line.code[found.end() :], locate)
    place = line.place(found.start(2))
    if sign == "~":
        return Equation(name, draw(expression), True, part, remark, place)
    if isinstance(expression, Number) and part == "released":
        return Knob(name, expression.value, remark, place)
    return Equation(name, expression, False, part, remark, place)


def _not_a_statement(line: Line) -> tuple[str, Place]:
    start = len(line.code) - len(line.code.lstrip())
    word = re.split(r"[\s(:]", line.code.strip(), maxsplit=1)[0]
    hint = "" if word in RESERVED else did_you_mean(word, (*_KEYWORDS, "latent", "select"))
    message = f'a statement gives a name a value with "=" or "~"; this one does not.{hint}'
    return message, line.place(start)


def _question(line: Line, _: Remark) -> Iterator[Statement]:
    start = len(line.code) - len(line.code.lstrip())
    yield QuestionText(line.code.strip().replace("\n", " "), line.place(start))


def _include(line: Line, _: Remark) -> Iterator[Statement]:
    parts = line.code.split()
    start = line.code.find(parts[1], line.code.find("include") + 7) if len(parts) > 1 else 0
    if len(parts) != 2 or not NAME.fullmatch(parts[1]):
        message = 'include takes the name of one world, without its ending: "include population".'
        raise WorldError(message, line.place(start))
    yield Include(parts[1], line.place(start))


def _preset(line: Line, remark: Remark) -> Iterator[Statement]:
    found = re.match(r"\s*preset\s+([^\s:]+)\s*:", line.code)
    if not found:
        message = 'a preset names knobs and values: "preset harmful: relief = 1.5, pull = 0.4".'
        raise WorldError(message, line.place(0))
    name = _name_at(line, found[1], found.start(1))
    values, places = {}, {}
    start = found.end()
    for part in line.code[found.end() :].split(","):
        knob = _equation_or_knob_in_preset(line, part, start)
        if knob.name in values:
            raise WorldError(f'"{knob.name}" is set twice in this preset.', knob.place)
        values[knob.name], places[knob.name] = knob.value, knob.place
        start += len(part) + 1
    yield Preset(name, values, remark.label, {k: p for k, p in places.items() if p})


def _equation_or_knob_in_preset(line: Line, part: str, start: int) -> Knob:
    found = _EQUATION.match(part)
    where = line.place(start + len(part) - len(part.lstrip()))
    if not found or found[1] or found[3] != "=":
        raise WorldError("a preset sets each knob to a number: relief = 1.5.", where)
    value = parse_expression(part[found.end() :], _locator(line, start + found.end()))
    if not isinstance(value, Number):
        raise WorldError("a preset sets each knob to a number.", value.place or where)
    return Knob(found[2], value.value, place=where)


def _missing(line: Line, remark: Remark) -> Iterator[Statement]:
    found = re.match(r"\s*missing\s+(\S+)\s+when\b", line.code)
    if not found:
        message = 'say which variable is missing when: "missing pain when bernoulli(0.05)".'
        raise WorldError(message, line.place(0))
    name = _name_at(line, found[1], found.start(1))
    expression = parse_expression(line.code[found.end() :], _locator(line, found.end()))
    random = isinstance(expression, Call) and expression.function not in FUNCTIONS
    if random:
        expression = draw(expression)
    place = line.place(found.start(1))
    yield Equation(MISSING + name, expression, random, "missing", remark, place)


def _items(line: Line, remark: Remark) -> Iterator[Statement]:
    start = line.code.index("items") + len("items")
    found = _EQUATION.match(line.code, start)
    message = 'items takes a questionnaire: "items phq9 ~ phq9(severity)".'
    if not found or found[1] or found[3] != "~":
        raise WorldError(message, line.place(start))
    name = _name_at(line, found[2], found.start(2))
    place = line.place(found.start(2))
    call = parse_expression(line.code[found.end() :], _locator(line, found.end()))
    if not isinstance(call, Call) or call.function not in QUESTIONNAIRES:
        raise WorldError(message, call.place)
    if len(call.arguments) != 1 or call.keywords:
        raise WorldError("a questionnaire takes one severity.", call.place)
    total: Expression | None = None
    for number, item in enumerate(QUESTIONNAIRES[call.function], start=1):
        cuts = tuple(map(Number, (LOADING, *item.thresholds)))
        answer = Call("graded", (call.arguments[0], *cuts), (), call.place)
        label = f"{remark.label or name}, item {number}: {item.label}"
        each = Remark(label, "0 not at all to 3 nearly every day", remark.source)
        yield Equation(f"{name}_{number}", answer, True, "released", each, place)
        term = Name(f"{name}_{number}", call.place)
        total = Call("+", (total, term), (), call.place) if total else term
    assert total is not None  # noqa: S101 - every questionnaire has an item
    yield Equation(name, total, False, "released", remark, place)


def _later(line: Line, _: Remark) -> Iterator[Statement]:
    raise WorldError(_LATER, line.place(len(line.code) - len(line.code.lstrip())))
    yield


_KEYWORDS: dict[str, Callable[[Line, Remark], Iterator[Statement]]] = {
    "effect": _question,
    "include": _include,
    "preset": _preset,
    "missing": _missing,
    "items": _items,
    "time": _later,
}
