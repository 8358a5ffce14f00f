"""The terms of everybody with the exposure set, whatever their own.

Where the exposure has columns of its own in a design, they are the same for everybody once
it is set. Then a few numbers beside the columns of the covariates say all there is, and no
second design need be made.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from causalkit.analysis.estimate.data.columns import Numbers
from causalkit.analysis.estimate.data.sampling import Groups


def _none() -> Numbers:
    return np.zeros(0)


@dataclass(frozen=True, eq=False)
class Setting:
    """A design whose last columns are constant.

    Parameters
    ----------
    matrix : ndarray of float of shape (n, q)
        The first columns.
    constants : ndarray of float of shape (p - q,)
        The values of the other columns.
    """

    matrix: Numbers
    constants: Numbers = field(default_factory=_none)

    @property
    def full(self) -> Numbers:
        """All columns, an array of shape (n, p)."""
        rows = len(self.matrix), len(self.constants)
        return np.hstack([self.matrix, np.broadcast_to(self.constants, rows)])

    def linear(self, coefficients: Numbers) -> Numbers:
        """Return the sum of terms of each row.

        Parameters
        ----------
        coefficients : ndarray of float of shape (p,)
            One for each column.

        Returns
        -------
        ndarray of float of shape (n,)

        Examples
        --------
        >>> Setting(np.eye(2), np.array([10.0])).linear(np.array([1.0, 2.0, 3.0]))
        array([31., 32.])
        """
        columns = self.matrix.shape[1]
        constant = self.constants @ coefficients[columns:]
        return np.asarray(self.matrix @ coefficients[:columns] + constant)

    def summed(self, weights: Numbers) -> Numbers:
        """Return the weighted sum of each column.

        Parameters
        ----------
        weights : ndarray of float of shape (n,)
            How much each row counts.

        Returns
        -------
        ndarray of float of shape (p,)

        Examples
        --------
        >>> Setting(np.eye(2), np.array([10.0])).summed(np.array([1.0, 2.0]))
        array([ 1.,  2., 30.])
        """
        return np.concatenate([weights @ self.matrix, weights.sum() * self.constants])

    def chosen(self, columns: Groups) -> Setting:
        """Return the design with some of its columns.

        Parameters
        ----------
        columns : ndarray of int
            Which, in order.

        Returns
        -------
        Setting

        Examples
        --------
        >>> Setting(np.eye(2), np.array([10.0])).chosen(np.array([0, 2])).full
        array([[ 1., 10.],
               [ 0., 10.]])
        """
        first = self.matrix.shape[1]
        inner, outer = columns[columns < first], columns[columns >= first] - first
        return Setting(self.matrix[:, inner], self.constants[outer])
