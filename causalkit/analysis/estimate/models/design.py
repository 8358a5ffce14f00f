"""How covariates enter a model: the design matrix.

To adjust for age by a straight line is to assume that the outcome changes by the same
amount with every year, which nobody said. So a number enters as a *natural cubic
spline*, a smooth curve with a few joints that runs straight beyond the outer ones, unless
lines are asked for; a truth value enters as it is; and labels enter as one indicator for
each but the first.
What does not vary, or repeats what other columns say already, is left out: it could
change no prediction.

Source: Harrell (2015), Regression modeling strategies, section 2.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.models.blocks import blocks, inverted, products, triangle
from causalkit.analysis.estimate.models.cells import Cells
from causalkit.analysis.estimate.models.curves import Curve, curve, joints
from causalkit.analysis.estimate.reading.columns import Column, Numbers

__all__ = [
    "Design",
    "Parts",
    "curve",
    "design",
    "full_rank",
    "independent",
    "joints",
    "parts_of",
    "side_by_side",
]

Parts = Sequence[tuple[str, Numbers | Curve]]
"""Terms side by side, each with whose it is."""

SAMPLE = 4_096
"""Rows in which columns are first looked at."""


@dataclass(frozen=True, eq=False)
class Design:
    """A design matrix and whose column is whose.

    Parameters
    ----------
    matrix : ndarray of float of shape (n, p)
        The intercept, then the terms of each covariate; of full rank.
    owners : tuple of str
        For each column the covariate it belongs to; empty for the intercept.
    """

    matrix: Numbers
    owners: tuple[str, ...]


def design(
    covariates: tuple[Column, ...],
    rows: int,
    *,
    lines: bool = False,
    cells: Cells | None = None,
) -> Design:
    """Return the design matrix of some covariates.

    Parameters
    ----------
    covariates : tuple of Column
        Without missing values.
    rows : int
        Number of rows, for the case that there is no covariate.
    lines : bool, optional
        Whether a number enters as a straight line and not as a curve.
    cells : Cells, optional
        Which rows are alike; the matrix then has a row for each cell.

    Returns
    -------
    Design

    Examples
    --------
    >>> sex = Column("sex", np.array([0.0, 1.0, 1.0, 0.0]), ("female", "male"))
    >>> design((sex, sex), 4).owners
    ('', 'sex')
    """
    return full_rank(parts_of(covariates, rows, lines=lines, cells=cells))


def full_rank(parts: Parts) -> Design:
    """Return the design of some terms, without those that repeat others.

    Parameters
    ----------
    parts : sequence of pairs of str and ndarray of float of shape (n,) or (n, k), or Curve
        For each part whose it is, and its columns.

    Returns
    -------
    Design

    Examples
    --------
    >>> full_rank([("", np.ones(2)), ("sex", np.eye(2))]).owners
    ('', 'sex')
    """
    matrix, owners = side_by_side(parts)
    kept = independent(matrix)
    if len(kept) < len(owners):
        matrix = np.ascontiguousarray(matrix[:, kept])
    return Design(matrix, tuple(owners[column] for column in kept))


def parts_of(
    covariates: tuple[Column, ...], rows: int, *, lines: bool, cells: Cells | None
) -> Parts:
    """Return the intercept and the terms of each covariate, with whose they are.

    Parameters
    ----------
    covariates : tuple of Column
        Without missing values.
    rows : int
        Number of rows, for the case that there is no covariate.
    lines : bool
        Whether a number enters as a straight line and not as a curve.
    cells : Cells, optional
        Which rows are alike; there is then a row for each cell.

    Returns
    -------
    sequence of pairs of str and ndarray of float or Curve

    Examples
    --------
    >>> parts_of((Column("dose", np.array([1.0, 5.0, 2.0])),), 3, lines=True, cells=None)
    [('', array([1., 1., 1.])), ('dose', array([1., 5., 2.]))]
    """
    first = slice(None) if cells is None else cells.first
    number = rows if cells is None else len(cells.first)
    terms = [(column.name, _terms(column, column.values[first], lines)) for column in covariates]
    return [("", np.ones(number)), *terms]


def side_by_side(parts: Parts) -> tuple[Numbers, tuple[str, ...]]:
    """Return the matrix that has some terms side by side, and whose each column is.

    Parameters
    ----------
    parts : sequence of pairs of str and ndarray of float of shape (n,) or (n, k), or Curve
        For each part whose it is, and its columns.

    Returns
    -------
    matrix : ndarray of float of shape (n, p)
    owners : tuple of str

    Examples
    --------
    >>> side_by_side([("", np.ones(2)), ("sex", np.eye(2))])[1]
    ('', 'sex', 'sex')
    """
    widths = [1 if part.ndim == 1 else part.shape[1] for _, part in parts]
    ends = np.cumsum(widths)
    matrix = np.empty((parts[0][1].shape[0], ends[-1]))
    # In blocks, because rows of a wide matrix lie far apart.
    for block in blocks(len(matrix)):
        for (_, part), width, end in zip(parts, widths, ends, strict=True):
            place = matrix[block, end - width : end]
            place[...] = part[block].reshape(place.shape)
    named = zip(parts, widths, strict=True)
    return matrix, tuple(name for (name, _), width in named for _ in range(width))


def independent(matrix: Numbers) -> npt.NDArray[np.intp]:
    """Return columns that span the same space and do not repeat each other.

    Parameters
    ----------
    matrix : ndarray of float of shape (n, p)
        Any matrix.

    Returns
    -------
    ndarray of int
        Positions of the columns, in order.

    Notes
    -----
    Golub and Van Loan (2013), Matrix computations, section 5.4: QR factorisation with
    column pivoting.

    Examples
    --------
    >>> independent(np.array([[1.0, 0.0], [1.0, 0.0]])).tolist()
    [0]
    """
    from scipy.linalg import qr

    # Columns that are independent in some rows are so in all.
    some = matrix[:: max(1, len(matrix) // SAMPLE)]
    if inverted(products(some)) is not None or inverted(products(matrix)) is not None:
        return np.arange(matrix.shape[1])
    lengths = np.sqrt(np.einsum("ij,ij->j", matrix, matrix))
    # Of columns that say the same the earlier one is a little longer, and stays.
    earlier = 1 + 1e-6 * np.arange(len(lengths))[::-1]
    scaled = matrix * (earlier / np.where(lengths > 0, lengths, 1))
    pivoted, pivots = qr(triangle(scaled), mode="r", pivoting=True)
    sizes = np.abs(np.diagonal(pivoted))
    rank = np.count_nonzero(sizes > 1e-9 * sizes[0])
    return np.sort(pivots[:rank])


def _terms(column: Column, values: Numbers, lines: bool) -> Numbers | Curve:
    if column.labels:
        return np.asarray(values[:, None] == column.levels[1:], dtype=np.float64)
    if not column.has_more_levels_than(2):
        return np.asarray(values == column.values.max(), dtype=np.float64)
    return values if lines else Curve(values, joints(column.values))
