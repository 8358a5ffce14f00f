"""Estimates of samples: many at once where that is possible, one by one where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.resampling.analysis import Analysis, normal
from causalkit.analysis.estimate.resampling.linear import MeanOf
from causalkit.analysis.estimate.resampling.urn import (
    Counts,
    Positions,
    Urn,
    urn_of,
    urn_of_kinds,
)
from causalkit.analysis.estimate.resampling.vectorised import estimates_of
from causalkit.errors import EstimationError

SAME = 1e-7
"""A fast way must give the estimate itself, up to this part of it."""

NOTHING = 1e-12
"""An estimate as small as this may be zero."""


@dataclass(frozen=True, eq=False)
class Fast:
    """What answers for many samples at once.

    Parameters
    ----------
    estimates : callable
        From counts of rows to the estimates on the normal scale, NaN where unsure.
    unit : ndarray of int of shape (m,)
        The unit with which each of the rows comes.
    """

    estimates: MeanOf
    unit: Positions


@dataclass(frozen=True, eq=False)
class Replicates:
    """The estimates of samples drawn from a table.

    Parameters
    ----------
    data : pandas.DataFrame
        The table.
    analysis : Analysis
        What is done with each sample.
    urn : Urn
        What samples are drawn from.
    fast : Fast, optional
        What answers for many samples at once; None where the estimator does for each.
    """

    data: pd.DataFrame
    analysis: Analysis
    urn: Urn
    fast: Fast | None

    @classmethod
    def of(cls, data: pd.DataFrame, analysis: Analysis, estimate: float) -> Replicates:
        """Return the replicates of an analysis, in the fastest way that there is.

        Parameters
        ----------
        data : pandas.DataFrame
            One row a person. It is not changed.
        analysis : Analysis
            What is done with each sample.
        estimate : float
            What it says of the table itself, on the normal scale. A fast way is gone only if it
            says the same.

        Returns
        -------
        Replicates
        """
        slow = cls(data, analysis, urn_of(data, analysis.sampling), None)
        if not analysis.is_vectorised:
            return slow
        try:
            with quiet():
                fast = slow._vectorised()
        except EstimationError:
            return slow
        return fast if fast._gives(estimate) else slow

    def drawn(self, seeds: Sequence[np.random.SeedSequence]) -> tuple[Numbers, list[str]]:
        """Return the estimates of some samples, and why there are some of none.

        Parameters
        ----------
        seeds : sequence of SeedSequence
            One for each sample.

        Returns
        -------
        values : ndarray of float of shape (samples,)
            On the scale on which estimates are normal; NaN where the estimator failed.
        reasons : list of str
            What it said.
        """
        return self.values(self.urn.counts(seeds))

    def values(self, counts: Counts) -> tuple[Numbers, list[str]]:
        """Return the estimates of samples with these counts, and why there are some of none.

        Parameters
        ----------
        counts : ndarray of int of shape (samples, units)
            How often each unit was drawn.

        Returns
        -------
        values : ndarray of float of shape (samples,)
        reasons : list of str
        """
        reasons: list[str] = []
        with quiet():
            found = self._at_once(counts)
            for number in np.flatnonzero(np.isnan(found)):
                try:
                    found[number] = self.one(counts[number])
                except EstimationError as error:
                    reasons.append(str(error))
        return found, reasons

    def one(self, counts: Counts) -> float:
        """Return what the estimator says of one sample, on the normal scale.

        Parameters
        ----------
        counts : ndarray of int of shape (units,)
            How often each unit was drawn.

        Returns
        -------
        float
        """
        times = counts[self.urn.unit]
        sample = self.data.iloc[np.repeat(self.urn.rows, times)].reset_index(drop=True)
        return normal(self.analysis.estimate(sample))

    def _vectorised(self) -> Replicates:
        """Return the same samples, or samples of kinds of rows, many at once."""
        analysis, urn = self.analysis, self.urn
        rows = prepare(self.data, analysis.identification, sampling=analysis.sampling)
        kinds = urn_of_kinds(rows, len(self.data))
        if kinds is None:
            unit = np.full(len(self.data), -1, dtype=np.intp)
            unit[urn.rows] = urn.unit
            index, used = np.arange(rows.n, dtype=np.intp), unit[rows.positions]
        else:
            index, urn = kinds
            used = urn.unit
        # Groups that adjoin can be read without copying.
        order = np.argsort(2 * rows.treated[index] + rows.reference[index], kind="stable")
        estimates = estimates_of(analysis.method, rows, index[order], analysis.options)
        return replace(self, urn=urn, fast=Fast(estimates, used[order]))

    def _gives(self, estimate: float) -> bool:
        """Return whether the sample in which everything occurs once has this estimate."""
        with quiet():
            found = self._at_once(self.urn.sizes[np.newaxis])[0]
        return bool(np.isclose(found, estimate, rtol=SAME, atol=NOTHING))

    def _at_once(self, counts: npt.NDArray[np.integer]) -> Numbers:
        if self.fast is None:
            return np.full(len(counts), np.nan)
        return self.fast.estimates(counts[:, self.fast.unit].astype(np.float64))
