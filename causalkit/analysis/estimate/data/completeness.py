"""The chance that a row is complete, estimated factor by factor.

Somebody who was unlikely to answer everything, and did, stands for the many like them who
did not. How unlikely it was is estimated from the rows themselves: a *factor* is the
chance that some variables are seen, given others, among the rows in which those others
are. Which factors there are, and that their product is the right chance, the diagram says.

People of a kind that always answers have the chance 1, and need no model. People of a kind
that never answers have the chance 0, and no weight can speak for them.

Source: Mohan and Pearl (2021), Graphical models for processing missing data; Seaman and
White (2013), Review of inverse probability weighting for dealing with missing data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.models.overlap import told_apart_by
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers, read_column
from causalkit.analysis.identify.missingness import Weight
from causalkit.errors import EstimationError
from causalkit.graph.indicators import MISSING


def columns_needed(data: pd.DataFrame, factors: tuple[Weight, ...]) -> tuple[Column, ...]:
    """Return the columns in which a row must be complete for its chance to be known.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    factors : tuple of Weight
        The factors of the chance.

    Returns
    -------
    tuple of Column

    Raises
    ------
    EstimationError
        If the table has no such column.

    Examples
    --------
    >>> frame = pd.DataFrame({"age": [20, 30], "phq9": [4, None]})
    >>> factor = Weight(("missing_phq9",), ("age",), ())
    >>> [column.name for column in columns_needed(frame, (factor,))]
    ['phq9', 'age']
    """
    hidden = (name for each in factors for name in (*each.indicators, *each.complete))
    given = (name for each in factors for name in each.given)
    names = dict.fromkeys([*map(_hidden_by, hidden), *given])
    return tuple(_column(data, name) for name in names)


def chance_complete(data: pd.DataFrame, factors: tuple[Weight, ...], weights: Numbers) -> Numbers:
    """Return the chance of each row to be complete, as the product of its factors.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    factors : tuple of Weight
        The factors of the chance.
    weights : ndarray of float of shape (n,)
        Survey weights. Rows with none, or with weight zero, teach nothing.

    Returns
    -------
    ndarray of float of shape (n,)
        NaN in rows in which not everything is seen that it depends on.

    Raises
    ------
    EstimationError
        If people of some kind are never complete, or the gaps cannot be modelled.

    Examples
    --------
    >>> frame = pd.DataFrame({"phq9": [4, 7, None, 5]})
    >>> chance_complete(frame, (Weight(("missing_phq9",), (), ()),), np.ones(4)).round(6)
    array([0.75, 0.75, 0.75, 0.75])
    """
    chance = np.ones(len(data))
    with quiet():
        for factor in factors:
            chance *= _factor(data, factor, weights)
    return chance


def _factor(data: pd.DataFrame, factor: Weight, weights: Numbers) -> Numbers:
    given = tuple(_column(data, name) for name in factor.given)
    behind = [_column(data, _hidden_by(name)) for name in factor.complete]
    hidden = [_column(data, _hidden_by(name)) for name in factor.indicators]
    among = (weights > 0) & _all_seen((*given, *behind), len(data))
    seen = _all_seen(hidden, len(data))
    chance = np.full(len(data), np.nan)
    chosen = tuple(column.chosen(among) for column in given)
    chance[among] = _chance_seen(str(factor), chosen, seen[among], weights[among])
    return chance


def _chance_seen(factor: str, given: tuple[Column, ...], seen: Mask, weights: Numbers) -> Numbers:
    """Return the chance to be seen, by a logistic regression where it is not certain."""
    for name, kind in _kinds(given):
        if not seen[kind].any():
            raise EstimationError(
                f"nobody {name}is complete, so no weight can make the complete rows stand for "
                f"them ({factor}); ask about people of whom some are"
            )
    chance = np.ones(len(seen))
    open_rows = ~_always_seen(given, seen)
    if open_rows.any():
        columns = tuple(column.chosen(open_rows) for column in given)
        chance[open_rows] = _modelled(factor, columns, seen[open_rows], weights[open_rows])
    return chance


def _always_seen(given: tuple[Column, ...], seen: Mask) -> Mask:
    """Return the rows of kinds that are always seen, and of kinds that then are, too."""
    certain = np.zeros(len(seen), dtype=bool)
    while True:
        found = certain.copy()
        for _, kind in _kinds(given):
            if seen[kind & ~certain].all():
                found |= kind
        if (found == certain).all():
            return certain
        certain = found


def _kinds(given: tuple[Column, ...]) -> Iterator[tuple[str, Mask]]:
    """Yield everybody, and the people with each label or truth value, with their name."""
    if not given:
        return
    yield "", np.ones(len(given[0].values), dtype=bool)
    for column in given:
        levels = column.levels
        for level in levels if column.labels or len(levels) == 2 else ():
            yield f'with "{column.name}" = {column.shown(level)} ', column.values == level


def _modelled(factor: str, given: tuple[Column, ...], seen: Mask, weights: Numbers) -> Numbers:
    terms = design(given, len(seen)).matrix
    if len(seen) <= terms.shape[1]:
        raise EstimationError(
            f"a model of {factor} with {terms.shape[1]} terms cannot be fitted to {len(seen)} "
            f"rows; use more data"
        )
    relative = None if (weights == weights[0]).all() else weights / weights.mean()
    try:
        return logistic_fit(terms, seen.astype(np.float64), relative).mean(terms)
    except SeparationError:
        raise EstimationError(
            f"the model of {factor} has no answer: who is complete is decided by "
            f"{told_apart_by(given, seen)}; ask about people of whom some are and some are not"
        ) from None


def _all_seen(columns: Iterable[Column], rows: int) -> Mask:
    seen: Mask = np.logical_and.reduce([np.ones(rows, dtype=bool), *(~c.missing for c in columns)])
    return seen


def _hidden_by(indicator: str) -> str:
    return indicator.removeprefix(MISSING)


def _column(data: pd.DataFrame, name: str) -> Column:
    """Return a column; an indicator that the table does not spell out is read off the gaps."""
    hidden = _hidden_by(name)
    if name in data.columns or hidden == name or hidden not in data.columns:
        return read_column(data, name)
    return Column(name, read_column(data, hidden).missing.astype(np.float64))
