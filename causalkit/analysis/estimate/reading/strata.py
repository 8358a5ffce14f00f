"""Strata: people who agree in every covariate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.reading.columns import Column, Numbers

Positions = npt.NDArray[np.intp]

SPARSE = 8
"""With more possible numbers than this for each row, sorting takes less room than counting."""


@dataclass(frozen=True, eq=False)
class Strata:
    """Which rows agree in every covariate.

    Parameters
    ----------
    number : ndarray of int of shape (n,)
        The stratum of each row.
    size : ndarray of int of shape (k,)
        How many rows each stratum has.
    """

    number: Positions
    size: Positions

    @cached_property
    def first(self) -> Positions:
        """A row of each stratum, an array of shape (k,)."""
        return np.asarray(np.unique(self.number, return_index=True)[1], dtype=np.intp)

    def total(self, values: Numbers) -> Numbers:
        """Return the sum of a value over each stratum.

        Parameters
        ----------
        values : ndarray of float of shape (n,)
            The value of each row.

        Returns
        -------
        ndarray of float of shape (k,)
        """
        return np.asarray(np.bincount(self.number, values, len(self.size)), dtype=np.float64)

    def count(self, rows: npt.NDArray[np.bool_]) -> Positions:
        """Return how many of some rows are in each stratum.

        Parameters
        ----------
        rows : ndarray of bool of shape (n,)
            Which rows.

        Returns
        -------
        ndarray of int of shape (k,)
        """
        return np.asarray(np.bincount(self.number[rows], minlength=len(self.size)), dtype=np.intp)


def strata_of(covariates: tuple[Column, ...], rows: int) -> Strata:
    """Return the combinations of values that occur, read as numbers of mixed base.

    Parameters
    ----------
    covariates : tuple of Column
        Without missing values.
    rows : int
        Number of rows, for the case that there is no covariate.

    Returns
    -------
    Strata

    Examples
    --------
    >>> pain = Column("pain", np.array([0.0, 1.0, 1.0]))
    >>> age = Column("age", np.array([30.0, 40.0, 40.0]))
    >>> strata_of((pain, age), 3).size
    array([1, 2])
    """
    number = np.zeros(rows, dtype=np.intp)
    for column in covariates:
        digit = np.searchsorted(column.levels, column.values)
        # Closed up after every covariate, so that no combination runs past the integers.
        number = _closed_up(number * len(column.levels) + digit)
    return Strata(number, np.bincount(number))


def _closed_up(number: Positions) -> Positions:
    """Return numbers in the same order, without those that do not occur."""
    if number.max() > SPARSE * len(number):
        return np.asarray(np.unique(number, return_inverse=True)[1], dtype=np.intp)
    occurs = np.bincount(number) > 0
    return np.asarray((np.cumsum(occurs) - 1)[number], dtype=np.intp)
