"""A mean of predictions, put right by what the weighted residuals of a group say.

Source: Robins, Rotnitzky and Zhao (1994), Estimation of regression coefficients when some
regressors are not always observed.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.nuisance.propensity import Propensity
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.weights.population import group_weights, population_asked


def residual_weights(rows: Rows, scores: Propensity, group: int) -> Numbers:
    """Return the weights of a group's residuals.

    Parameters
    ----------
    rows : Rows
        Rows with their question.
    scores : Propensity
        The chances of each group.
    group : int
        Number of the group.

    Returns
    -------
    ndarray of float of shape (n,)
        Survey weights included; zero outside of the group.
    """
    return rows.weights * group_weights(scores, population_asked(rows, scores), group)


def augmented_mean(
    rows: Rows,
    scores: Propensity,
    predicted: Numbers,
    group: int,
    corrected: Numbers | None = None,
) -> Mean:
    """Return the mean outcome in the population under a group's setting, models given.

    Parameters
    ----------
    rows : Rows
        Rows with their question.
    scores : Propensity
        The chances of each group.
    predicted : ndarray of float of shape (n,)
        Everybody's mean outcome, were they in the group.
    group : int
        Number of the group.
    corrected : ndarray of float of shape (m,), optional
        The residuals of the group times their survey weights as they were before a fit drew
        them towards zero; they replace the others in the influence.

    Returns
    -------
    Mean
        With the influence that each row has while both models are held fixed.
    """
    target, weights = rows.weights * rows.target, residual_weights(rows, scores, group)
    residuals = weights * (rows.outcome.values - predicted)
    # 1. Predictions, averaged over the population. 2. What the weighted residuals add.
    value = float((target @ predicted + residuals.sum()) / target.sum())
    if corrected is not None:
        members = scores.members(group)
        residuals[members] = (weights / rows.weights)[members] * corrected
    influence = (target * (predicted - value) + residuals) / target.sum()
    return Mean(value, np.asarray(rows.n * influence))
