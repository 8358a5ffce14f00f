"""Standardised means by linear regression, for many samples at once.

A linear regression needs nothing of a sample but sums: of products of terms with each
other, and with the outcome. A sample says how often each row counts in them, so the sums
of all samples are one product: counts times products. What is left for each sample alone
is a system of as many equations as there are terms.

The terms are first turned into others that span the same space and are uncorrelated in
the original sample, which keeps the sums of products well conditioned.

Source: Chernick and LaBudde (2011), An introduction to bootstrap methods, section 1.4, for
samples as counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.reading.columns import Numbers

Index = npt.NDArray[np.intp]
MeanOf = Callable[[Numbers], Numbers]
"""From the counts of samples, of shape (samples, rows), to their means; NaN where unsure."""

BLOCK = 512
"""So many rows are multiplied at a time, to stay in cache."""

SHAKY = 1e-5
"""Equations of which so little is left after elimination are not trusted."""


@dataclass(frozen=True, eq=False)
class Arm:
    """A regression to be fitted among some rows, and where its predictions are averaged.

    Parameters
    ----------
    fitted : ndarray of bool of shape (n,)
        The rows that it is fitted to.
    observed : ndarray of float of shape (n, p)
        The design as it is.
    standardised : ndarray of float of shape (n, p)
        The design with the exposure set.
    outcome, weights : ndarray of float of shape (n,)
        Outcome and survey weight of each row.
    target : ndarray of float of shape (n,)
        How much each row counts in the average, its survey weight included.
    """

    fitted: npt.NDArray[np.bool_]
    observed: Numbers
    standardised: Numbers
    outcome: Numbers
    weights: Numbers
    target: Numbers

    def only(self, index: Index) -> Arm:
        """Return the same for some of the rows, in this order.

        Parameters
        ----------
        index : ndarray of int of shape (m,)
            Their positions.

        Returns
        -------
        Arm
        """
        return Arm(
            self.fitted[index],
            self.observed[index],
            self.standardised[index],
            self.outcome[index],
            self.weights[index],
            self.target[index],
        )

    def turned(self, triangle: Numbers) -> Arm:
        """Return the same with other terms that span the same space.

        Parameters
        ----------
        triangle : ndarray of float of shape (p, p)
            The terms are the new ones times this upper triangle.

        Returns
        -------
        Arm
        """
        from scipy.linalg import solve_triangular

        observed, standardised = (
            solve_triangular(triangle, terms.T, trans="T").T
            for terms in (self.observed, self.standardised)
        )
        return Arm(self.fitted, observed, standardised, self.outcome, self.weights, self.target)


def linear_mean(arm: Arm, index: Index) -> MeanOf:
    """Return the function that gives the standardised mean of each sample.

    Parameters
    ----------
    arm : Arm
        The regression, with full rank in the original sample.
    index : ndarray of int of shape (m,)
        The rows that samples are made of.

    Returns
    -------
    callable
    """
    triangle = np.linalg.qr(arm.observed[arm.fitted], mode="r")
    arm = arm.turned(triangle / np.sqrt(np.count_nonzero(arm.fitted))).only(index)
    fitted, root = together(arm.fitted), np.sqrt(arm.weights)
    terms, outcome = (arm.observed * root[:, None])[fitted], (arm.outcome * root)[fitted]
    averaged = np.column_stack([arm.target, arm.standardised * arm.target[:, None]])

    def mean(counts: Numbers) -> Numbers:
        drawn = counts[:, fitted]
        squares, sides = sums_of_products(drawn, terms, outcome)
        coefficients = np.einsum("bpq,bq->bp", inverses(squares), sides)
        coefficients[drawn.sum(axis=1) <= terms.shape[1]] = np.nan
        sums = counts @ averaged
        return np.asarray(np.einsum("bp,bp->b", sums[:, 1:], coefficients) / sums[:, 0])

    return mean


def together(rows: npt.NDArray[np.bool_]) -> slice | npt.NDArray[np.bool_]:
    """Return which rows these are; as a slice, which is read without copying, where they adjoin.

    Parameters
    ----------
    rows : ndarray of bool of shape (n,)
        Which rows.

    Returns
    -------
    slice or ndarray of bool of shape (n,)

    Examples
    --------
    >>> together(np.array([False, True, True]))
    slice(1, 3, None)
    """
    positions = np.flatnonzero(rows)
    if len(positions) and positions[-1] - positions[0] + 1 == len(positions):
        return slice(int(positions[0]), int(positions[-1]) + 1)
    return rows


def sums_of_products(weights: Numbers, terms: Numbers, outcome: Numbers) -> tuple[Numbers, Numbers]:
    """Return the sums of products of terms with each other and with the outcome.

    Parameters
    ----------
    weights : ndarray of float of shape (samples, m)
        How much each row counts in each sample.
    terms : ndarray of float of shape (m, p)
        The design.
    outcome : ndarray of float of shape (m,)
        The outcome.

    Returns
    -------
    products : ndarray of float of shape (samples, p, p)
    with_outcome : ndarray of float of shape (samples, p)

    Examples
    --------
    >>> products, with_outcome = sums_of_products(
    ...     np.array([[2.0, 1.0]]), np.array([[1.0], [3.0]]), np.array([5.0, 7.0])
    ... )
    >>> products.tolist(), with_outcome.tolist()
    ([[[11.0]]], [[31.0]])
    """
    columns = terms.shape[1]
    first, second = np.triu_indices(columns)
    total = np.zeros((len(weights), len(first) + columns))
    for start in range(0, len(terms), BLOCK):
        rows = slice(start, start + BLOCK)
        block = np.ascontiguousarray(terms[rows].T)
        products = np.vstack([block[first] * block[second], block * outcome[rows]])
        total += weights[:, rows] @ products.T
    square = np.empty((len(weights), columns, columns))
    square[:, first, second] = square[:, second, first] = total[:, : len(first)]
    return square, total[:, len(first) :]


def inverses(squares: Numbers) -> Numbers:
    """Return the inverse of each matrix.

    Parameters
    ----------
    squares : ndarray of float of shape (samples, p, p)
        Symmetric, positive matrices.

    Returns
    -------
    ndarray of float of shape (samples, p, p)
        NaN where a matrix has none, or nearly none.

    Examples
    --------
    >>> inverses(np.array([[[2.0]], [[0.0]]])).round(6).tolist()
    [[[0.5]], [[nan]]]
    """
    try:
        pivots = np.diagonal(np.linalg.cholesky(squares), axis1=1, axis2=2)
    except np.linalg.LinAlgError:
        if len(squares) > 1:
            return np.concatenate([inverses(square[np.newaxis]) for square in squares])
        return np.full(squares.shape, np.nan)
    sure = pivots.min(axis=1) > SHAKY * pivots.max(axis=1)
    found = np.full(squares.shape, np.nan)
    found[sure] = np.linalg.inv(squares[sure])
    return found
