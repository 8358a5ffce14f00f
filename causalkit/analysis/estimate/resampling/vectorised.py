"""The estimators of which hundreds of samples are computed at once.

Each has a function that answers NaN where a sample may be one that the estimator refuses,
or treats in another way; such a sample is then put to the estimator itself. To add an
estimator is to add a line to the table, and a test that its function answers as the
estimator does on a table with rows repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.difference import difference
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.regression import regression
from causalkit.analysis.estimate.resampling.linear import Index, MeanOf
from causalkit.analysis.estimate.resampling.means import (
    Means,
    difference_means,
    regression_means,
    weighting_means,
)
from causalkit.analysis.estimate.weighting import weighting
from causalkit.graph.question import Scale

ALIKE = 1e-12
"""Outcomes that vary by so small a part of their usual variance may be all the same."""

VECTORISED: Mapping[Callable[..., Estimate], tuple[Callable[..., Means], frozenset[str]]] = {
    difference: (difference_means, frozenset()),
    regression: (regression_means, frozenset({"terms", "interactions"})),
    weighting: (weighting_means, frozenset({"terms"})),
}
"""For each estimator with a fast way, what reads the rows for it, and the options it knows."""


def estimates_of(
    method: Callable[..., Estimate], rows: Rows, index: Index, options: Mapping[str, Any]
) -> MeanOf:
    """Return the function that gives the estimate of each sample on the normal scale.

    Parameters
    ----------
    method : callable
        An estimator of the table.
    rows : Rows
        The original sample, for which it has an answer.
    index : ndarray of int of shape (m,)
        The rows that samples are made of.
    options : mapping of str to object
        Those of the estimator that its fast way knows.

    Returns
    -------
    callable
        From counts of shape (samples, m) to estimates of shape (samples,), NaN where the
        estimator is to be asked itself.
    """
    means = VECTORISED[method][0](rows, index, **options)
    arms = () if rows.continuous else (rows.treated[index], rows.reference[index])
    deviation = rows.outcome.values[index] - rows.outcome.values.mean()
    alike = ALIKE * rows.outcome.values.var()
    summed = np.column_stack([np.ones(len(index)), deviation, deviation**2, *arms])

    def estimates(counts: Numbers) -> Numbers:
        total, first, second, *sizes = (counts @ summed).T
        unsure = second / total - (first / total) ** 2 <= alike
        for size in sizes:
            unsure |= size < 2
        found = on_normal_scale(*means(counts), rows.question.scale)
        return np.where(unsure, np.nan, found)

    return estimates


def on_normal_scale(treated: Numbers, reference: Numbers, scale: Scale) -> Numbers:
    """Return the contrasts of means, of a ratio the logarithm.

    Parameters
    ----------
    treated, reference : ndarray of float of shape (samples,)
        Mean outcomes.
    scale : {"difference", "ratio", "odds ratio"}
        How they are compared.

    Returns
    -------
    ndarray of float of shape (samples,)
        NaN where they cannot be compared so.

    Examples
    --------
    >>> on_normal_scale(np.array([0.5]), np.array([0.0]), "ratio").tolist()
    [nan]
    """
    if scale == "difference":
        return treated - reference
    both = np.stack([treated, reference])
    with np.errstate(all="ignore"):
        both = np.log(both) if scale == "ratio" else np.log(both / (1 - both))
    return np.where(np.isfinite(both).all(axis=0), both[0] - both[1], np.nan)
