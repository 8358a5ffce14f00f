"""Who was matched to whom, and the sums that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.reading.strata import Positions

if TYPE_CHECKING:
    from scipy.sparse import csr_array

NOBODY = -1
"""The group of a row that seeks no match, or can be nobody's match."""


@dataclass(frozen=True, eq=False)
class Matches:
    """The matched set of each row that sought one.

    People at the same place have the same matches, and are matches of the same people. So
    sets are kept between groups of rows, or a thousand twins would make a million pairs.

    Parameters
    ----------
    sets : csr_array of float of shape (a, b)
        One where a group of donors is in the set of a group of seekers.
    seeker : ndarray of int of shape (n,)
        The group in which each row seeks; -1 where it does not.
    donor : ndarray of int of shape (n,)
        The group in which each row may be chosen; -1 where it may not.
    """

    sets: csr_array[np.float64]
    seeker: Positions
    donor: Positions

    @cached_property
    def found(self) -> Mask:
        """The rows that sought a match and found one, an array of shape (n,)."""
        sizes = np.diff(self.sets.indptr)
        return np.asarray((self.seeker != NOBODY) & (sizes[self.seeker] > 0))

    @cached_property
    def size(self) -> Numbers:
        """How many people are in the set of each row, an array of shape (n,)."""
        return self.total(np.ones(len(self.donor)))

    def total(self, values: Numbers) -> Numbers:
        """Return the sum of a value over the set of each row.

        Parameters
        ----------
        values : ndarray of float of shape (n,)
            The value of each row.

        Returns
        -------
        ndarray of float of shape (n,)
            Zero for rows without a match.
        """
        return np.where(
            self.found, np.asarray(self.sets @ self._by_donor(values))[self.seeker], 0.0
        )

    def mean(self, values: Numbers, weights: Numbers) -> Numbers:
        """Return the weighted mean of a value over the set of each row.

        Parameters
        ----------
        values, weights : ndarray of float of shape (n,)
            The value and the survey weight of each row.

        Returns
        -------
        ndarray of float of shape (n,)
            Zero for rows without a match.
        """
        total = np.where(self.found, self.total(weights), 1.0)
        return np.asarray(self.total(weights * values) / total)

    def load(self, goal: Numbers, weights: Numbers, power: int = 1) -> Numbers:
        """Return how much weight each row carries for those to whom it was matched.

        Parameters
        ----------
        goal : ndarray of float of shape (n,)
            How much each seeker counts.
        weights : ndarray of float of shape (n,)
            Survey weights, in proportion to which the people of a set share its load.
        power : int, optional
            2 for the sum of the squares of what each seeker hands over.

        Returns
        -------
        ndarray of float of shape (n,)
            Zero for rows that are nobody's match.
        """
        handed = np.where(self.found, goal, 0.0) ** power
        seekers = self.seeker != NOBODY
        by_seeker = np.bincount(self.seeker[seekers], handed[seekers], self.sets.shape[0])
        total = np.asarray(self.sets @ self._by_donor(weights))
        share = by_seeker / np.where(np.diff(self.sets.indptr) > 0, total, 1.0) ** power
        carried = weights**power * np.asarray(self.sets.T @ share)[self.donor]
        return np.where(self.donor == NOBODY, 0.0, carried)

    def _by_donor(self, values: Numbers) -> Numbers:
        """Return the sum of a value over each group of donors."""
        donors = self.donor != NOBODY
        sums = np.bincount(self.donor[donors], values[donors], self.sets.shape[1])
        return np.asarray(sums, dtype=np.float64)


def grouped(rows: Mask, group: Positions) -> tuple[Positions, Positions]:
    """Return the groups that occur among some rows, and the number of each row's among them.

    Parameters
    ----------
    rows : ndarray of bool of shape (n,)
        Which rows.
    group : ndarray of int of shape (n,)
        The group of every row.

    Returns
    -------
    tuple of ndarray of int
        Of shapes (k,) and (n,), with -1 for the other rows.

    Examples
    --------
    >>> grouped(np.array([False, True, True]), np.array([4, 7, 5]))
    (array([5, 7]), array([-1,  1,  0]))
    """
    found, inverse = np.unique(group[rows], return_inverse=True)
    numbers = np.full(len(group), NOBODY, dtype=np.intp)
    numbers[rows] = inverse
    return np.asarray(found, dtype=np.intp), numbers


def sets_of(sizes: Positions, chosen: Positions, donors: int) -> csr_array[np.float64]:
    """Return matched sets that are given one after the other.

    Parameters
    ----------
    sizes : ndarray of int of shape (a,)
        The size of each set.
    chosen : ndarray of int
        The groups of donors in the first set, then those in the second, and so on.
    donors : int
        How many groups of donors there are.

    Returns
    -------
    csr_array of float of shape (a, donors)

    Examples
    --------
    >>> sets_of(np.array([1, 2]), np.array([0, 0, 1]), 2).toarray().tolist()
    [[1.0, 0.0], [1.0, 1.0]]
    """
    from scipy.sparse import csr_array

    starts = np.concatenate([[0], np.cumsum(sizes)])
    return csr_array((np.ones(len(chosen)), chosen, starts), shape=(len(sizes), donors))


def nobody(rows: int) -> Matches:
    """Return the matches of nobody.

    Parameters
    ----------
    rows : int
        Number of rows.

    Returns
    -------
    Matches

    Examples
    --------
    >>> nobody(2).found
    array([False, False])
    """
    none = np.full(rows, NOBODY, dtype=np.intp)
    return Matches(sets_of(np.zeros(1, dtype=np.intp), np.zeros(0, dtype=np.intp), 1), none, none)
