"""The mediation formula: mean outcomes under one exposure, with the mediator of another.

Source: Pearl (2001), Direct and indirect effects, equation 17; Imai, Keele and Yamamoto (2010),
Identification, inference and sensitivity analysis for causal mediation effects, theorem 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.data.columns import Column, Mask, Numbers
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.mediation.arms import arm_fit, is_continuous, mediator_terms
from causalkit.analysis.estimate.mediation.mediator_models import (
    MediatorModel,
    Predicted,
    mediator_model,
)
from causalkit.analysis.estimate.models.design import Design, design
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.errors import EstimationError

STRAIGHT = (
    'Within a group, "{name}" is taken to act on the outcome along a straight line, whose '
    "steepness may differ between the groups only."
)
NORMAL = 'Given the covariates, "{name}" is taken to be normal, with one spread for each group.'


@dataclass(frozen=True, eq=False)
class OutcomeModel:
    """The mean outcome in one group, given covariates and mediator.

    Parameters
    ----------
    fit : Fit
        The regression.
    arm : ndarray of bool of shape (n,)
        The group.
    covariates : ndarray of float of shape (n, p)
        The design of the covariates.
    mediator : Column
        The mediator.
    """

    fit: Fit
    arm: Mask
    covariates: Numbers
    mediator: Column

    def terms(self, values: Numbers) -> Numbers:
        """Return the design with the mediator set.

        Parameters
        ----------
        values : ndarray of float of shape (n,)
            What it is set to.

        Returns
        -------
        ndarray of float of shape (n, p)
        """
        return np.hstack([self.covariates, mediator_terms(self.mediator, values)])


@dataclass(frozen=True, eq=False)
class Models:
    """The models of mediator and outcome in the two groups.

    Parameters
    ----------
    rows : Rows
        What they were fitted to.
    outcomes, mediators : tuple of two
        In the reference group and in the treated one.
    """

    rows: Rows
    outcomes: tuple[OutcomeModel, OutcomeModel]
    mediators: tuple[MediatorModel, MediatorModel]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the models take for granted."""
        (column,) = self.rows.others
        if not is_continuous(column):
            return ()
        straight = STRAIGHT.format(name=column.name)
        normal = NORMAL.format(name=column.name)
        return (straight, normal) if self.rows.is_binary else (straight,)


def fitted_models(rows: Rows) -> Models:
    """Return the models of mediator and outcome in the two groups.

    Parameters
    ----------
    rows : Rows
        Rows with one mediator.

    Returns
    -------
    Models

    Raises
    ------
    EstimationError
        If there are several mediators, or the rows do not suffice for a model.
    """
    if len(rows.others) != 1:
        raise EstimationError(
            f"the mediation formula is for one mediator, not {len(rows.others)}; ask about one, "
            f"or for the controlled direct effect"
        )
    (mediator,) = rows.others
    if len(mediator.levels) < 2:
        raise EstimationError(
            f'the mediator "{mediator.name}" is {mediator.shown(mediator.levels[0])} in every row, '
            f"so nothing passes through it"
        )
    covariates = design(rows.covariates, rows.n)
    arms = (rows.reference, rows.treated)
    first, second = (_outcome_model(rows, covariates, mediator, arm) for arm in arms)
    linear = not rows.is_binary
    before, after = (mediator_model(rows, mediator, covariates, arm, linear=linear) for arm in arms)
    return Models(rows, (first, second), (before, after))


def nested_mean(models: Models, exposure: int, other: int) -> Mean:
    """Return the mean outcome under an exposure, with the mediator as under another.

    Parameters
    ----------
    models : Models
        The models.
    exposure, other : {0, 1}
        The setting for the outcome and that for the mediator: 0 is the reference.

    Returns
    -------
    Mean
    """
    rows, outcome, mediator = models.rows, models.outcomes[exposure], models.mediators[other]
    target = rows.weights * rows.target / np.sum(rows.weights * rows.target)
    means, slopes = np.empty_like(mediator.points), np.empty_like(mediator.points)
    gradient = np.zeros(len(outcome.fit.coefficients))
    for index, (values, chance) in enumerate(zip(mediator.points, mediator.chances, strict=True)):
        terms = outcome.terms(values)
        means[index] = outcome.fit.mean(terms)
        steepness = outcome.fit.slope(means[index])
        slopes[index] = steepness * outcome.fit.coefficients[-1]
        gradient += (target * chance * steepness) @ terms
    predicted = (mediator.chances * means).sum(axis=0)
    value = float(target @ predicted)
    influence = target * (predicted - value) + mediator.influence(target, Predicted(means, slopes))
    influence[outcome.arm] += outcome.fit.influence_along(gradient)
    return Mean(value, rows.n * influence)


def _outcome_model(rows: Rows, covariates: Design, mediator: Column, arm: Mask) -> OutcomeModel:
    added = mediator_terms(mediator, mediator.values)
    owners = (*covariates.owners, *[mediator.name] * added.shape[1])
    terms = Design(np.hstack([covariates.matrix, added]), owners)
    name = f'the outcome "{rows.outcome.name}"'
    fit = arm_fit(rows, terms, rows.outcome.values, name, arm, binary=rows.is_binary)
    return OutcomeModel(fit, arm, covariates.matrix, mediator)
