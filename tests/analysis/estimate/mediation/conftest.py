"""People with a mediator whose effects are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from causalkit.analysis.identify.mediation.mediation import Mediation
from causalkit.graph import Question


class People:
    """A law for exposure, mediator and outcome, with the outcomes nobody sees.

    The mediator is a ``number``, a ``truth`` value or one of three ``levels``; the outcome is
    a number or not.
    """

    def __init__(self, mediator: str, *, binary: bool) -> None:
        self.kind, self.binary = mediator, binary

    def covariates(self, rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        return rng.random(n) < 0.4, rng.uniform(-1, 1, n)

    def mediator(self, x, pain, age, noise: np.ndarray, chance: np.ndarray) -> np.ndarray:
        mean = 0.2 + 0.8 * x + 0.6 * pain - 0.4 * age + 0.3 * x * pain
        if self.kind == "number":
            return mean + noise * (1 + 0.3 * x)
        first = chance[0] < expit(-mean)
        if self.kind == "truth":
            return np.where(first, 0, 1)
        return np.where(first, 0, np.where(chance[1] < expit(0.5 - mean), 1, 2))

    def mean(self, x, m, pain, age) -> np.ndarray:
        """The mean outcome."""
        effect = (m == 1) * 1.1 + (m == 2) * 0.4 if self.kind == "levels" else 0.7 * m
        linear = -1 + 0.5 * x + effect * (1 + 0.5 * x) + 0.6 * pain + 0.5 * age
        return expit(linear) if self.binary else 3 + linear

    def draw(self, rng: np.random.Generator, n: int = 500) -> pd.DataFrame:
        pain, age = self.covariates(rng, n)
        x = rng.random(n) < expit(-0.2 + 0.8 * pain - 0.5 * age)
        m = self.mediator(x, pain, age, rng.normal(size=n), rng.random((2, n)))
        mean = self.mean(x, m, pain, age)
        noise = rng.normal(0, 1, n)
        y = rng.random(n) < mean if self.binary else mean + noise
        return pd.DataFrame({"pain": pain, "age": age, "x": x, "m": m, "y": y})

    def nested(self, exposure: int, other: int, n: int = 1_000_000) -> float:
        """The true mean of Y(x, M(x'))."""
        rng = np.random.default_rng(99)
        pain, age = self.covariates(rng, n)
        m = self.mediator(other, pain, age, rng.normal(size=n), rng.random((2, n)))
        return float(self.mean(exposure, m, pain, age).mean())

    def controlled(self, exposure: int, value: float) -> float:
        pain, age = self.covariates(np.random.default_rng(99), 1_000_000)
        return float(self.mean(exposure, np.full(len(age), value), pain, age).mean())


def through(*adjustment: str, **options: object) -> Mediation:
    """Say that effects of x on y through m are identified by adjusting for these."""
    named = {"mediators": ("m",), "intermediate": (), **options}
    kinds = ("controlled",) if named["intermediate"] else ("controlled", "natural")
    question = Question.of("x", "y", **named.pop("question", {}))
    return Mediation(question, adjustment=adjustment, kinds=kinds, **named)


@pytest.fixture(scope="session")
def people() -> type[People]:
    return People


@pytest.fixture(scope="session")
def asked() -> Callable[..., Mediation]:
    return through
