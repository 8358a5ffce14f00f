"""The mediation formula: mean outcomes under one exposure, with the mediator of another.

Source: Pearl (2001), Direct and indirect effects, equation 17; Imai, Keele and Yamamoto (2010),
Identification, inference and sensitivity analysis for causal mediation effects, theorem 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.mediation.arms import arm_fit, is_continuous, mediator_terms
from causalkit.analysis.estimate.mediation.mediator_models import (
    MediatorModel,
    Predicted,
    mediator_model,
)
from causalkit.analysis.estimate.models.design import Design, design
from causalkit.analysis.estimate.models.fit import Fit, inverse_link
from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers
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

    def predicted(self, points: Numbers) -> Predicted:
        """Return the outcome of each row with its mediator set to some values.

        Parameters
        ----------
        points : ndarray of float of shape (k, n)
            The values.

        Returns
        -------
        Predicted
        """
        size = self.covariates.shape[1]
        first, second = self.fit.coefficients[:size], self.fit.coefficients[size:]
        linear = self.covariates @ first + self._added(points) @ second
        means = inverse_link(self.fit.link, linear)
        steepness = second[-1] / self.mediator.values.std()
        return Predicted(means, self.fit.slope(means) * steepness)

    def gradient(self, points: Numbers, counts: Numbers, predicted: Predicted) -> Numbers:
        """Return how a weighted sum of the means changes with each coefficient.

        Parameters
        ----------
        points : ndarray of float of shape (k, n)
            What the mediator of each row is set to.
        counts : ndarray of float of shape (k, n)
            How much each mean counts.
        predicted : Predicted
            The means.

        Returns
        -------
        ndarray of float of shape (p,)
        """
        steep = counts * self.fit.slope(predicted.means)
        of_mediator = np.einsum("kn,knq->q", steep, self._added(points))
        return np.concatenate([steep.sum(axis=0) @ self.covariates, of_mediator])

    def _added(self, points: Numbers) -> Numbers:
        return mediator_terms(self.mediator, points.ravel()).reshape(*points.shape, -1)


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
    predicted = outcome.predicted(mediator.points)
    mean = (mediator.chances * predicted.means).sum(axis=0)
    value = float(target @ mean)
    influence = target * (mean - value) + mediator.influence(target, predicted)
    gradient = outcome.gradient(mediator.points, target * mediator.chances, predicted)
    influence[outcome.arm] += outcome.fit.influence_along(gradient)
    return Mean(value, rows.n * influence)


def _outcome_model(rows: Rows, covariates: Design, mediator: Column, arm: Mask) -> OutcomeModel:
    added = mediator_terms(mediator, mediator.values)
    owners = (*covariates.owners, *[mediator.name] * added.shape[1])
    terms = Design(np.hstack([covariates.matrix, added]), owners)
    name = f'the outcome "{rows.outcome.name}"'
    fit = arm_fit(rows, terms, rows.outcome.values, name, arm, binary=rows.is_binary)
    return OutcomeModel(fit, arm, covariates.matrix, mediator)
