"""Calibration: whether a propensity of 30 per cent means three in ten.

Weights are one over a probability, so the probabilities had better be right. A model that
was fitted to the same people looks calibrated by construction, however badly it would
predict anybody else. So the people are dealt into a few parts, and everybody's
propensity comes from a model fitted to the other parts. Then exposure is regressed on the
log-odds so predicted. The *calibration slope* should be 1 and the *intercept* 0; a slope
below 1 says that the propensities are too extreme, as they are when a model with many
terms has learned the noise, and that the weights are therefore too unequal.

Source: Cox (1958), Two further applications of a model for binary regression; Van Calster
et al. (2019), Calibration: the Achilles heel of predictive analytics; Gutman, Karavani and
Shimoni (2024), Improving inverse probability weighting by post-calibrating its propensity
scores.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.check.goodness_of_fit import (
    GoodnessOfFit,
    goodness_of_fit,
    groups_by_quantile,
)
from causalkit.analysis.check.out_of_fold import dealt, out_of_fold
from causalkit.analysis.check.two_groups import check_varies, effective_size, two_groups
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.contrast import normal_quantile, standard_error
from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.models.fit import Fit, inverse_link
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.nuisance.propensity import propensity_fit
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.errors import EstimationError

TENTHS = 10
"""Number of groups of people of like propensity."""

SMALL, LARGE = 0.02, 0.05
"""Average errors of a propensity beyond which it is doubtful, or alarming; conventions."""

LEVEL = 0.05
"""Level of the tests."""

MEANING = (
    "A calibrated propensity is right on average among people with the same propensity. It need "
    "not be right among people of the same kind: a model that lacks a covariate or a product of "
    "two can be calibrated all the same, so look at balance as well. Nor does a good prediction "
    "of exposure matter in itself; the propensity is there to make groups alike."
)


def calibration(
    data: pd.DataFrame,
    identification: Identification,
    *,
    folds: int = 5,
    seed: int = 1,
    sampling: Sampling = SIMPLE,
) -> Check:
    """Return whether the propensities are right, for people they were not fitted to.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.
    folds : int, optional
        Into how many parts the people are dealt; clusters stay together.
    seed : int, optional
        Seed of the dealing.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Check
        Its table has a row for each tenth of the people, sorted by predicted propensity:
        their number, "people", the mean propensity, "predicted", the share exposed,
        "observed", and its 95 % interval, "low" and "high". Its figures are the calibration
        slope and intercept with their standard errors, the average error of a propensity
        that these two imply, and Tsiatis' test of the shape of the model.

    Raises
    ------
    EstimationError
        If nothing is adjusted for, a covariate decides the group, or the model cannot be
        fitted without one of the parts.

    Notes
    -----
    Slope and intercept come from propensities predicted out of fold; the test, which knows
    that the model was fitted, from the fit to everybody.

    Examples
    --------
    >>> from causalkit.analysis.identify import Backdoor
    >>> from causalkit.graph import Question
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": np.arange(80) % 9})
    >>> asked = Backdoor(Question.of("kratom", "phq9"), ("pain",), (("pain",),), complete=True)
    >>> found = calibration(frame, asked)
    >>> found.finding, 0.8 < found.figures["slope"] < 1.2
    ('reassuring', True)
    """
    rows = two_groups("calibration", data, identification, sampling)
    check_varies("calibration", rows)
    parts = dealt(rows, folds, seed)
    with quiet():
        terms = design(rows.covariates, rows.n).matrix
        fit = propensity_fit(rows, terms)
        log_odds = out_of_fold(rows, terms, parts)
        recalibrated = _recalibrated(rows, log_odds)
        test = _shape(rows, fit)
        figures = {**_figures(rows, log_odds, recalibrated), **_test_figures(test)}
        table = _tenths(rows, log_odds)
    return Check(
        name="calibration",
        finding=_finding(figures),
        verdict=_verdict(figures),
        meaning=MEANING,
        table=table,
        figures=figures,
    )


def _recalibrated(rows: Rows, log_odds: Numbers) -> Fit:
    """Return the logistic regression of exposure on the predicted log-odds (Cox 1958)."""
    terms = np.column_stack([np.ones(rows.n), log_odds])
    try:
        return logistic_fit(terms, rows.treated.astype(np.float64), rows.weights)
    except SeparationError:
        raise EstimationError(
            "the predicted propensities tell the two groups apart (no overlap); restrict the "
            "question to a group in which both settings occur"
        ) from None


def _shape(rows: Rows, fit: Fit) -> GoodnessOfFit:
    groups = groups_by_quantile(fit.mean(fit.observed), rows.weights, TENTHS)
    exposed = rows.treated.astype(np.float64)
    return goodness_of_fit(fit, exposed, rows.weights, groups, rows.clusters)


def _figures(rows: Rows, log_odds: Numbers, recalibrated: Fit) -> dict[str, float]:
    errors = [
        standard_error(rows.n * recalibrated.influence_along(direction), rows.clusters)
        for direction in np.eye(2)
    ]
    gaps = recalibrated.mean(recalibrated.terms) - inverse_link("logit", log_odds)
    return {
        "slope": float(recalibrated.coefficients[1]),
        "standard error of the slope": errors[1],
        "intercept": float(recalibrated.coefficients[0]),
        "standard error of the intercept": errors[0],
        "average error": float(np.average(np.abs(gaps), weights=rows.weights)),
    }


def _test_figures(test: GoodnessOfFit) -> dict[str, float]:
    return {
        "test statistic": test.statistic,
        "degrees of freedom": float(test.degrees),
        "p-value": test.p_value,
    }


def _tenths(rows: Rows, log_odds: Numbers) -> pd.DataFrame:
    """Return predicted and observed shares of exposed people, by tenths."""
    groups = groups_by_quantile(log_odds, rows.weights, TENTHS)
    propensity = inverse_link("logit", log_odds)
    return pd.DataFrame(
        [_tenth(rows, propensity, groups == number) for number in range(groups.max() + 1)]
    )


def _tenth(rows: Rows, propensity: Numbers, members: Mask) -> dict[str, float]:
    from statsmodels.stats.proportion import proportion_confint

    weights = rows.weights[members]
    observed = float(np.average(rows.treated[members], weights=weights))
    size = effective_size(weights)
    low, high = proportion_confint(observed * size, size, method="wilson")
    return {
        "people": int(np.count_nonzero(members)),
        "predicted": float(np.average(propensity[members], weights=weights)),
        "observed": observed,
        "low": float(low),
        "high": float(high),
    }


def _finding(figures: dict[str, float]) -> Finding:
    error = figures["average error"] if _beyond_chance(figures) else 0.0
    if error > LARGE:
        return "alarming"
    return "doubtful" if error > SMALL or figures["p-value"] < LEVEL else "reassuring"


def _beyond_chance(figures: dict[str, float]) -> bool:
    """Return whether the slope is not 1, or the intercept not 0, by more than chance."""
    quantile = normal_quantile(1 - LEVEL)
    slope = abs(figures["slope"] - 1) > quantile * figures["standard error of the slope"]
    shift = abs(figures["intercept"]) > quantile * figures["standard error of the intercept"]
    return slope or shift


def _verdict(figures: dict[str, float]) -> str:
    slope = figures["slope"]
    margin = normal_quantile(0.95) * figures["standard error of the slope"]
    shape = (
        f"The shape of the model is refuted (p = {figures['p-value']:.2g})"
        if figures["p-value"] < LEVEL
        else f"Nothing speaks against the shape of the model (p = {figures['p-value']:.2g})"
    )
    return (
        f"For people it was not fitted to, the propensity is off by "
        f"{100 * figures['average error']:.1f} percentage points on average; the calibration slope "
        f"is {slope:.2f} (95 % interval {slope - margin:.2f} to {slope + margin:.2f})"
        f"{_extremes(slope, margin)}. {shape}."
    )


def _extremes(slope: float, margin: float) -> str:
    if slope + margin < 1:
        return ", so the propensities are too extreme"
    return ", so the propensities are not extreme enough" if slope - margin > 1 else ""
