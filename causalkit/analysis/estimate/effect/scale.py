"""The scale on which two means are compared, and on which their contrast is normal.

Means are compared by their difference, by their ratio or, for probabilities, by the ratio of
their odds. A ratio is skewed and cannot be negative, so its interval is made for its
logarithm, where it is a difference again: of log means, or of log-odds. What a row does to
a mean it does to the transformed mean in proportion to the slope (the delta method).

Source: Hernán and Robins (2020), Causal Inference: What If, section 1.3.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.reading.columns import Column
from causalkit.errors import EstimationError
from causalkit.graph.question import Question


def on_scale(mean: Mean, question: Question, outcome: Column) -> Mean:
    """Return a mean as the question compares it: as it is, its logarithm or its log-odds.

    Parameters
    ----------
    mean : Mean
        A mean outcome.
    question : Question
        The effect that is asked about, with its scale.
    outcome : Column
        The outcome, for the message.

    Returns
    -------
    Mean

    Raises
    ------
    EstimationError
        If a ratio is asked for and the mean is not positive, or an odds ratio and the mean
        is no probability or is 0 or 1.

    Examples
    --------
    >>> import numpy as np
    >>> asked = Question.of("kratom", "depressed", scale="odds ratio")
    >>> depressed = Column("depressed", np.array([0.0, 1.0]))
    >>> on_scale(Mean(0.5, np.array([-0.5, 0.5])), asked, depressed).influence
    array([-2.,  2.])
    """
    if question.scale == "difference":
        return mean
    return _LOGARITHMS[question.scale](mean, outcome)


def _ratio(mean: Mean, outcome: Column) -> Mean:
    if mean.value <= 0:
        raise EstimationError(
            f'the mean of "{outcome.name}" is {mean.value:.3g} in one of the settings; a ratio '
            f"needs positive means, so ask for the difference"
        )
    return Mean(math.log(mean.value), mean.influence / mean.value)


def _odds_ratio(mean: Mean, outcome: Column) -> Mean:
    if not 0 < mean.value < 1 or not set(outcome.levels) <= {0.0, 1.0}:
        raise EstimationError(
            f'the mean of "{outcome.name}" is {mean.value:.3g} in one of the settings; an odds '
            f"ratio needs an outcome of zeros and ones and a probability between them, so ask "
            f"for the difference"
        )
    odds_slope = mean.value * (1 - mean.value)
    return Mean(math.log(mean.value / (1 - mean.value)), mean.influence / odds_slope)


_LOGARITHMS: dict[str, Callable[[Mean, Column], Mean]] = {
    "ratio": _ratio,
    "odds ratio": _odds_ratio,
}
