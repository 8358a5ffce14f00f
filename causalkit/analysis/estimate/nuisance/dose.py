"""A continuous exposure in a regression: a dose–response curve.

A dose has no two groups that could be modelled separately. So the outcome is modelled
for everybody at once: a smooth curve in the dose, the terms of the covariates, and
products of dose and covariates, which let the curve of one kind of people be steeper
than that of another.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.design import Parts, curve, joints, side_by_side
from causalkit.analysis.estimate.models.setting import Setting
from causalkit.analysis.estimate.nuisance.joint import Joint, joint, with_exposures
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.errors import EstimationError


def dose_model(rows: Rows, covariates: Parts, *, lines: bool, interactions: bool) -> Joint:
    """Return the design as observed, and as it were at either setting of the dose.

    Parameters
    ----------
    rows : Rows
        Rows with a single, continuous exposure.
    covariates : list of pairs of str and ndarray of float
        The terms of the covariates, of which the first is the intercept.
    lines : bool
        Whether the dose enters as a straight line and not as a curve.
    interactions : bool
        Whether the curve may be steeper for some people than for others.

    Returns
    -------
    Joint

    Raises
    ------
    EstimationError
        If there are other exposures, the average is over the exposed or the unexposed,
        or a setting lies outside the doses that occur.
    """
    if len(rows.exposures) > 1:
        raise EstimationError(
            f'"{rows.continuous[0].name}" is continuous; ask about it alone, or make it groups, to '
            f"compare settings of several exposures"
        )
    check_doses(rows)
    dose = rows.exposures[0]
    asked = (*rows.question.treated, *rows.question.reference)
    treated, reference = (np.array([dose.position(setting)]) for setting in asked)
    at = [_terms(dose, values, lines) for values in (dose.values, treated, reference)]
    if not interactions:
        return with_exposures(covariates, [(dose.name, at[0])], np.vstack(at[1:]))
    middle, spread = dose.values.mean(), dose.values.std()
    others, owners = side_by_side(covariates)
    steeper = [
        np.hstack([others, ((values - middle) / spread)[:, None] * others[:, 1:]])
        for values in (dose.values, treated, reference)
    ]
    names = (*owners, *[dose.name] * (others.shape[1] - 1 + at[0].shape[1]))
    settings = tuple(Setting(*each) for each in zip(steeper[1:], at[1:], strict=True))
    return joint(np.hstack([steeper[0], at[0]]), names, settings)


def check_doses(rows: Rows) -> None:
    """Raise unless the settings of the continuous exposures lie among the doses that occur.

    Parameters
    ----------
    rows : Rows
        Rows with at least one continuous exposure.

    Raises
    ------
    EstimationError
        If one lies outside, or the average is over the exposed or the unexposed.
    """
    if rows.question.population in ("exposed", "unexposed"):
        raise EstimationError(
            f'"{rows.continuous[0].name}" is continuous, so the {rows.question.population} are no '
            f"group; ask about everybody or give a condition"
        )
    for settings in (rows.question.treated, rows.question.reference):
        for exposure, setting in zip(rows.exposures, settings, strict=True):
            _check_occurs(exposure, setting)


def _check_occurs(dose: Column, setting: float | str) -> None:
    low, high = dose.levels[[0, -1]]
    if not low <= dose.position(setting) <= high:
        raise EstimationError(
            f'"{dose.name}" = {setting} lies outside the values that occur, {dose.shown(low)} to '
            f"{dose.shown(high)}"
        )


def _terms(dose: Column, values: Numbers, lines: bool) -> Numbers:
    return values[:, None] if lines else curve(values, joints(dose.values))
