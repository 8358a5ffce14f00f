"""The adjustment formula under selection, written out."""

from __future__ import annotations

import pytest

from causalkit.analysis.identify.selection.pair_check import check_pair
from causalkit.graph import Diagram, Question

FORMULAS = {
    "everybody": ("a>x a>y b>y x>y b>s", "all", "ab", "b"),
    "the exposed": ("a>x a>y b>y x>y b>s", "exposed", "ab", "b"),
    "a group": ("a>x a>y b>y x>y b>s", "sex == female and age >= 40", "ab", "b"),
    "nothing from outside": ("a>x a>y x>y", "all", "a", ""),
    "nothing at all": ("x>y", "all", "", ""),
}

WRITTEN = {
    "everybody": "P(y | do(x)) = Σ_{a, b} P(y | x, a, b, s = 1) P(a | b, s = 1) P(b)",
    "the exposed": (
        "P(y | do(x), exposed) = "
        "Σ_{a, b} P(y | x, a, b, s = 1) P(a | b, exposed, s = 1) P(b | exposed)"
    ),
    "a group": (
        "P(y | do(x), sex = female, age >= 40) = "
        "Σ_{a, b} P(y | x, a, b, sex = female, age >= 40, s = 1) "
        "P(a | b, sex = female, age >= 40, s = 1) P(b | sex = female, age >= 40)"
    ),
    "nothing from outside": "P(y | do(x)) = Σ_{a} P(y | x, a) P(a)",
    "nothing at all": "P(y | do(x)) = P(y | x)",
}


@pytest.mark.parametrize("name", FORMULAS)
def test_the_formula_is_written_out(name: str):
    text, population, adjustment, external = FORMULAS[name]
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    selected = ["s"] if "s" in text else []
    diagram = Diagram.of(pairs, ["sex", "age"], selected=selected)
    question = Question.of("x", "y", population=population)
    assert (
        check_pair(diagram, question, tuple(adjustment), tuple(external)).formula == WRITTEN[name]
    )
