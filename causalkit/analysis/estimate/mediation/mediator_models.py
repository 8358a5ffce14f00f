"""How a mediator is distributed, given the covariates, in one group of exposure.

A mediator of a few levels has a chance for each, which are modelled one after the other: the
chance of the first level; of the second among those beyond the first; and so on, each by
logistic regression (Tutz's sequential model). For two levels that is logistic regression. Any
other number is taken to be normal around a linear regression.

Either model lists the values that the mediator may take, with the chance of each. For levels
that is exact. For a normal mediator the values are those of Gauss and Hermite, and where the
outcome is linear in the mediator its mean alone is enough.

Source: Tutz (1991), Sequential models in categorical regression; Abramowitz and Stegun (1964),
Handbook of mathematical functions, section 25.4.46.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.mediation.arms import arm_fit, is_continuous
from causalkit.analysis.estimate.models.design import Design
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers

NODES = 31
"""Values by which a normal mediator is represented."""


@dataclass(frozen=True, eq=False)
class Predicted:
    """The outcome for each value that the mediator of each row may take.

    Parameters
    ----------
    means : ndarray of float of shape (k, n)
        The mean outcome.
    slopes : ndarray of float of shape (k, n)
        How fast it changes with the value, where the mediator is continuous.
    """

    means: Numbers
    slopes: Numbers


class MediatorModel(Protocol):
    """The distribution of a mediator in one group, given the covariates."""

    @property
    def points(self) -> Numbers:
        """Values that it may take, an array of shape (k, n): k values for each row."""

    @property
    def chances(self) -> Numbers:
        """The chance of each, an array of the same shape."""

    def influence(self, target: Numbers, outcome: Predicted) -> Numbers:
        """Return the influence of each row on the average outcome by way of this model.

        Parameters
        ----------
        target : ndarray of float of shape (n,)
            How much each row counts in the average; they add up to 1.
        outcome : Predicted
            The outcome for each of the values.

        Returns
        -------
        ndarray of float of shape (n,)
            Divided by the number of rows.
        """


def mediator_model(
    rows: Rows, mediator: Column, terms: Design, arm: Mask, *, linear: bool
) -> MediatorModel:
    """Return the distribution of a mediator in one group.

    Parameters
    ----------
    rows : Rows
        All the rows.
    mediator : Column
        The mediator.
    terms : Design
        The design of the covariates.
    arm : ndarray of bool of shape (n,)
        The group.
    linear : bool
        Whether the mean outcome is linear in the mediator.

    Returns
    -------
    MediatorModel

    Raises
    ------
    EstimationError
        If the rows of the group do not suffice.
    """
    if is_continuous(mediator):
        return _normal(rows, mediator, terms, arm, linear=linear)
    return _levels(rows, mediator, terms, arm)


@dataclass(frozen=True, eq=False)
class _Levels:
    """Chances of levels, from one logistic regression a level but the last."""

    points: Numbers
    chances: Numbers
    fits: tuple[Fit, ...]
    fitted: tuple[Mask, ...]
    terms: Numbers

    def influence(self, target: Numbers, outcome: Predicted) -> Numbers:
        found = np.zeros(len(target))
        parts = self.chances * outcome.means
        for level, (fit, fitted) in enumerate(zip(self.fits, self.fitted, strict=True)):
            chance = fit.mean(self.terms)
            # More of this level is less of all the later ones.
            change = (1 - chance) * parts[level] - chance * parts[level + 1 :].sum(axis=0)
            found[fitted] += fit.influence_along((target * change) @ self.terms)
        return found


def _levels(rows: Rows, mediator: Column, terms: Design, arm: Mask) -> _Levels:
    values, levels = mediator.values, mediator.levels
    fitted = tuple(arm & (values >= level) for level in levels[:-1])
    fits = tuple(
        arm_fit(rows, terms, (values == level) * 1.0, f'"{mediator.name}"', among, binary=True)
        for level, among in zip(levels[:-1], fitted, strict=True)
    )
    here = np.array([fit.mean(terms.matrix) for fit in fits] + [np.ones(rows.n)])
    beyond = np.vstack([np.ones(rows.n), np.cumprod(1 - here[:-1], axis=0)])
    points = np.repeat(levels[:, None], rows.n, axis=1)
    return _Levels(points, beyond * here, fits, fitted, terms.matrix)


@dataclass(frozen=True, eq=False)
class _Normal:
    """A normal distribution around a linear regression, by values with fixed chances."""

    points: Numbers
    chances: Numbers
    steps: Numbers
    fit: Fit
    arm: Mask
    terms: Numbers
    of_spread: Numbers

    def influence(self, target: Numbers, outcome: Predicted) -> Numbers:
        moved = target * self.chances * outcome.slopes
        found = np.zeros(len(target))
        found[self.arm] = self.fit.influence_along(moved.sum(axis=0) @ self.terms)
        wider = float((moved * self.steps[:, None]).sum())
        return np.asarray(found + wider * self.of_spread)


def _normal(rows: Rows, mediator: Column, terms: Design, arm: Mask, *, linear: bool) -> _Normal:
    fit = arm_fit(rows, terms, mediator.values, f'"{mediator.name}"', arm, binary=False)
    mean = fit.mean(terms.matrix)
    weights = np.where(arm, rows.weights, 0.0) / rows.weights[arm].sum()
    squares = (mediator.values - mean) ** 2
    variance = float(weights @ squares)
    size = np.count_nonzero(arm)
    spread = np.sqrt(variance * size / (size - terms.matrix.shape[1]))
    of_spread = weights * (squares - variance) / (2 * spread) if spread > 0 else 0 * weights
    steps, chances = _nodes(linear=linear)
    return _Normal(
        points=mean + spread * steps[:, None],
        chances=np.repeat(chances[:, None], rows.n, axis=1),
        steps=steps,
        fit=fit,
        arm=arm,
        terms=terms.matrix,
        of_spread=of_spread,
    )


def _nodes(*, linear: bool) -> tuple[Numbers, Numbers]:
    """Return steps of a standard normal variable and their chances."""
    if linear:
        return np.zeros(1), np.ones(1)
    steps, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return steps, weights / weights.sum()
