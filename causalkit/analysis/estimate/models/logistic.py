"""Logistic regression by maximum likelihood."""

from __future__ import annotations

from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.generalized import SeparationError, generalized_fit
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups

__all__ = ["SeparationError", "logistic_fit"]


def logistic_fit(
    terms: Numbers,
    outcome: Numbers,
    weights: Numbers | None = None,
    codes: Groups | None = None,
) -> Fit:
    """Return a logistic regression by maximum likelihood.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p) or (c, p)
        The design, of full rank; with ``codes`` its distinct rows.
    outcome : ndarray of float of shape (m,)
        Zeros and ones.
    weights : ndarray of float of shape (m,), optional
        How much each row counts; all the same where not given.
    codes : ndarray of int of shape (m,), optional
        Which of the distinct rows each row is.

    Returns
    -------
    Fit

    Raises
    ------
    SeparationError
        If the terms tell the zeros from the ones so well that no maximum exists.

    Examples
    --------
    >>> import numpy as np
    >>> logistic_fit(np.ones((4, 1)), np.array([0.0, 0.0, 0.0, 1.0])).mean(np.ones((1, 1))).round(6)
    array([0.25])
    """
    return generalized_fit("logit", terms, outcome, weights, codes)
