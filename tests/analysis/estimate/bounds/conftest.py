"""How often an interval contains each of the two true bounds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.estimate.bounds.bounds import Bounds
from causalkit.errors import EstimationError


def covering(
    estimate: Callable[[pd.DataFrame], Bounds],
    draw: Callable[[np.random.Generator], pd.DataFrame],
    ends: tuple[float, float],
    replications: int = 300,
) -> tuple[float, float]:
    """Return the share of samples whose interval contains the lower, and the upper bound.

    To refute what is true counts as a miss.
    """
    found = []
    for each in range(replications):
        with suppress(EstimationError):
            found.append(estimate(draw(np.random.default_rng([5, each]))))
    low, high = (sum(each.covers(end) for each in found) / replications for end in ends)
    return low, high


@pytest.fixture(scope="session")
def coverage() -> Callable[..., tuple[float, float]]:
    return covering
