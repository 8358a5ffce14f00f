"""The mean of a weighted group, and what its error is made of.

Divided by the sum of its weights (Hájek's form), the mean stays within the range of the
outcome, and only the proportions of the weights matter. Divided by the size of the
population (Horvitz and Thompson's), it is unbiased if the weights are known, but a group
whose weights happen to add up to more has a larger mean for that alone.

Source: Lunceford and Davidian (2004), Stratification and weighting via the propensity score
in estimation of causal treatment effects.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.nuisance.propensity import Propensity
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.weights.population import (
    Population,
    group_weights,
    weight_slopes,
)
from causalkit.analysis.estimate.weights.truncation import truncated


def weighted_mean(
    rows: Rows,
    propensity: Propensity,
    population: Population,
    group: int,
    *,
    normalised: bool = True,
    truncation: float | None = None,
) -> tuple[Mean, Numbers]:
    """Return the mean outcome of a weighted group, and its weights.

    Parameters
    ----------
    rows : Rows
        What to average.
    propensity : Propensity
        The chances of each group.
    population : Population
        Whom the group is made to resemble.
    group : int
        Number of the group.
    normalised : bool, optional
        Whether to divide by the sum of the weights, not by the size of the population.
    truncation : float, optional
        The share of the weights to cap at either end.

    Returns
    -------
    mean : Mean
    weights : ndarray of float of shape (n,)
        Survey weights included; zero outside of the group.
    """
    plain = group_weights(propensity, population, group)
    capped, free = truncated(plain, rows.weights, propensity.members(group), truncation)
    weights = rows.weights * capped
    # Caps are taken as given, so a weight at its cap does not move with the propensity.
    slopes = weight_slopes(propensity, population, group) * (weights * free)[:, None]
    mean = _hajek if normalised else _horvitz_thompson
    return mean(rows, propensity, population, weights, slopes), weights


def _hajek(
    rows: Rows, propensity: Propensity, _: Population, weights: Numbers, slopes: Numbers
) -> Mean:
    total = weights.sum()
    value = float(weights @ rows.outcome.values / total)
    residuals, share = rows.outcome.values - value, weights / total
    change = slopes * (residuals / total)[:, None]
    # A row draws the mean towards itself by its share; its residual is larger without it.
    influence = share * residuals / (1 - share) + propensity.influence_along(change)
    return Mean(value, rows.n * influence)


def _horvitz_thompson(
    rows: Rows, propensity: Propensity, population: Population, weights: Numbers, slopes: Numbers
) -> Mean:
    counts = rows.weights * population.counts
    total, summed = counts.sum(), weights * rows.outcome.values
    value = float(summed.sum() / total)
    growth = (population.pull - propensity.chances) * counts[:, None]
    change = (slopes * rows.outcome.values[:, None] - value * growth) / total
    influence = (summed - value * counts) / total + propensity.influence_along(change)
    return Mean(value, np.asarray(rows.n * influence))
