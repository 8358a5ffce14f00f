"""Who is never found in both groups: where comparison ends.

An effect can be seen only among people who could have gone either way. Where a
covariate decides the group, its own values show it: a label that occurs in one group
only, or numbers that lie all on one side.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.reading.columns import Column


def told_apart_by(covariates: tuple[Column, ...], first: npt.NDArray[np.bool_]) -> str:
    """Return the covariate that tells two groups apart, as words.

    Parameters
    ----------
    covariates : tuple of Column
        The covariates.
    first : ndarray of bool of shape (n,)
        Who is in the first group; the others are in the second.

    Returns
    -------
    str
        The name in quotes; where no single covariate does it, all the names.

    Examples
    --------
    >>> age = Column("age", np.array([20.0, 30.0, 40.0]))
    >>> told_apart_by((age,), np.array([True, False, False]))
    '"age"'
    """
    for column in covariates:
        if _separates(column, first):
            return f'"{column.name}"'
    return "a mixture of " + ", ".join(f'"{column.name}"' for column in covariates)


def _separates(column: Column, first: npt.NDArray[np.bool_]) -> bool:
    ours, others = column.chosen(first).levels, column.chosen(~first).levels
    if not len(ours) or not len(others):
        return False
    if column.labels or len(column.levels) == 2:
        return len(np.setxor1d(ours, others)) > 0
    return bool(ours.max() < others.min() or others.max() < ours.min())
