"""The mediation formula and the sequential g-formula beside the truth, in exact numbers.

Random diagrams get random equations whose noise has finitely many values, so that the truth is
a finite sum, cross-world outcomes included: what somebody's outcome would be if exposed, with
the mediator at what it would be if not.
"""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from exact_equations import Equations, code

from causalkit.analysis.identify.mediation.mediation import Mediation, identify_mediation
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question

Values = dict[str, np.ndarray]


class People:
    """Everybody there could be, averaged over all or over the exposed."""

    def __init__(self, equations: Equations, population: str = "all") -> None:
        self.equations, self.seen = equations, equations.values()
        asked = self.seen["x"] == 1 if population == "exposed" else 1
        self.weight, self.asked = equations.weight, equations.weight * asked

    def truth(self, exposure: int, mediators: dict[str, object]) -> float:
        found = self.equations.values(x=exposure, **mediators)
        return float(np.average(found["y"], weights=self.asked))

    def nested(self, exposure: int, other: int, mediators: tuple[str, ...]) -> float:
        """The mean of Y(x, M(x'))."""
        would_be = self.equations.values(x=other)
        return self.truth(exposure, {name: would_be[name] for name in mediators})

    def kinds(self, names: tuple[str, ...]) -> tuple[np.ndarray, int]:
        return code([self.seen[name] for name in names], len(self.weight)), 2 ** len(names)

    def mediation_formula(self, exposure: int, other: int, found: Mediation) -> float:
        """Sum over w and m of P(w) P(m | x', w) E[Y | x, m, w]."""
        (w, ws), (m, ms) = self.kinds(found.adjustment), self.kinds(found.mediators)
        cell = w * ms + m
        mean = self.conditional(self.seen["y"], cell, ws * ms, exposure)
        share = self.shares(cell, ws * ms, other).reshape(ws, ms)
        given_w = share / share.sum(axis=1, keepdims=True)
        everybody = np.bincount(w, self.asked, ws) / self.asked.sum()
        return float(everybody @ (given_w * mean.reshape(ws, ms)).sum(axis=1))

    def sequential_formula(self, exposure: int, setting: int, found: Mediation) -> float:
        """Sum over w and l of P(w) P(l | x, w) E[Y | x, m, w, l]."""
        (w, ws), (between, ls) = self.kinds(found.adjustment), self.kinds(found.intermediate)
        cell = w * ls + between
        value = np.logical_and.reduce([self.seen[name] == setting for name in found.mediators])
        mean = self.conditional(self.seen["y"], cell, ws * ls, exposure, value)
        share = self.shares(cell, ws * ls, exposure).reshape(ws, ls)
        given_w = share / share.sum(axis=1, keepdims=True)
        everybody = np.bincount(w, self.asked, ws) / self.asked.sum()
        return float(everybody @ (given_w * mean.reshape(ws, ls)).sum(axis=1))

    def shares(self, cell: np.ndarray, cells: int, exposure: int) -> np.ndarray:
        return np.bincount(cell, self.weight * (self.seen["x"] == exposure), cells)

    def conditional(self, of, cell, cells: int, exposure: int, where=True) -> np.ndarray:
        weight = self.weight * (self.seen["x"] == exposure) * where
        return np.bincount(cell, weight * of, cells) / np.bincount(cell, weight, cells)


def cases(mediators: tuple[str, ...], number: int, seed: int):
    """Random diagrams in which the mediators lie between x and y."""
    chance = random.Random(seed)
    while number:
        names = [f"v{each}" for each in range(chance.randint(1, 3 if len(mediators) == 1 else 2))]
        order = ["x", *mediators, "y"]
        for name in names:
            order.insert(chance.randint(0, len(order)), name)
        density = chance.choice([0.4, 0.6])
        pairs = {(a, b) for i, a in enumerate(order) for b in order[i + 1 :]}
        edges = {pair for pair in sorted(pairs) if chance.random() < density}
        edges |= {(a, b) for m in mediators for a, b in (("x", m), (m, "y"))}
        hidden = chance.sample(names, chance.choice([0, 1, 1]))
        try:
            diagram = Diagram.of(sorted(edges), order, hidden)
            yield diagram, identify_mediation(diagram, Question.of("x", "y"), mediators)
        except NotIdentified:
            continue
        number -= 1


@pytest.mark.parametrize("population", ["all", "exposed"])
@pytest.mark.parametrize("mediators", [("m",), ("m", "n")])
def test_what_is_identified_is_the_truth(mediators: tuple[str, ...], population: str):
    rng, kinds = np.random.default_rng(1), Counter[str]()
    for diagram, found in cases(mediators, 100, len(mediators)):
        people = People(Equations.random(diagram, rng), population)
        if "natural" in found.kinds:
            for exposure, other in ((1, 1), (1, 0), (0, 1), (0, 0)):
                formula = people.mediation_formula(exposure, other, found)
                truth = people.nested(exposure, other, mediators)
                assert formula == pytest.approx(truth, abs=1e-10), diagram
        for exposure, setting in ((1, 1), (1, 0), (0, 1), (0, 0)):
            formula = people.sequential_formula(exposure, setting, found)
            truth = people.truth(exposure, dict.fromkeys(mediators, setting))
            assert formula == pytest.approx(truth, abs=1e-10), diagram
        kinds["natural" if "natural" in found.kinds else "intermediate"] += 1
    assert min(kinds.values()) >= 5, kinds


@pytest.mark.parametrize(
    "extra",
    [[("l", "m"), ("l", "y"), ("x", "l")], [("l", "m"), ("l", "y")], [("l", "x"), ("l", "m")]],
    ids=["affected by the exposure", "of mediator and outcome", "of exposure and mediator"],
)
def test_a_confounder_left_out_misses_the_truth(extra):
    diagram = Diagram.of([("x", "m"), ("m", "y"), ("x", "y"), *extra], latent=["l"])
    wrong = Mediation(Question.of("x", "y"), ("m",), (), ("natural",))
    rng = np.random.default_rng(2)
    errors = []
    for _ in range(8):
        people = People(Equations.random(diagram, rng))
        truth = people.nested(1, 0, ("m",))
        errors.append(abs(people.mediation_formula(1, 0, wrong) - truth))
    assert max(errors) > 0.01


def test_adjusting_for_a_confounder_that_the_exposure_affects_misses_the_truth_too():
    diagram = Diagram.of([(a, b) for a, b in ("xm", "my", "xy", "xl", "lm", "ly")])
    wrong = Mediation(Question.of("x", "y"), ("m",), ("l",), ("natural",))
    rng = np.random.default_rng(3)
    errors = []
    for _ in range(8):
        people = People(Equations.random(diagram, rng))
        errors.append(people.mediation_formula(1, 0, wrong) - people.nested(1, 0, ("m",)))
    assert max(map(abs, errors)) > 0.01
