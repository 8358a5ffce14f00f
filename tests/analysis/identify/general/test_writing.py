"""Formulas as people read them: read back from the text and computed by hand, they are right."""

from __future__ import annotations

import random
import re
from itertools import product

import numpy as np
import pytest

from causalkit.analysis.identify.general import NotIdentifiable, identify_distribution, writing
from causalkit.analysis.identify.general.expression import Probability, Product, Quotient, Sum
from causalkit.analysis.identify.general.notation import LATEX, TEXT
from causalkit.analysis.identify.general.writing import formula

Values = dict[str, int]


class Reader:
    """Computes a written formula, word by word, in a distribution of binary variables."""

    def __init__(self, text: str, joint: dict[tuple[int, ...], float], names: list[str]) -> None:
        self.joint, self.names = joint, names
        main, *rest = text.split(", where ")
        self.main = main
        definitions = rest[0].split("; ") if rest else []
        self.defined = dict(each.split(" = ", 1) for each in definitions)
        self.defined = {
            head.split("(")[0]: (head.split("(")[1][:-1].split(", "), body)
            for head, body in self.defined.items()
        }

    def probability(self, settings: Values) -> float:
        return sum(
            p
            for key, p in self.joint.items()
            if all(key[self.names.index(name)] == value for name, value in settings.items())
        )

    def value(self, text: str, values: Values) -> float:
        result, rest = self.factor(text, values)
        while rest:
            if rest.startswith(" / "):
                below, rest = self.factor(rest[3:], values)
                result /= below
            else:
                number, rest = self.factor(rest.removeprefix(" "), values)
                result *= number
        return result

    def factor(self, text: str, values: Values) -> tuple[float, str]:
        """The value of the first factor, and what follows it; a sum takes all that follows."""
        if text.startswith("Σ_{"):
            bound, body = text[3:].split("} ", 1)
            names = bound.split(", ")
            assert not values.keys() & set(names), "a name means two things in one place"
            cells = (
                dict(zip(names, cell, strict=True)) for cell in product((0, 1), repeat=len(names))
            )
            return sum(self.value(body, values | cell) for cell in cells), ""
        inside, rest = self.bracketed(text)
        if text[0] in "([":
            return self.value(inside, values), rest
        if text[0] == "Q":
            heads, body = self.defined[text.split("(")[0]]
            used = [values[name] for name in inside.split(", ")]
            return self.value(body, dict(zip(heads, used, strict=True))), rest
        return self.conditional(inside, values), rest

    def bracketed(self, text: str) -> tuple[str, str]:
        start = re.search(r"[(\[]", text).start()
        depth = 0
        for end in range(start, len(text)):
            depth += (text[end] in "([") - (text[end] in ")]")
            if not depth:
                return text[start + 1 : end], text[end + 1 :]
        raise AssertionError(text)

    def conditional(self, inside: str, values: Values) -> float:
        left, _, given = inside.partition(" | ")
        known = {name.rstrip("'"): values[name] for name in given.split(", ") if name}
        asked = {name.rstrip("'"): values[name] for name in left.split(", ")}
        assert not known.keys() & asked.keys()
        return self.probability(known | asked) / self.probability(known)


