"""What a fit needs of its rows: of each row or of each kind of row, the weight and the mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.models.blocks import blocks
from causalkit.analysis.estimate.models.cells import alike, cell_sums
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


@dataclass(frozen=True, eq=False)
class Summed:
    """Rows of a regression, those that are alike put together.

    Parameters
    ----------
    terms : ndarray of float of shape (c, p)
        The distinct rows of the design.
    average : ndarray of float of shape (c,)
        The weighted mean outcome of each.
    weight : ndarray of float of shape (c,), optional
        The sum of the weights of each; None where each counts once.
    codes : ndarray of int of shape (m,), optional
        Which of them each row is; None where each is its own.
    """

    terms: Numbers
    average: Numbers
    weight: Numbers | None
    codes: Groups | None

    def spread(self, values: Numbers) -> Numbers:
        """Return for each row the value of its kind.

        Parameters
        ----------
        values : ndarray of float of shape (c,)
            A value for each distinct row.

        Returns
        -------
        ndarray of float of shape (m,)
        """
        return values if self.codes is None else values[self.codes]

    def blocks(self) -> Iterator[tuple[Numbers, Numbers, Numbers | None]]:
        """Return terms, mean outcome and weight, a block of rows at a time.

        Yields
        ------
        terms : ndarray of float of shape (b, p)
        average : ndarray of float of shape (b,)
        weight : ndarray of float of shape (b,), or None
        """
        for block in blocks(len(self.terms)):
            weight = None if self.weight is None else self.weight[block]
            yield self.terms[block], self.average[block], weight

    def counted(self, values: Numbers) -> Numbers:
        """Return values times the weight of each distinct row.

        Parameters
        ----------
        values : ndarray of float of shape (c,)
            A value for each distinct row.

        Returns
        -------
        ndarray of float of shape (c,)
        """
        return values if self.weight is None else self.weight * values


def summed(
    terms: Numbers, outcome: Numbers, weights: Numbers | None, codes: Groups | None
) -> Summed:
    """Return the rows of a regression with those that are alike put together.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p) or (c, p)
        The design of the rows, or the distinct rows of it.
    outcome : ndarray of float of shape (m,)
        The outcome.
    weights : ndarray of float of shape (m,), optional
        How much each row counts.
    codes : ndarray of int of shape (m,), optional
        Which of the distinct rows each row is. Without it, rows that are alike are looked for.

    Returns
    -------
    Summed

    Examples
    --------
    >>> rows = summed(np.eye(2), np.array([1.0, 2.0, 6.0]), None, np.array([0, 1, 1]))
    >>> rows.average, rows.weight
    (array([1., 4.]), array([1., 2.]))
    """
    if codes is None:
        found = alike(terms)
        if found is None:
            return Summed(terms, outcome, weights, None)
        terms, codes = terms[found.first], found.codes
    number = len(terms)
    weight = cell_sums(codes, number, weights)
    sums = cell_sums(codes, number, outcome if weights is None else weights * outcome)
    average = np.divide(sums, weight, out=np.zeros(number), where=weight > 0)
    return Summed(terms, average, weight, codes)
