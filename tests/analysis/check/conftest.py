"""Tables of people, and the argument for estimating an effect on them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from causalkit.analysis.identify import Backdoor
from causalkit.graph import Question


def adjusting_for(*names: str, **question: object) -> Backdoor:
    """Say that the effect of kratom on phq9 is identified by adjusting for these."""
    adjustment = tuple(sorted(names))
    asked = Question.of("kratom", "phq9", **question)
    return Backdoor(asked, adjustment, (adjustment,), complete=True)


def confounded_survey(seed: int, n: int = 500, pull: float = 1.0) -> pd.DataFrame:
    """People in pain and of certain ages take kratom; both bear on the outcome."""
    rng = np.random.default_rng(seed)
    pain, age = rng.random(n) < 0.4, rng.uniform(18, 70, n)
    region = rng.choice(["north", "south", "west"], n)
    log_odds = -0.5 + pull * (pain + 0.03 * (age - 40) + 0.4 * (region == "south"))
    frame = pd.DataFrame({"pain": pain, "age": age, "region": region})
    frame["kratom"] = rng.random(n) < expit(log_odds)
    frame["phq9"] = 6 + 3 * pain + 0.05 * age - frame["kratom"] + rng.normal(0, 2, n)
    return frame


@pytest.fixture(scope="session")
def identified() -> Callable[..., Backdoor]:
    return adjusting_for


@pytest.fixture(scope="session")
def survey() -> Callable[..., pd.DataFrame]:
    return confounded_survey


@pytest.fixture(scope="package", autouse=True)
def little_garbage() -> Iterator[None]:
    """Spare statsmodels, which collects garbage at every correction, what was there before."""
    gc.freeze()
    yield
    gc.unfreeze()
