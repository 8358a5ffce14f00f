"""Distinct rows: many people, few kinds.

Where all covariates are discrete, a million people may be of a thousand kinds. A fit then
needs of each kind only how many there are and what their outcomes add up to; it has the
same answer as from all the rows, and not approximately. Who is of which kind is found
without sorting: the codes of the columns are the digits of a number whose base changes
from column to column (a mixed radix), and equal numbers are equal rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.estimate.models.blocks import blocks
from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import Groups

WORTHWHILE = 4
"""Cells are used where there are on average at least so many rows to a cell."""

SAMPLE = 2_048
"""Rows looked at to guess whether it is worth the while."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Which rows are alike.

    Parameters
    ----------
    codes : ndarray of int of shape (n,)
        The cell of each row.
    first : ndarray of int of shape (c,)
        A row of each cell.
    """

    codes: Groups
    first: Groups

    def sums(self, values: Numbers) -> Numbers:
        """Return what the rows of each cell add up to.

        Parameters
        ----------
        values : ndarray of float of shape (n,)
            The value of each row.

        Returns
        -------
        ndarray of float of shape (c,)
        """
        return cell_sums(self.codes, len(self.first), values)

    def chosen(self, rows: Mask) -> tuple[Groups, Cells]:
        """Return the cells of some rows.

        Parameters
        ----------
        rows : ndarray of bool of shape (n,)
            Which rows.

        Returns
        -------
        occurring : ndarray of int
            The cells that occur among them.
        cells : Cells
            The rows' positions in ``occurring``.

        Examples
        --------
        >>> cells = Cells(np.array([0, 1, 2, 2]), np.array([0, 1, 2]))
        >>> occurring, among = cells.chosen(np.array([True, False, True, True]))
        >>> occurring.tolist(), among.codes.tolist()
        ([0, 2], [0, 1, 1])
        """
        if rows.all():
            return np.arange(len(self.first)), self
        codes = self.codes[rows]
        occurring = np.flatnonzero(np.bincount(codes, minlength=len(self.first)))
        position = np.zeros(len(self.first), dtype=np.intp)
        position[occurring] = np.arange(len(occurring))
        return occurring, _with_first(position[codes], len(occurring))


def cell_sums(codes: Groups, number: int, values: Numbers | None = None) -> Numbers:
    """Return what the rows of each cell add up to.

    Parameters
    ----------
    codes : ndarray of int of shape (n,)
        The cell of each row.
    number : int
        The number of cells.
    values : ndarray of float of shape (n,), optional
        The value of each row; ones where not given.

    Returns
    -------
    ndarray of float of shape (c,)

    Examples
    --------
    >>> cell_sums(np.array([0, 1, 1]), 2, np.array([5.0, 1.0, 2.0]))
    array([5., 3.])
    """
    return np.bincount(codes, weights=values, minlength=number).astype(np.float64, copy=False)


def cells(columns: Iterable[Column], rows: int) -> Cells | None:
    """Return which rows are alike in some columns; None where too few are.

    Parameters
    ----------
    columns : iterable of Column
        Without missing values.
    rows : int
        Number of rows.

    Returns
    -------
    Cells or None

    Examples
    --------
    >>> sex = Column("sex", np.array([0.0, 1.0, 0.0, 1.0] * 2), ("female", "male"))
    >>> cells((sex,), 8).codes.tolist()
    [0, 1, 0, 1, 0, 1, 0, 1]
    """
    codes, number = np.zeros(rows, dtype=np.intp), 1
    for column in columns:
        coded = _coded(column)
        if coded is None:
            return None
        digits, base = coded
        codes *= base
        codes += digits
        number *= base
        if number > rows:
            codes, number = _compact(codes)
            if number * WORTHWHILE > rows:
                return None
    codes, number = _renumbered(codes, number)
    return _with_first(codes, number) if number * WORTHWHILE <= rows else None


def alike(matrix: Numbers) -> Cells | None:
    """Return which rows of a matrix are alike; None where too few are.

    Parameters
    ----------
    matrix : ndarray of float of shape (n, p)
        A design.

    Returns
    -------
    Cells or None

    Notes
    -----
    Rows are told apart by a random sum of their columns, and those with the same sum are
    then compared value by value.

    Examples
    --------
    >>> alike(np.repeat([[1.0, 2.0], [1.0, 3.0]], 5_000, axis=0)).first.tolist()
    [0, 5000]
    """
    rows, columns = matrix.shape
    if rows <= SAMPLE:
        return None
    mixture = np.random.default_rng(0).uniform(1, 2, columns)
    if not _repetitive(matrix[_sample(rows)] @ mixture, rows):
        return None
    codes, found = pd.factorize(matrix @ mixture)
    if len(found) * WORTHWHILE > rows:
        return None
    made = _with_first(np.asarray(codes, dtype=np.intp), len(found))
    kinds = matrix[made.first]
    same = all(np.array_equal(matrix[b], kinds[made.codes[b]]) for b in blocks(rows))
    return made if same else None


def _sample(rows: int) -> slice:
    return slice(None, None, max(1, rows // SAMPLE))


def _repetitive(sample: Numbers, rows: int) -> bool:
    """Return whether a sample repeats itself as often as cells worth the while would have it."""
    repeated = len(sample) - len(np.unique(sample))
    # Of s drawn from n / 4 equally frequent kinds, about 2 s² / n repeat another.
    return repeated > len(sample) ** 2 / rows


def _coded(column: Column) -> tuple[npt.NDArray[Any], int] | None:
    """Return the code of each value and how many codes there are; None where there are many."""
    if column.steps is not None:
        steps = column.steps[1]
        return steps, int(steps.max()) + 1
    if not _repetitive(column.values[_sample(len(column.values))], len(column.values)):
        return None
    codes, found = pd.factorize(column.values)
    return codes, len(found)


def _compact(codes: Groups) -> tuple[Groups, int]:
    found, levels = pd.factorize(codes)
    return np.asarray(found, dtype=np.intp), len(levels)


def _renumbered(codes: Groups, number: int) -> tuple[Groups, int]:
    """Return codes without those that do not occur."""
    occurring = np.bincount(codes, minlength=number) > 0
    if occurring.all():
        return codes, number
    return (np.cumsum(occurring) - 1)[codes], int(np.count_nonzero(occurring))


def _with_first(codes: Groups, number: int) -> Cells:
    first = np.empty(number, dtype=np.intp)
    # Of several rows the one written last stays, so the first row of each cell is.
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return Cells(codes, first)
