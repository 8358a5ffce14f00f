"""Random linear Gaussian models: regression coefficients as exact functions of the diagram."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from causalkit.graph import Diagram


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Coefficients for the arrows of a diagram, and the covariance that they imply."""

    position: dict[str, int]
    effects: np.ndarray
    total: np.ndarray
    covariance: np.ndarray

    @classmethod
    def random(cls, diagram: Diagram, rng: np.random.Generator) -> LinearModel:
        order = diagram.topological_order
        position = {name: index for index, name in enumerate(order)}
        effects = np.zeros((len(order), len(order)))
        for cause, effect in diagram.edges:
            effects[position[effect], position[cause]] = rng.normal()
        total = np.linalg.inv(np.eye(len(order)) - effects)
        noise = np.diag(rng.uniform(0.5, 2, len(order)))
        return cls(position, effects, total, total @ noise @ total.T)

    def coefficient(self, cause: str, effect: str) -> float:
        """What stands on the arrow; 0 where there is none."""
        return float(self.effects[self.position[effect], self.position[cause]])

    def total_effect(self, cause: str, effect: str) -> float:
        return float(self.total[self.position[effect], self.position[cause]])

    def conditional(self, names: Iterable[str], given: Iterable[str]) -> np.ndarray:
        """The covariance of some variables among people alike in others."""
        left = [self.position[name] for name in names]
        right = [self.position[name] for name in given]
        whole = self.covariance
        explained = whole[np.ix_(left, right)] @ np.linalg.solve(
            whole[np.ix_(right, right)], whole[np.ix_(right, left)]
        )
        return whole[np.ix_(left, left)] - explained

    def regression(self, outcome: str, exposure: str, adjusted: Iterable[str]) -> float:
        """The coefficient of the exposure when the outcome is regressed on it and the others."""
        both = self.conditional([exposure, outcome], adjusted)
        return float(both[0, 1] / both[0, 0])

    def asymptotic_variance(self, outcome: str, exposure: str, adjusted: tuple[str, ...]) -> float:
        """The variance of that coefficient in large samples, times the number of people."""
        residual = self.conditional([outcome], (exposure, *adjusted))[0, 0]
        return float(residual / self.conditional([exposure], adjusted)[0, 0])
