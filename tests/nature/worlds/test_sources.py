"""No number without a source: a citation, or the words "design choice"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from causalkit.nature import shipped_worlds
from causalkit.nature.language.expression import Call, Expression, Number
from causalkit.nature.language.parser import parse_script
from causalkit.nature.language.syntax import Equation, Knob
from causalkit.nature.reading import ENDING, WORLDS

FILES = sorted(WORLDS.glob(f"*{ENDING}"))
SOURCES = (
    "De La Rosa 2024",
    "Löwe 2008",
    "NCHS 303",
    "NCHS 390",
    "NHANES",
    "NSDUH 2021",
    "Palamar 2021",
    "Schimmel 2021",
    "Smith 2021",
    "design choice",
)
CITATION = re.compile(r"[A-ZÄÖÜ]\w+ (?:19|20)\d\d|NCHS \d+")


def numbers(expression: Expression) -> Iterator[float]:
    if isinstance(expression, Number):
        yield expression.value
    elif isinstance(expression, Call):
        for each in (*expression.arguments, *(value for _, value in expression.keywords)):
            yield from numbers(each)


def telling(statement: Knob | Equation) -> bool:
    """Whether it holds a number that says something: any but 0 and 1."""
    if isinstance(statement, Knob):
        return True
    return any(value not in (0, 1) for value in numbers(statement.expression))


def statements(path: Path) -> Iterator[Knob | Equation]:
    for statement in parse_script(path.read_text("utf-8"), path.name).statements:
        if isinstance(statement, Knob | Equation):
            yield statement


def paragraphs(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_number_has_a_source(path: Path) -> None:
    without = [each.name for each in statements(path) if telling(each) and not each.remark.source]
    assert without == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_presets_have_a_source(path: Path) -> None:
    with_presets = [each for each in paragraphs(path) if re.search(r"^preset ", each, re.M)]
    assert all(re.search(r"^# -- ", each, re.M) for each in with_presets)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sources_are_those_of_the_calibration_table(path: Path) -> None:
    marks = {each.remark.source for each in statements(path) if each.remark.source}
    assert all(any(source in mark for source in SOURCES) for mark in marks)
    cited = set(CITATION.findall(path.read_text("utf-8")))
    known = {found for source in SOURCES for found in CITATION.findall(source)}
    assert cited <= known


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_statement_says_what_it_is(path: Path) -> None:
    assert [each.name for each in statements(path) if not each.remark.label] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_story_says_what_it_is_not(path: Path) -> None:
    story = parse_script(path.read_text("utf-8"), path.name).story.replace("\n", " ")
    assert "Synthetic data; no medical advice." in story


def test_shipped_worlds_are_these() -> None:
    expected = "clinic general_population m_bias mediator self_medication triangle"
    assert list(shipped_worlds()) == expected.split()
