"""Overlap weights: the people who could have gone either way.

Everybody weighs the chance of having been in the other group. Nobody can weigh much, the
groups come out exactly alike in the mean of every term of the propensity model, and the
error is the smallest that weights can have. The price is the question: the answer is the
effect among people like those in whom both groups are common, not in everybody. With more
than two groups the population is made of those who could have been in any of them.

Source: Li, Morgan and Zaslavsky (2018), Balancing covariates via propensity score
weighting; Li and Li (2019), Propensity score weighting for causal inference with multiple
treatments.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.nuisance.propensity import Propensity
from causalkit.analysis.estimate.weights.population import Population
from causalkit.errors import EstimationError

OVERLAP_NOTE = (
    "The effect is that in the overlap population, of people who could well have had either "
    "setting of the exposure. Where the effect differs between people, it is not the effect in "
    "everybody."
)
"""What a reader of an effect by overlap weights has to know."""


def overlap_population(propensity: Propensity) -> Population:
    """Return the population of the people who could have been in any group.

    Parameters
    ----------
    propensity : Propensity
        The chances of each group.

    Returns
    -------
    Population
        With two groups, each person counts by the product of the two chances.
    """
    counts = 1 / np.sum(1 / propensity.chances, axis=1)
    return Population(counts, counts[:, None] / propensity.chances)


def check_everybody(rows: Rows) -> None:
    """Raise if the question names a population that overlap weights would replace.

    Parameters
    ----------
    rows : Rows
        Rows with their question.

    Raises
    ------
    EstimationError
        If it asks about the exposed or the unexposed.
    """
    asked = rows.question.population
    if asked in ("exposed", "unexposed"):
        raise EstimationError(
            f"overlap weights have a population of their own, but the question asks about the "
            f'{asked}; ask about everybody, or take population_weights="question"'
        )
