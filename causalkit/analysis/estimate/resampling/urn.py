"""What samples are drawn from: rows, people drawn together, or kinds of rows.

A sample with replacement is a count for each *unit*. Usually a unit is a row. Where people
were drawn together, whole clusters are drawn. And where many rows are alike in everything
that matters, a unit is a kind of row: how often each kind is drawn follows a multinomial
distribution, and to draw that is to draw the rows, only faster.

Source: Davison and Hinkley (1997), Bootstrap methods and their application, sections 2.2
and 3.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.reading.sampling import Sampling, read_clusters

Positions = npt.NDArray[np.intp]
Counts = npt.NDArray[np.int32]

FEWER = 4
"""Kinds are drawn instead of rows where there are so many times fewer of them."""


@dataclass(frozen=True, eq=False)
class Urn:
    """What is drawn from, with replacement.

    Parameters
    ----------
    sizes : ndarray of int of shape (units,)
        How many of each unit there are; as many as all of them are drawn.
    rows : ndarray of int of shape (m,)
        Positions in the table of the rows that come with the units.
    unit : ndarray of int of shape (m,)
        The unit with which each of them comes.

    Examples
    --------
    >>> urn = urn_of(pd.DataFrame({"school": ["a", "a", "b"]}), Sampling(clusters="school"))
    >>> urn.sizes.tolist(), urn.unit.tolist()
    ([1, 1], [0, 0, 1])
    """

    sizes: Positions
    rows: Positions
    unit: Positions

    def counts(self, seeds: Sequence[np.random.SeedSequence]) -> Counts:
        """Return how often each unit is drawn, in one sample for each seed.

        Parameters
        ----------
        seeds : sequence of SeedSequence
            One for each sample.

        Returns
        -------
        ndarray of int of shape (samples, units)
        """
        found = np.empty((len(seeds), len(self.sizes)), dtype=np.int32)
        for row, seed in zip(found, seeds, strict=True):
            row[:] = self._sample(np.random.default_rng(seed))
        return found

    def without_one(self, at_once: int) -> Iterator[tuple[Positions, Counts]]:
        """Yield the samples that lack one unit, some at a time.

        Parameters
        ----------
        at_once : int
            How many.

        Yields
        ------
        numbers, counts : ndarray of int
            The units that are lacking, and how often each unit occurs.
        """
        units = np.arange(len(self.sizes), dtype=np.intp)
        for lacking in np.split(units, range(at_once, len(units), at_once)):
            counts = np.tile(self.sizes.astype(np.int32), (len(lacking), 1))
            counts[np.arange(len(lacking)), lacking] -= 1
            yield lacking, counts

    def _sample(self, rng: np.random.Generator) -> npt.NDArray[np.integer]:
        units, total = len(self.sizes), int(self.sizes.sum())
        if units == total:
            return np.bincount(rng.integers(units, size=total), minlength=units)
        return rng.multinomial(total, self.sizes / total)


def urn_of(data: pd.DataFrame, sampling: Sampling) -> Urn:
    """Return the rows of a table, or its clusters, to draw from.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    sampling : Sampling
        Whether people were drawn together.

    Returns
    -------
    Urn
        Rows of which the cluster is missing come with none.
    """
    clusters = read_clusters(data, sampling)
    unit = np.arange(len(data), dtype=np.intp) if clusters is None else clusters
    rows = np.flatnonzero(unit >= 0)
    sizes = np.ones(int(unit.max()) + 1, dtype=np.intp)
    return Urn(sizes, rows, unit[rows])


def urn_of_kinds(rows: Rows, total: int) -> tuple[Positions, Urn] | None:
    """Return the different kinds of rows to draw from, where they are few.

    Parameters
    ----------
    rows : Rows
        What an estimator uses of a table, without clusters.
    total : int
        Number of rows of the table. Those that are not used are a kind of their own, which
        comes with no row.

    Returns
    -------
    index : ndarray of int
        For each kind one of its rows, as a position among those used.
    urn : Urn
        The kinds. None where there are too many to be worth it, or rows come in clusters.
    """
    if rows.clusters is not None or rows.positions is None:
        return None
    columns = [*rows.exposures, rows.outcome, *rows.covariates]
    if max(len(column.levels) for column in columns) * FEWER > rows.n:
        return None
    table = pd.DataFrame(dict(enumerate([*(column.values for column in columns), rows.weights])))
    kind = table.groupby(list(table.columns), sort=False).ngroup().to_numpy()
    index = np.unique(kind, return_index=True)[1]
    if len(index) * FEWER > rows.n:
        return None
    sizes = np.append(np.bincount(kind), total - rows.n)
    return index, Urn(sizes, rows.positions[index], np.arange(len(index), dtype=np.intp))
