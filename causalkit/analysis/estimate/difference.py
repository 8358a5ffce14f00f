"""The difference of means: what two groups look like, side by side.

This is the naive estimate. It takes the exposed and the unexposed as they come and
calls the contrast of their mean outcomes the effect. That is right where chance decided
who was exposed, and only as a description everywhere else.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.errors import EstimationError


def difference(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
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
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Estimate
        Its ``n`` counts the people in the two groups. A difference has the interval of
        Welch's t test, unless there are survey weights or clusters; any other contrast one by
        the delta method. As groups that need no adjustment are alike, the effect in the
        exposed, in the unexposed and in everybody is estimated by the same contrast.

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
    check_suits("difference", identification, ADJUSTMENT)
    if identification.adjustment:
        raise EstimationError(
            f"the difference of means adjusts for nothing, but the effect is identified by "
            f"adjusting for {', '.join(identification.adjustment)}; use regression or weighting"
        )
    rows = prepare(data, identification, sampling=sampling)
    rows.check_arms()
    rows = rows.chosen(rows.treated | rows.reference)
    found = contrast(
        "difference", rows, _mean(rows, rows.treated), _mean(rows, rows.reference), level
    )
    plain = rows.question.scale == "difference" and not rows.weighted and rows.clusters is None
    return _with_welch_interval(rows, found) if plain else found


def _mean(rows: Rows, group: Mask) -> Mean:
    """Return the mean of one group, with the usual correction for having estimated it."""
    weights = np.where(group, rows.weights, 0.0)
    value = float(weights @ rows.outcome.values / weights.sum())
    size = np.count_nonzero(group)
    correction = math.sqrt(size / (size - 1))
    influence = weights * (rows.outcome.values - value) / weights.mean() * correction
    return Mean(value, influence)


def _with_welch_interval(rows: Rows, found: Estimate) -> Estimate:
    """Return the estimate with Welch's interval: the variances are estimated, and it knows."""
    from scipy.special import stdtrit

    if found.standard_error == 0:
        return found
    groups = rows.outcome.values[rows.treated], rows.outcome.values[rows.reference]
    spread = sum(_squared_error(group) ** 2 / (len(group) - 1) for group in groups)
    degrees = found.standard_error**4 / spread
    margin = float(stdtrit(degrees, (1 + found.level) / 2)) * found.standard_error
    return replace(found, low=found.value - margin, high=found.value + margin)


def _squared_error(group: Numbers) -> float:
    return float(group.var(ddof=1) / len(group))
