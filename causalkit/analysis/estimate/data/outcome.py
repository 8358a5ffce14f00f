"""The outcome as numbers that vary, or why it cannot be averaged."""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.errors import EstimationError


def measured(outcome: Column) -> Column:
    """Return the outcome as numbers, checked to vary.

    Parameters
    ----------
    outcome : Column
        The outcome, without missing values.

    Returns
    -------
    Column
        Without labels; those that are numbers are read as such.

    Raises
    ------
    EstimationError
        If its labels are no numbers, or it is the same in every row.

    Examples
    --------
    >>> measured(Column("phq9", np.array([1.0, 0.0]), ("4", "7"))).values
    array([7., 4.])
    """
    if outcome.labels:
        outcome = Column(outcome.name, _numeric_labels(outcome)[outcome.values.astype(int)])
    if not outcome.has_more_levels_than(1):
        raise EstimationError(
            f'the outcome "{outcome.name}" is {outcome.shown(outcome.levels[0])} in every row, '
            f"so no effect on it can be seen"
        )
    return outcome


def _numeric_labels(outcome: Column) -> Numbers:
    try:
        return np.asarray(outcome.labels, dtype=np.float64)
    except (TypeError, ValueError):
        raise EstimationError(
            f'the outcome "{outcome.name}" has the labels {", ".join(map(str, outcome.labels))}; '
            f"an average needs numbers, such as 0 and 1"
        ) from None
