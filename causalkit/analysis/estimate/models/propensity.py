"""The propensity score: the probability of being exposed, given the covariates.

Among people with the same propensity it is chance who was exposed, as far as the covariates
go. So one number can stand for all of them, in weights, matches and strata alike.

Source: Rosenbaum and Rubin (1983), The central role of the propensity score in
observational studies for causal effects.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.data.columns import Numbers
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.models.overlap import told_apart_by
from causalkit.errors import EstimationError


def propensity_fit(rows: Rows, terms: Numbers) -> Fit:
    """Return the logistic regression of exposure on covariates.

    Parameters
    ----------
    rows : Rows
        Rows of two groups.
    terms : ndarray of float of shape (n, p)
        The design of the covariates.

    Returns
    -------
    Fit
        Its mean is the probability of the treated value.

    Raises
    ------
    EstimationError
        If there are fewer rows than terms, or some people could only have been in one group.
    """
    if rows.n <= terms.shape[1]:
        raise EstimationError(
            f"a propensity model with {terms.shape[1]} terms cannot be fitted to {rows.n} rows; "
            f"adjust for fewer variables or use more data"
        )
    weights = rows.weights if rows.weighted else None
    try:
        return logistic_fit(terms, rows.treated.astype(np.float64), weights)
    except SeparationError:
        raise EstimationError(
            f"some people could only have been in one group (no overlap): the exposure is decided "
            f"by {told_apart_by(rows.covariates, rows.treated)}; restrict the question to a group "
            f"in which both settings occur"
        ) from None
