"""Tables with a diagram, one for each way to an effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from causalkit.graph import Diagram, Question

ASKED = Question.of("kratom", "phq9")
HIDDEN = [("mood", "kratom"), ("mood", "phq9")]
ARROWS = {
    "front door": [*HIDDEN, ("kratom", "relief"), ("relief", "phq9")],
    "instrument": [*HIDDEN, ("coin", "kratom"), ("kratom", "phq9")],
    "nothing": [*HIDDEN, ("kratom", "phq9")],
}


@dataclass(frozen=True)
class Case:
    """A table, its diagram and the question."""

    data: pd.DataFrame
    diagram: Diagram
    question: Question = ASKED


def people(n: int, seed: int) -> pd.DataFrame:
    """All that kratom does to the outcome, minus one point, it does by way of relief."""
    rng = np.random.default_rng(seed)
    age, mood, shoe = rng.normal(size=(3, n))
    pain, coin = rng.integers(0, 2, (2, n))
    kratom = rng.binomial(1, expit(0.4 * age + 0.8 * pain + 0.5 * mood + coin - 1.2))
    relief = rng.binomial(1, 0.2 + 0.5 * kratom)
    phq9 = 5 + age + 2 * pain + mood - 2 * relief + rng.normal(size=n)
    columns = {"age": age, "pain": pain, "coin": coin, "mood": mood, "shoe": shoe}
    return pd.DataFrame({**columns, "kratom": kratom, "relief": relief, "phq9": phq9})


def of_kind(kind: str) -> Case:
    data = people(800, 1)
    if kind == "adjustment":
        causes = ("age", "pain", "mood")
        edges = [(cause, effect) for cause in causes for effect in ("kratom", "phq9")]
        return Case(data, Diagram.of([*edges, ("kratom", "phq9")]))
    if kind == "nothing":
        data["phq9"] = (data["phq9"] > 6).astype(int)
    return Case(data, Diagram.of(ARROWS[kind], latent=["mood"]))


@pytest.fixture(scope="session")
def case() -> Callable[[str], Case]:
    return of_kind
