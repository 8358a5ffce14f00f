"""Propensities for people to whom the model was not fitted.

The people are dealt into a few parts, and each part is predicted from the others.

Source: Stone (1974), Cross-validatory choice and assessment of statistical predictions.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.design import independent
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.errors import EstimationError

Parts = npt.NDArray[np.intp]


def dealt(rows: Rows, folds: int, seed: int) -> Parts:
    """Return the part of each row: both groups, or whole clusters, dealt evenly.

    Parameters
    ----------
    rows : Rows
        Rows of two groups.
    folds : int
        Number of parts.
    seed : int
        Seed of the dealing.

    Returns
    -------
    ndarray of int of shape (n,)
        From 0 to ``folds`` - 1.

    Raises
    ------
    EstimationError
        If there are not so many rows, or clusters.
    """
    if rows.clusters is None:
        units, group = np.arange(rows.n), rows.treated
    else:
        units = np.unique(rows.clusters, return_inverse=True)[1]
        group = np.zeros(units.max() + 1, dtype=bool)
    if not 2 <= folds <= len(group):
        raise EstimationError(
            f"people are dealt into 2 to {len(group)} parts, not {folds}: that many "
            f"{'rows' if rows.clusters is None else 'clusters'} there are"
        )
    order = np.random.default_rng(seed).permutation(len(group))
    order = order[np.argsort(group[order], kind="stable")]
    part = np.empty(len(group), dtype=np.intp)
    part[order] = np.arange(len(group)) % folds
    return part[units]


def out_of_fold(rows: Rows, terms: Numbers, parts: Parts) -> Numbers:
    """Return everybody's predicted log-odds of exposure, from a model of the other parts.

    Parameters
    ----------
    rows : Rows
        Rows of two groups.
    terms : ndarray of float of shape (n, p)
        The design of the covariates.
    parts : ndarray of int of shape (n,)
        What :func:`dealt` returns.

    Returns
    -------
    ndarray of float of shape (n,)

    Raises
    ------
    EstimationError
        If a model without one of the parts has no answer.
    """
    log_odds = np.empty(rows.n)
    for part in range(parts.max() + 1):
        log_odds[parts == part] = _predicted(rows, terms, parts == part)
    return log_odds


def _predicted(rows: Rows, terms: Numbers, left_out: Mask) -> Numbers:
    kept = independent(terms[~left_out])
    weights = rows.weights[~left_out] if rows.weighted else None
    exposed = rows.treated[~left_out].astype(np.float64)
    try:
        fit = logistic_fit(terms[~left_out][:, kept], exposed, weights)
    except SeparationError:
        raise EstimationError(
            "without one part of the people the propensity model has no answer, because some "
            "kind is then found in one group only; use more folds, or adjust for fewer or coarser "
            "variables"
        ) from None
    return np.asarray(terms[left_out][:, kept] @ fit.coefficients)
