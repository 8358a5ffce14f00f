"""Tables with a known effect, and the argument for estimating it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.identify import Backdoor
from causalkit.graph import Question


def adjusting_for(*names: str, **question: object) -> Backdoor:
    """Say that the effect of kratom on phq9 is identified by adjusting for these."""
    adjustment = tuple(sorted(names))
    asked = Question.of("kratom", "phq9", **question)
    return Backdoor(asked, adjustment, (adjustment,), complete=True)


def confounded_survey(seed: int, n: int = 500) -> pd.DataFrame:
    """People in pain and of certain ages take kratom; both bear on the outcome."""
    rng = np.random.default_rng(seed)
    pain, age = rng.random(n) < 0.4, rng.uniform(18, 70, n)
    region = rng.choice(["north", "south", "west"], n)
    log_odds = -0.8 + 1.1 * pain + 0.02 * (age - 40) + 0.4 * (region == "south")
    kratom = rng.random(n) < 1 / (1 + np.exp(-log_odds))
    effect = -1 + 0.8 * pain
    mean = 6 + 3 * pain + 0.002 * (age - 40) ** 2 + (region == "west") + effect * kratom
    frame = pd.DataFrame({"pain": pain, "age": age, "kratom": kratom})
    frame["region"] = pd.Categorical(region)
    frame["phq9"] = mean + rng.normal(0, 2, n)
    frame["depressed"] = frame["phq9"] >= 8
    return frame


@pytest.fixture(scope="session")
def identified() -> Callable[..., Backdoor]:
    return adjusting_for


@pytest.fixture(scope="session")
def survey() -> Callable[..., pd.DataFrame]:
    return confounded_survey
