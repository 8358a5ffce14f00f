"""A linear regression told in shares of variance explained.

What a variable adds to a regression is its *partial R²*: the share of what the others leave
unexplained that it explains. Two such shares say all that matters of an omitted confounder, how
much it would explain of the exposure and how much of the outcome.

Source: Cinelli and Hazlett (2020), Making sense of sensitivity: extending omitted variable bias,
section 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.design import independent
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.errors import EstimationError


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Outcome on exposure and covariates, as straight lines and indicators.

    Parameters
    ----------
    outcome, exposure : ndarray of float of shape (n,)
        The two variables whose relation is asked about.
    terms : ndarray of float of shape (n, p)
        The intercept and the covariates, of full rank.
    owners : tuple of str
        For each term the covariate it belongs to.
    weights : ndarray of float of shape (n,)
        How much each row counts.
    """

    outcome: Numbers
    exposure: Numbers
    terms: Numbers
    owners: tuple[str, ...]
    weights: Numbers

    @property
    def degrees(self) -> int:
        """Degrees of freedom that are left."""
        return len(self.outcome) - len(self.owners) - 1

    def coefficient(self) -> tuple[float, float]:
        """Return the coefficient of the exposure and its classical standard error.

        Returns
        -------
        (float, float)
        """
        from statsmodels.regression.linear_model import WLS

        fitted = WLS(
            self.outcome, np.column_stack([self.exposure, self.terms]), weights=self.weights
        ).fit()
        return float(fitted.params[0]), float(fitted.bse[0])

    def with_exposure(self, name: str) -> float:
        """Return the partial R² of a covariate with the exposure.

        Parameters
        ----------
        name : str
            The covariate; all of its indicators together.

        Returns
        -------
        float
        """
        return self._partial(self.exposure, self.terms, self._others(name))

    def with_outcome(self, name: str) -> float:
        """Return the partial R² of a covariate with the outcome, given the exposure.

        Parameters
        ----------
        name : str
            The covariate; all of its indicators together.

        Returns
        -------
        float
        """
        full, reduced = (
            np.column_stack([self.exposure, terms]) for terms in (self.terms, self._others(name))
        )
        return self._partial(self.outcome, full, reduced)

    def _others(self, name: str) -> Numbers:
        return self.terms[:, [owner != name for owner in self.owners]]

    def _partial(self, response: Numbers, full: Numbers, reduced: Numbers) -> float:
        from statsmodels.regression.linear_model import WLS

        left, before = (
            float(WLS(response, terms, weights=self.weights).fit().ssr) for terms in (full, reduced)
        )
        return 1 - left / before


def linear_model(rows: Rows) -> LinearModel:
    """Return the linear model of some rows.

    Parameters
    ----------
    rows : Rows
        Outcome, one exposure and covariates.

    Returns
    -------
    LinearModel

    Raises
    ------
    EstimationError
        If the exposure is no number and takes more than the two values compared; does not
        vary given the covariates; or there are too few rows.
    """
    blocks = [np.ones((rows.n, 1)), *(_lines(column) for column in rows.covariates)]
    names = ["", *(column.name for column in rows.covariates)]
    owners = [name for name, block in zip(names, blocks, strict=True) for _ in block.T]
    matrix = np.hstack(blocks)
    kept = independent(matrix)
    model = LinearModel(
        outcome=rows.outcome.values,
        exposure=_exposure(rows),
        terms=matrix[:, kept],
        owners=tuple(owners[each] for each in kept),
        weights=rows.weights,
    )
    _check(model, rows.exposures[0].name)
    return model


def _lines(column: Column) -> Numbers:
    """Return one straight line, or an indicator for each label but the first."""
    if column.labels:
        return np.asarray(column.values[:, None] == column.levels[1:], dtype=np.float64)
    # Centred, so that a year is not mistaken for the intercept.
    return np.asarray((column.values - column.values.mean())[:, None])


def _exposure(rows: Rows) -> Numbers:
    column = rows.exposures[0]
    if not column.labels:
        return column.values
    if not (rows.treated | rows.reference).all():
        raise EstimationError(
            f'"{column.name}" has other labels than the two compared; a linear model needs a '
            f"number or two labels"
        )
    return rows.treated.astype(np.float64)


def _check(model: LinearModel, exposure: str) -> None:
    if model.degrees < 2:
        raise EstimationError(
            f"a model with {model.terms.shape[1] + 1} terms cannot be judged on "
            f"{len(model.outcome)} rows; adjust for fewer variables or use more data"
        )
    both = np.column_stack([model.terms, model.exposure - model.exposure.mean()])
    if len(independent(both)) < both.shape[1]:
        raise EstimationError(
            f'"{exposure}" does not vary, or not given what is adjusted for: the covariates decide '
            f"it; adjust for fewer variables"
        )