@pytest.mark.parametrize("longest", [60, 1])
def test_what_is_written_gives_the_truth_when_it_is_read(
    random_case, model_of, monkeypatch, longest: int
):
    """With a limit of one probability every formula is written with abbreviations."""
    monkeypatch.setattr(writing, "LONGEST", longest)
    chance, rng = random.Random(7), np.random.default_rng(7)
    seen = dict.fromkeys(["'", " / ", ", where ", "Σ"], 0)
    for number in range(1200):
        diagram, query = random_case(chance, largest=6, given=bool(number % 2))
        try:
            found = identify_distribution(diagram, query.outcome, query.exposure, query.given)
        except NotIdentifiable:
            continue
        if "'" not in found.text and number > 150:
            continue  # there are enough of the plain ones
        model = model_of(diagram, rng)
        names, truth = list(diagram.observed), model.truth(query)
        joint = dict(zip(product((0, 1), repeat=len(names)), model.observed(), strict=True))
        reader = Reader(found.text, joint, names)
        asked = (*query.exposure, *query.given, *query.outcome)
        cell = tuple(chance.randint(0, 1) for _ in asked)
        values = dict.fromkeys(found.arbitrary, 1) | dict(zip(asked, cell, strict=True))
        assert reader.value(reader.main, values) == pytest.approx(truth[cell], abs=1e-12)
        for mark in seen:
            seen[mark] += mark in found.text
    if longest > 1:
        assert not seen.pop(", where ")
    assert min(seen.values()) > 5, seen


X, Y, A = Probability(("x",)), Probability(("y",), ("x",)), Probability(("a",))


@pytest.mark.parametrize(
    ("expression", "text", "latex"),
    [
        (Y, "P(y | x)", r"P(y \mid x)"),
        (Product(()), "1", "1"),
        (Quotient(Y, X), "P(y | x) / P(x)", r"\frac{P(y \mid x)}{P(x)}"),
        (
            Quotient(Product((Y, X)), Sum(("x",), X)),
            "(P(y | x) P(x)) / (Σ_{x'} P(x'))",
            r"\frac{P(y \mid x) P(x)}{\sum_{x'} P(x')}",
        ),
        (
            Product((A, Quotient(Y, X))),
            "P(a) [P(y | x) / P(x)]",
            r"P(a) \frac{P(y \mid x)}{P(x)}",
        ),
        (
            Product((Sum(("x",), Y), Sum(("a",), A))),
            "(Σ_{x} P(y | x)) Σ_{a} P(a)",
            r"\left(\sum_{x} P(y \mid x)\right) \sum_{a} P(a)",
        ),
        (
            Sum(("x",), Product((X, Sum(("x",), Product((Y, X)))))),
            "Σ_{x} P(x) Σ_{x'} P(y | x') P(x')",
            r"\sum_{x} P(x) \sum_{x'} P(y \mid x') P(x')",
        ),
        (
            Probability(("minutes_late",), ("50% off", "x'")),
            "P(minutes_late | 50% off, x')",
            r"P(\mathrm{minutes\_late} \mid \mathrm{50\%\ off}, x')",
        ),
    ],
)
def test_brackets_primes_and_typesetting(expression, text: str, latex: str):
    assert formula(expression, TEXT, (), ()) == text
    assert formula(expression, LATEX, (), ()) == latex


def test_a_prime_is_not_a_name_that_is_taken(arrows):
    """A variable called x' leaves x'' for the sum over x."""
    found = identify_distribution(arrows("u>x u>y x>x' x'>y", "u"), "y", "x")
    assert found.text == "Σ_{x'} P(x' | x) Σ_{x''} P(y | x'', x') P(x'')"


def test_what_is_set_keeps_its_name_even_if_the_formula_does_not_need_it():
    expression = Sum(("x",), Product((Y, X)))
    assert formula(expression, TEXT, (), ["x", "y"]) == "Σ_{x'} P(y | x') P(x')"
    assert formula(expression, TEXT, (), ["y"]) == "Σ_{x} P(y | x) P(x)"


def test_abbreviations_are_written_in_both_notations(arrows, monkeypatch):
    monkeypatch.setattr(writing, "LONGEST", 1)
    found = identify_distribution(arrows("u>x u>y x>m m>y", "u"), "y", "x")
    assert found.text == "Σ_{m} P(m | x) Q1(m, y), where Q1(m, y) = Σ_{x} P(y | x, m) P(x)"
    assert found.latex.endswith(
        r"Q_{1}(m, y), \quad\text{where } Q_{1}(m, y) = \sum_{x} P(y \mid x, m) P(x)"
    )
