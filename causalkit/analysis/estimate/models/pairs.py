"""Distinct pairs of terms and outcome: rows whose likelihood is the same."""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


def pairs(
    terms: Numbers, outcome: Numbers, weights: Numbers | None, codes: Groups | None
) -> tuple[Numbers, Numbers, Numbers, Groups]:
    """Return the distinct pairs of terms and outcome, where their likelihood is the same.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p) or (c, p)
        The design of the rows; with ``codes`` its distinct rows.
    outcome : ndarray of float of shape (m,)
        The outcome.
    weights : ndarray of float of shape (m,), optional
        How much each row counts.
    codes : ndarray of int of shape (m,), optional
        Which of the distinct rows each row is.

    Returns
    -------
    terms : ndarray of float of shape (d, p)
    outcome, weight : ndarray of float of shape (d,)
        Of each pair the outcome, and the sum of the weights.
    which : ndarray of int of shape (m,)
        The pair that each row is.

    Examples
    --------
    >>> pairs(np.eye(2), np.array([3.0, 4.0, 4.0]), None, np.array([0, 1, 1]))[1:]
    (array([3., 4.]), array([1., 2.]), array([0, 1, 1]))
    """
    if codes is None:
        counted = np.ones(len(outcome)) if weights is None else weights
        return terms, outcome, counted, np.arange(len(outcome))
    levels, position = np.unique(outcome, return_inverse=True)
    found, which = np.unique(codes * len(levels) + position, return_inverse=True)
    kind, level = np.divmod(found, len(levels))
    weight = np.bincount(which, weights=weights).astype(np.float64)
    return terms[kind], levels[level], weight, which


def weight_each(scores: Numbers, which: Groups, weights: Numbers | None) -> Numbers:
    """Return the scores of the rows from those of the distinct pairs.

    Parameters
    ----------
    scores : ndarray of float of shape (d, k)
        The score of each pair.
    which : ndarray of int of shape (m,)
        The pair that each row is.
    weights : ndarray of float of shape (m,), optional
        How much each row counts.

    Returns
    -------
    ndarray of float of shape (m, k)

    Examples
    --------
    >>> weight_each(np.array([[1.0], [2.0]]), np.array([0, 1, 1]), None).ravel()
    array([1., 2., 2.])
    """
    each = scores[which]
    return each if weights is None else each * weights[:, None]
