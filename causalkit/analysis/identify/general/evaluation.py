"""Puts observed probabilities into a formula.

Every part of the formula becomes a table with one axis for each variable on which it
depends, from the inside out, and each shared part once. The work is that of the largest
table, not of the formula's length.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from causalkit.analysis.identify.general.distribution import Distribution, read_distribution
from causalkit.analysis.identify.general.expression import (
    Expression,
    Probability,
    Quotient,
    Sum,
    inside_out,
    operands,
)
from causalkit.analysis.identify.general.table import Table, divided, multiplied, total_product
from causalkit.errors import EstimationError
from causalkit.graph.question import Condition

if TYPE_CHECKING:
    from causalkit.analysis.identify.general.functional import Functional


class _Evaluation:
    """The tables of a formula's parts, and the empty groups met on the way."""

    def __init__(self, distribution: Distribution) -> None:
        self.distribution = distribution
        self.tables: dict[int, Table] = {}
        self.groups: list[tuple[int, tuple[str, ...]]] = []
        self.next_group = 0

    def of(self, expression: Expression) -> Table:
        """Return the table of a formula."""
        for part in inside_out(expression):
            made = [self.tables[id(operand)] for operand in operands(part)]
            self.tables[id(part)] = self._made(part, made)
        return self.tables[id(expression)]

    def group(self, number: int) -> str:
        """Return what characterises the people of an empty group."""
        first, names = max(each for each in self.groups if each[0] <= number)
        places = np.unravel_index(number - first, self.distribution.shape(names))
        return self.described(dict(zip(names, map(int, places), strict=True)))

    def described(self, places: Mapping[str, int]) -> str:
        """Return what characterises people with certain values, given by their places."""
        labels = self.distribution.labels
        return ", ".join(f"{name} = {labels[name][place]}" for name, place in places.items())

    def _made(self, part: Expression, made: Sequence[Table]) -> Table:
        if isinstance(part, Probability):
            return self._probability(part)
        if isinstance(part, Quotient):
            return self._divided(*made)
        return total_product(made, part.variables) if isinstance(part, Sum) else multiplied(made)

    def _probability(self, part: Probability) -> Table:
        names = (*part.variables, *part.given)
        joint = Table(names, self.distribution.marginal(names))
        return self._divided(joint, joint.without(part.variables)) if part.given else joint

    def _divided(self, above: Table, below: Table) -> Table:
        first, self.next_group = self.next_group, self.next_group + below.values.size
        self.groups.append((first, below.names))
        return divided(above, below, first)


def evaluated(functional: Functional, distribution: pd.Series[Any]) -> pd.DataFrame:
    """Return the distribution of the outcomes for every setting of the exposures.

    Parameters
    ----------
    functional : Functional
        The formula.
    distribution : pandas.Series
        The observed joint distribution, see `Functional.evaluate`.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    EstimationError
        See `Functional.evaluate`.
    """
    query = functional.query
    observed = read_distribution(distribution, _needed(functional))
    evaluation = _Evaluation(observed)
    asked = {each.variable: _place(observed, each) for each in functional.group}
    table = evaluation.of(functional.expression).at(asked)
    table = _held(table, observed, functional.arbitrary)
    rows = tuple(name for name in (*query.exposure, *query.given) if name not in asked)
    names = (*rows, *query.outcome)
    values, empty = (np.broadcast_to(c, observed.shape(names)) for c in table.spread(names))
    if np.isnan(values).any():
        cell = int(np.isnan(values).argmax())
        raise _undefined(functional, evaluation, names, int(empty.flat[cell]), cell)
    columns = _settings(observed, query.outcome)
    return pd.DataFrame(values.reshape(-1, len(columns)), _settings(observed, rows), columns)


def _needed(functional: Functional) -> tuple[str, ...]:
    mentioned = {
        name
        for part in inside_out(functional.expression)
        if isinstance(part, Probability)
        for name in part.free
    }
    return tuple(dict.fromkeys((*functional.query.variables, *sorted(mentioned))))


def _place(observed: Distribution, condition: Condition) -> int:
    holds = condition.holds(pd.Series(observed.labels[condition.variable]))
    if not holds.any():
        raise EstimationError(f"the distribution has nobody with {condition}")
    return int(holds.argmax())


def _held(table: Table, observed: Distribution, arbitrary: Sequence[str]) -> Table:
    """Return the table at the most frequent values that leave nothing undefined, if any do."""
    names = [name for name in arbitrary if name in table.names]
    if not names:
        return table
    frequency = observed.marginal(names)
    order = np.argsort(-frequency, axis=None, kind="stable")
    places = (np.unravel_index(cell, frequency.shape) for cell in order)
    tables = (table.at(dict(zip(names, map(int, place), strict=True))) for place in places)
    first = next(tables)
    return next((t for t in (first, *tables) if not np.isnan(t.values).any()), first)


def _settings(observed: Distribution, names: Sequence[str]) -> pd.Index[Any]:
    if not names:
        return pd.RangeIndex(1)
    if len(names) == 1:
        index: pd.Index[Any] = pd.Index(observed.labels[names[0]], name=names[0])
        return index
    labels: list[list[Hashable]] = [list(observed.labels[name]) for name in names]
    return pd.MultiIndex.from_product(labels, names=list(names))


def _undefined(
    functional: Functional,
    evaluation: _Evaluation,
    names: Sequence[str],
    group: int,
    cell: int,
) -> EstimationError:
    """Return the error that names the empty group because of which a cell is undefined."""
    places = np.unravel_index(cell, evaluation.distribution.shape(names))
    setting = dict(zip(names, map(int, places), strict=True))
    asked = {name: place for name, place in setting.items() if name in functional.query.exposure}
    when = f" for {described}" if (described := evaluation.described(asked)) else ""
    return EstimationError(
        f"{functional.query} cannot be computed{when}: the formula needs what happens to people "
        f"with {evaluation.group(group)}, and the distribution has nobody like that"
    )
