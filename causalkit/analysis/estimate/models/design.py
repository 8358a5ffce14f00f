"""How covariates enter a model: the design matrix.

To adjust for age by a straight line is to assume that the outcome changes by the same
amount with every year, which nobody said. So a number enters as a *natural cubic
spline*, a smooth curve with a few joints that runs straight beyond the outer ones; a
truth value enters as it is; and labels enter as one indicator for each but the first.
What does not vary, or repeats what other columns say already, is left out: it could
change no prediction.

Source: Harrell (2015), Regression modeling strategies, section 2.4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.data.columns import Column, Numbers

JOINTS = (0.05, 0.275, 0.5, 0.725, 0.95)
"""Where a curve has its joints: quantiles of the covariate."""


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


def design(covariates: tuple[Column, ...], rows: int) -> Design:
    """Return the design matrix of some covariates.

    Parameters
    ----------
    covariates : tuple of Column
        Without missing values.
    rows : int
        Number of rows, for the case that there is no covariate.

    Returns
    -------
    Design

    Examples
    --------
    >>> sex = Column("sex", np.array([0.0, 1.0, 1.0, 0.0]), ("female", "male"))
    >>> design((sex, sex), 4).owners
    ('', 'sex')
    """
    blocks = [np.ones((rows, 1)), *(_terms(column) for column in covariates)]
    names = ["", *(column.name for column in covariates)]
    matrix = np.hstack(blocks)
    owners = [name for name, block in zip(names, blocks, strict=True) for _ in block.T]
    kept = independent(matrix)
    return Design(np.ascontiguousarray(matrix[:, kept]), tuple(owners[column] for column in kept))


def joints(values: Numbers) -> Numbers:
    """Return where the curve of a covariate has its joints.

    Parameters
    ----------
    values : ndarray of float of shape (n,)
        A covariate with at least three different values.

    Returns
    -------
    ndarray of float
        Three to five values, in order.

    Examples
    --------
    >>> joints(np.array([0.0] * 98 + [1.0, 4.0]))
    array([0., 1., 4.])
    """
    found = np.unique(np.quantile(values, JOINTS))
    if len(found) < 3:
        # Nearly everybody has the same value: let the few others shape the curve.
        found = np.quantile(np.unique(values), (0.0, 0.5, 1.0))
    return found


def curve(values: Numbers, joints: Numbers) -> Numbers:
    """Return the terms of a natural cubic spline, without the intercept.

    Parameters
    ----------
    values : ndarray of float of shape (n,)
        Values of a covariate.
    joints : ndarray of float of shape (k,)
        Where the curve has its joints, in order.

    Returns
    -------
    ndarray of float of shape (n, k - 1)
        Each column is the curve that is 1 at one joint and 0 at the others. The first
        joint has none, because with all of them the columns would add up to 1.

    Examples
    --------
    At the joints the columns are indicators, and beyond the outer ones they are straight:

    >>> terms = curve(np.array([0.0, 1.0, 2.0, 4.0, 6.0]), np.array([0.0, 1.0, 2.0]))
    >>> terms.tolist()
    [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [-3.0, 3.5], [-6.0, 6.0]]
    """
    from scipy.interpolate import CubicSpline

    spline = CubicSpline(joints, np.eye(len(joints)), bc_type="natural")
    inside = np.clip(values, joints[0], joints[-1])
    slopes = spline(joints[[0, -1]], 1)
    below, above = np.minimum(values - joints[0], 0), np.maximum(values - joints[-1], 0)
    terms = spline(inside) + np.outer(below, slopes[0]) + np.outer(above, slopes[1])
    return np.asarray(terms[:, 1:])


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

    lengths = np.sqrt(np.einsum("ij,ij->j", matrix, matrix))
    triangle, pivots = qr(matrix / np.where(lengths > 0, lengths, 1), mode="r", pivoting=True)
    sizes = np.abs(np.diagonal(triangle))
    rank = np.count_nonzero(sizes > 1e-9 * sizes[0])
    return np.sort(pivots[:rank])


def _terms(column: Column) -> Numbers:
    levels = column.levels
    if column.labels:
        return np.asarray(column.values[:, None] == levels[1:], dtype=np.float64)
    if len(levels) > 2:
        return curve(column.values, joints(column.values))
    return np.asarray(column.values[:, None] == levels[-1], dtype=np.float64)
