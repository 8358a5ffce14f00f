"""Many samples from the same law: is an estimator right on average, and is its interval?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from causalkit.analysis.estimate import Estimate

Draw = Callable[[np.random.Generator], pd.DataFrame]


@dataclass(frozen=True)
class Performance:
    """How an estimator did over the replications."""

    bias: float
    monte_carlo_error: float
    coverage: float
    standard_error_ratio: float

    def check_right(self) -> None:
        """Bias within twice its Monte-Carlo error, coverage of 93-97 %, honest standard errors."""
        assert abs(self.bias) < 2 * self.monte_carlo_error, self
        assert 0.93 <= self.coverage <= 0.97, self
        assert 0.93 < self.standard_error_ratio < 1.07, self

    def check_wrong(self) -> None:
        """Bias far beyond chance, and an interval that misses the truth."""
        assert abs(self.bias) > 10 * self.monte_carlo_error, self
        assert self.coverage < 0.2, self


def performance(
    estimate: Callable[[pd.DataFrame], Estimate],
    draw: Draw,
    truth: float,
    replications: int,
    seed: int = 5,
) -> Performance:
    """Estimate on so many tables, each drawn with a seed of its own."""
    found = [
        estimate(draw(np.random.default_rng([seed, replication])))
        for replication in range(replications)
    ]
    values = np.array([each.value for each in found])
    spread = values.std(ddof=1)
    return Performance(
        bias=float(values.mean() - truth),
        monte_carlo_error=float(spread / np.sqrt(replications)),
        coverage=float(np.mean([each.covers(truth) for each in found])),
        standard_error_ratio=float(np.mean([each.standard_error for each in found]) / spread),
    )
