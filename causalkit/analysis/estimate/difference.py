"""The difference of means: what two groups look like, side by side.

This is the naive estimate. It takes the exposed and the unexposed as they come and
calls the contrast of their mean outcomes the effect. That is right where chance decided
who was exposed, and only as a description everywhere else.
"""

from __future__ import annotations

import math

import pandas as pd

from causalkit.analysis.estimate.columns import Numbers
from causalkit.analysis.estimate.contrast import check_level, log_interval, ratio
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.rows import Rows, prepare
from causalkit.errors import EstimationError


def difference(
    data: pd.DataFrame, identification: Identification, *, level: float = 0.95
) -> Estimate:
    """Return the difference or ratio of the mean outcomes of two groups.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : NoConfounding or Backdoor
        The question, and the assumption that nothing needs to be adjusted for.
    level : float, optional
        Level of confidence, between 0 and 1.

    Returns
    -------
    Estimate
        Its ``n`` counts the people in the two groups. A difference has the interval of
        Welch's t test, a ratio one by the delta method on the log scale. As groups that
        need no adjustment are alike, the effect in the exposed, in the unexposed and in
        everybody is estimated by the same contrast.

    Raises
    ------
    EstimationError
        If something has to be adjusted for, or the data do not hold two groups of at
        least two people.

    Notes
    -----
    Welch (1947), The generalization of Student's problem when several different
    population variances are involved.

    Examples
    --------
    >>> from causalkit.analysis.identify import NoConfounding
    >>> from causalkit.graph.question import Question
    >>> frame = pd.DataFrame({"kratom": [1, 1, 1, 0, 0, 0], "phq9": [9, 7, 8, 4, 6, 5]})
    >>> found = difference(frame, NoConfounding(Question.of("kratom", "phq9")))
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (3.0, 0.73, 5.27)
    """
    check_level(level)
    if identification.adjustment:
        raise EstimationError(
            f"the difference of means adjusts for nothing, but the effect is identified by "
            f"adjusting for {', '.join(identification.adjustment)}; use regression or weighting"
        )
    rows = prepare(data, identification)
    rows.check_arms()
    outcome = rows.outcome.values
    groups = outcome[rows.treated], outcome[rows.reference]
    if rows.question.scale == "difference":
        value, error, low, high = _difference(*groups, level)
    else:
        value, error, low, high = _ratio(*groups, rows, level)
    n = len(groups[0]) + len(groups[1])
    return Estimate(
        "difference", rows.question, (), value, error, low, high, level, n, rows.dropped
    )


def _difference(
    treated: Numbers, reference: Numbers, level: float
) -> tuple[float, float, float, float]:
    """Return Welch's difference of means, its standard error and its interval."""
    from scipy.special import stdtrit

    value = float(treated.mean() - reference.mean())
    parts = _squared_error(treated), _squared_error(reference)
    error = math.sqrt(sum(parts))
    if error == 0:
        return value, 0.0, value, value
    sizes = len(treated), len(reference)
    spread = sum(part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True))
    margin = float(stdtrit(error**4 / spread, (1 + level) / 2)) * error
    return value, error, value - margin, value + margin


def _ratio(
    treated: Numbers, reference: Numbers, rows: Rows, level: float
) -> tuple[float, float, float, float]:
    """Return the ratio of means, its standard error and its interval."""
    value = ratio(float(treated.mean()), float(reference.mean()), rows)
    relative = math.sqrt(
        _squared_error(treated) / treated.mean() ** 2
        + _squared_error(reference) / reference.mean() ** 2
    )
    return value, value * relative, *log_interval(value, relative, level)


def _squared_error(group: Numbers) -> float:
    return float(group.var(ddof=1) / len(group))
