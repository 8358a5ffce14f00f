"""No assumption at all: each unknown outcome is as low, or as high, as outcomes can be.

Everybody has two outcomes, one under either setting, of which one is seen. Of the exposed
nobody knows what they would have been without exposure. Put the least possible value there,
then the largest, and do the same for the others: the effect lies between the two results.
For a yes or no the bounds are always exactly 1 apart, so they always contain 0. The data
alone never tell whether there is an effect, only how large it can be either way.

Source: Manski (1990), Nonparametric bounds on treatment effects.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.bounds.bounds import Bounds
from causalkit.analysis.estimate.bounds.outcome_range import (
    Range,
    bounded,
    group_mean,
    outcome_range_of,
    rows_for_bounds,
)
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.graph.question import Question


def no_assumption_bounds(
    data: pd.DataFrame,
    question: Question,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    outcome_range: Range | None = None,
) -> Bounds:
    """Return the bounds that hold whatever confounds exposure and outcome.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    question : Question
        The effect, on the scale of differences. Nothing has to identify it.
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
        If the outcome is no yes or no and has no range, or a setting does not occur.

    Notes
    -----
    Manski (1990), Nonparametric bounds on treatment effects. The bounds are sharp: for every
    value between them there are people with these data and that effect. People with a third
    setting count with two unknown outcomes. The interval is that of Imbens and Manski (2004).

    Examples
    --------
    >>> frame = pd.DataFrame({"kratom": [1] * 40 + [0] * 60, "depressed": [1, 0, 0, 0] * 25})
    >>> found = no_assumption_bounds(frame, Question.of("kratom", "depressed"))
    >>> round(found.low, 2), round(found.high, 2), round(found.width, 2)
    (-0.45, 0.55, 1.0)
    """
    check_level(level)
    rows = rows_for_bounds(data, question, sampling)
    lows, highs = unknown_ends(rows, outcome_range_of(rows, outcome_range))
    ends = [[group_mean(rows, rows.target, each)] for each in (lows, highs)]
    return bounded("no_assumption_bounds", rows, ends[0], ends[1], level, ())


def unknown_ends(rows: Rows, outcome_range: Range) -> tuple[Numbers, Numbers]:
    """Return the least and the largest effect that each person may have.

    Parameters
    ----------
    rows : Rows
        The rows.
    outcome_range : (float, float)
        The least and the largest value that the outcome can have.

    Returns
    -------
    lows, highs : ndarray of float of shape (n,)
    """
    least, largest = outcome_range
    outcome, groups = rows.outcome.values, [rows.treated, rows.reference]
    lows = np.select(groups, [outcome - largest, least - outcome], least - largest)
    highs = np.select(groups, [outcome - least, largest - outcome], largest - least)
    return lows, highs
