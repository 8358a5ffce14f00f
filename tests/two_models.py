"""People whose exposure and outcome each hang on two covariates, so that a model can miss one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit

RIGHT, WRONG = "lines", "pain"
"""The terms of either model with all it needs, and those without the confounder age."""


def draw(rng: np.random.Generator, n: int = 1000) -> pd.DataFrame:
    """Older people take kratom more often and are worse off; it helps the old the less."""
    age, pain = rng.normal(size=n), rng.random(n) < 0.4
    kratom = rng.random(n) < expit(-0.3 + 0.6 * age + 0.5 * pain)
    frame = pd.DataFrame({"age": age, "pain": pain, "kratom": kratom})
    frame["phq9"] = 6 + 1.5 * age + pain + kratom * (-1 + 0.5 * age) + rng.normal(0, 1.5, n)
    log_odds = -0.5 + 1.2 * age + 0.5 * pain + kratom * (-0.7 + 0.4 * age)
    frame["depressed"] = rng.random(n) < expit(log_odds)
    return frame


def risks(population: str) -> tuple[float, float]:
    """The probability of depression under either setting, by numerical integration."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    found = np.zeros(3)
    for pain, share in ((1, 0.4), (0, 0.6)):
        chance = expit(-0.3 + 0.6 * nodes + 0.5 * pain)
        mass = share * weights * {"all": 1, "exposed": chance, "unexposed": 1 - chance}[population]
        untreated = -0.5 + 1.2 * nodes + 0.5 * pain
        treated = untreated - 0.7 + 0.4 * nodes
        found += [mass @ expit(treated), mass @ expit(untreated), mass.sum()]
    return found[0] / found[2], found[1] / found[2]


def effect(population: str) -> float:
    """The mean effect on phq9, by numerical integration."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    found = np.zeros(2)
    for pain, share in ((1, 0.4), (0, 0.6)):
        chance = expit(-0.3 + 0.6 * nodes + 0.5 * pain)
        mass = share * weights * {"all": 1, "exposed": chance, "unexposed": 1 - chance}[population]
        found += [mass @ (-1 + 0.5 * nodes), mass.sum()]
    return float(found[0] / found[1])
