"""Populations whose every probability is known: random equations with discrete noise.

A diagram gets random equations between 0 and 1. The noise of each variable has a few
values, so the states of all the noise together can be listed with their weights, and what
people would have been under another exposure is one more column of the same list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from causalkit.graph import Diagram

Values = dict[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Population:
    """Everybody there could be: the weight of each state, and the equations."""

    diagram: Diagram
    tables: Mapping[str, np.ndarray]
    noise: Values
    weight: np.ndarray
    known: dict[tuple[tuple[str, int], ...], Values] = field(default_factory=dict)

    @classmethod
    def random(cls, diagram: Diagram, rng: np.random.Generator, noises: int = 4) -> Population:
        order = diagram.topological_order
        states = np.indices((noises,) * len(order)).reshape(len(order), -1)
        tables, weight = {}, np.ones(states.shape[1])
        for node, state in zip(order, states, strict=True):
            table = rng.integers(0, 2, size=(noises, 2 ** len(diagram.parents(node))))
            # Every value has some chance whatever the causes, or strata would be empty.
            table[0], table[1] = 0, 1
            tables[node] = table
            weight = weight * rng.dirichlet(np.full(noises, 2.0))[state]
        return cls(diagram, tables, dict(zip(order, states, strict=True)), weight)

    def values(self, **settings: int) -> Values:
        """The value of every variable in every state, with some of them set by hand."""
        key = tuple(sorted(settings.items()))
        if key not in self.known:
            self.known[key] = self._values(settings)
        return self.known[key]

    def _values(self, settings: Mapping[str, int]) -> Values:
        found: Values = {}
        for node in self.diagram.topological_order:
            if node in settings:
                found[node] = np.full(len(self.weight), settings[node])
            else:
                causes = [found[parent] for parent in self.diagram.parents(node)]
                found[node] = self.tables[node][self.noise[node], self.stratum(causes)]
        return found

    def stratum(self, columns: Iterable[np.ndarray]) -> np.ndarray:
        """One number for each combination of the columns' values."""
        number = np.zeros(len(self.weight), dtype=int)
        for column in columns:
            number = 2 * number + column
        return number

    def where(self, values: Values, names: Iterable[str], value: int = 1) -> np.ndarray:
        """The states in which all of some variables have one value."""
        return np.logical_and.reduce(
            [np.ones(len(self.weight), bool), *(values[name] == value for name in names)]
        )


def shares(stratum: np.ndarray, weight: np.ndarray, strata: int) -> np.ndarray:
    """The share of each stratum."""
    total = np.bincount(stratum, weight, strata)
    return total / total.sum()
