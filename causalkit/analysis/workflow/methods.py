"""Which estimators suit what the diagram found, and with which argument each is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from causalkit.analysis import estimate
from causalkit.analysis.estimate import Estimate
from causalkit.analysis.identify.findings import Findings
from causalkit.errors import EstimationError, NotIdentified, did_you_mean

Method = Callable[..., Estimate]

BY_ADJUSTMENT: dict[str, Method] = {
    "regression": estimate.regression,
    "weighting": estimate.weighting,
    "augmented_weighting": estimate.augmented_weighting,
    "targeted_maximum_likelihood": estimate.targeted_maximum_likelihood,
    "matching": estimate.matching,
    "stratification": estimate.stratification,
    "g_estimation": estimate.g_estimation,
}
BY_FRONT_DOOR: dict[str, Method] = {"front_door": estimate.front_door}
BY_FORMULA: dict[str, Method] = {"plug_in": estimate.plug_in}
BY_INSTRUMENT: dict[str, Method] = {
    "two_stage_least_squares": estimate.two_stage_least_squares,
    "wald": estimate.wald,
}
METHODS = {**BY_ADJUSTMENT, **BY_FRONT_DOOR, **BY_FORMULA, **BY_INSTRUMENT}
"""Every estimator that can be asked for by name."""

USUAL = ("regression", "weighting", "augmented_weighting")
"""What is run where adjustment identifies the effect and nothing was asked for."""


def chosen_methods(findings: Findings, named: Sequence[str]) -> Iterator[tuple[str, object]]:
    """Return the estimators to run, each with the argument that it is called with.

    Parameters
    ----------
    findings : Findings
        What the diagram says.
    named : sequence of str
        Those that were asked for; where none were, the usual ones of the first argument that
        identifies the effect, or else of an instrument.

    Yields
    ------
    name : str
        The estimator.
    argument : object
        The argument: an adjustment set, mediators, a formula or an instrument.

    Raises
    ------
    EstimationError
        If there is no such estimator, or the diagram does not give the argument it needs.
    """
    for name in named or _usual(findings):
        if name not in METHODS:
            hint = did_you_mean(name, METHODS)
            raise EstimationError(f'there is no estimator "{name}".{hint}')
        argument = _argument(findings, name)
        if isinstance(argument, NotIdentified):
            raise EstimationError(f"{name} does not suit this question: {argument.message}")
        yield name, argument


def _usual(findings: Findings) -> tuple[str, ...]:
    if findings.by:
        usual = {"adjustment": USUAL, "frontdoor": ("front_door",), "functional": ("plug_in",)}
        return usual[findings.by[0]]
    has_instrument = isinstance(findings.instruments, tuple) and findings.instruments
    return ("two_stage_least_squares",) if has_instrument else ()


def _argument(findings: Findings, name: str) -> object:
    if name in BY_ADJUSTMENT:
        return findings.adjustment
    if name in BY_FRONT_DOOR:
        return findings.frontdoor
    if name in BY_FORMULA:
        return findings.functional
    if isinstance(findings.instruments, NotIdentified):
        return findings.instruments
    if not findings.instruments:
        return NotIdentified("the diagram has no instrument for it")
    return findings.instruments[0]
