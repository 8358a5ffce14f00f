"""The front-door formula beside the truth, in exact numbers.

Random diagrams get random equations whose noise has finitely many values, so that every
probability is a finite sum. The formula is computed from the joint distribution of what is
observed, the truth from the equations under intervention.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pytest
from confounded_diagrams import draw_confounded
from exact_equations import Equations, code

from causalkit.analysis.identify.frontdoor.frontdoor import frontdoor_adjustment
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question

Sets = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Case:
    """A question about a diagram; a group is formed by variables that equal 1."""

    diagram: Diagram
    exposure: tuple[str, ...]
    outcome: tuple[str, ...]
    population: str
    group: tuple[str, ...] = ()

    @property
    def question(self) -> Question:
        population = " and ".join(self.group) or self.population
        return Question.of(self.exposure, self.outcome, population=population)

    def error(self, equations: Equations, mediators: tuple[str, ...]) -> float:
        """The largest error of the mean outcomes that the front-door formula gives."""
        natural, size = equations.values(), len(equations.weight)
        weight = equations.weight * np.all([natural[name] == 1 for name in self.group], axis=0)
        exposed = code([natural[name] for name in self.exposure], size)
        mediated = code([natural[name] for name in mediators], size)
        shape = 2 ** len(self.exposure), 2 ** len(mediators)
        cell = exposed * shape[1] + mediated
        people = np.bincount(cell, weight, shape[0] * shape[1]).reshape(shape)
        kinds = [each for each in range(shape[0]) if self.asks_about(each, shape[0])]
        share = people.sum(axis=1)[kinds] / people[kinds].sum()
        asked = weight * np.isin(exposed, kinds)
        errors = []
        for name in self.outcome:
            total = np.bincount(cell, weight * natural[name], shape[0] * shape[1]).reshape(shape)
            inner = share @ (total / people)[kinds]
            for setting, row in ((0, 0), (1, shape[0] - 1)):
                formula = inner @ people[row] / people[row].sum()
                world = equations.values(**dict.fromkeys(self.exposure, setting))
                errors.append(abs(formula - np.average(world[name], weights=asked)))
        return max(errors)

    def asks_about(self, exposed: int, kinds: int) -> bool:
        only = {"exposed": kinds - 1, "unexposed": 0}
        return self.population == "all" or exposed == only[self.population]


def drawn_case(chance: random.Random, population: str, exposures: int) -> Case:
    grouped = population == "group"
    diagram, exposure, outcome = draw_confounded(
        chance,
        largest=6 if exposures == 1 else 5,
        exposures=exposures,
        outcomes=1 if grouped else chance.choice([1, 1, 2]),
        selected=int(grouped),
    )
    if not grouped:
        return Case(diagram, exposure, outcome, population)
    return Case(diagram, exposure, outcome, "all", tuple(diagram.selected))


def identified(population: str, exposures: int) -> Iterator[tuple[Case, Sets]]:
    """Cases with an effect that has a front-door set, and a few without an effect."""
    chance = random.Random(population)
    for number in range(1500):
        case = drawn_case(chance, population, exposures)
        if len(case.diagram.nodes) > 7:
            continue
        try:
            sets = frontdoor_adjustment(case.diagram, case.question).minimal_sets
        except NotIdentified:
            continue
        if sets != ((),) or number < 10:
            yield case, sets


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed", "group"])
@pytest.mark.parametrize(("exposures", "cases"), [(1, 60), (2, 25)])
def test_a_frontdoor_set_gives_the_truth(population: str, exposures: int, cases: int):
    rng, sizes = np.random.default_rng(exposures), Counter[int]()
    for case, sets in islice(identified(population, exposures), cases):
        world = Equations.random(case.diagram, rng)
        for chosen in sets:
            assert case.error(world, chosen) < 1e-10, (case, chosen)
            sizes[len(chosen)] += 1
    assert sizes[0] > 0
    assert sizes[1] + sizes[2] > cases / 2, sizes


@pytest.mark.parametrize(
    "edges",
    ["ux uy xm my xy", "ux uy xm my um", "ux uy xm my wm wy"],
    ids=["condition 1 fails", "condition 2 fails", "condition 3 fails"],
)
@pytest.mark.parametrize("population", ["all", "exposed", "unexposed"])
def test_a_set_that_fails_a_condition_misses_the_truth(edges: str, population: str):
    diagram = Diagram.of([(pair[0], pair[1]) for pair in edges.split()], latent="u")
    case = Case(diagram, ("x",), ("y",), population)
    rng = np.random.default_rng(1)
    assert max(case.error(Equations.random(diagram, rng), ("m",)) for _ in range(8)) > 0.01
