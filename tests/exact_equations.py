"""Random equations whose every probability is a finite sum, counterfactual ones included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.graph import Diagram

NOISES = 5


@dataclass(frozen=True, eq=False)
class Equations:
    """Random equations for a diagram, and the weight of each state of all the noise."""

    diagram: Diagram
    tables: dict[str, np.ndarray]
    noise: dict[str, np.ndarray]
    weight: np.ndarray

    @classmethod
    def random(cls, diagram: Diagram, rng: np.random.Generator) -> Equations:
        order = diagram.topological_order
        states = np.indices((NOISES,) * len(order)).reshape(len(order), -1)
        tables, weight = {}, np.ones(states.shape[1])
        for node, state in zip(order, states, strict=True):
            table = rng.integers(0, 2, size=(NOISES, 2 ** len(diagram.parents(node))))
            # Every value has some chance whatever the causes, or strata would be empty.
            table[0], table[1] = 0, 1
            tables[node] = table
            weight = weight * rng.dirichlet(np.full(NOISES, 2.0))[state]
        return cls(diagram, tables, dict(zip(order, states, strict=True)), weight)

    def values(self, **settings: int) -> dict[str, np.ndarray]:
        """The value of every variable in every state, with some of them set by hand."""
        found: dict[str, np.ndarray] = {}
        for node in self.diagram.topological_order:
            if node in settings:
                found[node] = np.full(len(self.weight), settings[node])
            else:
                causes = [found[parent] for parent in self.diagram.parents(node)]
                found[node] = self.tables[node][self.noise[node], code(causes, len(self.weight))]
        return found


def code(columns: list[np.ndarray], size: int) -> np.ndarray:
    number = np.zeros(size, dtype=int)
    for column in columns:
        number = 2 * number + column
    return number
