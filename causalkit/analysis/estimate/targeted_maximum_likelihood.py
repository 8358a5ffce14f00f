"""Targeted maximum likelihood: bend the predictions until they answer the question.

An outcome regression is fitted to predict well everywhere, which is not what was asked.
Here its predictions are shifted a little, on the scale of log-odds, by as much as the
weighted residuals demand: after that they are zero on average, each group made to resemble
the population. The shifted predictions are averaged. The result is right if either model
is, as for augmented weighting, and since probabilities stay probabilities it never leaves
the range of the outcome, however large a weight.

An outcome that is no probability is first measured on a scale from its smallest value to
its largest.

Source: van der Laan and Rubin (2006), Targeted maximum likelihood learning; Gruber and van
der Laan (2010), A targeted maximum likelihood estimator of a causal effect on a bounded
continuous outcome.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.models.design import Design
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.nuisance.outcome_fit import outcome_fit
from causalkit.analysis.estimate.nuisance.propensity import (
    REFERENCE,
    TREATED,
    Propensity,
    propensity,
)
from causalkit.analysis.estimate.nuisance.terms import covariate_design
from causalkit.analysis.estimate.reading.columns import Column
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.analysis.estimate.weights.augmented_mean import augmented_mean, residual_weights
from causalkit.analysis.estimate.weights.concentration import weight_figures, weight_notes
from causalkit.analysis.estimate.weights.fluctuation import fluctuation
from causalkit.errors import EstimationError

Variance = Literal["stacked", "influence curve"]
"""What the interval comes from: both models with their own errors, or both taken for right."""


def targeted_maximum_likelihood(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    outcome_terms: str = "curves",
    propensity_terms: str = "curves",
    variance: Variance = "stacked",
) -> Estimate:
    """Return the effect by targeted maximum likelihood estimation (TMLE).

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
    variance : {"stacked", "influence curve"}, optional
        Whether the interval has the errors of both models in it (stacked estimating
        equations) and is right if either is, or takes both for right, as is usual.

    Returns
    -------
    Estimate
        Its figures are the effective sample sizes of the weighted groups and the largest
        share of the weight of a group.

    Raises
    ------
    EstimationError
        If the exposure is continuous, a setting does not occur, some people could only have
        been in one of the groups, or the shift has no answer.

    Notes
    -----
    An outcome of zeros and ones gets a logistic regression in each group, any other number a
    linear one, whose predictions are kept within the range of the outcome. The effect is
    right if either model is, and so is the stacked interval. That of the influence curve is
    right only if both are: where the outcome model is wrong it is too wide, and where the
    propensity is wrong it may be too narrow.

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
    >>> asked = Question.of("kratom", "phq9")
    >>> found = targeted_maximum_likelihood(frame, identify(diagram, asked))
    >>> found.adjustment
    ('pain',)
    """
    check_level(level)
    _check_variance(variance)
    check_suits("targeted_maximum_likelihood", identification, ADJUSTMENT)
    rows = prepare(data, identification, sampling=sampling)
    rows.check_arms()
    # 1. The outcome on a scale from 0 to 1.
    low, high = rows.outcome.levels[[0, -1]]
    scaled = replace(rows, outcome=_scaled(rows.outcome, low, high))
    with quiet():
        # 2. The propensity, and with it the weights.
        scores = propensity(rows, covariate_design(rows, propensity_terms).matrix)
        weights = [residual_weights(rows, scores, group) for group in (TREATED, REFERENCE)]
        outcome = covariate_design(rows, outcome_terms)
        means = [
            _targeted(scaled, scores, outcome, group, variance) for group in (TREATED, REFERENCE)
        ]
    # 6. Back to the scale of the outcome.
    treated, reference = (
        Mean(low + (high - low) * mean.value, (high - low) * mean.influence) for mean in means
    )
    return contrast(
        "targeted_maximum_likelihood",
        rows,
        treated,
        reference,
        level,
        notes=weight_notes(treated=weights[0], reference=weights[1]),
        figures=weight_figures(*weights),
    )


def _check_variance(variance: str) -> None:
    if variance not in get_args(Variance):
        raise EstimationError(
            f'the variance is that of the "influence curve" or "stacked", not {variance!r}'
        )


def _scaled(outcome: Column, low: float, high: float) -> Column:
    return Column(outcome.name, (outcome.values - low) / (high - low))


def _targeted(
    rows: Rows, scores: Propensity, terms: Design, group: int, variance: Variance
) -> Mean:
    """Return the mean outcome in the population under a group's setting."""
    # 3. The regression among the group.
    fit = outcome_fit(rows, terms, scores.members(group), logistic=rows.is_binary)
    # 4. Bend it by the clever covariate.
    bent = fluctuation(rows, fit, terms, scores, group)
    # 5. Predict anew and average; the weighted residuals add nothing any more.
    mean = augmented_mean(rows, scores, bent.predicted, group)
    if variance == "influence curve":
        return mean
    return Mean(mean.value, bent.stacked_influence(rows))
