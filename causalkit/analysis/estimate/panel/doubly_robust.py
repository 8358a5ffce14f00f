"""Difference-in-differences among units that are alike, right if one of two models is.

Where trends are parallel only given covariates, the controls must be made to resemble the
exposed. Two models can do that: one of how the outcome changes among the controls, and one of
who is exposed. Here the first predicts how the exposed would have changed, and the second
weights what the first got wrong among the controls. The mistake of one is made good by the
other. To put the covariates into the regression with fixed effects would not do: it takes
effects to be the same for all kinds of units.

Source: Sant'Anna and Zhao (2020), Doubly robust difference-in-differences estimators.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.models.design import Design, design, independent
from causalkit.analysis.estimate.models.fit import ALONE, Fit
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.models.overlap import told_apart_by
from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers
from causalkit.errors import EstimationError


@dataclass(frozen=True, eq=False)
class _Compared:
    """The exposed of one group and their controls, with both models."""

    change: Numbers
    exposed: Mask
    weights: Numbers
    terms: Numbers
    propensity: Fit
    prediction: Fit


def doubly_robust(
    change: Numbers,
    exposed: Mask,
    controls: Mask,
    covariates: tuple[Column, ...],
    weights: Numbers,
) -> Mean:
    """Return the mean effect in the exposed on a change.

    Parameters
    ----------
    change : ndarray of float of shape (u,)
        How the outcome of each unit changed.
    exposed, controls : ndarray of bool of shape (u,)
        The units that are compared.
    covariates : tuple of Column
        Given which trends are parallel, before exposure.
    weights : ndarray of float of shape (u,)
        How much each unit counts.

    Returns
    -------
    Mean
        With the influence of all units, those outside of the comparison having none.

    Raises
    ------
    EstimationError
        If there are too few units for the models, or a covariate tells the groups apart.
    """
    inside = exposed | controls
    chosen = tuple(column.chosen(inside) for column in covariates)
    counted = weights[inside] / weights[inside].mean()
    terms = design(chosen, int(np.count_nonzero(inside)))
    compared = _fitted(change[inside], exposed[inside], counted, terms, chosen)
    ours, theirs = _of_exposed(compared), _of_controls(compared)
    influence = np.zeros(len(change))
    influence[inside] = len(change) * (ours.influence - theirs.influence)
    return Mean(ours.value - theirs.value, influence)


def _fitted(
    change: Numbers,
    exposed: Mask,
    weights: Numbers,
    terms: Design,
    covariates: tuple[Column, ...],
) -> _Compared:
    matrix = terms.matrix
    _check_rank(terms, ~exposed)
    given = None if (weights == 1).all() else weights
    try:
        propensity = logistic_fit(matrix, exposed.astype(np.float64), given)
    except SeparationError:
        raise EstimationError(
            f"some units could only have been in one group (no overlap): the exposure is decided "
            f"by {told_apart_by(covariates, exposed)}; leave out the units of kinds that occur in "
            f"one group only"
        ) from None
    unexposed = None if given is None else given[~exposed]
    prediction = linear_fit(matrix[~exposed], change[~exposed], unexposed)
    return _Compared(change, exposed, weights, matrix, propensity, prediction)


def _check_rank(terms: Design, controls: Mask) -> None:
    matrix = terms.matrix[controls]
    size, columns = matrix.shape
    if size <= columns:
        raise EstimationError(
            f"a model with {columns} terms cannot be fitted to {size} units that are not exposed; "
            f"take fewer covariates"
        )
    lost = sorted(set(range(columns)) - set(independent(matrix).tolist()))
    if lost:
        raise EstimationError(
            f'units of some kinds of "{terms.owners[lost[-1]]}" do not occur among those not '
            f"exposed, so nobody knows how they would have changed (no overlap); leave them out "
            f"or merge levels"
        )


def _of_exposed(of: _Compared) -> Mean:
    """Step 1: how the exposed changed beyond what was predicted for them."""
    weights = np.where(of.exposed, of.weights, 0.0)
    return _mean_residual(of, weights, np.zeros_like(weights))


def _of_controls(of: _Compared) -> Mean:
    """Step 2: how the controls did, weighted by their odds so as to resemble the exposed."""
    chance = of.propensity.mean(of.terms)
    weights = np.where(of.exposed, 0.0, of.weights * chance / (1 - chance))
    # The odds grow with the log-odds in proportion to themselves.
    return _mean_residual(of, weights, weights)


def _mean_residual(of: _Compared, weights: Numbers, slope: Numbers) -> Mean:
    """Return a weighted mean of change minus prediction; influences add up to its error."""
    residuals = of.change - of.prediction.mean(of.terms)
    share = weights / weights.sum()
    value = float(share @ residuals)
    # A unit draws the mean towards itself by its share; a single unit leaves no residual.
    influence = share * (residuals - value) / np.maximum(1 - share, ALONE)
    of_weights = (slope / weights.sum() * (residuals - value)) @ of.terms
    influence += of.propensity.influence_along(of_weights)
    influence[~of.exposed] -= of.prediction.influence_along(share @ of.terms)
    return Mean(value, influence)
