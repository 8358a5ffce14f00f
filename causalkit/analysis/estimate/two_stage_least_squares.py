"""Two-stage least squares: let the instrument say which part of the exposure to believe.

People differ in their exposure for good reasons and for bad ones. The bad ones, confounders
that nobody measured, bear on the outcome as well. An *instrument* moves the exposure and has
nothing else to do with the outcome. So in a first stage the exposure is predicted from the
instrument alone, and in a second the outcome is regressed on what was predicted. What is
left out is exactly the part of the exposure that could be confounded.

The price is precision: only a little of the exposure's variation is used, and if it is very
little, the estimate is worth nothing and the usual interval does not say so. Hence the
first-stage F, and an interval that holds in any case. And the effect is that in the people
whom the instrument moves, unless it is the same for all.

Source: Theil (1953), Repeated least-squares applied to complete equation systems; Angrist and
Imbens (1995), Two-stage least squares estimation of average causal effects in models with
variable treatment intensity.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Literal, get_args

import pandas as pd

from causalkit.analysis.estimate.data.argument import Argument
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.effect.contrast import check_level, estimated
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.instruments.confidence_set import confidence_set
from causalkit.analysis.estimate.instruments.fitting import (
    Fitted,
    exogeneity,
    fitted,
    overidentification,
)
from causalkit.analysis.estimate.instruments.notes import assumed, on_interval
from causalkit.analysis.estimate.instruments.reduced_form import Covariance, reduced_form
from causalkit.analysis.estimate.instruments.strength import strength
from causalkit.analysis.estimate.instruments.variables import (
    Terms,
    Variables,
    check_one_effect,
    variables,
)
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import check_suits
from causalkit.analysis.identify.instruments.instruments import Instrument
from causalkit.errors import EstimationError

Interval = Literal["wald", "anderson-rubin"]
"""The usual interval, or one that holds however weak the instrument."""


def two_stage_least_squares(
    data: pd.DataFrame,
    identification: Instrument | tuple[Instrument, ...],
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    method: Fitted = "2SLS",
    interval: Interval = "wald",
    covariance: Covariance = "robust",
    terms: Terms = "lines",
) -> Estimate:
    """Return the effect by two-stage least squares.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Instrument or tuple of Instrument
        The question, the instrument and what to condition on; or several for the same
        question, used together given all that any of them needs.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.
    method : {"2SLS", "LIML", "GMM"}, optional
        How the equation is fitted; with one instrument all three are the same.
    interval : {"wald", "anderson-rubin"}, optional
        The usual interval, or one that holds however weak the instrument. The latter may be
        infinite; if it has gaps, they are in the notes.
    covariance : {"robust", "homoskedastic"}, optional
        Whether errors may differ in spread between people, or are taken to be alike, as in
        older publications.
    terms : {"lines", "curves"}, optional
        How numbers among the covariates enter.

    Returns
    -------
    Estimate
        Its figures hold the effective first-stage F, the partial R², the p-value of the
        Durbin–Wu–Hausman test and, with several instruments, that of Sargan's or Hansen's.

    Raises
    ------
    EstimationError
        If a ratio or the effect in the exposed is asked for, or the data cannot answer: the
        instrument does not move the exposure, or repeats what is conditioned on.

    Notes
    -----
    What conditions one instrument may spoil another; whether several are instruments given
    all covariates together is for the diagram to say.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> price = [0, 0, 0, 0, 1, 1, 1, 1]
    >>> kratom = [0, 1, 1, 1, 0, 0, 0, 1]
    >>> frame = pd.DataFrame({"price": price, "kratom": kratom, "phq9": [4, 9, 8, 9, 5, 4, 6, 9]})
    >>> asked = Instrument("price", (), Question.of("kratom", "phq9"))
    >>> found = two_stage_least_squares(frame, asked)
    >>> round(found.value, 2), round(found.figures["first-stage F"], 1)
    (3.0, 2.0)
    """
    check_level(level)
    instruments = _checked(identification)
    _check_options(method, interval, covariance, terms)
    _check_sampling(sampling, covariance)
    question, given = instruments[0].question, _united(instruments)
    names = tuple(dict.fromkeys(each.instrument for each in instruments))
    rows = prepare(data, Argument(question, given), sampling=sampling, others=names)
    check_one_effect(rows, "two_stage_least_squares")
    with quiet():
        found = variables(rows, terms)
        form = reduced_form(found, covariance)
        value, spread = fitted(found, method, covariance)
        figures = strength(form).figures | _tests(found, covariance)
        accepted = confidence_set(form, level) if interval == "anderson-rubin" else None
    notes = (assumed(instruments), *on_interval(form, accepted, 'interval="anderson-rubin"'))
    estimate = estimated(
        "two_stage_least_squares", rows, value, spread, level, notes=notes, figures=figures
    )
    return replace(estimate, low=accepted.low, high=accepted.high) if accepted else estimate


def _checked(identification: Instrument | tuple[Instrument, ...]) -> tuple[Instrument, ...]:
    """Return the instruments, checked to belong to one question."""
    several = identification if isinstance(identification, tuple) else (identification,)
    for each in several:
        check_suits("two_stage_least_squares", each, (Instrument,))
    if not several:
        raise EstimationError("two_stage_least_squares takes one instrument or more, not none")
    if any(each.question != several[0].question for each in several):
        raise EstimationError("the instruments belong to different questions; use those of one")
    return several


def _united(instruments: tuple[Instrument, ...]) -> tuple[str, ...]:
    given = tuple(sorted({name for each in instruments for name in each.given}))
    for each in instruments:
        if each.instrument in given:
            raise EstimationError(
                f'"{each.instrument}" is an instrument and is also conditioned on for another; '
                f"use only one of the two"
            )
    return given


def _check_options(method: str, interval: str, covariance: str, terms: str) -> None:
    for name, value, allowed in (
        ("method", method, get_args(Fitted)),
        ("interval", interval, get_args(Interval)),
        ("covariance", covariance, get_args(Covariance)),
        ("terms", terms, get_args(Terms)),
    ):
        if value not in allowed:
            raise EstimationError(f"{name} is one of {', '.join(allowed)}, not {value!r}")


def _check_sampling(sampling: Sampling, covariance: Covariance) -> None:
    if covariance == "homoskedastic" and (sampling.weights or sampling.clusters):
        raise EstimationError(
            "with survey weights or clusters the errors are not alike; use the robust covariance"
        )


def _tests(found: Variables, covariance: Covariance) -> dict[str, float]:
    tests = {"Wu–Hausman p": exogeneity(found, covariance)}
    if found.instruments.shape[1] > 1:
        with suppress(EstimationError):  # too few clusters for this test, not for the estimate
            tests["overidentification p"] = overidentification(found, covariance)
    return tests
