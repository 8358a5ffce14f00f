"""What the parameters of a distribution must be: looked at once, or in every block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from causalkit.errors import Place, WorldError
from causalkit.nature.compile.compiled import Array, Compiled
from causalkit.nature.distributions import Family, Parameter
from causalkit.nature.language.expression import Call

Check = Callable[[Sequence[Array]], None]


def checks_of(call: Call, family: Family, parts: Sequence[Compiled]) -> list[Check]:
    """Check what is the same for everybody now; return what differs by person.

    Parameters
    ----------
    call : Call
        The distribution as it is written.
    family : Family
        The distribution.
    parts : sequence of Compiled
        Parameters, then the labels' values.

    Returns
    -------
    list of callable
        Each takes the computed parts of one block.

    Raises
    ------
    WorldError
        If a constant is out of its domain.
    """
    later: list[Check] = []
    for position, parameter in enumerate(family.parameters):
        if _may_fail(parameter, parts[position]):
            place = call.arguments[position].place or call.place
            check = partial(_check_domain, parameter, call.function, place)
            later += _now_or_later(check, slice(position, position + 1), parts)
    if family.rising is not None:
        check = partial(_check_rising, family, call)
        later += _now_or_later(check, slice(family.rising, None), parts)
    if call.function == "categorical":
        later += _now_or_later(partial(_check_probabilities, call), slice(None), parts)
    return later


def _may_fail(parameter: Parameter, part: Compiled) -> bool:
    known = part.constant is None and not part.fresh
    return not (known and parameter.certainly_holds(part.kind))


def _now_or_later(check: Check, which: slice, parts: Sequence[Compiled]) -> list[Check]:
    constants = [np.asarray(each.constant) for each in parts[which] if each.constant is not None]
    if len(constants) < len(parts[which]):
        return [lambda computed: check(computed[which])]
    check(constants)
    return []


def _check_domain(
    parameter: Parameter, function: str, place: Place | None, computed: Sequence[Array]
) -> None:
    (values,) = computed
    if parameter.holds(values):
        return
    found = f"; it is {float(values):g}" if np.ndim(values) == 0 else ", for everybody"
    message = f"the {parameter.name} of {function} must be {parameter.domain}{found}."
    raise WorldError(message, place)


def _check_rising(family: Family, call: Call, computed: Sequence[Array]) -> None:
    if not all(np.less_equal(low, high).all() for low, high in pairwise(computed)):
        names = ", ".join(each.name for each in family.parameters[family.rising :]) or "cuts"
        raise WorldError(f"{call.function} takes these in rising order: {names}.", call.place)


def _check_probabilities(call: Call, computed: Sequence[Array]) -> None:
    if not all(np.greater_equal(each, 0.0).all() for each in computed):
        raise WorldError("a probability of categorical is below 0.", call.place)
    total = np.asarray(sum(computed))
    if not np.all(np.abs(total - 1.0) <= 1e-6):
        found = f"; they add up to {float(total):g}" if np.ndim(total) == 0 else ""
        raise WorldError(f"the probabilities of categorical add up to 1{found}.", call.place)
