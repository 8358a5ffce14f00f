"""What the checks of a comparison look at: two groups, and everybody's propensity.

The checks read the table as the estimators do, so that they speak of the same people.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.nuisance.propensity import propensity_fit
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.errors import EstimationError


def two_groups(
    check: str,
    data: pd.DataFrame,
    identification: Identification,
    sampling: Sampling,
    others: tuple[str, ...] = (),
) -> Rows:
    """Return the rows of the two groups that a question compares.

    Parameters
    ----------
    check : str
        Name of the check, for the messages.
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.
    sampling : Sampling
        Survey weights and clusters.
    others : tuple of str, optional
        Further columns that the check needs.

    Returns
    -------
    Rows
        Of people with one of the two settings of the exposure; whoever has another one is
        left out.

    Raises
    ------
    EstimationError
        If the data do not hold two groups of at least two people.
    """
    check_suits(check, identification, ADJUSTMENT)
    rows = prepare(data, identification, sampling=sampling, others=others)
    rows.check_arms()
    compared = rows.treated | rows.reference
    return rows if compared.all() else rows.chosen(compared)


def propensities(rows: Rows) -> Numbers:
    """Return everybody's fitted probability of being exposed, given the covariates.

    Parameters
    ----------
    rows : Rows
        Rows of two groups.

    Returns
    -------
    ndarray of float of shape (n,)

    Raises
    ------
    EstimationError
        If some people could only have been in one group.
    """
    with quiet():
        terms = design(rows.covariates, rows.n).matrix
        return propensity_fit(rows, terms).mean(terms)


def inverse_probability_weights(rows: Rows, propensity: Numbers) -> Numbers:
    """Return the weights that make two groups alike in the covariates.

    Parameters
    ----------
    rows : Rows
        Rows of two groups.
    propensity : ndarray of float of shape (n,)
        The probability of being exposed.

    Returns
    -------
    ndarray of float of shape (n,)
        One over the probability of the group somebody is in; for the effect in the exposed
        or in the unexposed, times the probability of that group. Without survey weights.

    Notes
    -----
    Li, Morgan and Zaslavsky (2018), Balancing covariates via propensity score weighting.

    Examples
    --------
    >>> from causalkit.analysis.identify import NoConfounding
    >>> from causalkit.graph import Question
    >>> frame = pd.DataFrame({"kratom": [1, 0], "phq9": [9, 4]})
    >>> exposed = Question.of("kratom", "phq9", population="exposed")
    >>> rows = prepare(frame, NoConfounding(exposed))
    >>> inverse_probability_weights(rows, np.array([0.75, 0.75]))
    array([1., 3.])
    """
    tilts = {"exposed": propensity, "unexposed": 1 - propensity}
    population = rows.question.population
    tilt = tilts.get(population, 1.0) if isinstance(population, str) else 1.0
    return np.asarray(tilt / np.where(rows.treated, propensity, 1 - propensity))


def effective_size(weights: Numbers) -> float:
    """Return how many equally weighted people tell as much as these (Kish 1965).

    Parameters
    ----------
    weights : ndarray of float of shape (n,)
        Their weights.

    Returns
    -------
    float

    Examples
    --------
    >>> effective_size(np.array([1.0, 1.0, 1.0])), effective_size(np.array([8.0, 0.0, 0.0]))
    (3.0, 1.0)
    """
    return float(weights.sum() ** 2 / (weights @ weights))


def check_varies(check: str, rows: Rows) -> None:
    """Raise unless a covariate varies: without one there is no propensity to speak of.

    Parameters
    ----------
    check : str
        Name of the check.
    rows : Rows
        What it looks at.

    Raises
    ------
    EstimationError
        If nothing is adjusted for, or what is adjusted for is the same for everybody.
    """
    if not any(len(column.levels) > 1 for column in rows.covariates):
        names = ", ".join(f'"{column.name}"' for column in rows.covariates)
        what = f"{names} does not vary" if names else "nothing is adjusted for"
        raise EstimationError(
            f"{check} looks at how exposure depends on the covariates, but {what}"
        )
