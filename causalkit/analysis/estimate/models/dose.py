"""A continuous exposure in a regression: a dose–response curve.

A dose has no two groups that could be modelled separately. So the outcome is modelled
for everybody at once: a smooth curve in the dose, the terms of the covariates, and
products of dose and covariates, which let the curve of one kind of people be steeper
than that of another.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.data.columns import Column, Numbers
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.design import Design, curve, design, independent, joints
from causalkit.errors import EstimationError


def dose_designs(rows: Rows) -> tuple[Design, Numbers, Numbers]:
    """Return the design as observed, and as it were at either setting of the dose.

    Parameters
    ----------
    rows : Rows
        Rows with a single, continuous exposure.

    Returns
    -------
    observed : Design
    treated, reference : ndarray of float of shape (n, p)
        The same columns with everybody's dose set.

    Raises
    ------
    EstimationError
        If there are other exposures, the average is over the exposed or the unexposed,
        or a setting lies outside the doses that occur.
    """
    dose = _single_dose(rows)
    covariates = design(rows.covariates, rows.n)
    settings = (rows.question.treated[0], rows.question.reference[0])
    at = [np.full(rows.n, _checked(dose, setting)) for setting in settings]
    matrix = _matrix(dose.values, dose, covariates.matrix)
    kept = independent(matrix)
    owners = (*covariates.owners, *[dose.name] * (matrix.shape[1] - len(covariates.owners)))
    observed = Design(matrix[:, kept], tuple(owners[column] for column in kept))
    treated, reference = (_matrix(values, dose, covariates.matrix)[:, kept] for values in at)
    return observed, treated, reference


def _single_dose(rows: Rows) -> Column:
    dose = rows.continuous[0]
    if len(rows.exposures) > 1:
        raise EstimationError(
            f'"{dose.name}" is continuous; ask about it alone, or make it groups, to compare '
            f"settings of several exposures"
        )
    if rows.question.population in ("exposed", "unexposed"):
        raise EstimationError(
            f'"{dose.name}" is continuous, so the {rows.question.population} are no group; ask '
            f"about everybody or give a condition"
        )
    return dose


def _checked(dose: Column, setting: float | str) -> float:
    value = dose.position(setting)
    low, high = dose.levels[[0, -1]]
    if not low <= value <= high:
        raise EstimationError(
            f'"{dose.name}" = {setting} lies outside the values that occur, {low:g} to {high:g}'
        )
    return value


def _matrix(values: Numbers, dose: Column, covariates: Numbers) -> Numbers:
    middle, spread = dose.values.mean(), dose.values.std()
    steepness = ((values - middle) / spread)[:, None] * covariates[:, 1:]
    return np.hstack([covariates, curve(values, joints(dose.values)), steepness])
