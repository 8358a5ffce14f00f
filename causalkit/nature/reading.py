"""From a world file, and the files it includes, to a model with presets and a question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from causalkit.errors import Place, QuestionError, WorldError, did_you_mean
from causalkit.graph import Question, parse_question
from causalkit.nature.language.parser import parse_script
from causalkit.nature.language.syntax import (
    Equation,
    Include,
    Knob,
    Preset,
    QuestionText,
    Script,
    Statement,
)
from causalkit.nature.language.text import read_text
from causalkit.nature.model import Model

WORLDS = Path(__file__).parent / "worlds"
ENDING = ".world"
_MOST_INCLUDES = 20


@dataclass(frozen=True)
class Reading:
    """What a world file and the files it includes say.

    Parameters
    ----------
    script : Script
        The file itself: title, story, text.
    model : Model
        All equations and knobs.
    question : Question
        What the world asks.
    presets : tuple of Preset
        Named knob values.
    """

    script: Script
    model: Model
    question: Question
    presets: tuple[Preset, ...]


def read_world(text: str, source: str, folder: Path = WORLDS) -> Reading:
    """Read a world.

    Parameters
    ----------
    text : str
        Text of the world file.
    source : str
        Name of the file, for error messages.
    folder : pathlib.Path
        Where included files are looked for before the shipped ones.

    Returns
    -------
    Reading
        Checked and compiled.

    Raises
    ------
    WorldError
        If anything in it cannot be understood, with its place.
    """
    script = parse_script(text, source)
    statements = list(_included(script.statements, folder, (Path(source).stem,)))
    _refuse_duplicates(statements)
    asked = _question_text(script.statements, source)
    model = _model(statements)
    presets = tuple(each for each in statements if isinstance(each, Preset))
    for preset in presets:
        _check_preset(preset, model)
    _refuse_equal_presets(presets)
    question = _question(asked, source, model)
    return Reading(script, model, question, presets)


def _included(
    statements: Iterable[Statement], folder: Path, chain: tuple[str, ...]
) -> Iterable[Statement]:
    for statement in statements:
        if isinstance(statement, Include):
            yield from _file(statement, folder, chain)
        else:
            yield statement


def _file(include: Include, folder: Path, chain: tuple[str, ...]) -> Iterable[Statement]:
    if include.name in chain:
        circle = " → ".join((*chain[chain.index(include.name) :], include.name))
        raise WorldError(f"worlds include each other in a circle: {circle}.", include.place)
    if len(chain) > _MOST_INCLUDES:
        raise WorldError(
            f"worlds include each other more than {_MOST_INCLUDES} deep.", include.place
        )
    places = [each / f"{include.name}{ENDING}" for each in (folder, WORLDS)]
    path = next((each for each in places if each.is_file()), None)
    if path is None:
        hint = did_you_mean(include.name, (each.stem for each in WORLDS.glob(f"*{ENDING}")))
        message = f'there is no world "{include.name}" to include.{hint}'
        raise WorldError(message, include.place)
    script = parse_script(read_text(path), path.name)
    inner = (each for each in script.statements if not isinstance(each, QuestionText))
    yield from _included(inner, folder, (*chain, include.name))


def _refuse_duplicates(statements: Iterable[Statement]) -> None:
    seen: dict[str, Place | None] = {}
    for statement in statements:
        if isinstance(statement, Knob | Equation):
            if statement.name in seen:
                first = seen[statement.name]
                where = f" (first in {first.source}, line {first.line})" if first else ""
                message = f'"{statement.name}" is given twice{where}.'
                raise WorldError(message, statement.place)
            seen[statement.name] = statement.place


def _model(statements: list[Statement]) -> Model:
    knobs = tuple(each for each in statements if isinstance(each, Knob))
    equations = [each for each in statements if isinstance(each, Equation)]
    derived = _computed_from_knobs(equations, {knob.name for knob in knobs})
    variables = tuple(each for each in equations if each not in derived)
    model = Model(variables, knobs, derived)
    if not any(each.part == "released" for each in variables):
        raise WorldError("a world releases at least one variable; this one has none.")
    for name, indicator in model.missingness.items():
        _check_missing(name, model, model.by_name[indicator])
    model.program  # noqa: B018 - compiling now says now what is wrong
    return model


def _computed_from_knobs(equations: list[Equation], knobs: set[str]) -> tuple[Equation, ...]:
    known, derived = set(knobs), []
    candidates = [each for each in equations if each.part == "released" and not each.random]
    while found := [each for each in candidates if known.issuperset(each.mentions)]:
        derived.extend(found)
        known.update(each.name for each in found)
        candidates = [each for each in candidates if each not in found]
    return tuple(derived)


def _check_missing(name: str, model: Model, indicator: Equation) -> None:
    released = [each.name for each in model.equations if each.part == "released"]
    if name not in released:
        hint = did_you_mean(name, released)
        message = f'"{name}" is no released variable, so its values cannot be missing.{hint}'
        raise WorldError(message, indicator.place)


def _check_preset(preset: Preset, model: Model) -> None:
    knobs = [knob.name for knob in model.knobs]
    for name in preset.values:
        if name not in knobs:
            hint = did_you_mean(name, knobs)
            raise WorldError(f'there is no knob "{name}".{hint}', preset.places.get(name))


def _refuse_equal_presets(presets: tuple[Preset, ...]) -> None:
    names = [preset.name for preset in presets]
    for number, preset in enumerate(presets):
        if preset.name in names[:number]:
            place = next(iter(preset.places.values()), None)
            raise WorldError(f'the preset "{preset.name}" is given twice.', place)


def _question_text(statements: Iterable[Statement], source: str) -> QuestionText:
    found = [each for each in statements if isinstance(each, QuestionText)]
    if len(found) != 1:
        place = found[1].place if found else None
        message = f'a world asks one question, "effect of X on Y"; this one asks {len(found)}.'
        raise WorldError(message if place else f"{source}: {message}", place)
    return found[0]


def _question(asked: QuestionText, source: str, model: Model) -> Question:
    line = asked.place.line if asked.place else 1
    try:
        question = parse_question(asked.text, source, line)
        check_question(question, model)
    except QuestionError as error:
        raise WorldError(error.message, error.place or asked.place) from error
    return question


def check_question(question: Question, model: Model) -> None:
    """Refuse a question that does not fit the model.

    Parameters
    ----------
    question : Question
        Exposure, outcome, contrast and population.
    model : Model
        The equations.

    Raises
    ------
    QuestionError
        If a variable does not exist, or a value does not fit its variable.
    """
    conditions = question.population if isinstance(question.population, tuple) else ()
    asked = (*question.exposure, *question.outcome, *(each.variable for each in conditions))
    for name in asked:
        if name not in model.by_name:
            hint = did_you_mean(name, model.by_name)
            raise QuestionError(f'there is no variable "{name}" in this world.{hint}')
    for name in question.outcome:
        if model.kinds[name].name == "category":
            raise QuestionError(f'the outcome "{name}" is a category; an effect needs a number.')
    for values in (question.treated, question.reference):
        for name, value in zip(question.exposure, values, strict=True):
            _check_value(name, value, model)


def _check_value(name: str, value: float | str, model: Model) -> None:
    kind = model.kinds[name]
    if kind.name == "category" and value not in kind.labels:
        known = ", ".join(kind.labels)
        raise QuestionError(f'"{name}" is one of {known}; say "from … to …" with two of them.')
    if kind.name != "category" and isinstance(value, str):
        raise QuestionError(f'"{name}" is a number; it cannot be {value!r}.')
    if kind.name != "category" and not kind.low <= float(value) <= kind.high:
        raise QuestionError(f'"{name}" lies between {kind.low:g} and {kind.high:g}, not {value}.')
