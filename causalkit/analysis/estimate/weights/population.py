"""Whom the weighted groups are made to resemble.

Somebody in a group whose chance of being in it was g weighs h / g. Here h says how much
people of their kind count in the population asked about: 1 for everybody alike; for the
effect in the exposed the chance of exposure, of which the exposed are made; and for the
effect in the unexposed the chance of the reference.

Source: Li, Morgan and Zaslavsky (2018), Balancing covariates via propensity score
weighting, table 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.nuisance.propensity import REFERENCE, TREATED, Propensity
from causalkit.analysis.estimate.reading.columns import Numbers


@dataclass(frozen=True, eq=False)
class Population:
    """How much people of each kind count, as a function of their chances.

    Parameters
    ----------
    counts : ndarray of float of shape (n,)
        How much each person counts, the h of the literature.
    pull : ndarray of float of shape (n, k)
        The slope of log h against the log-odds of each group, plus the chance of the group.
        That sum is simpler than the slope, and chances cancel in the slope of a weight.
    """

    counts: Numbers
    pull: Numbers


def population_asked(rows: Rows, propensity: Propensity) -> Population:
    """Return the population of the question.

    Parameters
    ----------
    rows : Rows
        Rows with their question.
    propensity : Propensity
        The chances of each group.

    Returns
    -------
    Population
    """
    named = {"exposed": TREATED, "unexposed": REFERENCE}
    asked = rows.question.population
    if isinstance(asked, str) and asked in named:
        return _like(named[asked], propensity)
    return Population(np.ones(rows.n), propensity.chances)


def group_weights(propensity: Propensity, population: Population, group: int) -> Numbers:
    """Return the weights that make a group resemble the population.

    Parameters
    ----------
    propensity : Propensity
        The chances of each group.
    population : Population
        Whom to resemble.
    group : int
        Number of the group.

    Returns
    -------
    ndarray of float of shape (n,)
        Zero outside of the group.
    """
    chance = propensity.chances[:, group]
    return np.where(propensity.members(group), population.counts / chance, 0.0)


def weight_slopes(propensity: Propensity, population: Population, group: int) -> Numbers:
    """Return by how much the logarithm of a group's weights changes with each log-odds.

    Parameters
    ----------
    propensity : Propensity
        The chances of each group.
    population : Population
        Whom to resemble.
    group : int
        Number of the group.

    Returns
    -------
    ndarray of float of shape (n, k)
    """
    return np.asarray(population.pull - (np.arange(propensity.chances.shape[1]) == group))


def _like(group: int, propensity: Propensity) -> Population:
    chances = propensity.chances
    pull = np.zeros_like(chances)
    pull[:, group] = 1
    return Population(chances[:, group], pull)
