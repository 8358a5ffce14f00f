"""Logistic regressions of many samples at once, by steps that share what they can.

Newton's method solves a system of equations again and again, and to set the system up is
most of the work. All samples are near the original one, so their solutions are near its
solution. There the system of each sample is a sum over rows with fixed terms, and comes for
all samples from one product. Further steps need nothing but the fitted probabilities: the
system is not set up again, but each step corrects it by where the last one has led
(*Broyden's method*).

Source: Kelley (1995), Iterative methods for linear and nonlinear equations, chapter 7.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from causalkit.analysis.estimate.models.fit import Fit, inverse_link
from causalkit.analysis.estimate.models.logistic import logistic_fit
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.resampling.linear import (
    Arm,
    Index,
    MeanOf,
    inverses,
    sums_of_products,
    together,
)

MOST_STEPS = 40
"""A sample that needs more steps is not trusted."""

CLOSE = 1e-10
"""The equations are solved when what is left of them is this part of the sum of weights."""

MOST_LEARNT = 0.8
"""Steps that do not become shorter by a fifth teach nothing."""

FAR = 5.0
"""Log-odds of somebody that are so far from those in the original sample hint at separation."""

IN_CACHE = 100_000
"""So many fitted probabilities are computed at a time."""


def orthogonal(terms: Numbers, fit: Fit) -> Numbers:
    """Return the triangle that makes terms uncorrelated, as a logistic regression weighs them.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p)
        The design of the original sample.
    fit : Fit
        The regression fitted to it.

    Returns
    -------
    ndarray of float of shape (p, p)
        The terms are the new ones times this upper triangle.
    """
    slope = fit.slope(fit.mean(terms))
    return np.asarray(np.linalg.qr(terms * np.sqrt(slope)[:, None], mode="r") / np.sqrt(len(terms)))


def coefficients_of(terms: Numbers, outcome: Numbers, start: Numbers, weights: Numbers) -> Numbers:
    """Return the coefficients of a logistic regression in each sample.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p)
        The design.
    outcome : ndarray of float of shape (m,)
        Zeros and ones.
    start : ndarray of float of shape (p,)
        The coefficients of the original sample.
    weights : ndarray of float of shape (samples, m)
        How much each row counts in each sample.

    Returns
    -------
    ndarray of float of shape (samples, p)
        NaN where a sample has no answer, or may have none.

    Examples
    --------
    >>> weights = np.array([[1.0, 1.0, 2.0], [0.0, 1.0, 1.0]])
    >>> terms, outcome = np.ones((3, 1)), np.array([1.0, 1.0, 0.0])
    >>> coefficients_of(terms, outcome, np.zeros(1), weights).round(6).tolist()
    [[0.0], [0.0]]
    """
    mean = inverse_link("logit", terms @ start)
    slope = mean * (1 - mean)
    squares, sides = sums_of_products(weights * slope, terms, (outcome - mean) / slope)
    systems = inverses(squares)
    found = start + np.einsum("bpq,bq->bp", systems, sides)
    for part in parts(weights):
        found[part] = _refined(terms, outcome, found[part], systems[part], weights[part])
    far = np.abs((found - start) @ terms.T).max(axis=1) >= FAR
    return np.where(far[:, np.newaxis], np.nan, found)


def parts(weights: Numbers) -> Iterator[slice]:
    """Yield the samples, a few at a time, so that what is computed of them stays in cache.

    Parameters
    ----------
    weights : ndarray of float of shape (samples, m)
        How much each row counts in each sample.

    Yields
    ------
    slice

    Examples
    --------
    >>> list(parts(np.ones((3, 100_000))))
    [slice(0, 1, None), slice(1, 2, None), slice(2, 3, None)]
    """
    samples, rows = weights.shape
    at_once = max(1, IN_CACHE // rows)
    return (slice(start, start + at_once) for start in range(0, samples, at_once))


def logistic_mean(arm: Arm, index: Index) -> MeanOf:
    """Return the function that gives the standardised mean of each sample.

    Parameters
    ----------
    arm : Arm
        The regression, with an answer in the original sample.
    index : ndarray of int of shape (m,)
        The rows that samples are made of.

    Returns
    -------
    callable
    """
    fit = logistic_fit(arm.observed[arm.fitted], arm.outcome[arm.fitted], arm.weights[arm.fitted])
    triangle = orthogonal(arm.observed[arm.fitted], fit)
    start = triangle @ fit.coefficients
    arm = arm.turned(triangle).only(index)
    fitted = together(arm.fitted)
    terms, outcome, weights = arm.observed[fitted], arm.outcome[fitted], arm.weights[fitted]

    def mean(counts: Numbers) -> Numbers:
        drawn = counts[:, fitted]
        coefficients = coefficients_of(terms, outcome, start, drawn * weights)
        coefficients[drawn.sum(axis=1) <= terms.shape[1]] = np.nan
        found = np.empty(len(counts))
        for part in parts(counts):
            predicted = inverse_link("logit", coefficients[part] @ arm.standardised.T)
            shares = counts[part] * arm.target
            found[part] = np.einsum("bi,bi->b", shares, predicted) / shares.sum(axis=1)
        return found

    return mean


def _refined(
    terms: Numbers, outcome: Numbers, found: Numbers, systems: Numbers, weights: Numbers
) -> Numbers:
    """Return the coefficients after all the steps that are needed."""
    last = np.zeros_like(found)
    close = CLOSE * weights.sum(axis=1)
    for _ in range(MOST_STEPS):
        gradient = (weights * (outcome - inverse_link("logit", found @ terms.T))) @ terms
        left = np.abs(gradient).max(axis=1)
        if not (left > close).any():
            break
        steps, systems = _learnt(np.einsum("bpq,bq->bp", systems, gradient), last, systems)
        found, last = found + steps, steps
    return np.where((left <= close)[:, np.newaxis], found, np.nan)


def _learnt(steps: Numbers, last: Numbers, systems: Numbers) -> tuple[Numbers, Numbers]:
    """Return steps and systems that have learnt from where the last steps led (Broyden)."""
    length, overlap = (np.einsum("bp,bp->b", last, each) for each in (last, steps))
    along = np.where(overlap < MOST_LEARNT * length, length - overlap, np.inf)
    share = np.einsum("bp,bpq->bq", last, systems) / along[:, None]
    longer = 1 + overlap / along
    return steps * longer[:, None], systems + steps[:, :, None] * share[:, None, :]
