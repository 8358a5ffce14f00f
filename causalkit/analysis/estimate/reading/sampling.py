"""How people came into the table: with unequal chances, in groups, or with gaps.

A survey that asks the old twice as often as the young makes every old person count half;
a *weight* says how many people of the population somebody stands for. And pupils of one
school resemble each other, so that a hundred of them tell less than a hundred pupils from
everywhere; a *cluster* says who was drawn together, or who was assigned together.

Source: Lumley (2010), Complex surveys; Cameron and Miller (2015), A practitioner's guide
to cluster-robust inference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.estimate.reading.columns import Numbers, read_column
from causalkit.analysis.identify.missingness import Recoverability
from causalkit.errors import EstimationError

Groups = npt.NDArray[np.intp]


Missing = Literal["complete cases", "refuse"] | Recoverability
"""What is done about missing values; what a diagram says about them is such a policy."""


@dataclass(frozen=True)
class Sampling:
    """How people and their values came into the table.

    Parameters
    ----------
    weights : str, optional
        Column of weights, in any unit: how many people somebody stands for. Rows of weight
        zero count for nothing.
    clusters : str, optional
        Column that is the same for people who were drawn or assigned together.
    missing : {"complete cases", "refuse"} or Recoverability, optional
        What is done about missing values: leave incomplete rows out, with their count; raise
        an error; or do what the diagram says, see
        :func:`~causalkit.analysis.identify.missing_values`.

    Raises
    ------
    EstimationError
        If missing values are to be dealt with in another way.

    Examples
    --------
    >>> Sampling(weights="people", clusters="school").weights
    'people'
    """

    weights: str | None = None
    clusters: str | None = None
    missing: Missing = "complete cases"

    def __post_init__(self) -> None:
        known = ("complete cases", "refuse")
        if self.missing not in known and not isinstance(self.missing, Recoverability):
            raise EstimationError(
                f'missing values are dealt with as "complete cases", "refuse" or by what '
                f"missing_values says of the diagram, not {self.missing!r}"
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are needed."""
        return tuple(name for name in (self.weights, self.clusters) if name is not None)


SIMPLE = Sampling()
"""Everybody was drawn alone and with the same chance."""


def read_weights(data: pd.DataFrame, sampling: Sampling) -> Numbers:
    """Return the weight of each row as it stands in the table; ones where there is no column.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    sampling : Sampling
        How people came into it.

    Returns
    -------
    ndarray of float of shape (n,)
        NaN where missing.

    Raises
    ------
    EstimationError
        If the column holds labels or negative numbers, or only zeros.

    Examples
    --------
    >>> read_weights(pd.DataFrame({"people": [10, 30]}), Sampling("people"))
    array([10., 30.])
    """
    if sampling.weights is None:
        return np.ones(len(data))
    column = read_column(data, sampling.weights)
    if column.labels:
        raise EstimationError(f'the weights "{column.name}" are labels; weights are numbers')
    if (column.values < 0).any():
        raise EstimationError(f'the weights "{column.name}" are negative in some rows')
    if not np.nansum(column.values) > 0:
        raise EstimationError(f'the weights "{column.name}" are zero in every row')
    return column.values


def read_clusters(data: pd.DataFrame, sampling: Sampling) -> Groups | None:
    """Return the number of each row's cluster; None where everybody was drawn alone.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    sampling : Sampling
        How people came into it.

    Returns
    -------
    ndarray of int of shape (n,) or None
        -1 where missing.

    Raises
    ------
    EstimationError
        If there is no such column, or there are fewer than two clusters.

    Examples
    --------
    >>> read_clusters(pd.DataFrame({"school": ["b", "a", "b"]}), Sampling(clusters="school"))
    array([0, 1, 0])
    """
    if sampling.clusters is None:
        return None
    values = read_column(data, sampling.clusters).values
    numbers, found = pd.factorize(values)
    if len(found) < 2:
        raise EstimationError(
            f'the clusters "{sampling.clusters}" are one and the same in all rows; an error '
            f"between clusters needs two, and better thirty"
        )
    return np.asarray(numbers, dtype=np.intp)
