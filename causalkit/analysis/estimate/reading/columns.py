"""One column of a table, whatever its type, as numbers with or without labels.

Tables come with booleans, nullable integers, categories and text. Estimators compute
with numbers. Here each column becomes an array of floats: numbers and truth values as
they are, labels as their position in a list of labels, and NaN where the value is
missing. What cannot be read so is refused by name.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.errors import EstimationError, did_you_mean

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

GLANCE = 1_000
"""How many rows are looked at before all of them are."""

SPAN = 65_536
"""Whole numbers are counted instead of sorted where they differ by less than this."""


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table, read as numbers.

    Parameters
    ----------
    name : str
        Name of the column.
    values : ndarray of float of shape (n,)
        Numbers, or positions in ``labels``; NaN where missing.
    labels : tuple
        The labels in order; empty where the column holds numbers or truth values.
    """

    name: str
    values: Numbers
    labels: tuple[Hashable, ...] = ()

    @cached_property
    def missing(self) -> npt.NDArray[np.bool_]:
        """Where the value is missing."""
        # A finite sum has no missing part, and is found sooner than each part is looked at.
        if np.isfinite(self.values.sum()):
            return np.zeros(len(self.values), dtype=bool)
        return np.isnan(self.values)

    @cached_property
    def levels(self) -> Numbers:
        """The different values that occur, in order."""
        if self.steps is not None:
            lowest, steps = self.steps
            return lowest + np.flatnonzero(np.bincount(steps)).astype(np.float64)
        return np.unique(self.values[~self.missing])

    @cached_property
    def steps(self) -> tuple[float, npt.NDArray[np.int32]] | None:
        """The lowest value and how far above it each is, where these are whole and not many.

        They make sorting unnecessary. None where a value is missing, broken or far away.
        """
        glance = self.values[:GLANCE]
        if not len(glance) or not np.array_equal(glance, np.floor(glance)):
            return None
        lowest, highest = float(self.values.min()), float(self.values.max())
        if not highest - lowest < min(SPAN, len(self.values)):
            return None
        steps = (self.values - lowest).astype(np.int32)
        return (lowest, steps) if np.array_equal(steps + lowest, self.values) else None

    def has_more_levels_than(self, number: int) -> bool:
        """Return whether the column takes more than so many different values.

        Parameters
        ----------
        number : int
            How many.

        Returns
        -------
        bool

        Examples
        --------
        >>> Column("dose", np.array([1.0, 5.0, 2.0])).has_more_levels_than(2)
        True
        """
        # A few rows tell of most columns that vary a lot, and spare the sorting of all.
        few = self.values[:GLANCE]
        return len(np.unique(few[~np.isnan(few)])) > number or len(self.levels) > number

    def chosen(self, rows: npt.NDArray[np.bool_]) -> Column:
        """Return the column on some of the rows.

        Parameters
        ----------
        rows : ndarray of bool of shape (n,)
            Which rows.

        Returns
        -------
        Column

        Examples
        --------
        >>> Column("age", np.array([20.0, 30.0])).chosen(np.array([False, True])).values
        array([30.])
        """
        return self if rows.all() else Column(self.name, self.values[rows], self.labels)

    def position(self, value: float | str) -> float:
        """Return the number that stands for a value.

        Parameters
        ----------
        value : float or str
            A number, or a label.

        Returns
        -------
        float
            NaN where the column has no such label.

        Examples
        --------
        >>> Column("sex", np.array([0.0, 1.0]), ("female", "male")).position("male")
        1.0
        """
        if not self.labels:
            return np.nan if isinstance(value, str) else float(value)
        return float(self.labels.index(value)) if value in self.labels else np.nan

    def shown(self, value: float) -> str:
        """Return a value as people know it: its label, or the number without padding.

        Parameters
        ----------
        value : float
            A value of the column.

        Returns
        -------
        str

        Examples
        --------
        >>> Column("dose", np.array([2.0])).shown(2.0)
        '2'
        """
        return str(self.labels[int(value)]) if self.labels else f"{value:g}"


def read_column(data: pd.DataFrame, name: str) -> Column:
    """Return a column of a table as numbers.

    Parameters
    ----------
    data : pandas.DataFrame
        The table. It is not changed.
    name : str
        Name of the column.

    Returns
    -------
    Column

    Raises
    ------
    EstimationError
        If there is no such column or more than one, or it holds neither numbers, truth
        values nor labels, or an infinite value.

    Examples
    --------
    >>> frame = pd.DataFrame({"sex": pd.Categorical(["male", "female", None])})
    >>> column = read_column(frame, "sex")
    >>> column.values, column.labels
    (array([ 1.,  0., nan]), ('female', 'male'))
    """
    series = _series(data, name)
    if isinstance(series.dtype, pd.CategoricalDtype):
        return _labelled(name, series.array)
    if pd.api.types.is_string_dtype(series.dtype):  # says so of every column of objects too
        return _from_objects(name, series)
    return Column(name, _numbers(name, series))


def _series(data: pd.DataFrame, name: str) -> pd.Series[Any]:
    if name not in data.columns:
        hint = did_you_mean(name, map(str, data.columns))
        raise EstimationError(f'the data have no column "{name}".{hint}')
    series = data[name]
    if isinstance(series, pd.DataFrame):
        raise EstimationError(f'the data have {series.shape[1]} columns named "{name}"')
    return series


def _labelled(name: str, values: Any) -> Column:  # noqa: ANN401  # pandas does not type it
    codes = values.codes.astype(np.float64)
    codes[codes < 0] = np.nan
    return Column(name, codes, tuple(values.categories))


def _from_objects(name: str, series: pd.Series[Any]) -> Column:
    """Read a column of Python objects: numbers or truth values, or else text."""
    kind = pd.api.types.infer_dtype(series, skipna=True)
    if kind in ("string", "empty"):
        return _labelled(name, pd.Categorical(series))
    if kind in ("boolean", "integer", "floating", "mixed-integer-float", "decimal"):
        return Column(name, _numbers(name, pd.to_numeric(series)))
    raise EstimationError(
        f'the column "{name}" holds {kind} values; an estimator needs numbers, truth values or '
        f"labels of one kind"
    )


def _numbers(name: str, series: pd.Series[Any]) -> Numbers:
    if not pd.api.types.is_numeric_dtype(series.dtype) or np.dtype(complex) == series.dtype:
        raise EstimationError(
            f'the column "{name}" holds {series.dtype} values; an estimator needs numbers, '
            f"truth values or labels"
        )
    if isinstance(series.dtype, np.dtype):
        values: Numbers = series.to_numpy(dtype=np.float64)
    else:
        values = series.to_numpy(dtype=np.float64, na_value=np.nan)
    infinite = 0 if np.isfinite(values.sum()) else np.count_nonzero(np.isinf(values))
    if infinite:
        raise EstimationError(
            f'the column "{name}" has {infinite} infinite value{"s" if infinite > 1 else ""}; '
            f"mark what is missing as missing"
        )
    return values
