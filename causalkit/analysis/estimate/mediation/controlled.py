"""The controlled direct effect: the mediator set to one value for everybody.

It answers what the exposure would still do if one took hold of the mediator. Since nothing is
said of what anybody's mediator would have been, a common cause of mediator and outcome may be
something that the exposure affects. Such a cause cannot simply be adjusted for, because part
of the effect goes through it. So the adjustment is made in two steps, from the end: predict
the outcome from everything, with the mediator set; then predict that prediction from the
covariates alone, in either group.

Source: Robins (1986), A new approach to causal inference in mortality studies; Bang and Robins
(2005), Doubly robust estimation in missing data and causal inference models, for the iterated
regressions; VanderWeele (2015), Explanation in causal inference, chapter 5.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.mediation.arms import (
    arm_fit,
    is_continuous,
    mediation_rows,
    mediator_terms,
)
from causalkit.analysis.estimate.models.design import Design, design
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.identify.mediation.mediation import Mediation
from causalkit.errors import EstimationError

Setting = Mapping[str, float | str]
"""For each mediator the value that it is set to."""


def controlled_direct_effect(
    data: pd.DataFrame,
    identification: Mediation,
    *,
    at: Setting,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
) -> Estimate:
    """Return the effect of the exposure with everybody's mediators set to one value.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Mediation
        Which effects are identified, and what to adjust for.
    at : mapping of str to (float or str)
        The value of each mediator.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Estimate
        On the scale of the question.

    Raises
    ------
    EstimationError
        If a mediator is not set, or to what does not occur; if the exposure is not a matter of
        groups; or if the rows do not suffice for the models.

    Notes
    -----
    The steps: (1) regress the outcome on mediators and covariates in either group; (2) predict
    everybody with the mediators set; (3) where some of what is adjusted for comes after the
    exposure, regress the predictions on the covariates before it; (4) average. The interval
    knows that both regressions were fitted.

    Examples
    --------
    >>> from causalkit.analysis.identify.mediation.mediation import identify_mediation
    >>> from causalkit.graph import Diagram
    >>> from causalkit.graph.question import Question
    >>> kratom, noise = np.repeat([0, 1], 40), np.tile([-1, 1], 40)
    >>> sleep = np.tile([0, 0, 1, 0, 1, 1, 0, 0, 1, 0], 8) | (np.arange(80) > 70)
    >>> frame = pd.DataFrame({"kratom": kratom, "sleep": sleep})
    >>> frame["phq9"] = 9 - 2 * kratom - 3 * sleep + kratom * sleep + 0 * noise
    >>> diagram = Diagram.of([("kratom", "sleep"), ("sleep", "phq9"), ("kratom", "phq9")])
    >>> asked = identify_mediation(diagram, Question.of("kratom", "phq9"), "sleep")
    >>> [round(controlled_direct_effect(frame, asked, at={"sleep": v}).value, 6) for v in (0, 1)]
    [-2.0, -1.0]
    """
    check_level(level)
    rows = mediation_rows("controlled_direct_effect", data, identification, "controlled", sampling)
    mediators = rows.others[: len(identification.mediators)]
    values = [_position(column, at) for column in mediators]
    _check_named(at, identification)
    with quiet():
        treated, reference = (
            _set_mean(rows, mediators, values, arm) for arm in (rows.treated, rows.reference)
        )
    shown = " and ".join(f'"{column.name}" = {at[column.name]}' for column in mediators)
    notes = (f"The mediator is set to {shown} for everybody.",)
    return contrast("controlled_direct_effect", rows, treated, reference, level, notes=notes)


def _check_named(at: Setting, identification: Mediation) -> None:
    for name in at:
        if name not in identification.mediators:
            raise EstimationError(
                f'"{name}" is none of the mediators {", ".join(identification.mediators)}'
            )


def _position(mediator: Column, at: Setting) -> float:
    if mediator.name not in at:
        raise EstimationError(f'at={{…}} gives no value for the mediator "{mediator.name}"')
    value = mediator.position(at[mediator.name])
    low, high = mediator.levels[[0, -1]]
    occurs = low <= value <= high if is_continuous(mediator) else value in mediator.levels
    if not occurs:
        shown = ", ".join(map(mediator.shown, mediator.levels))
        seen = f"{low:g} to {high:g}" if is_continuous(mediator) else shown
        raise EstimationError(
            f'the mediator "{mediator.name}" cannot be set to {at[mediator.name]}, which does not '
            f"occur; it takes {seen}"
        )
    return value


def _set_mean(rows: Rows, mediators: tuple[Column, ...], values: list[float], arm: Mask) -> Mean:
    """Return the mean outcome of one group's setting with the mediators set (steps 1 and 2)."""
    before = design(rows.covariates, rows.n)
    between = rows.others[len(mediators) :]
    everything = design((*rows.covariates, *between), rows.n) if between else before
    fit = arm_fit(
        rows,
        _with(everything, mediators, [column.values for column in mediators]),
        rows.outcome.values,
        f'the outcome "{rows.outcome.name}"',
        arm,
        binary=rows.is_binary,
    )
    terms = _with(everything, mediators, [np.full(rows.n, value) for value in values]).matrix
    if between:
        return _averaged_again(rows, before, fit, terms, arm)
    return _averaged(rows, fit, terms, arm)


def _averaged(rows: Rows, fit: Fit, terms: Numbers, arm: Mask) -> Mean:
    """Return the average of predictions (step 4)."""
    target = rows.weights * rows.target / np.sum(rows.weights * rows.target)
    predicted = fit.mean(terms)
    value = float(target @ predicted)
    influence = target * (predicted - value)
    influence[arm] += fit.influence_along((target * fit.slope(predicted)) @ terms)
    return Mean(value, rows.n * influence)


def _averaged_again(rows: Rows, before: Design, fit: Fit, terms: Numbers, arm: Mask) -> Mean:
    """Return the average of predictions of predictions (steps 3 and 4)."""
    first = fit.mean(terms)
    again = arm_fit(rows, before, first, "the prediction", arm, binary=rows.is_binary)
    mean = _averaged(rows, again, before.matrix, arm)
    target = rows.weights * rows.target / np.sum(rows.weights * rows.target)
    direction = (target * again.slope(again.mean(before.matrix))) @ before.matrix
    # What the first regression does to the average, it does by way of the second.
    passed = np.where(arm, rows.weights, 0.0) * (before.matrix @ (again.inverse @ direction))
    influence = mean.influence.copy()
    influence[arm] += rows.n * fit.influence_along((passed * fit.slope(first)) @ terms)
    return Mean(mean.value, influence)


def _with(covariates: Design, mediators: tuple[Column, ...], values: list[Numbers]) -> Design:
    """Return the design of the covariates with the mediators added."""
    pairs = zip(mediators, values, strict=True)
    added = [mediator_terms(column, each) for column, each in pairs]
    names = zip(mediators, added, strict=True)
    owners = (column.name for column, block in names for _ in block.T)
    return Design(np.hstack([covariates.matrix, *added]), (*covariates.owners, *owners))
