"""Comparisons made by hand, so that every sentence about them can be foretold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from causalkit.graph import Question
from causalkit.meeting import Comparison, Row
from causalkit.nature import Truth

ASKED = Question.of("kratom", "phq9")


def made_row(
    kind: str, value: float, low: float, high: float, *, method: str = "", adjustment=("pain",)
) -> Row:
    name = method or {"naive": "difference", "adjusted": "regression"}[kind]
    adjusted = () if kind == "naive" else adjustment
    return Row(name, kind, adjusted, value, (high - low) / 3.92, low, high)


def made_comparison(*rows: Row, truth: float | None, **others: object) -> Comparison:
    question = others.get("question", ASKED)
    known = None if truth is None else Truth(question, truth, 0.0, "linear")
    return replace(Comparison("By hand", ASKED, rows, known, 500, "PHQ-9"), **others)


@pytest.fixture(scope="session")
def row() -> Callable[..., Row]:
    """``row("naive", 1.5, 1.0, 2.0)``, ``row("adjusted", …, method="weighting")``."""
    return made_row


@pytest.fixture(scope="session")
def comparison() -> Callable[..., Comparison]:
    """``comparison(*rows, truth=0.0)``, or ``truth=None`` for data of unknown origin."""
    return made_comparison
