"""Random diagrams with gaps, and what an analyst makes of the rows that are left.

The rows of a survey are the states of a :class:`Population`. What an analyst may use of
them is what was seen: the selected people, each with the values that are not missing.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from exact_models import Population, Values

from causalkit.analysis.identify.missingness import Recoverability
from causalkit.graph import Diagram, Question
from causalkit.graph.indicators import indicators

XY = Question.of("x", "y")


def m_graph(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ()) -> Diagram:
    """A diagram from arrows such as "x>y y>?x", where ?x is short for missing_x."""
    names = text.replace("?", "missing_").split()
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in names]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


@dataclass(frozen=True)
class Case:
    """A diagram with gaps, a question, and what is adjusted for."""

    diagram: Diagram
    question: Question
    adjustment: tuple[str, ...]


def drawn_case(chance: random.Random, population: str = "all", most: int = 8) -> Case:
    """A random case with up to three covariates, a hidden cause and selection."""
    covariates = [f"c{index}" for index in range(chance.randint(0, 3))]
    hidden = ["u"] if chance.random() < 0.4 else []
    selected = ["s"] if population == "selected" or chance.random() < 0.2 else []
    names = [*covariates, "x", "y"]
    if chance.random() < 0.2:
        chance.shuffle(names)
    hiding = [name for name in names if chance.random() < 0.6]
    hiding = hiding[: most - len(names) - len(hidden) - len(selected)]
    gaps = [f"missing_{name}" for name in chance.sample(hiding, len(hiding))]
    order = [*hidden, *names, *selected, *gaps]
    if chance.random() < 0.15:
        chance.shuffle(order)
    edges = [pair for pair in combinations(order, 2) if chance.random() < _chance(pair)]
    diagram = Diagram.of(edges, order, hidden, selected)
    before = [name for name in covariates if name not in diagram.descendants("x")]
    group = before[:1] if population == "group" else selected if population == "selected" else []
    asked = " and ".join(group) or (population if "exposed" in population else "all")
    adjustment = [name for name in before if name not in group and chance.random() < 0.8]
    if gaps and chance.random() < 0.05:
        adjustment.append(gaps[0])
    return Case(diagram, Question.of("x", "y", population=asked), tuple(sorted(adjustment)))


def _chance(arrow: tuple[str, str]) -> float:
    cause, effect = (name.partition("_")[0] for name in arrow)
    if (cause, effect) == ("x", "y"):
        return 0.85
    if cause == "s":
        return 0.1
    return 0.2 if cause == "missing" else 0.35


@dataclass(frozen=True)
class Analyst:
    """Somebody who knows the question and sees the rows, gaps and all."""

    case: Case
    people: Population

    @property
    def values(self) -> Values:
        return self.people.values()

    def group(self) -> np.ndarray:
        population = self.case.question.population
        names = () if isinstance(population, str) else [each.variable for each in population]
        return self.people.where(self.values, names)

    def asked(self) -> np.ndarray:
        """The rows of those who are asked about."""
        named = {"exposed": 1, "unexposed": 0}.get(str(self.case.question.population), -1)
        return self.group() & ((self.values["x"] == named) | (named < 0))

    def truth(self) -> np.ndarray:
        """The two means that the question contrasts."""
        weight = self.people.weight * self.asked()
        worlds = (self.people.values(x=setting) for setting in (0, 1))
        return np.array([np.average(world["y"], weights=weight) for world in worlds])

    def selected(self) -> np.ndarray:
        return self.people.weight * self.people.where(self.values, self.case.diagram.selected)

    def complete_rows(self, found: Recoverability) -> np.ndarray:
        """The weight of each row: that of its people, if the row is complete."""
        return self.selected() * self.people.where(self.values, found.indicators, 0)

    def weighted_rows(self, found: Recoverability) -> np.ndarray:
        """The same, weighted; each factor from the rows in which all of it is seen."""
        values, rows = self.values, self.selected()
        of = indicators(self.case.diagram)
        for weight in found.weights:
            for name in weight.given:
                assert f"missing_{name}" not in of or f"missing_{name}" in weight.complete
                assert f"missing_{name}" not in weight.indicators
            stratum = self.people.stratum(values[name] for name in weight.given)
            among = self.selected() * self.people.where(values, weight.complete, 0)
            seen = self.people.where(values, weight.indicators, 0)
            strata = 2 ** len(weight.given)
            chance = np.bincount(stratum, among * seen, strata)
            with np.errstate(invalid="ignore", divide="ignore"):
                rows = rows * seen / (chance / np.bincount(stratum, among, strata))[stratum]
        return np.nan_to_num(rows) * self.people.where(values, found.indicators, 0)

    def adjusted(self, found: Recoverability, rows: np.ndarray) -> np.ndarray:
        """The two means that adjustment gives, from weighted rows."""
        kept = [name for name in found.adjustment if name not in found.indicators]
        stratum, strata = self.people.stratum(self.values[n] for n in kept), 2 ** len(kept)
        share = np.bincount(stratum, rows * self.asked(), strata)
        share = share / share.sum()
        means = []
        for setting in (0, 1):
            arm = rows * self.group() * (self.values["x"] == setting)
            people = np.bincount(stratum, arm, strata)
            total = np.bincount(stratum, arm * self.values["y"], strata)
            means.append(float((total / np.where(people > 0, people, 1)) @ share))
        return np.array(means)

    def strata(self, found: Recoverability, rows: np.ndarray) -> np.ndarray:
        """The mean outcome in each stratum of exposure and adjustment set."""
        names = ["x", *(name for name in found.adjustment if name not in found.indicators)]
        stratum, strata = self.people.stratum(self.values[n] for n in names), 2 ** len(names)
        rows = rows * self.group()
        people = np.bincount(stratum, rows, strata)
        total = np.bincount(stratum, rows * self.values["y"], strata)
        return total[people > 0] / people[people > 0]
