"""What balance compares: rows, columns, and the weights that belong to the rows."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.check.two_groups import (
    inverse_probability_weights,
    propensities,
    two_groups,
)
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.errors import EstimationError

Weights = npt.NDArray[np.float64] | Literal["weighting"] | None
"""A weight for each row of a table, the house's own, or none."""


def read_compared(
    data: pd.DataFrame,
    identification: Identification,
    weights: Weights,
    also: tuple[str, ...],
    sampling: Sampling,
) -> tuple[Rows, tuple[Column, ...], Numbers | None]:
    """Return the rows, the columns to compare and the weights.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.
    weights : ndarray of float of shape (n,) or "weighting" or None
        A weight for each row of the table, those of the house, or none.
    also : tuple of str
        Columns to compare besides the covariates.
    sampling : Sampling
        Survey weights and clusters.

    Returns
    -------
    rows : Rows
    columns : tuple of Column
    weights : ndarray of float of shape (n,), optional
        Of these rows, without survey weights.

    Raises
    ------
    EstimationError
        If the weights do not fit the table.
    """
    if weights is None or isinstance(weights, str):
        rows = two_groups("balance", data, identification, sampling, also)
        given = None if weights is None else _house_weights(rows, weights)
        return rows, rows.covariates + rows.others, given
    # The weights travel as a column of a copy, so that they stay beside their rows.
    name = _unused(data)
    table = data.assign(**{name: _checked(weights, len(data))})
    rows = two_groups("balance", table, identification, sampling, (*also, name))
    given = rows.others[-1].values
    if not (given[rows.treated].any() and given[rows.reference].any()):
        raise EstimationError("the weights are zero for everybody of one group")
    return rows, rows.covariates + rows.others[:-1], given


def _unused(data: pd.DataFrame) -> str:
    name = "weights"
    while name in data.columns:
        name += "_"
    return name


def _checked(weights: Numbers, size: int) -> Numbers:
    values = np.asarray(weights)
    if values.shape != (size,):
        raise EstimationError(
            f"the weights have the shape {values.shape}, but the table has {size} rows; give one "
            f"weight for each row, zero for whoever is left out"
        )
    numeric = np.issubdtype(values.dtype, np.number) or values.dtype == np.bool_
    if not numeric or not (np.isfinite(values) & (values >= 0)).all():
        raise EstimationError("the weights are finite numbers, none of them negative or missing")
    return values.astype(np.float64)


def _house_weights(rows: Rows, weights: str) -> Numbers:
    if weights != "weighting":
        raise EstimationError(f'the weights are an array, "weighting" or None, not {weights!r}')
    return inverse_probability_weights(rows, propensities(rows))
