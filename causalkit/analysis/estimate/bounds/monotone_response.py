"""Monotone response: the exposure harms nobody, or helps nobody.

If one is sure of the direction, though not of the size, of every single person's effect, then
one of the two bounds is 0: whoever was exposed would have had at most this outcome without.
It does not matter who was exposed, or why. That the effect has the assumed direction is
assumed here and not found, so an interval that excludes 0 on one side is no evidence for it.

Source: Manski (1997), Monotone treatment response.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.bounds.bounds import Bounds
from causalkit.analysis.estimate.bounds.no_assumption import unknown_ends
from causalkit.analysis.estimate.bounds.outcome_range import (
    Range,
    bounded,
    check_two_groups,
    group_mean,
    outcome_range_of,
    rows_for_bounds,
)
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.errors import EstimationError
from causalkit.graph.question import Question

Direction = Literal["increasing", "decreasing"]
"""Whether something is larger, or smaller, with the exposure."""


def monotone_response_bounds(
    data: pd.DataFrame,
    question: Question,
    *,
    response: Direction = "increasing",
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    outcome_range: Range | None = None,
) -> Bounds:
    """Return the bounds that hold if the exposure lowers nobody's outcome, or raises nobody's.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    question : Question
        The effect of one of two settings over the other, on the scale of differences.
    response : {"increasing", "decreasing"}, optional
        Whether the outcome under the treated setting is, for everybody, at least or at most
        that under the reference.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.
    outcome_range : (float, float), optional
        The least and the largest value that the outcome can have; 0 and 1 for a binary one.

    Returns
    -------
    Bounds

    Raises
    ------
    EstimationError
        If the exposure has more than two settings, or as for `no_assumption_bounds`.

    Notes
    -----
    Manski (1997), Monotone treatment response. The interval is that of Imbens and Manski
    (2004); the bound that is 0 by assumption has no error.

    Examples
    --------
    >>> frame = pd.DataFrame({"kratom": [1] * 40 + [0] * 60, "depressed": [1, 0, 0, 0] * 25})
    >>> found = monotone_response_bounds(frame, Question.of("kratom", "depressed"))
    >>> found.low, round(found.high, 2)
    (0.0, 0.55)
    """
    check_level(level)
    rows = rows_for_bounds(data, question, sampling)
    check_two_groups("monotone_response_bounds", rows)
    low, high = response_ends(rows, response, outcome_range_of(rows, outcome_range))
    said = (response_assumption(rows, response),)
    return bounded("monotone_response_bounds", rows, [low], [high], level, said)


def response_ends(rows: Rows, response: Direction, outcome_range: Range) -> tuple[Mean, Mean]:
    """Return the bounds of the mean effect if everybody's effect has one direction.

    Parameters
    ----------
    rows : Rows
        Rows of two groups.
    response : {"increasing", "decreasing"}
        The direction.
    outcome_range : (float, float)
        The least and the largest value that the outcome can have.

    Returns
    -------
    low, high : Mean
    """
    check_direction("response", response)
    lows, highs = unknown_ends(rows, outcome_range)
    known = np.zeros(rows.n)
    ends = (known, highs) if response == "increasing" else (lows, known)
    return group_mean(rows, rows.target, ends[0]), group_mean(rows, rows.target, ends[1])


def response_assumption(rows: Rows, response: Direction) -> str:
    """Return as a sentence that everybody's effect has one direction.

    Parameters
    ----------
    rows : Rows
        The rows.
    response : {"increasing", "decreasing"}
        The direction.

    Returns
    -------
    str
    """
    names = " and ".join(column.name for column in rows.exposures)
    verb = "lowers" if response == "increasing" else "raises"
    return f"Monotone response: {names} {verb} nobody's {rows.outcome.name}."


def check_direction(option: str, direction: str) -> None:
    """Raise unless a direction is one of the two.

    Parameters
    ----------
    option : str
        Name of the option.
    direction : str
        What was given.

    Raises
    ------
    EstimationError
        If it is neither.
    """
    if direction not in get_args(Direction):
        raise EstimationError(f'{option} is "increasing" or "decreasing", not {direction!r}')
