"""The value of a formula, and how it changes with the share of people in each cell.

Everybody in a cell is made to count a hair more, and then a hair less; half the difference of
the values, by the width of the hair, is the rate of change. All these versions of the shares
are one more variable that everything is conditioned on, so the formula is evaluated once for
them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.formulas.cells import Cells
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.identify.general.expression import (
    Expression,
    Probability,
    Product,
    Quotient,
    Sum,
    inside_out,
    operands,
)
from causalkit.analysis.identify.general.functional import Functional

HAIR = 1e-4
"""By so much more or less a cell is made to count; the error is of the order of its square."""

LARGEST = 1_000_000
"""So many shares are handed over at once."""


def mean_and_influence(found: Cells, functional: Functional) -> tuple[float, Numbers]:
    """Return the chance of winning, and the influence on it of everybody in each cell.

    Parameters
    ----------
    found : Cells
        The cells.
    functional : Functional
        A formula for one setting of the exposures.

    Returns
    -------
    tuple of (float, ndarray of float of shape (c, 2))
        The influence is zero where nobody is.
    """
    by_version = _given_version(functional, found.version)
    shares = found.shares.reshape(-1)
    occurring = np.flatnonzero(shares)
    influence, chance = np.zeros(len(shares)), 0.0
    for some in _batches(occurring, len(shares)):
        versions = np.vstack([shares, _moved(shares, some, HAIR), _moved(shares, some, -HAIR)])
        table = by_version.evaluate(found.series(versions.reshape(-1, *found.shares.shape)))
        chance, *others = table[1.0].to_numpy()
        more, less = np.split(np.asarray(others), 2)
        # A cell of share p that counts t more moves the shares by p t, towards that cell.
        influence[some] = (more - less) / (2 * HAIR * shares[some])
    return float(chance), influence.reshape(-1, 2)


def _batches(occurring: npt.NDArray[np.intp], number: int) -> Iterator[npt.NDArray[np.intp]]:
    size = max(1, LARGEST // (2 * number))
    for start in range(0, len(occurring), size):
        yield occurring[start : start + size]


def _moved(shares: Numbers, cells: npt.NDArray[np.intp], hair: float) -> Numbers:
    """Return for each of some cells the shares where it counts a little more or less."""
    versions = np.tile(shares, (len(cells), 1))
    versions[np.arange(len(cells)), cells] *= 1 + hair
    return np.asarray(versions / versions.sum(axis=1, keepdims=True))


def _given_version(functional: Functional, version: str) -> Functional:
    """Return the formula with each of its probabilities within a version."""
    query, made = functional.query, dict[int, Expression]()
    for part in inside_out(functional.expression):
        made[id(part)] = _rebuilt(part, [made[id(each)] for each in operands(part)], version)
    within = replace(query, given=(*query.given, version))
    return replace(functional, query=within, expression=made[id(functional.expression)])


def _rebuilt(part: Expression, inner: list[Expression], version: str) -> Expression:
    if isinstance(part, Probability):
        return Probability(part.variables, (*part.given, version))
    if isinstance(part, Quotient):
        return Quotient(*inner)
    if isinstance(part, Sum):
        return Sum(part.variables, inner[0] if len(inner) == 1 else Product(tuple(inner)))
    return Product(tuple(inner))
