"""A function applied to compiled arguments: folded, promoted, and computed in place."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from causalkit.errors import WorldError
from causalkit.nature.block import Block
from causalkit.nature.compile.compiled import Array, Compiled, as_float, constant
from causalkit.nature.functions import Function
from causalkit.nature.kinds import Kind
from causalkit.nature.language.expression import Call


def applied(function: Function, arguments: list[Compiled], call: Call) -> Compiled:
    """Apply a function to its arguments.

    Parameters
    ----------
    function : Function
        What to compute.
    arguments : list of Compiled
        On what.
    call : Call
        Where it stands, for messages.

    Returns
    -------
    Compiled
        A constant where all arguments are, otherwise something to compute.

    Raises
    ------
    WorldError
        If the arguments do not fit, or a constant is not finite.
    """
    try:
        kind = function.kind(*(each.kind for each in arguments))
    except ValueError as error:
        raise WorldError(str(error), call.place) from error
    values = [each.constant for each in arguments]
    if all(value is not None for value in values):
        return _folded(function, kind, values, call)
    if function.takes == "numbers":
        return Compiled(kind, _reusing(function, _promoted(arguments)), fresh=True)
    if function.takes == "choice" and kind.name == "boolean":
        return Compiled(kind, _into(function, arguments, _new_conditions))
    if function.takes == "choice":
        return Compiled(kind, _into(function, arguments, Block.scratch), fresh=True)
    runs = [each.run for each in arguments]
    compute = function.compute
    return Compiled(kind, lambda known: compute(*[run(known) for run in runs]))


def _folded(function: Function, kind: Kind, values: list[Any], call: Call) -> Compiled:
    with np.errstate(all="ignore"):
        result = function.compute(*[np.float64(value) for value in values])
    if not math.isfinite(result):
        raise WorldError("this is not a finite number.", call.place)
    value = float(result)
    exact = Kind("boolean", value, value) if kind.name == "boolean" else constant(value).kind
    return Compiled(exact, constant(value).run, constant=value)


def _promoted(arguments: list[Compiled]) -> list[Compiled]:
    """Add whole numbers as floats: numpy would add booleans as "or" and overflow small integers."""
    if any(each.constant is not None or each.fresh for each in arguments):
        return arguments
    if any(each.kind.storage == np.float64 for each in arguments):
        return arguments
    return [as_float(arguments[0]), *arguments[1:]]


def _reusing(function: Function, arguments: list[Compiled]) -> Callable[[Block], Array]:
    """Compute into the first temporary that may be overwritten."""
    runs = [each.run for each in arguments]
    eligible = arguments if isinstance(function.compute, np.ufunc) else arguments[:1]
    reusable = next((i for i, each in enumerate(eligible) if each.fresh), None)
    compute = function.compute
    if reusable is None:
        return _into(function, arguments, Block.scratch)

    def run(known: Block) -> Array:
        computed = [each(known) for each in runs]
        return compute(*computed, out=computed[reusable])

    return run


def _into(
    function: Function, arguments: list[Compiled], new: Callable[[Block], Array]
) -> Callable[[Block], Array]:
    runs = [each.run for each in arguments]
    compute = function.compute
    return lambda known: compute(*[run(known) for run in runs], out=new(known))


def _new_conditions(known: Block) -> Array:
    return np.empty(known.rows, np.bool_)
