"""Sums over the rows of a tall matrix, a block at a time.

A design has many rows and few columns, and what a fit needs of it are small matrices: sums
over rows. Taken block by block, the products stay in the processor's cache, and no second
matrix of that size is ever made.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from causalkit.analysis.estimate.reading.columns import Numbers

ROWS = 16_384
"""Rows of a block."""

CONDITION = 1e6
"""A matrix of products of scaled columns with a larger condition number is not inverted here."""


def blocks(rows: int) -> Iterator[slice]:
    """Return where the blocks of a matrix begin and end.

    Parameters
    ----------
    rows : int
        Number of rows.

    Yields
    ------
    slice

    Examples
    --------
    >>> [(block.start, block.stop) for block in blocks(20_000)]
    [(0, 16384), (16384, 32768)]
    """
    for start in range(0, rows, ROWS):
        yield slice(start, start + ROWS)


def products(terms: Numbers, weight: Numbers | None = None) -> Numbers:
    """Return the sum over rows of the products of the columns.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p)
        A design.
    weight : ndarray of float of shape (m,), optional
        How much each row counts.

    Returns
    -------
    ndarray of float of shape (p, p)

    Examples
    --------
    >>> products(np.array([[1.0, 2.0], [1.0, 4.0]]), np.array([1.0, 0.5]))
    array([[ 1.5,  4. ],
           [ 4. , 12. ]])
    """
    total = np.zeros((terms.shape[1], terms.shape[1]))
    for block in blocks(len(terms)):
        here = terms[block]
        total += (here if weight is None else here * weight[block, None]).T @ here
    return total


def quadratic(terms: Numbers, inverse: Numbers) -> Numbers:
    """Return for each row its squared length in the metric of a matrix.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p)
        A design.
    inverse : ndarray of float of shape (p, p)
        A symmetric matrix, such as the covariance matrix of the coefficients; the result is
        then the variance of the row's sum of terms.

    Returns
    -------
    ndarray of float of shape (m,)

    Examples
    --------
    >>> quadratic(np.array([[1.0, 2.0], [1.0, 4.0]]), np.eye(2))
    array([ 5., 17.])
    """
    lengths = np.empty(len(terms))
    for block in blocks(len(terms)):
        here = terms[block]
        np.einsum("ij,ij->i", here @ inverse, here, out=lengths[block])
    return lengths


def inverted(matrix: Numbers) -> Numbers | None:
    """Return the inverse of a matrix of products; None where it would have too few right digits.

    Parameters
    ----------
    matrix : ndarray of float of shape (p, p)
        Sums of products of columns.

    Returns
    -------
    ndarray of float of shape (p, p) or None

    Notes
    -----
    Scaling the columns to length 1 first makes the condition number nearly the least there is:
    van der Sluis (1969), Condition numbers and equilibration of matrices.

    Examples
    --------
    >>> inverted(np.diag([4.0, 1e-30])).diagonal().tolist()
    [0.25, 1e+30]
    >>> inverted(np.ones((2, 2))) is None
    True
    """
    diagonal = np.diagonal(matrix)
    if not (np.isfinite(matrix).all() and (diagonal > 0).all()):
        return None
    sizes, directions = np.linalg.eigh(scaled(matrix))
    if not sizes[0] * CONDITION > sizes[-1]:
        return None
    directions = directions / np.sqrt(diagonal)[:, None]
    return np.asarray((directions / sizes) @ directions.T)


def scaled(matrix: Numbers) -> Numbers:
    """Return a matrix of products as it is with columns of length 1.

    Parameters
    ----------
    matrix : ndarray of float of shape (p, p)
        Sums of products of columns, none of which is zero.

    Returns
    -------
    ndarray of float of shape (p, p)

    Examples
    --------
    >>> scaled(np.array([[4.0, 3.0], [3.0, 9.0]])).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    scale = 1 / np.sqrt(np.diagonal(matrix))
    return np.asarray(matrix * np.outer(scale, scale))


def triangle(matrix: Numbers) -> Numbers:
    """Return the triangle of the QR factorisation: all that the columns are to each other.

    Parameters
    ----------
    matrix : ndarray of float of shape (n, p)
        Any matrix.

    Returns
    -------
    ndarray of float of shape (min(n, p), p)

    Notes
    -----
    Block by block: Demmel, Grigori, Hoemmen and Langou (2012), Communication-optimal parallel
    and sequential QR and LU factorizations.

    Examples
    --------
    >>> abs(triangle(np.array([[3.0], [4.0]])))
    array([[5.]])
    """
    found = np.zeros((0, matrix.shape[1]))
    for block in blocks(len(matrix)):
        found = np.asarray(np.linalg.qr(np.vstack([found, matrix[block]]), mode="r"))
    return found
