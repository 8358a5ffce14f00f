"""Tables of numbers whose axes are variables, some cells of which may be undefined.

A probability given a group in which there is nobody is undefined. That need not matter: in
a sum it may be multiplied by the probability of the group, which is zero, and zero times
anything, undefined or not, is zero here. An undefined cell remembers the empty group it
comes from. If it is needed in the end, that group can be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
import numpy.typing as npt

from causalkit.analysis.identify.general.distribution import Numbers, check_size

DEFINED = -1
Groups = npt.NDArray[np.int64]


def _nobody() -> Groups:
    return np.array(DEFINED, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Table:
    """A number for each setting of some variables.

    Parameters
    ----------
    names : tuple of str
        The variables, one for each axis.
    values : ndarray of float
        The numbers; not-a-number where undefined.
    empty : ndarray of int
        The number of the empty group because of which a cell is undefined, or -1; it has the
        shape of the values, or stands for all of them.
    """

    names: tuple[str, ...]
    values: Numbers
    empty: Groups = field(default_factory=_nobody)

    def spread(self, names: Sequence[str]) -> tuple[Numbers, Groups]:
        """Return the cells in the order of some axes, which include its own.

        Parameters
        ----------
        names : sequence of str
            The axes.

        Returns
        -------
        tuple of (ndarray of float, ndarray of int)
            Values and empty groups, of length one along axes that are not its own.
        """
        own = [name for name in names if name in self.names]
        axes = [self.names.index(name) for name in own]
        missing = tuple(index for index, name in enumerate(names) if name not in self.names)
        empty = np.broadcast_to(self.empty, self.values.shape)
        return (
            np.expand_dims(self.values.transpose(axes), missing),
            np.expand_dims(empty.transpose(axes), missing),
        )

    def at(self, places: Mapping[str, int]) -> Table:
        """Return the part of the table at one value of some variables.

        Parameters
        ----------
        places : mapping of str to int
            The place of the value along the axis of each; others are ignored.

        Returns
        -------
        Table
        """
        where = tuple(places.get(name, slice(None)) for name in self.names)
        kept = tuple(name for name in self.names if name not in places)
        empty = self.empty[where] if self.empty.ndim else self.empty
        return Table(kept, self.values[where], np.asarray(empty))

    def without(self, names: Iterable[str]) -> Table:
        """Return the table added up over some of its variables.

        Parameters
        ----------
        names : iterable of str
            The variables.

        Returns
        -------
        Table
        """
        axes = tuple(self.names.index(name) for name in names)
        empty = self.empty.max(axis=axes) if self.empty.ndim else self.empty
        kept = tuple(name for index, name in enumerate(self.names) if index not in axes)
        return Table(kept, self.values.sum(axis=axes), empty)


def multiplied(tables: Sequence[Table]) -> Table:
    """Return the product of tables, cell by cell; zero times undefined is zero.

    Parameters
    ----------
    tables : sequence of Table
        The factors; the product of none is one.

    Returns
    -------
    Table

    Raises
    ------
    EstimationError
        If the product would be too large.

    Examples
    --------
    >>> x, y = Table(("x",), np.array([0.5, 0.5])), Table(("y",), np.array([0.2, 0.8]))
    >>> multiplied([x, y]).values.tolist()
    [[0.1, 0.4], [0.1, 0.4]]
    """
    result = Table((), np.array(1.0))
    for table in tables:
        result = _times(result, table)
    return result


def divided(above: Table, below: Table, first_group: int) -> Table:
    """Return one table divided by another; where that is zero the quotient is undefined.

    Parameters
    ----------
    above, below : Table
        The two tables.
    first_group : int
        The number of the empty group that the first cell of the lower table stands for.

    Returns
    -------
    Table
    """
    names = tuple(dict.fromkeys((*above.names, *below.names)))
    check_size(names, _lengths((above, below), names))
    (upper, upper_empty), (lower, lower_empty) = above.spread(names), below.spread(names)
    groups = first_group + np.arange(below.values.size).reshape(below.values.shape)
    group = Table(below.names, below.values, groups).spread(names)[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(lower == 0, np.nan, upper / lower)
    origin = np.where(lower == 0, group, np.maximum(upper_empty, lower_empty))
    return Table(names, values, _origin(values, origin))


def total_product(tables: Iterable[Table], summed: Iterable[str]) -> Table:
    """Return the product of tables, added up over some variables.

    Parameters
    ----------
    tables : iterable of Table
        The factors.
    summed : iterable of str
        The variables to add up over.

    Returns
    -------
    Table

    Raises
    ------
    EstimationError
        If an intermediate table would be too large.

    Notes
    -----
    Variable elimination: always next is the variable for which the smallest table is needed.
    Zhang and Poole (1996), Exploiting causal independence in Bayesian network inference.

    Examples
    --------
    >>> weights = Table(("z",), np.array([0.5, 0.5]))
    >>> total_product([weights, Table(("z", "y"), np.array([[0.2, 0.8], [0, 1]]))], "z").values
    array([0.1, 0.9])
    """
    remaining, waiting = list(tables), list(summed)
    while waiting:
        name = min(waiting, key=lambda each: prod(_joint_lengths(remaining, each).values()))
        waiting.remove(name)
        near = [table for table in remaining if name in table.names]
        remaining = [table for table in remaining if name not in table.names]
        remaining.append(multiplied(near).without([name]))
    return multiplied(remaining)


def _times(left: Table, right: Table) -> Table:
    names = tuple(dict.fromkeys((*left.names, *right.names)))
    check_size(names, _lengths((left, right), names))
    (one, one_empty), (other, other_empty) = left.spread(names), right.spread(names)
    values = one * other
    if np.isnan(values).any():
        values = np.where((one == 0) | (other == 0), 0.0, values)
    return Table(names, values, _origin(values, np.maximum(one_empty, other_empty)))


def _origin(values: Numbers, origin: Groups) -> Groups:
    undefined = np.isnan(values)
    return np.where(undefined, origin, DEFINED) if undefined.any() else _nobody()


def _lengths(tables: Iterable[Table], names: Iterable[str]) -> list[int]:
    length = {
        name: size
        for table in tables
        for name, size in zip(table.names, table.values.shape, strict=True)
    }
    return [length[name] for name in names]


def _joint_lengths(tables: Iterable[Table], name: str) -> dict[str, int]:
    """Return the length of each axis of the product of the tables that have a variable."""
    return {
        axis: size
        for table in tables
        if name in table.names
        for axis, size in zip(table.names, table.values.shape, strict=True)
    }
