"""The two mean outcomes of many samples at once, by difference, regression and weighting.

Each function reads the rows of the original sample once and returns another, from counts of
samples to the means of each. What depends on the data and is no weighted sum stays as the
original sample has it: the joints of curves, the levels of labels, and whether the outcome
is a truth value.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.fit import inverse_link
from causalkit.analysis.estimate.nuisance.joint import Joint
from causalkit.analysis.estimate.nuisance.propensity import propensity_fit
from causalkit.analysis.estimate.nuisance.terms import covariate_design, joint_model
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.resampling.linear import Arm, Index, MeanOf, linear_mean, together
from causalkit.analysis.estimate.resampling.logistic import (
    coefficients_of,
    logistic_mean,
    orthogonal,
    parts,
)
from causalkit.errors import EstimationError

Means = Callable[[Numbers], tuple[Numbers, Numbers]]
"""From the counts of samples to their mean outcomes under either setting."""


def difference_means(rows: Rows, index: Index) -> Means:
    """Return the function that gives the means of two groups in each sample.

    Parameters
    ----------
    rows : Rows
        The original sample.
    index : ndarray of int of shape (m,)
        The rows that samples are made of.

    Returns
    -------
    callable
    """
    outcome, weights = rows.outcome.values[index], rows.weights[index]
    groups = np.column_stack([rows.treated[index], rows.reference[index]])
    counted = groups * weights[:, None]
    summed = np.hstack([counted * outcome[:, None], counted])

    def means(counts: Numbers) -> tuple[Numbers, Numbers]:
        sums = counts @ summed
        return sums[:, 0] / sums[:, 2], sums[:, 1] / sums[:, 3]

    return means


def regression_means(
    rows: Rows, index: Index, *, terms: str = "curves", interactions: bool = True
) -> Means:
    """Return the function that gives the standardised means of each sample by regression.

    Parameters
    ----------
    rows : Rows
        The original sample.
    index : ndarray of int of shape (m,)
        The rows that samples are made of.
    terms : str, optional
        What enters the regression.
    interactions : bool, optional
        Whether either group has a regression of its own.

    Returns
    -------
    callable
    """
    joint = joint_model(rows, terms, interactions=interactions)
    if joint is not None:
        arms = _arms_of(rows, joint)
    else:
        matrix = covariate_design(rows, terms).matrix
        arms = [_arm(rows, group, matrix, matrix) for group in (rows.treated, rows.reference)]
    mean_of: Callable[[Arm, Index], MeanOf] = logistic_mean if rows.is_binary else linear_mean
    treated, reference = (mean_of(arm, index) for arm in arms)
    return lambda counts: (treated(counts), reference(counts))


def weighting_means(rows: Rows, index: Index, *, terms: str = "curves") -> Means:
    """Return the function that gives the weighted means of each sample.

    Parameters
    ----------
    rows : Rows
        The original sample.
    index : ndarray of int of shape (m,)
        The rows that samples are made of.
    terms : str, optional
        What enters the propensity.

    Returns
    -------
    callable

    Raises
    ------
    EstimationError
        If the rows are not of two groups, or the estimator could not weight them.
    """
    if not (rows.treated | rows.reference).all():
        raise EstimationError("samples of two groups are weighted at once, and there are others")
    design_matrix = covariate_design(rows, terms).matrix
    fit = propensity_fit(rows, design_matrix)
    triangle = orthogonal(design_matrix, fit)
    upright = np.asarray(np.linalg.solve(triangle.T, design_matrix[index].T).T)
    start = triangle @ fit.coefficients
    exposed, weights = rows.treated[index], rows.weights[index]
    outcome, population = rows.outcome.values[index], rows.question.population
    groups = together(exposed), together(~exposed)

    def means(counts: Numbers) -> tuple[Numbers, Numbers]:
        drawn = counts * weights
        coefficients = coefficients_of(upright, exposed.astype(float), start, drawn)
        coefficients[counts.sum(axis=1) <= upright.shape[1]] = np.nan
        found = np.empty((2, len(counts)))
        for part in parts(counts):
            chance = inverse_link("logit", coefficients[part] @ upright.T)
            for number, group in enumerate(groups):
                mine = chance[:, group] if number == 0 else 1 - chance[:, group]
                share = drawn[part][:, group] * _stands_for(mine, population, number == 0)
                found[number, part] = share @ outcome[group] / share.sum(axis=1)
        return found[0], found[1]

    return means


def _arms_of(rows: Rows, joint: Joint) -> list[Arm]:
    """Return the one model for everybody, with the exposure set to either value."""
    everybody = np.ones(rows.n, dtype=bool)
    settings = [terms for setting in joint.settings for terms in setting.full]
    observed = joint.observed.matrix
    if joint.cells is not None:
        settings = [terms[joint.cells.codes] for terms in settings]
        observed = observed[joint.cells.codes]
    return [_arm(rows, everybody, observed, terms) for terms in settings]


def _arm(rows: Rows, fitted: Mask, observed: Numbers, standardised: Numbers) -> Arm:
    target = rows.weights * rows.target
    return Arm(fitted, observed, standardised, rows.outcome.values, rows.weights, target)


def _stands_for(chance: Numbers, population: object, exposed: bool) -> Numbers:
    """Return for how many a member of a group stands, given their chance to be in it."""
    if population == ("exposed" if exposed else "unexposed"):
        return np.ones_like(chance)
    return (1 - chance) / chance if population in ("exposed", "unexposed") else 1 / chance
