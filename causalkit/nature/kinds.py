"""What kind of values a variable takes, known before anything is sampled.

A survey that is written block by block must have the same columns in each
block. So the kind of every variable, and the range of every integer, is read
off its equation by interval arithmetic (Moore, 1966), never off the data.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

KindName = Literal["boolean", "integer", "number", "category"]


@dataclass(frozen=True)
class Kind:
    """The kind of a variable or of an expression.

    Parameters
    ----------
    name : {"boolean", "integer", "number", "category"}
        What the values are.
    low, high : float
        Smallest and largest possible value; infinite where nothing is known.
    labels : tuple of str
        Labels of a category in their order.
    ordered : bool
        Whether the order of the labels means something.
    """

    name: KindName
    low: float = -math.inf
    high: float = math.inf
    labels: tuple[str, ...] = ()
    ordered: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every value is a whole number."""
        return self.name in {"boolean", "integer"}

    @property
    def storage(self) -> np.dtype[np.generic]:
        """The smallest numpy type that holds every value.

        Examples
        --------
        >>> Kind("integer", 0, 27).storage
        dtype('int8')
        """
        if self.name == "boolean":
            return np.dtype(np.bool_)
        if self.name == "number":
            return np.dtype(np.float64)
        limits = (np.iinfo(each) for each in (np.int8, np.int16, np.int32))
        fitting = (each.dtype for each in limits if each.min <= self.low and self.high <= each.max)
        return next(fitting, np.dtype(np.int64))


_WIDEST = 2.0**63
BOOLEAN = Kind("boolean", 0, 1)
NUMBER = Kind("number")


def numeric(low: float, high: float, *, whole: bool) -> Kind:
    """Return the kind of a number in an interval.

    Parameters
    ----------
    low, high : float
        The interval; a bound that is not a number counts as unknown.
    whole : bool
        Whether every value is a whole number.

    Returns
    -------
    Kind
        An integer, or a number where it is not whole or a bound is too large for 64 bits.

    Examples
    --------
    >>> numeric(0, 27, whole=True).name
    'integer'
    """
    low = -math.inf if math.isnan(low) else low
    high = math.inf if math.isnan(high) else high
    stored = all(math.isinf(each) or abs(each) < _WIDEST for each in (low, high))
    return Kind("integer" if whole and stored else "number", low, high)


def category(labels: tuple[str, ...], *, ordered: bool) -> Kind:
    """Return the kind of a category with these labels.

    Parameters
    ----------
    labels : tuple of str
        Labels in their order.
    ordered : bool
        Whether the order means something.

    Returns
    -------
    Kind
        The category; its values are stored as positions of the labels.
    """
    return Kind("category", 0, len(labels) - 1, labels, ordered)
