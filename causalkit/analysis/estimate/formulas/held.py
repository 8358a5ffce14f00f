"""A formula at each setting: the exposures set, the group fixed, what is arbitrary held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.formulas.cells import Cells
from causalkit.analysis.estimate.reading.columns import Column
from causalkit.analysis.identify.general.functional import Functional
from causalkit.errors import EstimationError
from causalkit.graph.condition import Condition


def held(rows: Rows, found: Cells, functional: Functional) -> tuple[Functional, Functional]:
    """Return a formula for the treated and for the reference setting, that the cells can answer.

    Parameters
    ----------
    rows : Rows
        With the variables of the formula.
    found : Cells
        The cells.
    functional : Functional
        The formula.

    Returns
    -------
    tuple of (Functional, Functional)
        With what they keep to as their group, spelt as in the cells. Arbitrary variables are
        held at the same value in both.

    Raises
    ------
    EstimationError
        If the formula needs to know of people who do not occur, whatever the value at which
        arbitrary variables are held.
    """
    columns = {column.name: column for column in rows.others}
    group = [_is(columns[each.variable], each.value) for each in functional.group]
    treated, reference = (
        [*group, *map(_is, rows.exposures, values)]
        for values in (rows.question.treated, rows.question.reference)
    )
    shares = found.series(found.shares[None])
    failures = []
    for arbitrary in _by_frequency(found, functional.arbitrary):
        first = replace(functional, group=(*treated, *arbitrary))
        second = replace(functional, group=(*reference, *arbitrary))
        try:
            first.evaluate(shares)
            second.evaluate(shares)
        except EstimationError as error:
            failures.append(error)
        else:
            return first, second
    raise failures[0]


def _by_frequency(found: Cells, names: tuple[str, ...]) -> Iterator[tuple[Condition, ...]]:
    """Yield the values of arbitrary variables that occur, the most frequent first."""
    if not names:
        yield ()
        return
    table = np.column_stack([found.codes[name] for name in names])
    occurring, place = np.unique(table, axis=0, return_inverse=True)
    frequency = np.bincount(place.reshape(-1), weights=found.shares.sum(axis=1))
    for setting in occurring[np.argsort(-frequency.round(12), kind="stable")]:
        yield tuple(
            Condition(name, "==", _plain(found.labels[name][code]))
            for name, code in zip(names, setting, strict=True)
        )


def _is(column: Column, value: float | str) -> Condition:
    place = column.position(value)
    if np.isnan(place):
        raise EstimationError(
            f'nobody has {column.name} = {value}; "{column.name}" takes '
            f"{', '.join(map(column.shown, column.levels))}"
        )
    return Condition(column.name, "==", column.shown(place) if column.labels else place)


def _plain(value: float | str) -> float | str:
    return value if isinstance(value, str) else float(value)
