"""What a bound starts from: rows of two groups, and the range of the outcome."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.bounds.bounds import Bounds
from causalkit.analysis.estimate.bounds.interval import interval
from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify.adjustment.no_confounding import NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph.question import Question

CROSSING = "In these data the bounds cross, by no more than chance; both are set midway."

Range = tuple[float, float]
"""The least and the largest value that an outcome can have."""


def rows_for_bounds(
    data: pd.DataFrame, question: Question, sampling: Sampling, *others: str
) -> Rows:
    """Return the rows of the group asked about, once the question can be bounded.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    question : Question
        The effect that is asked about.
    sampling : Sampling
        Survey weights and clusters.
    *others : str
        Further columns.

    Returns
    -------
    Rows

    Raises
    ------
    EstimationError
        If a ratio is asked for, or one of the two settings does not occur.
    """
    if question.scale != "difference":
        raise EstimationError(
            f"the bounds are bounds of a difference, not of the {question.scale}; ask for the "
            f"difference"
        )
    rows = prepare(data, NoConfounding(question), sampling=sampling, others=others)
    for column in rows.continuous:
        raise EstimationError(
            f'"{column.name}" takes {len(column.levels)} different values, and the effect of a '
            f"setting that few people have is not bounded; make groups of the values"
        )
    rows.check_arms()
    return rows


def check_two_groups(method: str, rows: Rows) -> None:
    """Raise unless everybody has one of the two settings that are compared.

    Parameters
    ----------
    method : str
        Name of the method.
    rows : Rows
        The rows.

    Raises
    ------
    EstimationError
        If somebody has another setting.
    """
    others = np.count_nonzero(~(rows.treated | rows.reference))
    if others:
        names = " and ".join(f'"{column.name}"' for column in rows.exposures)
        raise EstimationError(
            f"{method} compares two groups, but in {others} of {rows.n} rows {names} has another "
            f"value than the two compared; use no_assumption_bounds"
        )


def outcome_range_of(rows: Rows, given: Range | None) -> Range:
    """Return the range of the outcome: what was given, or 0 to 1 where it is binary.

    Parameters
    ----------
    rows : Rows
        The rows.
    given : (float, float), optional
        The least and the largest value that the outcome can have.

    Returns
    -------
    (float, float)

    Raises
    ------
    EstimationError
        If a number needs a range and has none, or values lie outside of it.
    """
    low, high = float(rows.outcome.levels[0]), float(rows.outcome.levels[-1])
    name = rows.outcome.name
    if given is None:
        if rows.is_binary:
            return 0.0, 1.0
        raise EstimationError(
            f'the outcome "{name}" is no yes or no, so its bounds need the least and the largest '
            f"value that it can have: outcome_range=(…, …); the values here go from {low:g} to "
            f"{high:g}"
        )
    least, largest = map(float, given)
    if not np.isfinite([least, largest]).all() or not least < largest:
        raise EstimationError(
            f"an outcome range is two finite numbers, the smaller first; not {given}"
        )
    if low < least or high > largest:
        raise EstimationError(
            f'the outcome "{name}" goes from {low:g} to {high:g}, beyond the range given, '
            f"{least:g} to {largest:g}"
        )
    return least, largest


def group_mean(rows: Rows, group: Mask, values: Numbers | None = None) -> Mean:
    """Return the mean of some rows, with the influence of each row on it.

    Parameters
    ----------
    rows : Rows
        The rows.
    group : ndarray of bool of shape (n,)
        Over which the mean is taken.
    values : ndarray of float of shape (n,), optional
        Of what; the outcome where not given.

    Returns
    -------
    Mean
    """
    of = rows.outcome.values if values is None else values
    weights = np.where(group, rows.weights, 0.0)
    value = float(weights @ of / weights.sum())
    size = max(int(np.count_nonzero(group)), 2)
    influence = weights * (of - value) / weights.mean()
    # A mean is nearer to its own rows than to those not asked.
    return Mean(value, influence * math.sqrt(size / (size - 1)))


def bounded(
    method: str,
    rows: Rows,
    lows: list[Mean],
    highs: list[Mean],
    level: float,
    assumptions: tuple[str, ...],
    *,
    refuted: str = "",
    notes: tuple[str, ...] = (),
) -> Bounds:
    """Return the bounds that are the largest and the smallest of some numbers.

    Parameters
    ----------
    method : str
        Name of the method.
    rows : Rows
        What it used.
    lows, highs : list of Mean
        The lower bound is the largest of the first, the upper bound the smallest of the second.
    level : float
        Level of confidence.
    assumptions : tuple of str
        What is assumed.
    refuted : str, optional
        What is to be said where the bounds cross by more than chance.
    notes : tuple of str, optional
        What a reader has to know besides.

    Returns
    -------
    Bounds
        Where the two cross by chance, both lie in the middle.

    Raises
    ------
    EstimationError
        If they cross by more than chance.
    """
    ends = interval(lows, highs, level, rows.clusters)
    if ends[0] > ends[1]:
        raise EstimationError(refuted)
    low, high = max(mean.value for mean in lows), min(mean.value for mean in highs)
    if low > high:
        low = high = (low + high) / 2
        notes = (*notes, CROSSING)
    return Bounds(
        method=method,
        question=rows.question,
        low=low,
        high=high,
        interval_low=min(ends[0], low),
        interval_high=max(ends[1], high),
        level=level,
        n=rows.n,
        dropped=rows.dropped,
        assumptions=assumptions,
        notes=(*rows.notes, *notes),
    )
