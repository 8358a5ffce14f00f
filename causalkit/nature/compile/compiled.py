"""An expression that has become something to compute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from causalkit.errors import WorldError
from causalkit.nature.block import Block
from causalkit.nature.kinds import Kind, numeric
from causalkit.nature.language.expression import Expression

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Compiled:
    """An expression that can be computed.

    Parameters
    ----------
    kind : Kind
        What comes out.
    run : callable
        ``run(values)`` gives an array, one value a person.
    constant : float, optional
        The value, where it is the same for everybody.
    fresh : bool
        Whether the array is scratch: float64, and nobody else's.
    """

    kind: Kind
    run: Callable[[Block], Array]
    constant: float | None = None
    fresh: bool = False


def constant(value: float) -> Compiled:
    """Return an expression that is the same for everybody.

    Parameters
    ----------
    value : float
        The number.

    Returns
    -------
    Compiled
        The expression.

    Examples
    --------
    >>> constant(2.0).kind.name
    'integer'
    """
    kind = numeric(value, value, whole=float(value).is_integer())
    return Compiled(kind, lambda _: value, constant=value)  # type: ignore[return-value, arg-type]  # numpy takes a float wherever it takes an array


def as_float(compiled: Compiled) -> Compiled:
    """Return the same expression as a float64 array of its own.

    Parameters
    ----------
    compiled : Compiled
        A number or a condition.

    Returns
    -------
    Compiled
        Its values as float64.
    """
    run = compiled.run

    def converted(values: Block) -> Array:
        floats = values.scratch()
        np.copyto(floats, run(values))
        return floats

    return Compiled(compiled.kind, converted, fresh=True)


def finite(compiled: Compiled, written: Expression) -> Compiled:
    """Return the same expression, refusing values that are not finite.

    A comparison with what is not a number would silently count as false.

    Parameters
    ----------
    compiled : Compiled
        What is compared.
    written : Expression
        Where it stands, for the message.

    Returns
    -------
    Compiled
        The checked expression.
    """
    if not compiled.fresh:
        return compiled
    run = compiled.run

    def checked(values: Block) -> Array:
        computed = run(values)
        if not np.isfinite(computed).all():
            raise WorldError("this is not a finite number for some people.", written.place)
        return computed

    return Compiled(compiled.kind, checked, fresh=True)
