"""The Wald estimator: a difference in outcomes, divided by a difference in exposure.

A lottery decides who is offered kratom at half the price. Winners feel better by half a
point, and among them use is higher by 20 in 100. If the prize did nothing but change use,
that half point is the work of those 20, so each of them gained two and a half points. Nothing
more is in any instrumental estimate; with a binary instrument and nothing to condition on, it
can be done by hand.

Who are those 20? The *compliers*, who take it if they win and do not if they lose. That the
answer is their mean effect needs that nobody does the opposite (monotonicity). Their share can
be told; who they are cannot.

Source: Wald (1940), The fitting of straight lines if both variables are subject to error;
Imbens and Angrist (1994), Identification and estimation of local average treatment effects.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.argument import Argument
from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, estimated
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.instruments.confidence_set import confidence_set
from causalkit.analysis.estimate.instruments.notes import assumed, on_interval
from causalkit.analysis.estimate.instruments.reduced_form import ReducedForm, reduced_form
from causalkit.analysis.estimate.instruments.strength import strength
from causalkit.analysis.estimate.instruments.variables import (
    Variables,
    check_one_effect,
    variables,
)
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import check_suits
from causalkit.analysis.identify.instruments.instruments import Instrument
from causalkit.errors import EstimationError

Interval = Literal["delta", "fieller"]
"""The usual interval of a quotient, or one that holds however small the denominator."""


def wald(
    data: pd.DataFrame,
    identification: Instrument,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    interval: Interval = "delta",
) -> Estimate:
    """Return the effect as a quotient of two differences of means.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Instrument
        The question and an instrument with two values that needs nothing conditioned on.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.
    interval : {"delta", "fieller"}, optional
        By the delta method; or Fieller's, which holds however weak the instrument and may be
        infinite.

    Returns
    -------
    Estimate
        Its figures hold the two differences, the first-stage F and, where the exposure has
        two values, the shares of compliers, of those who are exposed anyway (always-takers)
        and of those who never are (never-takers).

    Raises
    ------
    EstimationError
        If the instrument has not two values, something has to be conditioned on, or a ratio
        or the effect in the exposed is asked for.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> price = [0, 0, 0, 0, 1, 1, 1, 1]
    >>> kratom = [0, 1, 1, 1, 0, 0, 0, 1]
    >>> frame = pd.DataFrame({"price": price, "kratom": kratom, "phq9": [4, 9, 8, 9, 5, 4, 6, 9]})
    >>> found = wald(frame, Instrument("price", (), Question.of("kratom", "phq9")))
    >>> round(found.value, 2), round(found.figures["complier share"], 2)
    (3.0, 0.5)
    """
    check_level(level)
    check_suits("wald", identification, (Instrument,))
    if interval not in get_args(Interval):
        raise EstimationError(f"interval is one of delta, fieller, not {interval!r}")
    _check_unconditional(identification)
    name = identification.instrument
    rows = prepare(data, Argument(identification.question), sampling=sampling, others=(name,))
    check_one_effect(rows, "wald")
    _check_two_values(rows)
    with quiet():
        found = _by_group(variables(rows), rows)
        form = reduced_form(found)
        accepted = confidence_set(form, level) if interval == "fieller" else None
    value, spread = _quotient(form)
    notes = (assumed((identification,)), *on_interval(form, accepted, 'interval="fieller"'))
    figures = _differences(form) | strength(form).figures | _shares(found)
    estimate = estimated("wald", rows, value, spread, level, notes=notes, figures=figures)
    return replace(estimate, low=accepted.low, high=accepted.high) if accepted else estimate


def _check_unconditional(identification: Instrument) -> None:
    if identification.given:
        raise EstimationError(
            f'wald conditions on nothing, but "{identification.instrument}" is an instrument '
            f"given {', '.join(identification.given)}; use two_stage_least_squares"
        )


def _check_two_values(rows: Rows) -> None:
    instrument = rows.others[0]
    if len(instrument.levels) != 2:
        raise EstimationError(
            f'wald takes an instrument with two values, but "{instrument.name}" has '
            f"{len(instrument.levels)}; use two_stage_least_squares"
        )


def _by_group(found: Variables, rows: Rows) -> Variables:
    """Return the variables with the instrument as 0 and 1, so that differences are of groups."""
    instrument = rows.others[0]
    return replace(
        found,
        instruments=np.asarray(instrument.values == instrument.levels[1], dtype=float)[:, None],
    )


def _quotient(form: ReducedForm) -> tuple[float, float]:
    """Return the quotient of the two differences, and its error by the delta method."""
    value = float(form.outcome[0] / form.exposure[0])
    variance = float(form.covariance_at(value)[0, 0])
    return value, float(np.sqrt(variance) / abs(form.exposure[0]))


def _differences(form: ReducedForm) -> dict[str, float]:
    return {
        "difference in outcome": float(form.outcome[0]),
        "difference in exposure": float(form.exposure[0]),
    }


def _shares(found: Variables) -> dict[str, float]:
    """Return the shares of compliers, always-takers and never-takers."""
    if not np.isin(found.exposure, (0.0, 1.0)).all():
        return {}
    offered = found.instruments[:, 0] == 1
    exposed = sorted(
        float(np.average(found.exposure[group], weights=found.weights[group]))
        for group in (~offered, offered)
    )
    return {
        "complier share": exposed[1] - exposed[0],
        "always-taker share": exposed[0],
        "never-taker share": 1 - exposed[1],
    }
