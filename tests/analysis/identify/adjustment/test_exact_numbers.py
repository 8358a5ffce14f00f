"""Identification against exact numbers: the adjustment formula beside the truth.

Random diagrams get random binary equations whose noise has five values, so that every
probability, counterfactual ones included, is a finite sum. For each subset of the observed
variables the adjustment formula is computed from the joint distribution of the selected, and
the true means from the equations under intervention. A set that is declared valid must give
the truth; one that is declared invalid must miss it for some of the random equations.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from exact_equations import Equations, code

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.population import conditioned
from causalkit.analysis.identify.selection.transport import check_selection
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question, d_separated


def all_one(values: dict[str, np.ndarray], names: tuple[str, ...], size: int) -> np.ndarray:
    return np.logical_and.reduce([np.ones(size, bool), *(values[name] == 1 for name in names)])


@dataclass(frozen=True)
class Case:
    """A question about a random diagram, with what the analysis conditions on."""

    diagram: Diagram
    exposure: tuple[str, ...]
    outcome: str
    population: str
    group: tuple[str, ...]

    @property
    def question(self) -> Question:
        return Question.of(
            self.exposure, self.outcome, population=" and ".join(self.group) or self.population
        )

    @property
    def fixed(self) -> tuple[str, ...]:
        return tuple(sorted(self.diagram.selected.union(self.group)))

    def target(self, values: dict[str, np.ndarray], size: int) -> np.ndarray:
        """Who is asked about, apart from any selection."""
        asked = all_one(values, self.group, size)
        for name in self.exposure if self.population != "all" else ():
            asked &= values[name] == (self.population == "exposed")
        return asked

    def subsets(self) -> Iterator[tuple[str, ...]]:
        excluded = {*self.exposure, self.outcome, *self.fixed, *self.diagram.latent}
        free = [node for node in self.diagram.nodes if node not in excluded]
        for size in range(len(free) + 1):
            yield from combinations(free, size)

    def declared(self, chosen: tuple[str, ...]) -> bool:
        """Whether the library takes the set to be valid."""
        group = conditioned(self.diagram, self.question)
        criterion = Criterion(group, self.question)
        if criterion.forbidden & ({*chosen} | group.selected):
            return False
        try:
            check_selection(self.diagram, group, self.question)
        except NotIdentified:
            return False
        return d_separated(criterion.backdoor_graph, self.exposure, [self.outcome], chosen)

    def error(self, equations: Equations, chosen: tuple[str, ...]) -> float:
        """The larger of the errors of the two means that the adjustment formula gives."""
        weight, natural = equations.weight, equations.values()
        size = len(weight)
        seen = all_one(natural, self.fixed, size)
        asked = self.target(natural, size)
        stratum, strata = code([natural[name] for name in chosen], size), 2 ** len(chosen)
        share = np.bincount(stratum, weight * (asked & seen), strata)
        errors = []
        for setting in (0, 1):
            arm = weight * np.logical_and.reduce(
                [seen, *(natural[name] == setting for name in self.exposure)]
            )
            people = np.bincount(stratum, arm, strata)
            mean = np.bincount(stratum, arm * natural[self.outcome], strata) / people
            world = equations.values(**dict.fromkeys(self.exposure, setting))
            truth = np.average(world[self.outcome], weights=weight * asked)
            errors.append(abs(float(mean @ share / share.sum() - truth)))
        return max(errors)


def drawn_case(random_diagram, chance: random.Random, population: str, exposures: int) -> Case:
    selected = 1 if population == "selected" else chance.choice([0, 1, 1])
    diagram, exposure, outcome = random_diagram(
        chance, largest=6 if exposures == 1 else 5, exposures=exposures, selected=selected
    )
    if population == "selected":
        return Case(diagram, exposure, outcome, "all", tuple(diagram.selected))
    if population != "group":
        return Case(diagram, exposure, outcome, population, ())
    later = diagram.descendants(*exposure)
    free = sorted(set(diagram.observed) - later - {outcome} - diagram.selected)
    return Case(diagram, exposure, outcome, "all", tuple(chance.sample(free, min(1, len(free)))))


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed", "selected", "group"])
@pytest.mark.parametrize(("exposures", "cases"), [(1, 45), (2, 20)])
def test_a_set_is_valid_exactly_when_the_formula_gives_the_truth(
    random_diagram, population: str, exposures: int, cases: int
):
    chance, rng = random.Random(population), np.random.default_rng(exposures)
    seen = {True: 0, False: 0}
    for _ in range(cases):
        case = drawn_case(random_diagram, chance, population, exposures)
        worlds = [Equations.random(case.diagram, rng) for _ in range(8)]
        for chosen in case.subsets():
            declared = case.declared(chosen)
            seen[declared] += 1
            if declared:
                assert all(case.error(world, chosen) < 1e-10 for world in worlds[:2]), case
            else:
                # Random equations may ignore a cause, so the miss may take several of them.
                assert any(case.error(world, chosen) > 1e-10 for world in worlds), (case, chosen)
    assert min(seen.values()) > cases / 4


def test_a_linear_model_gives_its_coefficient_back_exactly_for_the_valid_sets(random_diagram):
    """In a linear Gaussian model the regression coefficient is a function of the covariance."""
    chance, rng = random.Random(5), np.random.default_rng(5)
    for _ in range(60):
        diagram, (exposure,), outcome = random_diagram(chance, largest=6)
        case = Case(diagram, (exposure,), outcome, "all", ())
        order = diagram.topological_order
        effects = np.zeros((len(order), len(order)))
        for cause, effect in diagram.edges:
            effects[order.index(effect), order.index(cause)] = rng.normal()
        total = np.linalg.inv(np.eye(len(order)) - effects)
        covariance = total @ np.diag(rng.uniform(0.5, 2, len(order))) @ total.T
        truth = total[order.index(outcome), order.index(exposure)]
        for chosen in case.subsets():
            used = [order.index(name) for name in (exposure, *chosen)]
            cross = covariance[used, order.index(outcome)]
            slope = np.linalg.solve(covariance[np.ix_(used, used)], cross)[0]
            assert (abs(slope - truth) < 1e-8) == case.declared(chosen), (case, chosen)
