"""Whether an estimator suits the argument that identifies the effect.

An estimator is a computation; that its result is the effect follows from an argument, and
each argument licenses its own computations. To weight by a propensity where only a mediator
identifies the effect gives a number, and the number means nothing. So every estimator says
which arguments it can take, and refuses any other by name.
"""

from __future__ import annotations

from causalkit.analysis.identify.adjustment.backdoor import Backdoor
from causalkit.analysis.identify.adjustment.exchangeability import ConditionalExchangeability
from causalkit.analysis.identify.adjustment.no_confounding import NoConfounding
from causalkit.analysis.identify.frontdoor.frontdoor import Frontdoor
from causalkit.analysis.identify.general import Functional
from causalkit.analysis.identify.instruments.instruments import Instrument
from causalkit.analysis.identify.mediation.mediation import Mediation
from causalkit.analysis.identify.parallel_trends.parallel_trends import ParallelTrends
from causalkit.errors import EstimationError

ADJUSTING = "regression, weighting, stratification or matching"

ARGUMENTS: dict[type, tuple[str, str]] = {
    Backdoor: ("adjustment", ADJUSTING),
    ConditionalExchangeability: ("the assumption that adjustment suffices", ADJUSTING),
    NoConfounding: ("the assumption that nothing confounds it", "difference"),
    Frontdoor: ("the front-door criterion", "front_door"),
    Functional: ("a formula of the observed distribution", "plug_in"),
    Instrument: ("an instrument", "two_stage_least_squares or wald"),
    ParallelTrends: ("parallel trends", "difference_in_differences or event_study"),
    Mediation: ("adjustment for mediation", "mediation or controlled_direct_effect"),
}
"""For each argument its name, and the estimators that it licenses."""

ADJUSTMENT = (Backdoor, ConditionalExchangeability, NoConfounding)
"""The arguments of an estimator that adjusts for covariates, or for none."""


def check_suits(method: str, identification: object, accepted: tuple[type, ...]) -> None:
    """Raise unless an estimator can take an argument.

    Parameters
    ----------
    method : str
        Name of the estimator.
    identification : object
        The argument that identifies the effect.
    accepted : tuple of type
        The kinds of argument that license the estimator.

    Raises
    ------
    EstimationError
        If it is none of them. The message names the estimators that would do.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> through = Frontdoor(Question.of("kratom", "phq9"), ("relief",), (("relief",),), True)
    >>> check_suits("weighting", through, ADJUSTMENT)
    Traceback (most recent call last):
    causalkit.errors.EstimationError: weighting does not suit an effect that is identified by \
the front-door criterion; use front_door
    """
    if isinstance(identification, accepted):
        return
    for kind, (argument, remedy) in ARGUMENTS.items():
        if isinstance(identification, kind):
            raise EstimationError(
                f"{method} does not suit an effect that is identified by {argument}; use {remedy}"
            )
    wanted = " or ".join(kind.__name__ for kind in accepted)
    raise EstimationError(
        f"{method} takes an identification ({wanted}), not {type(identification).__name__}"
    )
