"""One-line worlds: what a distribution gives when a world draws from it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from causalkit.nature import World

WORLD = """\
effect of exposed on score
exposed ~ bernoulli(0.5)
score ~ normal(exposed, 1)
"""


def drawn(distribution: str, n: int = 100_000, *, given: str = "", seed: int = 1) -> pd.DataFrame:
    """People of a world in which ``drawn`` comes from the distribution."""
    world = World.from_text(f"{WORLD}{given}\ndrawn ~ {distribution}")
    return world.sample(n, seed, reveal=True).frame


def chi_square(counts: np.ndarray, probabilities: np.ndarray) -> float:
    """P-value of the counts; cells in which fewer than five are expected become one."""
    expected = np.asarray(probabilities) * counts.sum()
    rare = expected < 5
    observed = np.append(counts[~rare], counts[rare].sum())
    expected = np.append(expected[~rare], expected[rare].sum())
    if expected[-1] < 1e-6:
        assert observed[-1] == 0
        observed, expected = observed[:-1], expected[:-1]
    if len(observed) == 1:
        return 1.0
    return float(stats.chisquare(observed, expected * observed.sum() / expected.sum()).pvalue)


@pytest.fixture(scope="session", name="drawn")
def _drawn() -> Callable[..., pd.DataFrame]:
    return drawn


@pytest.fixture(scope="session", name="chi_square")
def _chi_square() -> Callable[..., float]:
    return chi_square
