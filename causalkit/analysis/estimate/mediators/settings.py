"""The groups that an exposure makes, and how much each counts in the inner sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


@dataclass(frozen=True, eq=False)
class Settings:
    """The settings of the exposure that occur among the people asked about.

    Parameters
    ----------
    group : ndarray of int of shape (n,)
        For each row its setting.
    share : ndarray of float of shape (g,)
        Of the people asked about, the share with each setting.
    described : tuple of str
        Each setting in words, such as ``"kratom = 1"``.
    """

    group: Groups
    share: Numbers
    described: tuple[str, ...]

    @property
    def counted(self) -> tuple[int, ...]:
        """The settings of the people asked about."""
        return tuple(map(int, np.flatnonzero(self.share)))

    def having(self, number: int) -> Mask:
        """Return the rows with a setting.

        Parameters
        ----------
        number : int
            Which setting.

        Returns
        -------
        ndarray of bool of shape (n,)
        """
        return np.asarray(self.group == number)


def settings(rows: Rows) -> Settings:
    """Return the settings of the exposure, several exposures taken together.

    Parameters
    ----------
    rows : Rows
        Rows whose exposures are groups.

    Returns
    -------
    Settings

    Examples
    --------
    >>> import pandas as pd
    >>> from causalkit.analysis.estimate.data.argument import Argument
    >>> from causalkit.analysis.estimate.data.rows import prepare
    >>> from causalkit.graph.question import Question
    >>> frame = pd.DataFrame({"kratom": [1, 0, 1, 1], "phq9": [3, 1, 2, 4]})
    >>> found = settings(prepare(frame, Argument(Question.of("kratom", "phq9"))))
    >>> found.described, found.share
    (('kratom = 0', 'kratom = 1'), array([0.25, 0.75]))
    """
    exposures = np.column_stack([column.values for column in rows.exposures])
    occurring, group = np.unique(exposures, axis=0, return_inverse=True)
    group = group.reshape(-1).astype(np.intp)
    asked = rows.weights * rows.target
    share = np.bincount(group, weights=asked, minlength=len(occurring)) / asked.sum()
    described = tuple(
        " and ".join(
            f"{column.name} = {column.shown(value)}"
            for column, value in zip(rows.exposures, setting, strict=True)
        )
        for setting in occurring
    )
    return Settings(group, share, described)
