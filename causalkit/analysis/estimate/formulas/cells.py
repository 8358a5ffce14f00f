"""People counted by everything that a formula mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import MOST_GROUPS, Rows
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError

MOST_VALUES = 20
"""A number with more different values than this cannot be counted."""


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells that occur, and the share of people in each who win and who lose.

    Parameters
    ----------
    outcome : str
        Name of the outcome, in whose place the winning is counted.
    labels : dict of str to pandas.Index
        The values of each other variable as they are shown: numbers, or labels as text.
    codes : dict of str to ndarray of int of shape (c,)
        For each cell, which value of the variable that is.
    row : ndarray of int of shape (n,)
        The cell of each row.
    winning : ndarray of float of shape (n,)
        The outcome of each row, from 0 for the smallest to 1 for the largest.
    shares : ndarray of float of shape (c, 2)
        Of everybody, the share who are in a cell and lose, and who are in it and win.
    """

    outcome: str
    labels: dict[str, pd.Index[float] | pd.Index[str]]
    codes: dict[str, Groups]
    row: Groups
    winning: Numbers
    shares: Numbers

    def series(self, shares: Numbers) -> pd.Series[float]:
        """Return shares as a distribution that a formula can be evaluated on.

        Parameters
        ----------
        shares : ndarray of float of shape (d, c, 2)
            Several versions of the shares; each adds up to 1.

        Returns
        -------
        pandas.Series
            With the number of the version as a further variable, see `version`.
        """
        versions, number, _ = shares.shape
        levels: list[Any] = [*self.labels.values(), pd.Index([0.0, 1.0]), pd.RangeIndex(versions)]
        codes: list[Any] = [np.tile(np.repeat(code, 2), versions) for code in self.codes.values()]
        codes.append(np.tile([0, 1], versions * number))
        codes.append(np.repeat(np.arange(versions), 2 * number))
        names = [*self.labels, self.outcome, self.version]
        index = pd.MultiIndex(levels=levels, codes=codes, names=names)
        return pd.Series(shares.reshape(-1) / versions, index)

    @property
    def version(self) -> str:
        """The name of the further variable: one that no variable has."""
        return "version" + "_" * max(len(name) for name in (*self.labels, self.outcome))


def cells(rows: Rows) -> Cells:
    """Return the cells of exposures and further variables, with the shares in each.

    Parameters
    ----------
    rows : Rows
        With the further variables of the formula as ``others``.

    Returns
    -------
    Cells

    Raises
    ------
    EstimationError
        If a variable takes too many values to be counted.
    """
    columns = (*rows.exposures, *rows.others)
    for column in columns:
        _check_countable(column, MOST_GROUPS if column in rows.exposures else MOST_VALUES)
    table = np.column_stack([np.searchsorted(each.levels, each.values) for each in columns])
    occurring, row = np.unique(table, axis=0, return_inverse=True)
    row = row.reshape(-1)
    low, high = rows.outcome.levels[[0, -1]]
    winning = (rows.outcome.values - low) / (high - low)
    shares = [
        np.bincount(row, weights=rows.weights * each, minlength=len(occurring)) / rows.n
        for each in (1 - winning, winning)
    ]
    return Cells(
        outcome=rows.outcome.name,
        labels={column.name: shown(column) for column in columns},
        codes={each.name: occurring[:, number] for number, each in enumerate(columns)},
        row=row,
        winning=winning,
        shares=np.column_stack(shares),
    )


def shown(column: Column) -> pd.Index[float] | pd.Index[str]:
    """Return the values of a column that occur: numbers, or labels as text.

    Parameters
    ----------
    column : Column
        The column.

    Returns
    -------
    pandas.Index

    Examples
    --------
    >>> list(shown(Column("sex", np.array([0.0, 1.0]), ("female", "male"))))
    ['female', 'male']
    """
    if not column.labels:
        # Whole numbers are shown without a point where an empty cell is named.
        whole = np.equal(column.levels, np.round(column.levels)).all()
        levels = column.levels.astype(np.int64) if whole else column.levels
        numbers: pd.Index[float] = pd.Index(levels.tolist())
        return numbers
    return pd.Index([column.shown(level) for level in column.levels])


def _check_countable(column: Column, most: int) -> None:
    if not column.labels and len(column.levels) > most:
        raise EstimationError(
            f'"{column.name}" takes {len(column.levels)} different values, and plug_in counts the '
            f"people with each; cut it into a few groups"
        )
