"""What would be left of an estimate, for confounders of many strengths, in a table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from causalkit.analysis.check.sensitivity.omitted_variable import Coefficient, robustness
from causalkit.analysis.estimate.reading.columns import Numbers

POINTS = 61
"""Points along either side of the grid from which contours are drawn."""

SMALLEST, LARGEST = 0.2, 0.95
"""How far the grid extends at least and at most."""

TINY = 1e-300
"""Stands for the error of 0 that is left if a confounder explains the whole outcome."""

OF_EXPOSURE, OF_OUTCOME = "partial R² with exposure", "partial R² with outcome"


@dataclass(frozen=True)
class Strength:
    """A confounder so many times as strong as a measured covariate.

    Parameters
    ----------
    covariate : str
        The covariate.
    times : int
        How many times as strong.
    of_exposure, of_outcome : float
        Partial R² of the confounder with exposure and outcome.
    """

    covariate: str
    times: int
    of_exposure: float
    of_outcome: float


def strengths(
    of: Coefficient, benchmarks: tuple[Strength, ...], share: float, critical: float
) -> pd.DataFrame:
    """Return what would be left of an estimate with confounders of many strengths.

    Parameters
    ----------
    of : Coefficient
        The estimate.
    benchmarks : tuple of Strength
        Confounders compared with measured covariates.
    share : float
        The share of the estimate that has to go to change the conclusion.
    critical : float
        How many standard errors the interval extends; 0 where its error is not known.

    Returns
    -------
    pandas.DataFrame
        A row for each benchmark, then one for each point of a grid. What is ``"to spare"`` is
        how far the interval stays away from where the conclusion changes.
    """
    table = pd.concat([_listed(benchmarks), _grid(of, benchmarks, share)], ignore_index=True)
    of_exposure, of_outcome = (table[name].to_numpy() for name in (OF_EXPOSURE, OF_OUTCOME))
    left, error = of.adjusted(of_exposure, of_outcome)
    table["estimate"] = left
    if critical:
        table["standard error"] = error
        table["low"], table["high"] = left - critical * error, left + critical * error
        table["t"] = (left - (1 - share) * of.value) / np.maximum(error, TINY)
    nearest = np.sign(of.value) * left - critical * error
    table["to spare"] = nearest - (1 - share) * abs(of.value)
    table["changes the conclusion"] = table["to spare"] <= 0
    return table


def _listed(benchmarks: tuple[Strength, ...]) -> pd.DataFrame:
    rows = [
        ("benchmark", each.covariate, float(each.times), each.of_exposure, each.of_outcome)
        for each in benchmarks
    ]
    return _frame(
        pd.DataFrame(rows, columns=["kind", "covariate", "times", OF_EXPOSURE, OF_OUTCOME])
    )


def _grid(of: Coefficient, benchmarks: tuple[Strength, ...], share: float) -> pd.DataFrame:
    """Return strengths over a square that holds the benchmarks and the robustness value."""
    shown = [one for each in benchmarks for one in (each.of_exposure, each.of_outcome)]
    size = min(max(SMALLEST, 1.2 * max(robustness(of, share), *shown, 0.0)), LARGEST)
    across, up = _square(np.linspace(0.0, size, POINTS))
    return _frame(
        pd.DataFrame({"kind": "grid", "covariate": "", OF_EXPOSURE: across, OF_OUTCOME: up})
    )


def _square(side: Numbers) -> tuple[Numbers, Numbers]:
    across, up = np.meshgrid(side, side)
    return across.ravel(), up.ravel()


def _frame(table: pd.DataFrame) -> pd.DataFrame:
    kinds = {"kind": str, "covariate": str, "times": float, OF_EXPOSURE: float, OF_OUTCOME: float}
    return table.reindex(columns=list(kinds)).astype(kinds)
