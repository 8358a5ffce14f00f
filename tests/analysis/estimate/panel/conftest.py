"""Panels whose effects are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.identify.parallel_trends.parallel_trends import ParallelTrends
from causalkit.graph import Question


def parallel(*covariates: str, anticipation: int = 0, **question: object) -> ParallelTrends:
    """Say that deaths would have moved in parallel without the law."""
    asked = Question.of("law", "deaths", **{"population": "exposed", **question})
    return ParallelTrends(asked, "state", "year", covariates, anticipation)


def simulated(
    rng: np.random.Generator,
    shares: dict[int, float],
    *,
    units: int = 80,
    periods: int = 6,
    effect: Callable[[np.ndarray, np.ndarray], np.ndarray] = lambda since, start: 2.0 + 0 * since,
    drift: float = 0.0,
    by_lot: bool = False,
) -> pd.DataFrame:
    """Units that become exposed in one of some years, or never (year 0), with levels to match.

    ``effect`` says how much after so many years, for those exposed in such a year; ``drift``
    how much faster per year the exposed change than the others anyway; ``by_lot`` that chance
    says how many become exposed when.
    """
    start = np.repeat(list(shares), [round(share * units) for share in shares.values()])
    if by_lot:
        start = rng.choice(list(shares), units, p=list(shares.values()))
    unit, year = np.meshgrid(np.arange(len(start)), np.arange(1, periods + 1), indexing="ij")
    begun = start[unit]
    law = (begun > 0) & (year >= begun)
    level = rng.normal(3.0 * (start > 0), 2.0)[unit]
    noise = rng.normal(0, 1, unit.shape).cumsum(axis=1) * 0.5 + rng.normal(0, 1, unit.shape)
    deaths = level + np.sqrt(year) + noise + drift * year * (begun > 0)
    deaths = deaths + np.where(law, effect(year - begun, begun), 0.0)
    columns = {"state": unit, "year": year, "law": law, "deaths": deaths, "start": begun}
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()})


@pytest.fixture(scope="session")
def trends() -> Callable[..., ParallelTrends]:
    return parallel


@pytest.fixture(scope="session")
def panel() -> Callable[..., pd.DataFrame]:
    return simulated
