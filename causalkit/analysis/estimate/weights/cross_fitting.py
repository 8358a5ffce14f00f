"""Cross-fitting: every part of the rows is predicted by models of the others.

Source: Chernozhukov et al. (2018), Double/debiased machine learning for treatment and
structural parameters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.design import Design
from causalkit.analysis.estimate.nuisance.outcome_fit import outcome_fit
from causalkit.analysis.estimate.nuisance.propensity import (
    REFERENCE,
    TREATED,
    Propensity,
    propensity,
)
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


@dataclass(frozen=True, eq=False)
class Crossed:
    """Chances and predictions of each row by models that have not seen it.

    Parameters
    ----------
    scores : Propensity
        The chances; its model is the last one fitted.
    predicted : ndarray of float of shape (n, 2)
        The mean outcome in the reference and in the treated group.
    """

    scores: Propensity
    predicted: Numbers


def cross_fitted(rows: Rows, outcome: Design, exposure: Design, fold: Groups) -> Crossed:
    """Return chances and predictions of each part by models fitted to the others.

    Parameters
    ----------
    rows : Rows
        All rows.
    outcome, exposure : Design
        The designs of the outcome regression and of the propensity.
    fold : ndarray of int of shape (n,)
        The part of each row.

    Returns
    -------
    Crossed

    Raises
    ------
    EstimationError
        If a model cannot be fitted to the other parts.
    """
    chances, predicted = [], np.empty((rows.n, 2))
    for number in np.unique(fold):
        # 1. Fit both models to the other parts. 2. Predict this one.
        held, others = fold == number, fold != number
        scores = propensity(rows, exposure.matrix, others)
        chances.append((held, scores.chances[held]))
        for group in (REFERENCE, TREATED):
            members = others & scores.members(group)
            fit = outcome_fit(rows, outcome, members, logistic=rows.is_binary)
            predicted[held, group] = fit.mean(outcome.matrix[held])
    together = np.empty_like(scores.chances)
    for held, of_part in chances:
        together[held] = of_part
    return Crossed(replace(scores, chances=together), predicted)
