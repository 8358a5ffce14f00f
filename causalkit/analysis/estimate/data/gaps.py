"""What is missing in the rows that an analysis needs, and how many rows that concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from causalkit.analysis.estimate.reading.columns import Column, Mask


@dataclass(frozen=True, eq=False)
class TableGaps:
    """The gaps of a table, seen from one analysis.

    Parameters
    ----------
    missing : mapping of str to (ndarray of bool of shape (n,))
        For each column that is needed, where its value is missing.
    inside : ndarray of bool of shape (n,)
        The rows that are known to belong to the group asked about.
    unknown : ndarray of bool of shape (n,)
        The rows of which that is not known, because a value is missing.

    Examples
    --------
    >>> everybody = np.ones(3, dtype=bool)
    >>> gaps = TableGaps({"age": np.array([True, False, False])}, everybody, ~everybody)
    >>> gaps.dropped, gaps.listed
    (1, '"age" (1)')
    """

    missing: Mapping[str, Mask]
    inside: Mask
    unknown: Mask

    @cached_property
    def kept(self) -> Mask:
        """The complete rows of the group."""
        complete: Mask = ~np.logical_or.reduce(list(self.missing.values()))
        return self.inside & complete

    @property
    def concerned(self) -> Mask:
        """The rows that belong to the group or may do so."""
        return self.inside | self.unknown

    @property
    def dropped(self) -> int:
        """Number of rows that are left out because something is missing."""
        return int(np.count_nonzero(self.concerned & ~self.kept))

    @property
    def counts(self) -> dict[str, int]:
        """For each column with gaps, in how many of the rows concerned."""
        found = {
            name: int(np.count_nonzero(missing & self.concerned))
            for name, missing in self.missing.items()
        }
        return {name: number for name, number in found.items() if number}

    @property
    def listed(self) -> str:
        """The columns with gaps and their counts, as a sentence lists them."""
        return ", ".join(f'"{name}" ({number})' for name, number in self.counts.items())

    @property
    def left_out(self) -> str:
        """How many rows are left out and why, as the beginning of a sentence."""
        total = np.count_nonzero(self.concerned)
        verb = "row was" if self.dropped == 1 else "rows were"
        return f"{self.dropped} of {total} {verb} left out because of missing values: {self.listed}"

    def needing(self, columns: tuple[Column, ...]) -> TableGaps:
        """Return the gaps of an analysis that needs these columns too.

        Parameters
        ----------
        columns : tuple of Column
            Columns of the same table.

        Returns
        -------
        TableGaps
        """
        further = {column.name: column.missing for column in columns}
        return replace(self, missing={**self.missing, **further})
