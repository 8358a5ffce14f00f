"""Capped weights: a little bias for a good deal of variance.

One person with a weight of 200 can decide a result. To set the largest weights to a
quantile, and the smallest too, keeps everybody in the data but no longer makes the groups
quite alike.

Source: Cole and Hernán (2008), Constructing inverse probability weights for marginal
structural models.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.errors import EstimationError


def check_truncation(truncation: float | None) -> None:
    """Raise unless the share of weights to cap at either end leaves some between.

    Parameters
    ----------
    truncation : float, optional
        The share.

    Raises
    ------
    EstimationError
        If it does not lie between 0 and 0.5.

    Examples
    --------
    >>> check_truncation(99)
    Traceback (most recent call last):
    causalkit.errors.EstimationError: truncation is the share of weights capped at either end, \
such as 0.01, and less than 0.5; not 99
    """
    if truncation is not None and not 0 < truncation < 0.5:
        raise EstimationError(
            f"truncation is the share of weights capped at either end, such as 0.01, and less "
            f"than 0.5; not {truncation}"
        )


def truncated(
    weights: Numbers, survey: Numbers, members: Mask, truncation: float | None
) -> tuple[Numbers, Mask]:
    """Return weights capped at two quantiles, and whose weight is still their own.

    Parameters
    ----------
    weights : ndarray of float of shape (n,)
        Weights that make a group resemble the population.
    survey : ndarray of float of shape (n,)
        How many people each row stands for.
    members : ndarray of bool of shape (n,)
        The group, among whom the quantiles are taken.
    truncation : float, optional
        The share capped at either end; none where not given.

    Returns
    -------
    capped : ndarray of float of shape (n,)
    free : ndarray of bool of shape (n,)

    Examples
    --------
    >>> weights, everybody = np.array([1.0, 2.0, 3.0, 40.0]), np.ones(4, dtype=bool)
    >>> truncated(weights, np.ones(4), everybody, 0.3)
    (array([2., 2., 3., 3.]), array([False,  True,  True, False]))
    """
    if truncation is None:
        return weights, members
    low, high = np.quantile(
        weights[members],
        (truncation, 1 - truncation),
        weights=survey[members],
        method="inverted_cdf",
    )
    capped = np.where(members, np.clip(weights, low, high), weights)
    return capped, members & (capped == weights)


def truncation_note(share: float) -> str:
    """Return what a reader of an effect by capped weights has to know.

    Parameters
    ----------
    share : float
        The share capped at either end.

    Returns
    -------
    str
    """
    return (
        f"The weights are capped at their quantiles {share:g} and {1 - share:g}, which trades "
        f"some bias for less variance; the interval knows nothing of that bias."
    )
