"""Random questions about people who were selected, and the formula in exact numbers."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from exact_models import Population, shares

from causalkit.analysis.identify.selection.external import Pair
from causalkit.analysis.identify.selection.pair_check import check_pair
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question

XY = Question.of("x", "y")

NAMED = ("exposed", "unexposed")


def arrows(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ("s",)) -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


@dataclass(frozen=True)
class Case:
    """A question about a diagram with selection."""

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
    def free(self) -> list[str]:
        excluded = {*self.exposure, self.outcome, *self.group}
        excluded |= self.diagram.latent | self.diagram.selected
        return [node for node in self.diagram.nodes if node not in excluded]

    def pairs(self) -> Iterator[Pair]:
        for chosen in subsets(self.free):
            for known in subsets(chosen):
                yield chosen, known

    def declared(self, chosen: tuple[str, ...], known: tuple[str, ...]) -> bool:
        try:
            found = check_pair(self.diagram, self.question, chosen, known)
        except NotIdentified:
            return False
        return (found.adjustment, found.external) == (tuple(sorted(chosen)), tuple(sorted(known)))

    def error(self, people: Population, chosen: tuple[str, ...], known: tuple[str, ...]) -> float:
        """The larger of the errors of the two means that the formula gives."""
        natural, weight = people.values(), people.weight
        selected = people.where(natural, self.diagram.selected)
        group = people.where(natural, self.group)
        named = group
        for name in self.exposure if self.population != "all" else ():
            named = named & (natural[name] == (self.population == "exposed"))
        rest = tuple(name for name in chosen if name not in known)
        outside = people.stratum(natural[name] for name in known)
        fine = people.stratum(natural[name] for name in (*known, *rest))
        strata, within = 2 ** len(chosen), 2 ** len(rest)
        inside = np.bincount(fine, weight * (named & selected), strata)
        given = inside / np.repeat(np.bincount(outside, weight * (named & selected)), within)
        share = given * np.repeat(shares(outside, weight * named, 2 ** len(known)), within)
        errors = []
        for setting in (0, 1):
            arm = weight * (selected & group & people.where(natural, self.exposure, setting))
            mean = np.bincount(fine, arm * natural[self.outcome], strata)
            world = people.values(**dict.fromkeys(self.exposure, setting))
            truth = np.average(world[self.outcome], weights=weight * named)
            errors.append(abs(float(mean / np.bincount(fine, arm, strata) @ share - truth)))
        return max(errors)


def subsets(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    listed = tuple(names)
    for size in range(len(listed) + 1):
        yield from combinations(listed, size)


def drawn_case(chance: random.Random, population: str, covariates: int = 3) -> Case:
    """A random diagram in which selection tends to come late, as it does in surveys."""
    before = [f"c{index}" for index in range(chance.randint(1, covariates))]
    exposure = ("x",) if chance.random() < 0.8 else ("w", "x")
    selected = ["s", "t"] if population == "selected" else ["s"]
    names = [*before, *exposure, "y", *selected]
    if chance.random() < 0.4:
        chance.shuffle(names)
    density = chance.choice([0.35, 0.5])
    likely = {("y", name): 0.1 for name in selected} | {(name, "y"): 0.8 for name in exposure}
    edges = [pair for pair in combinations(names, 2) if chance.random() < likely.get(pair, density)]
    hidden = chance.sample(before, chance.choice([0, 0, 1]))
    diagram = Diagram.of(edges, names, hidden, selected)
    group: tuple[str, ...] = ("s",) if population == "selected" else ()
    if population == "group":
        later = diagram.descendants(*exposure)
        group = tuple(name for name in before if name not in later | diagram.latent)[:1]
    return Case(diagram, exposure, "y", population if population in NAMED else "all", group)
