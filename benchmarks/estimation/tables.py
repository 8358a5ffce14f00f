"""Tables of any length: eight confounders, an exposure, and an outcome whose effect is 1."""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.identify import Backdoor
from causalkit.graph import Question

COVARIATES = tuple(f"covariate{number}" for number in range(1, 9))
LEVELS = (2, 2, 2, 3, 3, 3, 4, 5)
KINDS = ("continuous", "discrete")


def table(kind: str, rows: int) -> pd.DataFrame:
    """Draw a table; discrete covariates are categories, and make 4 320 kinds of people."""
    rng = np.random.default_rng(1)
    if kind == "continuous":
        columns = [rng.normal(size=rows) for _ in COVARIATES]
    else:
        columns = [rng.integers(0, levels, rows).astype(float) for levels in LEVELS]
    log_odds, mean = np.full(rows, -0.3), np.full(rows, 5.0)
    for place, column in enumerate(columns):
        standard = (column - column.mean()) / column.std()
        log_odds += (place - 3.5) / 10 * standard
        mean += (place + 1) / 8 * standard
    kratom = (rng.random(rows) < 1 / (1 + np.exp(-log_odds))).astype(int)
    frame = pd.DataFrame(dict(zip(COVARIATES, columns, strict=True)))
    if kind == "discrete":
        frame = frame.astype(int).astype("category")
    return frame.assign(kratom=kratom, phq9=mean + kratom + rng.normal(size=rows))


def asked() -> Backdoor:
    return Backdoor(Question.of("kratom", "phq9"), COVARIATES, (COVARIATES,), complete=True)


def matrix(frame: pd.DataFrame, *others: str) -> np.ndarray:
    """Build the design by hand: intercept, numbers or indicators, and other columns behind."""
    covariates = frame[list(COVARIATES)]
    if isinstance(covariates.dtypes.iloc[0], pd.CategoricalDtype):
        covariates = pd.get_dummies(covariates, drop_first=True, dtype=float)
    parts = [np.ones(len(frame)), covariates.to_numpy(), *(frame[name] for name in others)]
    return np.column_stack(parts).astype(float, copy=False)
