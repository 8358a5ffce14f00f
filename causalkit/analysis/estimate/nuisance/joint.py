"""One model for everybody, with the exposure among its terms.

With a model of its own for either group, the effect may differ from person to person as it
likes. One model for all, in which the exposure is a term beside the others, says that it
does not: everybody's outcome, its log-odds or its logarithm differs by the same amount.
That is what most published regressions say.

What such a model predicts under a setting of the exposure can be beyond all data. Where
covariates decide the exposure, coefficients can be moved from one to the other without
changing any fitted mean; but the means with the exposure set would change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.blocks import triangle
from causalkit.analysis.estimate.models.cells import Cells
from causalkit.analysis.estimate.models.design import (
    Design,
    Parts,
    independent,
    side_by_side,
)
from causalkit.analysis.estimate.models.setting import Setting
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError

ALMOST = 1e-6
"""Terms that differ by less than this share of the largest are equal."""


@dataclass(frozen=True, eq=False)
class Joint:
    """The design of a model for everybody, as observed and with the exposure set.

    Parameters
    ----------
    observed : Design
        As observed.
    settings : tuple of Setting
        The same columns with everybody's exposure set, to the treated value and then to the
        reference: one for both or one for each.
    cells : Cells, optional
        Which people share a row of these; None where each has their own.
    """

    observed: Design
    settings: tuple[Setting, ...]
    cells: Cells | None = None


def group_model(rows: Rows, covariates: Parts, alike: Cells | None) -> Joint:
    """Return the model in which each exposure is a term of its own.

    Parameters
    ----------
    rows : Rows
        Rows whose exposures are groups.
    covariates : list of pairs of str and ndarray of float
        The terms of the covariates, for each row or for each cell.
    alike : Cells, optional
        Which rows are alike in covariates and exposures.

    Returns
    -------
    Joint

    Raises
    ------
    EstimationError
        If the covariates decide the exposure.
    """
    first = slice(None) if alike is None else alike.first
    observed = [(c.name, _indicators(c, c.values[first])) for c in rows.exposures]
    constants = [
        np.hstack(
            [
                _indicators(column, np.array([column.position(value)]))[0]
                for column, value in zip(rows.exposures, values, strict=True)
            ]
        )
        for values in (rows.question.treated, rows.question.reference)
    ]
    return replace(with_exposures(covariates, observed, np.array(constants)), cells=alike)


def with_exposures(covariates: Parts, exposures: Parts, constants: Numbers) -> Joint:
    """Return the model that has some terms of covariates and some of exposures.

    Parameters
    ----------
    covariates, exposures : list of pairs of str and ndarray of float
        The terms, with whose they are.
    constants : ndarray of float of shape (2, k)
        What the terms of the exposures are under either setting.

    Returns
    -------
    Joint

    Raises
    ------
    EstimationError
        If the covariates decide the exposure.
    """
    matrix, owners = side_by_side([*covariates, *exposures])
    others = matrix[:, : matrix.shape[1] - constants.shape[1]]
    return joint(matrix, owners, (Setting(others, constants),))


def joint(matrix: Numbers, owners: tuple[str, ...], settings: tuple[Setting, ...]) -> Joint:
    """Return a model for everybody without columns that repeat others.

    Parameters
    ----------
    matrix : ndarray of float of shape (n, p)
        The design as observed.
    owners : tuple of str
        For each column whose it is.
    settings : tuple of Setting
        The same columns with everybody's exposure set.

    Returns
    -------
    Joint

    Raises
    ------
    EstimationError
        If a column repeats others as observed, but not with the exposure set.
    """
    kept = independent(matrix)
    if len(kept) == len(owners):
        return Joint(Design(matrix, owners), settings)
    _check_repeating(matrix, owners, kept, settings)
    observed = Design(
        np.ascontiguousarray(matrix[:, kept]), tuple(owners[column] for column in kept)
    )
    return Joint(observed, tuple(setting.chosen(kept) for setting in settings))


def _check_repeating(
    matrix: Numbers, owners: tuple[str, ...], kept: Groups, settings: tuple[Setting, ...]
) -> None:
    """Raise unless what a column repeats it repeats with the exposure set, too."""
    relations = triangle(matrix)
    for column in sorted(set(range(len(owners))) - set(kept.tolist())):
        mixture = np.asarray(np.linalg.lstsq(relations[:, kept], relations[:, column])[0])
        terms = (each for setting in settings for each in setting.full)
        if any(_differs(each, column, kept, mixture) for each in terms):
            raise EstimationError(
                f'the covariates decide the exposure, as far as the terms of "{owners[column]}" '
                f"can tell, so nobody knows the outcome under another setting (no overlap); "
                f"restrict the question to a group in which both settings occur"
            )


def _differs(terms: Numbers, column: int, kept: Groups, mixture: npt.NDArray[Any]) -> bool:
    gap = np.abs(terms[:, kept] @ mixture - terms[:, column])
    largest = np.abs(terms[:, column]).max() + np.abs(terms[:, kept] * mixture).max()
    return bool(gap.max() > ALMOST * largest)


def _indicators(column: Column, values: Numbers) -> Numbers:
    return np.asarray(values[:, None] == column.levels[1:], dtype=np.float64)
