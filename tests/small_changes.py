"""What a row does to an estimate, seen by letting it count for a little more or less.

The derivative of an estimate by the weight of a row is its influence, whatever the formula
(the infinitesimal jackknife). Source: Efron (1982), The jackknife, the bootstrap and other
resampling plans, chapter 6.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from causalkit.analysis.estimate import Estimate
from causalkit.analysis.estimate.reading.sampling import Sampling

STEP = 1e-3


def influences(estimate: Callable[..., Estimate], table: pd.DataFrame) -> np.ndarray:
    """The influence of each row on the estimate, on the scale on which that is normal."""
    before = _weighted(estimate, table, np.ones(len(table)))
    steps = STEP * np.eye(len(table))
    return np.array([_weighted(estimate, table, 1 + step) - before for step in steps]) / STEP


def inflation(estimate: Callable[..., Estimate], table: pd.DataFrame) -> float:
    """The standard error over that made of the influences.

    It is a little above 1 where residuals are corrected for having been fitted.
    """
    found = estimate(table)
    spread = found.standard_error
    if found.question.scale != "difference":
        spread /= found.value
    return float(spread / np.sqrt((influences(estimate, table) ** 2).sum()))


def _weighted(estimate: Callable[..., Estimate], table: pd.DataFrame, weights: np.ndarray) -> float:
    found = estimate(table.assign(weight_=weights), sampling=Sampling(weights="weight_"))
    return found.value if found.question.scale == "difference" else float(np.log(found.value))
