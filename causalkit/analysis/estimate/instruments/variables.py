"""The numbers of an equation with instruments: who is on which side.

The effect is that of the contrast asked about, so the exposure is divided by the distance of
its two settings. Covariates enter as straight lines and indicators, as they do in nearly all
published analyses with instruments, or as curves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.design import design, independent
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError

Terms = Literal["lines", "curves"]
"""How a number among the covariates enters."""

REPEATED = 1e-7
"""A column of which a smaller share is left, given others, says nothing of its own."""


@dataclass(frozen=True, eq=False)
class Variables:
    """Outcome, exposure, instruments and covariates as numbers.

    Parameters
    ----------
    outcome : ndarray of float of shape (n,)
        The outcome.
    exposure : ndarray of float of shape (n,)
        The exposure, one unit from the reference to the treated value.
    instruments : ndarray of float of shape (n, k)
        The terms of the instruments that the covariates do not repeat.
    covariates : ndarray of float of shape (n, p)
        The intercept and the terms of the covariates, of full rank.
    weights : ndarray of float of shape (n,)
        How much each row counts; their mean is 1.
    clusters : ndarray of int of shape (n,), optional
        Who was drawn together.
    """

    outcome: Numbers
    exposure: Numbers
    instruments: Numbers
    covariates: Numbers
    weights: Numbers
    clusters: Groups | None = None

    @property
    def free(self) -> int:
        """How many more rows there are than terms of the two regressions."""
        rows, terms = self.instruments.shape
        return int(rows - terms - self.covariates.shape[1])


def variables(rows: Rows, terms: Terms = "lines") -> Variables:
    """Return the variables of an equation with instruments.

    Parameters
    ----------
    rows : Rows
        With the instruments as ``others``.
    terms : {"lines", "curves"}, optional
        How numbers among the covariates enter.

    Returns
    -------
    Variables

    Raises
    ------
    EstimationError
        If the exposure has no unit, varies too little, or the instruments repeat what the
        covariates say.
    """
    columns = rows.covariates
    lines = terms == "lines"
    covariates = _lines(columns, rows.n) if lines else design(columns, rows.n).matrix
    moved = _exposure(rows)
    if not _left(moved[:, None], covariates):
        raise EstimationError(
            f'the exposure "{rows.exposures[0].name}" is the same in every row, or decided by '
            f"what is conditioned on"
        )
    instruments = _lines(rows.others, rows.n)[:, 1:]
    instruments = instruments[:, _left(instruments, covariates)]
    if not instruments.shape[1]:
        names = " and ".join(f'"{column.name}"' for column in rows.others)
        raise EstimationError(
            f"the instrument {names} is the same in every row, or decided by what is conditioned on"
        )
    found = Variables(
        rows.outcome.values, moved, instruments, covariates, rows.weights, rows.clusters
    )
    if found.free < 1:
        raise EstimationError(
            f"a model with {rows.n - found.free} terms cannot be fitted to {rows.n} rows; "
            f"condition on fewer variables or use more data"
        )
    return found


def check_one_effect(rows: Rows, method: str) -> None:
    """Raise unless an instrument can answer the question.

    Parameters
    ----------
    rows : Rows
        What is used.
    method : str
        Name of the estimator.

    Raises
    ------
    EstimationError
        If a ratio is asked for, or the exposed or the unexposed.
    """
    question = rows.question
    if question.scale != "difference":
        raise EstimationError(
            f"{method} divides two differences of means, so it gives a difference and no "
            f"{question.scale}; ask for the difference"
        )
    if question.population in ("exposed", "unexposed"):
        raise EstimationError(
            f"{method} cannot tell the {question.population} apart: it gives the effect in those "
            f"whom the instrument moves, or one that is the same for all; ask about everybody"
        )


def _exposure(rows: Rows) -> Numbers:
    column = rows.exposures[0]
    treated = column.position(rows.question.treated[0])
    reference = column.position(rows.question.reference[0])
    if column.labels and not set(column.levels) <= {treated, reference}:
        others = ", ".join(map(column.shown, column.levels))
        raise EstimationError(
            f'an instrument tells the effect of one step, but "{column.name}" has the labels '
            f"{others}; make it numbers, or keep the two that are compared"
        )
    if np.isnan(treated) or np.isnan(reference):
        raise EstimationError(
            f"the question compares {rows.question.treated[0]} and {rows.question.reference[0]}, "
            f'but "{column.name}" takes {", ".join(map(column.shown, column.levels[:6]))}'
        )
    return np.asarray((column.values - reference) / (treated - reference))


def _lines(columns: tuple[Column, ...], rows: int) -> Numbers:
    matrix = np.hstack([np.ones((rows, 1)), *map(_line, columns)])
    return np.asarray(matrix[:, independent(matrix)])


def _line(column: Column) -> Numbers:
    """Return indicators of all labels but the first, or the numbers in standard units."""
    if column.labels:
        return np.asarray(column.values[:, None] == column.levels[1:], dtype=np.float64)
    centred, spread = column.values - column.values.mean(), column.values.std()
    return np.asarray(centred / (spread if spread > 0 else 1.0))[:, None]


def _left(columns: Numbers, given: Numbers) -> list[int]:
    """Return columns that say something beyond what is given and beyond each other."""
    centred = columns - columns.mean(axis=0)
    rest = centred - given @ np.linalg.lstsq(given, centred, rcond=None)[0]
    size = np.linalg.norm(rest, axis=0)
    varies = np.flatnonzero(size > REPEATED * np.linalg.norm(columns, axis=0))
    return [int(varies[kept]) for kept in independent(rest[:, varies])] if varies.size else []
