"""The mean outcome for each setting of the exposure and each value of the mediators.

Either it is counted in *cells*, one for each value, or it is a *curve* in each mediator. A
cell can only be counted if somebody is in it. A curve reaches beyond what occurs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.mediators.settings import Settings
from causalkit.analysis.estimate.models.design import design, independent
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.errors import EstimationError


@dataclass(frozen=True, eq=False)
class Outcome:
    """Regressions of the outcome on the mediators, one for each setting asked about.

    Parameters
    ----------
    settings : Settings
        The settings of the exposure.
    terms : ndarray of float of shape (n, p)
        The terms of the mediators.
    fits : dict of int to (Fit, ndarray of int)
        For each setting that counts its regression, and the terms that it has.
    outside : float
        Of the people compared, the share with a mediator beyond all that occur with a setting.
    """

    settings: Settings
    terms: Numbers
    fits: dict[int, tuple[Fit, npt.NDArray[np.intp]]]
    outside: float = 0.0

    @cached_property
    def means(self) -> Numbers:
        """For each setting and row the mean outcome with the row's mediators, shape (g, n)."""
        found = np.zeros((len(self.settings.share), len(self.terms)))
        for number, (fit, kept) in self.fits.items():
            found[number] = fit.mean(self.terms[:, kept])
        return found

    def influence(self, taken: Numbers) -> Numbers:
        """Return what the fits contribute to the error of a mean over the mediators.

        Parameters
        ----------
        taken : ndarray of float of shape (n,)
            How much the mediators of each row count; they add up to 1.

        Returns
        -------
        ndarray of float of shape (n,)
        """
        found = np.zeros(len(taken))
        for number, (fit, kept) in self.fits.items():
            slope = fit.slope(self.means[number])
            gradient = self.settings.share[number] * (taken * slope) @ self.terms[:, kept]
            found[self.settings.having(number)] = len(taken) * fit.influence_along(gradient)
        return found


def by_cells(rows: Rows, settings: Settings) -> Outcome:
    """Return the mean outcome in each cell of exposure and mediators.

    Parameters
    ----------
    rows : Rows
        With the mediators as ``others``.
    settings : Settings
        The settings of the exposure.

    Returns
    -------
    Outcome

    Raises
    ------
    EstimationError
        If mediators that matter do not occur with a setting.
    """
    cells = np.column_stack([np.zeros(rows.n), *(column.values for column in rows.others)])
    occurring, cell = np.unique(cells, axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    terms = np.asarray(cell[:, None] == np.arange(len(occurring)), dtype=np.float64)
    needed = np.unique(cell[rows.treated | rows.reference])
    fits = {}
    for number in settings.counted:
        fitted = settings.having(number)
        kept = np.unique(cell[fitted])
        lacking = np.setdiff1d(needed, kept)
        if lacking.size:
            raise _empty(rows, occurring[lacking[0], 1:], settings.described[number])
        outcome, weights = rows.outcome.values[fitted], _weights(rows, fitted)
        fits[number] = linear_fit(terms[np.ix_(fitted, kept)], outcome, weights), kept
    return Outcome(settings, terms, fits)


def by_curves(rows: Rows, settings: Settings) -> Outcome:
    """Return the mean outcome as curves in the mediators, for each setting of the exposure.

    Parameters
    ----------
    rows : Rows
        With the mediators as ``others``.
    settings : Settings
        The settings of the exposure.

    Returns
    -------
    Outcome

    Raises
    ------
    EstimationError
        If a setting has too few rows or too little variation for the curves.
    """
    terms = design(rows.others, rows.n).matrix
    kept = np.arange(terms.shape[1])
    fits = {
        number: (_curve(rows, terms, settings.having(number), settings.described[number]), kept)
        for number in settings.counted
    }
    outside = _outside(rows, [settings.having(number) for number in settings.counted])
    return Outcome(settings, terms, fits, outside)


def _curve(rows: Rows, terms: Numbers, fitted: Mask, described: str) -> Fit:
    matrix, outcome = terms[fitted], rows.outcome.values[fitted]
    size, columns = matrix.shape
    if size <= columns:
        raise EstimationError(
            f"a model with {columns} terms cannot be fitted to {size} rows with {described}; "
            f"merge groups or use more data"
        )
    if len(independent(matrix)) < columns:
        names = " and ".join(f'"{column.name}"' for column in rows.others)
        raise EstimationError(
            f"the mediators {names} vary too little with {described} to tell how the outcome "
            f"depends on them there (no overlap); merge groups or levels"
        )
    weights = _weights(rows, fitted)
    if not rows.is_binary:
        return linear_fit(matrix, outcome, weights)
    try:
        return logistic_fit(matrix, outcome, weights)
    except SeparationError:
        raise EstimationError(
            f'with {described} the mediators decide the outcome "{rows.outcome.name}", so its '
            f"regression has no answer; merge levels or use more data"
        ) from None


def _outside(rows: Rows, groups: list[Mask]) -> float:
    """Return the share of people compared whose mediators lie beyond those of some group."""
    beyond = np.zeros(rows.n, dtype=bool)
    for column in rows.others:
        for group in groups:
            low, high = column.values[group].min(), column.values[group].max()
            beyond |= (column.values < low) | (column.values > high)
    compared = rows.treated | rows.reference
    return float(np.average(beyond[compared], weights=rows.weights[compared]))


def _weights(rows: Rows, fitted: Mask) -> Numbers | None:
    return rows.weights[fitted] if rows.weighted else None


def _empty(rows: Rows, cell: Numbers, described: str) -> EstimationError:
    values = " and ".join(
        f"{column.name} = {column.shown(value)}"
        for column, value in zip(rows.others, cell, strict=True)
    )
    return EstimationError(
        f"nobody with {described} has {values}, so nobody knows the outcome there; merge levels, "
        f'or use model="curves", which extends what is known'
    )
