"""Reads the observed joint distribution of discrete variables from a pandas series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.identify.phrases import listed
from causalkit.errors import EstimationError, did_you_mean

LARGEST = 2**26
"""No table has more cells than this; it would take half a gigabyte."""

MOST_AXES = 64
"""More than this numpy does not allow."""

TOLERANCE = 1e-6
"""Probabilities may miss the sum of one by so much, because they were rounded."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Distribution:
    """The joint distribution of observed variables: the settings that occur.

    Parameters
    ----------
    labels : dict of str to pandas.Index
        The values that each variable takes, in order.
    codes : dict of str to ndarray of int
        For each setting that occurs, which value of the variable that is.
    weights : ndarray of float
        The probability of each setting.
    """

    labels: dict[str, pd.Index[Any]]
    codes: dict[str, npt.NDArray[np.intp]]
    weights: Numbers

    def shape(self, names: Iterable[str]) -> tuple[int, ...]:
        """Return how many values each variable takes.

        Parameters
        ----------
        names : iterable of str
            Some of the variables.

        Returns
        -------
        tuple of int
        """
        return tuple(len(self.labels[name]) for name in names)

    def marginal(self, names: Sequence[str]) -> Numbers:
        """Return the probability of each setting of some variables.

        Parameters
        ----------
        names : sequence of str
            Some of the variables.

        Returns
        -------
        ndarray of float
            One axis for each variable.

        Raises
        ------
        EstimationError
            If the table would be too large.
        """
        shape = self.shape(names)
        check_size(names, shape)
        cells: Numbers = np.zeros(shape)
        np.add.at(cells, tuple(self.codes[name] for name in names), self.weights)
        return cells


def read_distribution(series: pd.Series[Any], needed: Sequence[str]) -> Distribution:
    """Return the distribution that a series describes.

    Parameters
    ----------
    series : pandas.Series
        Probabilities, or counts if they are whole numbers; the levels of the index are named
        by the variables.
    needed : sequence of str
        The variables that must be there.

    Returns
    -------
    Distribution
        Of the needed variables, with the values that occur.

    Raises
    ------
    EstimationError
        If the series is not such a thing.

    Examples
    --------
    >>> counts = pd.Series([3, 1], index=pd.Index(["no", "yes"], name="pain"))
    >>> read_distribution(counts, ["pain"]).marginal(["pain"]).tolist()
    [0.75, 0.25]
    """
    _check_series(series)
    _check_names([*series.index.names], needed)
    weights = _probabilities(series)
    occurring = weights > 0
    labels, codes = {}, {}
    for name in needed:
        labels[name], codes[name] = _values(series.index[occurring], name)
    return Distribution(labels, codes, weights[occurring])


def check_size(names: Iterable[str], shape: Iterable[int]) -> None:
    """Raise if a table of some variables would be too large to handle.

    Parameters
    ----------
    names : iterable of str
        The variables.
    shape : iterable of int
        How many values each has.

    Raises
    ------
    EstimationError
        If it would.
    """
    axes = tuple(shape)
    if prod(axes) > LARGEST or len(axes) > MOST_AXES:
        first, *others = sorted(names)
        raise EstimationError(
            f"the formula needs a table of more than {LARGEST:,} cells, for {first} and "
            f"{len(others)} others; it can be evaluated for fewer variables or fewer values of each"
        )


def _check_series(series: object) -> None:
    if not isinstance(series, pd.Series):
        raise EstimationError(
            f"a distribution is a pandas series of probabilities or counts whose index has the "
            f"variables as levels, such as frame.value_counts([...]), not {type(series).__name__}"
        )
    if not len(series):
        raise EstimationError("the distribution is empty")


def _check_names(levels: Sequence[object], needed: Iterable[str]) -> None:
    for name in needed:
        if levels.count(name) > 1:
            raise EstimationError(f'two levels of the index are called "{name}"')
    missing = [name for name in needed if name not in levels]
    if missing:
        hint = did_you_mean(missing[0], [str(level) for level in levels])
        raise EstimationError(
            f"the distribution lacks {listed(missing)}; the levels of its index have to be named "
            f"by the variables.{hint}"
        )


def _probabilities(series: pd.Series[Any]) -> Numbers:
    if not pd.api.types.is_numeric_dtype(series.dtype) or series.dtype == bool:
        raise EstimationError(f"a distribution holds numbers, not {series.dtype}")
    numbers = series.to_numpy(dtype=float, na_value=np.nan)
    for wrong, what in ((~np.isfinite(numbers), "no finite number"), (numbers < 0, "negative")):
        if wrong.any():
            setting = _setting(series.index, int(wrong.argmax()))
            raise EstimationError(f"the probability of {setting} is {what}")
    sum_of_all = float(numbers.sum())
    if pd.api.types.is_integer_dtype(series.dtype):
        if not sum_of_all:
            raise EstimationError("all counts of the distribution are zero")
        return numbers / sum_of_all
    if abs(sum_of_all - 1) > TOLERANCE:
        raise EstimationError(
            f"the probabilities add up to {sum_of_all:.6g}, not to 1; counts are whole numbers"
        )
    return numbers / sum_of_all


def _values(index: pd.Index[Any], name: str) -> tuple[pd.Index[Any], npt.NDArray[np.intp]]:
    """Return the different values of a level, sorted if they have an order, and their places."""
    level = index.get_level_values(name)
    if level.hasnans:
        raise EstimationError(f"{name} has a missing value in the distribution")
    codes, labels = pd.factorize(level)
    try:
        order = labels.argsort()
    except TypeError:  # numbers and words side by side have no order
        order = np.arange(len(labels))
    return labels[order], np.argsort(order)[codes]


def _setting(index: pd.Index[Any], row: int) -> str:
    values = index[row] if isinstance(index, pd.MultiIndex) else (index[row],)
    return ", ".join(f"{name} = {value}" for name, value in zip(index.names, values, strict=True))
