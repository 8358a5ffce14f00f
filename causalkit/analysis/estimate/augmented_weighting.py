"""Augmented weighting: two models, of which one has to be right.

Predict everybody by an outcome regression, as standardisation does. Then look at the
residuals: where the regression is wrong, they are not zero on average, and their weighted
mean, each group made to resemble the population, says by how much the predictions are off.
Added to them, it puts them right. If the regression is right there is nothing to put right,
whatever the weights; if the propensity is right, whatever the regression. This is *double
robustness*. With both wrong, nothing is promised.

The interval knows that both models were estimated (stacked estimating equations), so it too
is right when either is wrong. With *cross-fitting* nobody is predicted by a model that has
seen them, which lets models be as flexible as they like; the interval then takes both for
right, because the errors of the two only matter as a product.

Source: Robins, Rotnitzky and Zhao (1994), Estimation of regression coefficients when some
regressors are not always observed; Bang and Robins (2005), Doubly robust estimation in
missing data and causal inference models; Chernozhukov et al. (2018), Double/debiased
machine learning for treatment and structural parameters, for cross-fitting.
"""

from __future__ import annotations

import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.models.design import Design
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.nuisance.outcome_fit import outcome_fit
from causalkit.analysis.estimate.nuisance.propensity import (
    REFERENCE,
    TREATED,
    Propensity,
    propensity,
)
from causalkit.analysis.estimate.nuisance.terms import covariate_design
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.analysis.estimate.weights.augmented_mean import augmented_mean, residual_weights
from causalkit.analysis.estimate.weights.concentration import weight_figures, weight_notes
from causalkit.analysis.estimate.weights.cross_fitting import cross_fitted
from causalkit.analysis.estimate.weights.folds import check_folds, fold_numbers
from causalkit.analysis.estimate.weights.population import (
    population_asked,
    weight_slopes,
)


def augmented_weighting(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    outcome_terms: str = "curves",
    propensity_terms: str = "curves",
    folds: int | None = None,
    seed: int = 0,
) -> Estimate:
    """Return the effect by augmented inverse-probability weighting (AIPW).

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
    outcome_terms, propensity_terms : {"curves", "lines"} or str, optional
        How the covariates enter either model: as curves, as straight lines, or by the
        right-hand side of a formula.
    folds : int, optional
        Number of parts for cross-fitting: each is predicted by models fitted to the others.
        Without it, all rows are fitted at once.
    seed : int, optional
        Decides who is in which part.

    Returns
    -------
    Estimate
        Its figures are the effective sample sizes of the weighted groups and the largest
        share of the weight of a group.

    Raises
    ------
    EstimationError
        If the exposure is continuous, a setting does not occur, or some people could only
        have been in one of the groups.

    Notes
    -----
    An outcome of zeros and ones gets a logistic regression in each group, any other number a
    linear one. The mean is not kept within the range of the outcome;
    :func:`~causalkit.analysis.estimate.targeted_maximum_likelihood.targeted_maximum_likelihood`
    keeps it there. Cross-fitting keeps clusters together.

    Examples
    --------
    >>> import numpy as np
    >>> from causalkit.analysis.identify import identify
    >>> from causalkit.graph import Diagram
    >>> from causalkit.graph.question import Question
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> phq9 = 4 + 5 * pain - 2 * kratom + np.tile([-1, 1], 40)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> found = augmented_weighting(frame, identify(diagram, Question.of("kratom", "phq9")))
    >>> found.adjustment
    ('pain',)
    """
    check_level(level)
    check_suits("augmented_weighting", identification, ADJUSTMENT)
    rows = prepare(data, identification, sampling=sampling)
    rows.check_arms()
    check_folds(rows, folds)
    with quiet():
        outcome = covariate_design(rows, outcome_terms)
        exposure = covariate_design(rows, propensity_terms)
        if folds is None:
            scores = propensity(rows, exposure.matrix)
            treated, reference = (_stacked(rows, scores, outcome, g) for g in (TREATED, REFERENCE))
        else:
            crossed = cross_fitted(rows, outcome, exposure, fold_numbers(rows, folds, seed))
            scores = crossed.scores
            treated, reference = (
                augmented_mean(rows, scores, crossed.predicted[:, group], group)
                for group in (TREATED, REFERENCE)
            )
        weights = [residual_weights(rows, scores, group) for group in (TREATED, REFERENCE)]
    return contrast(
        "augmented_weighting",
        rows,
        treated,
        reference,
        level,
        notes=weight_notes(treated=weights[0], reference=weights[1]),
        figures=weight_figures(*weights),
    )


def _stacked(rows: Rows, scores: Propensity, terms: Design, group: int) -> Mean:
    """Return the mean with the influence that rows have by way of both models, too."""
    members = scores.members(group)
    fit = outcome_fit(rows, terms, members, logistic=rows.is_binary)
    predicted = fit.mean(terms.matrix)
    mean = augmented_mean(rows, scores, predicted, group, fit.residuals)
    influence = mean.influence + rows.n * _by_propensity(rows, scores, predicted, group)
    influence[members] += rows.n * _by_outcome_model(rows, scores, terms, fit, group)
    return Mean(mean.value, influence)


def _by_propensity(rows: Rows, scores: Propensity, predicted: Numbers, group: int) -> Numbers:
    weights = residual_weights(rows, scores, group) / (rows.weights * rows.target).sum()
    slopes = weight_slopes(scores, population_asked(rows, scores), group)
    residuals = weights * (rows.outcome.values - predicted)
    return scores.influence_along(slopes * residuals[:, None])


def _by_outcome_model(
    rows: Rows, scores: Propensity, terms: Design, fit: Fit, group: int
) -> Numbers:
    target = rows.weights * rows.target
    # A prediction counts in the population, and is taken away again by its own residual.
    counts = (target - residual_weights(rows, scores, group)) / target.sum()
    return fit.influence_along((counts * fit.slope(fit.mean(terms.matrix))) @ terms.matrix)
