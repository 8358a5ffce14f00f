"""Monotone selection: it is known which group was worse off to begin with.

People who take something because they are unwell would have been worse than the others in any
case, exposed or not. Whoever assumes that, and nothing of how much worse, has turned the naive
comparison from an estimate into a bound: the effect is at most the difference of the means.
The other bound remains as if nothing was assumed. Together with monotone response it can be
a narrow range.

Source: Manski and Pepper (2000), Monotone instrumental variables: with an application to the
returns to schooling.
"""

from __future__ import annotations

import pandas as pd

from causalkit.analysis.estimate.bounds.bounds import Bounds
from causalkit.analysis.estimate.bounds.monotone_response import (
    Direction,
    check_direction,
    response_assumption,
    response_ends,
)
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
from causalkit.graph.question import Question

REFUTED = (
    "the assumptions contradict each other in these data, by more than chance ({assumptions}); "
    "drop one of them"
)


def monotone_selection_bounds(
    data: pd.DataFrame,
    question: Question,
    *,
    selection: Direction = "increasing",
    response: Direction | None = None,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    outcome_range: Range | None = None,
) -> Bounds:
    """Return the bounds that hold if the exposed would have higher outcomes anyway, or lower.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    question : Question
        The effect of one of two settings over the other, on the scale of differences.
    selection : {"increasing", "decreasing"}, optional
        Whether, under either setting, the mean outcome of the treated group would be at least
        or at most that of the reference group.
    response : {"increasing", "decreasing"}, optional
        Monotone response besides, see `monotone_response_bounds`.
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
        If the two assumptions contradict each other in these data by more than chance; if the
        exposure has more than two settings; or as for `no_assumption_bounds`.

    Notes
    -----
    Manski and Pepper (2000), Monotone instrumental variables. With both assumptions a bound
    can be the larger of 0 and the difference of the means, or the smaller; the interval then
    is that of Chernozhukov, Lee and Rosen (2013), else that of Imbens and Manski (2004).

    Examples
    --------
    >>> frame = pd.DataFrame({"kratom": [1] * 40 + [0] * 60, "depressed": [1, 0] * 20 + [0] * 60})
    >>> asked = Question.of("kratom", "depressed")
    >>> found = monotone_selection_bounds(frame, asked)
    >>> round(found.low, 2), round(found.high, 2)
    (-0.2, 0.5)
    >>> monotone_selection_bounds(frame, asked, response="increasing").low
    0.0
    """
    check_level(level)
    check_direction("selection", selection)
    rows = rows_for_bounds(data, question, sampling)
    check_two_groups("monotone_selection_bounds", rows)
    possible = outcome_range_of(rows, outcome_range)
    said = [_selection_assumption(rows, selection)]
    if response is not None:
        said.append(response_assumption(rows, response))
    low, high = _without_selection(rows, response, possible)
    lows, highs = _with_selection(rows, selection, response, low, high)
    return bounded(
        "monotone_selection_bounds",
        rows,
        lows,
        highs,
        level,
        tuple(said),
        refuted=REFUTED.format(assumptions=" ".join(said)),
    )


def _without_selection(
    rows: Rows, response: Direction | None, outcome_range: Range
) -> tuple[Mean, Mean]:
    if response is not None:
        return response_ends(rows, response, outcome_range)
    lows, highs = unknown_ends(rows, outcome_range)
    return group_mean(rows, rows.target, lows), group_mean(rows, rows.target, highs)


def _with_selection(
    rows: Rows, selection: Direction, response: Direction | None, low: Mean, high: Mean
) -> tuple[list[Mean], list[Mean]]:
    """Return the numbers whose largest and smallest are the bounds.

    The naive difference is always nearer than a bound that rests on the range of the outcome;
    whether it is nearer than a bound of 0 depends on its sign.
    """
    naive = _naive(rows)
    if selection == "increasing":
        return [low], [high, naive] if response == "decreasing" else [naive]
    return [low, naive] if response == "increasing" else [naive], [high]


def _naive(rows: Rows) -> Mean:
    """Return the difference of the mean outcomes of the two groups."""
    treated, reference = group_mean(rows, rows.treated), group_mean(rows, rows.reference)
    return Mean(treated.value - reference.value, treated.influence - reference.influence)


def _selection_assumption(rows: Rows, selection: Direction) -> str:
    names = " and ".join(column.name for column in rows.exposures)
    word = "higher" if selection == "increasing" else "lower"
    return (
        f"Monotone selection: on average, those with the treated {names} would have a {word} "
        f"{rows.outcome.name} than the others, both with it and without."
    )
