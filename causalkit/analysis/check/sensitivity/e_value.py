"""The E-value: how strong a confounder would have to be to explain an effect away.

Suppose that something unmeasured makes exposure more likely and the outcome too. It could
create a risk ratio where there is no effect, but only so large a one: a confounder that is
associated with both by a risk ratio of 2 can account for no more than 2·2 / (2 + 2 - 1) = 1.33.
The E-value turns that round. It is the smallest risk ratio by which a confounder must be
associated with exposure *and* outcome, beyond what was adjusted for, to account for the whole
estimate. The same for the end of the interval that is nearer to no effect says what would
suffice to leave the question open.

Source: Ding and VanderWeele (2016), Sensitivity analysis without assumptions; VanderWeele and
Ding (2017), Sensitivity analysis in observational research: introducing the E-value.
"""

from __future__ import annotations

import math

import pandas as pd

from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.errors import EstimationError

WEAK = 1.5
"""A confounder associated by less than this with exposure and outcome is nothing special."""

STANDARDISED = 0.91
"""Log risk ratio, roughly, for each standard deviation (VanderWeele and Ding 2017, table 2)."""

MEANING = (
    "The E-value is the smallest risk ratio by which something unmeasured would have to be "
    "associated both with the exposure and with the outcome, given what was adjusted for, to "
    "account for the whole estimate. A weaker one could not, whatever it is. A stronger one need "
    "not exist, and need not bias in this direction. No value is large in itself: compare with how "
    "strongly the measured confounders are associated. It speaks of confounding alone, not of "
    "selection or bad measurement, and many weak confounders may add up to a strong one."
)


def e_value(estimate: Estimate, *, rare: bool | None = None, spread: float | None = None) -> Check:
    """Return how strong confounding would have to be to explain an estimate away.

    Parameters
    ----------
    estimate : Estimate
        An effect with its interval.
    rare : bool, optional
        For an odds ratio, and needed there: whether the outcome is rare (below 15 % by the end
        of follow-up), so that odds are nearly risks. Otherwise the square root of the odds
        ratio stands for the risk ratio.
    spread : float, optional
        For a difference, and needed there: the standard deviation of the outcome, in its unit.

    Returns
    -------
    Check
        Alarming if the interval contains no effect, so that no confounding is needed;
        doubtful if an association of 1.5 with both suffices to bring it there.

    Raises
    ------
    EstimationError
        If what the scale needs is not given, or given where it has no place.

    Notes
    -----
    For a risk ratio RR of 1 or more the E-value is RR + sqrt(RR (RR - 1)); one below 1 is turned
    round first. A difference is divided by ``spread`` and becomes a risk ratio by exp(0.91 d), an
    approximation for outcomes that are roughly normal. For a difference of risks rather ask for
    their ratio.

    Examples
    --------
    Formula-fed infants and death by respiratory infection, from VanderWeele and Ding (2017):

    >>> from causalkit.graph.question import Question
    >>> asked = Question.of("formula", "death", scale="ratio")
    >>> found = e_value(Estimate("regression", asked, (), 3.9, 1.57, 1.8, 8.7))
    >>> round(found.figures["estimate"], 2), round(found.figures["limit"], 2)
    (7.26, 3.0)
    """
    ratio, low, high = _risk_ratios(estimate, rare, spread)
    limit = 1.0 if low <= 1 <= high else min(low, high, key=lambda end: abs(math.log(end)))
    of_estimate, of_limit = _of_ratio(ratio), _of_ratio(limit)
    table = pd.DataFrame(
        {
            "of": ["estimate", "limit"],
            "risk ratio": [ratio, limit],
            "E-value": [of_estimate, of_limit],
        }
    )
    figures = {"estimate": of_estimate, "limit": of_limit, "risk ratio": ratio}
    verdict = _verdict(estimate, of_estimate, of_limit)
    return Check("E-value", _finding(of_limit), verdict, MEANING, table, figures)


def _risk_ratios(
    estimate: Estimate, rare: bool | None, spread: float | None
) -> tuple[float, float, float]:
    """Return estimate and interval as risk ratios, by the approximation for the scale."""
    scale = estimate.question.scale
    _check_options(scale, rare, spread)
    value, low, high = estimate.value, estimate.low, estimate.high
    if spread is not None:
        value, low, high = (math.exp(STANDARDISED * end / spread) for end in (value, low, high))
    elif rare is False:
        value, low, high = (math.sqrt(end) for end in (value, low, high))
    return value, low, high


def _check_options(scale: str, rare: bool | None, spread: float | None) -> None:
    if (rare is not None) != (scale == "odds ratio"):
        raise EstimationError(
            "an odds ratio is near the risk ratio only for a rare outcome: say rare=True or "
            "rare=False"
            if rare is None
            else f"rare= is about an odds ratio, and the estimate is a {scale}"
        )
    if (spread is not None) != (scale == "difference"):
        raise EstimationError(
            "a difference needs the standard deviation of the outcome: say spread=…, in the "
            "unit of the outcome"
            if spread is None
            else f"spread= is about a difference, and the estimate is a {scale}"
        )
    if spread is not None and not 0 < spread < math.inf:
        raise EstimationError(f"the spread is a standard deviation above 0, not {spread}")


def _of_ratio(ratio: float) -> float:
    above = max(ratio, 1 / ratio)
    return above + math.sqrt(above * (above - 1))


def _finding(of_limit: float) -> Finding:
    if of_limit == 1:
        return "alarming"
    return "doubtful" if of_limit < WEAK else "reassuring"


def _verdict(estimate: Estimate, of_estimate: float, of_limit: float) -> str:
    whole = (
        f"Something unmeasured would have to be associated with exposure and outcome by a risk "
        f"ratio of {of_estimate:.2f} each, beyond what was adjusted for, to account for the whole "
        f"estimate"
    )
    if of_limit == 1:
        return (
            f"{whole}; but no confounding at all is needed for no effect, which lies within the "
            f"{100 * estimate.level:g} % interval."
        )
    return f"{whole}; one of {of_limit:.2f} would do to bring no effect into the interval."
