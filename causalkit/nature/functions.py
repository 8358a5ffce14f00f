"""Functions and operators of the world language: what they compute, and on what kind.

Each is a value of the table `FUNCTIONS`. Where numbers come out, ``compute``
follows numpy's ufunc protocol (arrays in, ``out=`` for the result), so that a
long expression can reuse its temporaries; ``kind`` says what comes out, by
interval arithmetic.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from causalkit.nature.kinds import BOOLEAN, Kind, numeric

Array = npt.NDArray[Any]
Compute = Callable[..., Array]
KindRule = Callable[..., Kind]


@dataclass(frozen=True)
class Function:
    """One function of the language.

    Parameters
    ----------
    compute : callable
        ``compute(*arrays)``, and ``compute(*arrays, out=None)`` where it takes numbers
        or makes a choice; ``out`` may be the first of the numbers, and any for a ufunc.
    kind : callable
        The kind of the result from the kinds of the arguments.
    fewest, most : int
        How many arguments it takes.
    takes : {"numbers", "conditions", "choice", "comparison"}
        What the arguments must be.
    """

    compute: Compute
    kind: KindRule
    fewest: int
    most: int
    takes: str = "numbers"


def expit(value: Array, out: Array | None = None) -> Array:
    """Return the logistic function 1 / (1 + exp(−value)).

    Parameters
    ----------
    value : ndarray
        Log-odds.
    out : ndarray, optional
        Where to put the result.

    Returns
    -------
    ndarray
        Probabilities.

    Examples
    --------
    >>> float(expit(np.zeros(1))[0])
    0.5
    """
    out = np.asarray(np.negative(value, out=out, dtype=np.float64))
    np.exp(out, out=out)
    out += 1.0
    return np.reciprocal(out, out=out)


def logit(value: Array, out: Array | None = None) -> Array:
    """Return the log-odds log(value / (1 − value)).

    Parameters
    ----------
    value : ndarray
        Probabilities.
    out : ndarray, optional
        Where to put the result.

    Returns
    -------
    ndarray
        Log-odds.

    Examples
    --------
    >>> float(logit(np.array([0.5]))[0])
    0.0
    """
    return np.subtract(np.log(value), np.log1p(-value), out=out)


def _round(value: Array, digits: Array | float = 0.0, out: Array | None = None) -> Array:
    return np.round(value, int(np.max(digits)), out=out)


def _clip(value: Array, low: Array, high: Array, out: Array | None = None) -> Array:
    return np.minimum(np.maximum(value, low, out=out), high, out=out)


def _chain(compare: Compute) -> Compute:
    def compute(*values: Array) -> Array:
        return reduce(np.logical_and, [compare(a, b) for a, b in itertools.pairwise(values)])

    return compute


def _fold(ufunc: Compute) -> Compute:
    def compute(*values: Array, out: Array | None = None) -> Array:
        return reduce(lambda left, right: ufunc(left, right, out=out), values)

    return compute


def _choose(condition: Array, yes: Array, no: Array, out: Array | None = None) -> Array:
    if out is None:
        return np.where(condition, yes, no)
    np.copyto(out, no, casting="unsafe")  # a constant condition comes as 0.0 or 1.0
    np.copyto(out, yes, casting="unsafe", where=np.asarray(condition, np.bool_))
    return out


def _whole(*kinds: Kind) -> bool:
    return all(kind.is_whole for kind in kinds)


def _corners(operation: Callable[[float, float], float]) -> KindRule:
    """Bounds of an operation that is monotone in each argument lie at the corners."""

    def rule(left: Kind, right: Kind) -> Kind:
        corners = [
            0.0 if 0 in (a, b) and operation is _product else operation(a, b)
            for a in (left.low, left.high)
            for b in (right.low, right.high)
        ]
        return numeric(min(corners), max(corners), whole=_whole(left, right))

    return rule


def _product(a: float, b: float) -> float:
    return a * b


def _unknown(*_: Kind) -> Kind:
    return numeric(-math.inf, math.inf, whole=False)


def _negative(value: Kind) -> Kind:
    return numeric(-value.high, -value.low, whole=value.is_whole)


def _absolute(value: Kind) -> Kind:
    low = 0.0 if value.low <= 0 <= value.high else min(abs(value.low), abs(value.high))
    return numeric(low, max(abs(value.low), abs(value.high)), whole=value.is_whole)


def _rounded(value: Kind, digits: Kind | None = None) -> Kind:
    places = digits.high if digits else 0.0
    if digits and not (digits.low == digits.high and digits.is_whole and abs(places) <= 15):
        raise ValueError("the number of digits is a whole number from -15 to 15.")
    low, high = np.round((value.low, value.high), int(places)).tolist()
    return numeric(low, high, whole=places <= 0)


def _to_whole(bound: Callable[[float], int]) -> KindRule:
    def rule(value: Kind) -> Kind:
        low, high = (
            float(each) if math.isinf(each) else float(bound(each))
            for each in (value.low, value.high)
        )
        return numeric(low, high, whole=True)

    return rule


def _clipped(value: Kind, low: Kind, high: Kind) -> Kind:
    smallest = min(max(value.low, low.low), high.low)
    largest = min(max(value.high, low.high), high.high)
    return numeric(smallest, largest, whole=_whole(value, low, high))


def _smallest(*kinds: Kind) -> Kind:
    low, high = min(kind.low for kind in kinds), min(kind.high for kind in kinds)
    return numeric(low, high, whole=_whole(*kinds))


def _largest(*kinds: Kind) -> Kind:
    low, high = max(kind.low for kind in kinds), max(kind.high for kind in kinds)
    return numeric(low, high, whole=_whole(*kinds))


def _either(_: Kind, yes: Kind, no: Kind) -> Kind:
    if yes.name == no.name == "boolean":
        return BOOLEAN
    return numeric(min(yes.low, no.low), max(yes.high, no.high), whole=_whole(yes, no))


def _increasing(ufunc: np.ufunc) -> KindRule:
    def rule(value: Kind) -> Kind:
        with np.errstate(all="ignore"):
            return numeric(float(ufunc(value.low)), float(ufunc(value.high)), whole=False)

    return rule


def _probability(_: Kind) -> Kind:
    return numeric(0, 1, whole=False)


def _condition(*_: Kind) -> Kind:
    return BOOLEAN


_MANY = 50
FUNCTIONS: dict[str, Function] = {
    "+": Function(np.add, _corners(lambda a, b: a + b), 2, 2),
    "-": Function(np.subtract, lambda a, b: _corners(lambda x, y: x + y)(a, _negative(b)), 2, 2),
    "*": Function(np.multiply, _corners(_product), 2, 2),
    "/": Function(np.divide, _unknown, 2, 2),
    "**": Function(np.power, _unknown, 2, 2),
    "negative": Function(np.negative, _negative, 1, 1),
    "abs": Function(np.abs, _absolute, 1, 1),
    "exp": Function(np.exp, _increasing(np.exp), 1, 1),
    "log": Function(np.log, _unknown, 1, 1),
    "sqrt": Function(np.sqrt, _increasing(np.sqrt), 1, 1),
    "expit": Function(expit, _probability, 1, 1),
    "logit": Function(logit, _unknown, 1, 1),
    "round": Function(_round, _rounded, 1, 2),
    "floor": Function(np.floor, _to_whole(math.floor), 1, 1),
    "ceil": Function(np.ceil, _to_whole(math.ceil), 1, 1),
    "clip": Function(_clip, _clipped, 3, 3),
    "min": Function(_fold(np.minimum), _smallest, 2, _MANY),
    "max": Function(_fold(np.maximum), _largest, 2, _MANY),
    "if": Function(_choose, _either, 3, 3, "choice"),
    "and": Function(_fold(np.logical_and), _condition, 2, _MANY, "conditions"),
    "or": Function(_fold(np.logical_or), _condition, 2, _MANY, "conditions"),
    "not": Function(np.logical_not, _condition, 1, 1, "conditions"),
    "<": Function(_chain(np.less), _condition, 2, _MANY, "comparison"),
    "<=": Function(_chain(np.less_equal), _condition, 2, _MANY, "comparison"),
    ">": Function(_chain(np.greater), _condition, 2, _MANY, "comparison"),
    ">=": Function(_chain(np.greater_equal), _condition, 2, _MANY, "comparison"),
    "==": Function(_chain(np.equal), _condition, 2, _MANY, "comparison"),
    "!=": Function(_chain(np.not_equal), _condition, 2, 2, "comparison"),
}
WORDS = tuple(name for name in FUNCTIONS if name.isalpha() and name not in {"if", "negative"})
