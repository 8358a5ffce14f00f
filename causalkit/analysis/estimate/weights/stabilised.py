"""Stabilised weights for a dose: how usual it is, over how usual for people like them.

A dose makes no groups, so nobody has a chance of their dose, only a density. Somebody with
a dose that is rare among people of their kind stands for many of that kind who had another.
Divided by its density among all, the weight stays near 1, and their mean is 1. Both
densities are those of a normal distribution: one mean for all, and one that is linear in
the terms of the covariates. So a dose that is far from normal, given the covariates, is
weighted wrongly. And where covariates decide much of the dose, a few people carry most of
the weight, and the interval is too short in all but very large samples.

Source: Robins, Hernán and Brumback (2000), Marginal structural models and causal inference
in epidemiology; Hernán and Robins (2020), Causal Inference: What If, section 12.4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.errors import EstimationError

DECIDED = 1e-9
"""A dose whose variance given the covariates is a smaller share than this is decided by them."""


@dataclass(frozen=True, eq=False)
class Density:
    """A normal density of the dose, with its mean from a regression.

    Parameters
    ----------
    fit : Fit
        The regression.
    weights : ndarray of float of shape (n,)
        How much each row counts in it.
    residuals : ndarray of float of shape (n,)
        Doses minus their means.
    variance : float
        Mean square of the residuals.
    """

    fit: Fit
    weights: Numbers
    residuals: Numbers
    variance: float

    @property
    def logarithm(self) -> Numbers:
        """Logarithm of the density of each dose, but for a constant."""
        return np.asarray(-(np.log(self.variance) + self.residuals**2 / self.variance) / 2)

    def influence_along(self, change: Numbers) -> Numbers:
        """Return the influence of each row by way of the fitted mean and variance.

        Parameters
        ----------
        change : ndarray of float of shape (n,)
            How much an estimate changes with the logarithm of each row's density.

        Returns
        -------
        ndarray of float of shape (n,)
            The estimate's error by way of the density is their sum.
        """
        squares, n = self.residuals**2, len(self.residuals)
        by_mean = self.fit.summed(change * self.residuals / self.variance)
        by_variance = change @ (squares / self.variance - 1) / (2 * self.variance)
        spread = self.weights * (squares - self.variance) / n
        return np.asarray(self.fit.influence_along(by_mean) + by_variance * spread)


@dataclass(frozen=True, eq=False)
class StabilisedWeights:
    """Weights that make the dose have nothing to do with the covariates.

    Parameters
    ----------
    marginal : Density
        The density of the dose among all.
    conditional : Density
        The density of the dose, given the covariates.
    """

    marginal: Density
    conditional: Density

    @property
    def values(self) -> Numbers:
        """The weight of each row, survey weight not included."""
        return np.asarray(np.exp(self.marginal.logarithm - self.conditional.logarithm))

    def influence_along(self, change: Numbers) -> Numbers:
        """Return the influence of each row by way of the weights.

        Parameters
        ----------
        change : ndarray of float of shape (n,)
            How much an estimate changes with the logarithm of each weight.

        Returns
        -------
        ndarray of float of shape (n,)
        """
        return self.marginal.influence_along(change) - self.conditional.influence_along(change)


def stabilised_weights(rows: Rows, terms: Numbers) -> StabilisedWeights:
    """Return the stabilised weights of a dose.

    Parameters
    ----------
    rows : Rows
        Rows with a single, continuous exposure.
    terms : ndarray of float of shape (n, p)
        The design of the covariates.

    Returns
    -------
    StabilisedWeights

    Raises
    ------
    EstimationError
        If there are fewer rows than terms, or the covariates decide the dose.
    """
    if rows.n <= terms.shape[1]:
        raise EstimationError(
            f"a model of the dose with {terms.shape[1]} terms cannot be fitted to {rows.n} rows; "
            f"adjust for fewer variables or use more data"
        )
    marginal, conditional = _density(rows, np.ones((rows.n, 1))), _density(rows, terms)
    if conditional.variance <= DECIDED * marginal.variance:
        names = ", ".join(f'"{column.name}"' for column in rows.covariates)
        raise EstimationError(
            f'the dose "{rows.exposures[0].name}" is decided by {names}, so people alike in these '
            f"never had different doses (no overlap); adjust for fewer variables"
        )
    return StabilisedWeights(marginal, conditional)


def _density(rows: Rows, terms: Numbers) -> Density:
    dose = rows.exposures[0].values
    fit = linear_fit(terms, dose, rows.weights if rows.weighted else None)
    residuals = dose - fit.mean(terms)
    return Density(
        fit, rows.weights, residuals, float(np.average(residuals**2, weights=rows.weights))
    )
