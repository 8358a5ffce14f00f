"""Outcome regression with standardisation: predict everybody twice, and compare.

A regression describes how the mean outcome depends on exposure and covariates. Unless one
model for all is asked for, it is fitted among the treated and among the reference group
separately, so that the effect may differ from person to person as it likes. Then everybody
in the population asked about is predicted under either setting, whatever their own, and the
two means are compared. This is *standardisation*, also called the parametric g-formula.

The interval knows of both sources of error: that the coefficients were estimated, and
that the people over whom predictions are averaged are themselves a sample.

Source: Robins (1986), A new approach to causal inference in mortality studies; Hernán
and Robins (2020), Causal Inference: What If, chapters 13 and 15.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.models.cells import Cells
from causalkit.analysis.estimate.models.design import Design
from causalkit.analysis.estimate.models.logistic import SeparationError
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.models.setting import Setting, observed
from causalkit.analysis.estimate.nuisance.joint import Joint
from causalkit.analysis.estimate.nuisance.outcome import (
    FITS,
    OutcomeFit,
    OutcomeModel,
    check_model,
    chosen_model,
)
from causalkit.analysis.estimate.nuisance.outcome_fit import check_rank, no_answer
from causalkit.analysis.estimate.nuisance.terms import arm_design, check_terms, joint_model
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Groups, Sampling
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.errors import EstimationError


def regression(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    outcome_model: OutcomeModel = "auto",
    terms: str = "curves",
    interactions: bool = True,
) -> Estimate:
    """Return the effect by outcome regression and standardisation.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor
        The question, and what to adjust for.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.
    outcome_model : str, optional
        "linear"; "logistic", for zeros and ones; "poisson" or "negative binomial", for counts;
        "ordinal", for levels in order, with proportional odds; or "auto", which is logistic for
        zeros and ones, and linear for any other number.
    terms : str, optional
        How covariates enter: "curves", "lines", or a formula of them such as
        "age + I(age**2) + C(education)", which may name the exposure. A formula is evaluated
        as Python, so take none from strangers.
    interactions : bool, optional
        Whether either setting of the exposure has a model of its own; or else there is one for
        everybody, with each exposure as one term. A formula that names the exposure says
        itself what its products are.

    Returns
    -------
    Estimate

    Raises
    ------
    EstimationError
        If the data cannot answer: a setting of the exposure does not occur, or some
        people are of a kind that never occurs under it; if the model does not suit the
        outcome; or if a formula cannot be read, or has not the right variables.

    Notes
    -----
    Covariates enter as curves and indicators, each in its own way for either setting of the
    exposure, but without products of two covariates. A single exposure with more than six
    different values enters as a curve, or as a line where covariates do, whose height may
    depend on the covariates in proportion to the exposure. The mean of an ordinal outcome is
    that of its levels, each times its probability.

    Examples
    --------
    >>> from causalkit.analysis.identify import identify
    >>> from causalkit.graph import Diagram
    >>> from causalkit.graph.question import Question
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> phq9 = 4 + 5 * pain - 2 * kratom + np.tile([-1, 1], 40)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> found = regression(frame, identify(diagram, Question.of("kratom", "phq9")))
    >>> found.adjustment
    ('pain',)
    """
    check_level(level)
    check_model(outcome_model)
    check_terms(terms)
    check_suits("regression", identification, ADJUSTMENT)
    rows = prepare(data, identification, sampling=sampling)
    model = chosen_model(rows, outcome_model)
    with quiet():
        joint = joint_model(rows, terms, interactions=interactions)
        means = _by_arm(rows, terms, model) if joint is None else _for_all(rows, joint, model)
    return contrast("regression", rows, *means, level)


def _by_arm(rows: Rows, terms: str, model: str) -> tuple[Mean, Mean]:
    """Return the two standardised means, from one fit in each group."""
    rows.check_arms()
    made, alike = arm_design(rows, terms)
    everybody = observed(made.matrix)
    treated, reference = (
        mean
        for arm in (rows.treated, rows.reference)
        for mean in _standardised(rows, everybody, _fit(rows, made, alike, arm, model), alike, arm)
    )
    return treated, reference


def _for_all(rows: Rows, joint: Joint, model: str) -> tuple[Mean, Mean]:
    """Return the two standardised means, from one fit to everybody."""
    everybody = np.ones(rows.n, dtype=bool)
    fit = _fit(rows, joint.observed, joint.cells, everybody, model)
    treated, reference = (
        mean
        for setting in joint.settings
        for mean in _standardised(rows, setting, fit, joint.cells, everybody)
    )
    return treated, reference


def _fit(rows: Rows, terms: Design, alike: Cells | None, fitted: Mask, model: str) -> OutcomeFit:
    """Return the outcome regression among some of the rows."""
    if model == "ordinal" and terms.owners[0]:
        raise EstimationError(
            "an ordinal regression has thresholds in place of an intercept; write the formula "
            "without 0 or -1"
        )
    matrix, codes = _fitted_terms(terms, alike, fitted)
    outcome, weights = _only(rows.outcome.values, fitted), _only(rows.weights, fitted)
    check_rank(rows, terms, matrix, fitted)
    try:
        return FITS[model](matrix, outcome, weights if rows.weighted else None, codes)
    except SeparationError:
        raise no_answer(rows, fitted) from None


def _fitted_terms(
    terms: Design, alike: Cells | None, fitted: Mask
) -> tuple[Numbers, Groups | None]:
    """Return the terms of the rows fitted, or their distinct rows and which row has which."""
    if alike is None:
        return _only(terms.matrix, fitted), None
    occurring, theirs = alike.chosen(fitted)
    return terms.matrix[occurring], theirs.codes


def _only(values: Numbers, rows: Mask) -> Numbers:
    return values if rows.all() else values[rows]


def _standardised(
    rows: Rows, setting: Setting, fit: OutcomeFit, alike: Cells | None, fitted: Mask
) -> list[Mean]:
    """Return for each setting the mean over the population, and the influence of each row on it."""
    target = rows.weights * rows.target
    target /= target.mean()
    predicted = fit.mean_at(setting)
    counted = target if alike is None else alike.sums(target)
    values = predicted @ counted / rows.n
    gradients = fit.gradient_at(setting, predicted, counted) / rows.n
    by_fit = fit.influence_along(rows.n * gradients.T)
    means = []
    for value, mean, along in zip(values, predicted, by_fit.T, strict=True):
        influence = target * _spread(mean - value, alike)
        influence[fitted] += along
        means.append(Mean(float(value), influence))
    return means


def _spread(values: Numbers, alike: Cells | None) -> Numbers:
    return values if alike is None else values[alike.codes]
