"""The terms of everybody with the exposure set, whatever their own.

Where the exposure has columns of its own in a design, they are the same for everybody once
it is set. Then a few numbers beside the columns of the covariates say all there is, for one
setting or for several, and no second design need be made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


@dataclass(frozen=True, eq=False)
class Setting:
    """Designs of the same people that differ in their last columns, which are constant.

    Parameters
    ----------
    matrix : ndarray of float of shape (n, q)
        The first columns.
    constants : ndarray of float of shape (s, p - q)
        For each setting the values of the other columns.
    """

    matrix: Numbers
    constants: Numbers

    @property
    def full(self) -> tuple[Numbers, ...]:
        """For each setting all columns, an array of shape (n, p)."""
        rows = len(self.matrix), self.constants.shape[1]
        return tuple(
            np.hstack([self.matrix, np.broadcast_to(each, rows)]) for each in self.constants
        )

    def linear(self, coefficients: Numbers) -> Numbers:
        """Return the sum of terms of each row.

        Parameters
        ----------
        coefficients : ndarray of float of shape (p,)
            One for each column.

        Returns
        -------
        ndarray of float of shape (s, n)

        Examples
        --------
        >>> Setting(np.eye(2), np.array([[10.0]])).linear(np.array([1.0, 2.0, 3.0]))
        array([[31., 32.]])
        """
        columns = self.matrix.shape[1]
        constant = self.constants @ coefficients[columns:]
        return np.asarray(self.matrix @ coefficients[:columns] + constant[:, None])

    def summed(self, weights: Numbers) -> Numbers:
        """Return the weighted sum of each column.

        Parameters
        ----------
        weights : ndarray of float of shape (s, n)
            How much each row counts.

        Returns
        -------
        ndarray of float of shape (s, p)

        Examples
        --------
        >>> Setting(np.eye(2), np.array([[10.0]])).summed(np.array([[1.0, 2.0]]))
        array([[ 1.,  2., 30.]])
        """
        sums = weights.sum(axis=1)[:, None]
        return np.hstack([weights @ self.matrix, sums * self.constants])

    def chosen(self, columns: Groups) -> Setting:
        """Return the designs with some of their columns.

        Parameters
        ----------
        columns : ndarray of int
            Which, in order.

        Returns
        -------
        Setting

        Examples
        --------
        >>> Setting(np.eye(2), np.array([[10.0]])).chosen(np.array([0, 2])).full[0]
        array([[ 1., 10.],
               [ 0., 10.]])
        """
        first = self.matrix.shape[1]
        inner, outer = columns[columns < first], columns[columns >= first] - first
        return Setting(self.matrix[:, inner], self.constants[:, outer])


def observed(matrix: Numbers) -> Setting:
    """Return a single design as it is, without constant columns.

    Parameters
    ----------
    matrix : ndarray of float of shape (n, p)
        The design.

    Returns
    -------
    Setting

    Examples
    --------
    >>> observed(np.eye(2)).linear(np.array([3.0, 4.0]))
    array([[3., 4.]])
    """
    return Setting(matrix, np.zeros((1, 0)))
