"""A marginal structural model: the mean outcome at every dose, were all to have it.

In the weighted data the dose has nothing to do with the covariates, so a regression of the
outcome on the dose alone is one of what would happen. It is *marginal*, because the
covariates do not stand in it, and *structural*, because it is about outcomes under a dose
that is set. Its shape is an assumption: a straight line, or a parabola.

Source: Robins, Hernán and Brumback (2000), Marginal structural models and causal inference
in epidemiology.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.weights.stabilised import stabilised_weights
from causalkit.analysis.estimate.weights.truncation import truncated
from causalkit.errors import EstimationError

DoseModel = Literal["linear", "quadratic"]
"""The shape of the mean outcome, or of its log-odds, over the dose."""


def dose_means(
    rows: Rows, terms: Numbers, dose_model: DoseModel, truncation: float | None
) -> tuple[Mean, Mean, Numbers]:
    """Return the mean outcomes at the two doses asked about, and the stabilised weights.

    Parameters
    ----------
    rows : Rows
        Rows with a continuous exposure.
    terms : ndarray of float of shape (n, p)
        The design of the covariates.
    dose_model : {"linear", "quadratic"}
        The shape of the outcome over the dose.
    truncation : float, optional
        The share of the weights to cap at either end.

    Returns
    -------
    treated, reference : Mean
    weights : ndarray of float of shape (n,)
        Survey weights not included.

    Raises
    ------
    EstimationError
        If there are other exposures, the question is about the exposed or the unexposed, a
        dose lies outside of those that occur, or a model cannot be fitted.
    """
    doses = _doses_asked(rows)
    # 1. Weights.
    stabilised = stabilised_weights(rows, terms)
    everybody = np.ones(rows.n, dtype=bool)
    weights, free = truncated(stabilised.values, rows.weights, everybody, truncation)
    # 2. The outcome over the dose, in the weighted data.
    shape = _shape(rows, rows.exposures[0].values, dose_model)
    fit = _fit(rows, shape, rows.weights * weights)
    residuals = rows.weights * weights * (rows.outcome.values - fit.mean(shape))
    # 3. The curve at either dose; its error is also that of the densities in the weights.
    found = []
    for dose in doses:
        at = _shape(rows, np.array([dose]), dose_model)
        mean = fit.mean(at)
        direction = (fit.slope(mean)[:, None] * at)[0]
        by_weights = free * residuals * (shape @ (fit.inverse @ direction))
        influence = fit.influence_along(direction) + stabilised.influence_along(by_weights)
        found.append(Mean(float(mean[0]), rows.n * influence))
    return found[0], found[1], weights


def _doses_asked(rows: Rows) -> tuple[float, float]:
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
    low, high = dose.levels[[0, -1]]
    for setting in (rows.question.treated[0], rows.question.reference[0]):
        if not low <= dose.position(setting) <= high:
            raise EstimationError(
                f'"{dose.name}" = {setting} lies outside the values that occur, {low:g} to {high:g}'
            )
    return dose.position(rows.question.treated[0]), dose.position(rows.question.reference[0])


def _shape(rows: Rows, doses: Numbers, dose_model: DoseModel) -> Numbers:
    """Return the terms of the outcome model: powers of the standardised dose."""
    observed = rows.exposures[0].values
    standard = (doses - observed.mean()) / observed.std()
    return np.vander(standard, 2 if dose_model == "linear" else 3, increasing=True)


def _fit(rows: Rows, shape: Numbers, weights: Numbers) -> Fit:
    if not rows.is_binary:
        return linear_fit(shape, rows.outcome.values, weights)
    try:
        return logistic_fit(shape, rows.outcome.values, weights)
    except SeparationError:
        raise EstimationError(
            f'the dose "{rows.exposures[0].name}" tells the outcomes "{rows.outcome.name}" = 0 and '
            f"1 apart, so its regression has no answer; use more data"
        ) from None
