"""Compiling distributions: parameters are checked against their domains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from causalkit.errors import Place, WorldError, did_you_mean
from causalkit.nature.block import Block
from causalkit.nature.compile.compiled import Array, Compiled, as_float, constant
from causalkit.nature.compile.expressions import ExpressionCompiler
from causalkit.nature.distributions import BERNOULLI_EXPIT, FAMILIES, Family, Parameter
from causalkit.nature.kinds import Kind
from causalkit.nature.language.expression import Call, Expression

Check = Callable[[Sequence[Array]], None]
Noise = Array | Iterator[Array]


@dataclass(frozen=True)
class CompiledDraw:
    """A distribution whose parameters can be computed.

    Parameters
    ----------
    kind : Kind
        What comes out.
    family : Family
        The distribution.
    run : callable
        ``run(values, noise)`` gives an array, one value a person; a family with
        several noises takes an iterator of them.
    arguments : tuple of Compiled
        Parameters, then the labels' values.
    """

    kind: Kind
    family: Family
    run: Callable[[Block, Noise], Array]
    arguments: tuple[Compiled, ...]


def compile_draw(call: Call, compiler: ExpressionCompiler) -> CompiledDraw:
    """Compile a distribution.

    Parameters
    ----------
    call : Call
        The right-hand side of ``~``.
    compiler : ExpressionCompiler
        Compiles the parameters.

    Returns
    -------
    CompiledDraw
        Its kind and how to compute it.

    Raises
    ------
    WorldError
        If a parameter is missing, too many, or outside of its domain.
    """
    family, call = _family_of(call)
    arguments = _arguments(call, family, compiler)
    labels = tuple(label for label, _ in call.keywords)
    values = tuple(_parameter(each, compiler) for _, each in call.keywords)
    kinds = [each.kind for each in arguments]
    kind = family.kind(*kinds, labels=labels) if labels else family.kind(*kinds)
    checks = _checks(family, arguments, call)
    if call.function == "categorical":
        checks.extend(_check_probabilities(values, call))
    parts = (*arguments, *values)

    def run(known: Block, noise: Noise) -> Array:
        computed = [part.run(known) for part in parts]
        for check in checks:
            check(computed)
        return family.compute(noise, *computed)

    return CompiledDraw(kind, family, run, parts)


def _arguments(call: Call, family: Family, compiler: ExpressionCompiler) -> tuple[Compiled, ...]:
    written = {each.name: value for each, value in zip(family.parameters, call.arguments)}  # noqa: B905 - defaults fill the rest
    if not family.labelled:
        written |= _by_keyword(call, family, written)
    arguments = []
    for parameter in family.parameters:
        if parameter.name in written:
            arguments.append(_parameter(written[parameter.name], compiler))
        elif parameter.default is not None:
            arguments.append(constant(parameter.default))
        else:
            raise WorldError(
                f"{_signature(call, family)}: {parameter.name} is left out.", call.place
            )
    if len(call.arguments) > len(family.parameters):
        raise WorldError(f"{_signature(call, family)} takes no more arguments.", call.place)
    return tuple(arguments)


def _parameter(expression: Expression, compiler: ExpressionCompiler) -> Compiled:
    """Give a distribution float64: some quantile functions follow the width they are given."""
    compiled = compiler.number(expression)
    if compiled.constant is not None or compiled.kind.storage == np.float64:
        return compiled
    return as_float(compiled)


def _family_of(call: Call) -> tuple[Family, Call]:
    """Return the distribution; for a probability given by its log-odds, the quicker one."""
    if call.function == "bernoulli" and len(call.arguments) == 1 and not call.keywords:
        inner = call.arguments[0]
        if isinstance(inner, Call) and inner.function == "expit" and len(inner.arguments) == 1:
            against = Call("negative", inner.arguments, (), inner.place)
            return BERNOULLI_EXPIT, Call("bernoulli", (against,), (), call.place)
    return FAMILIES[call.function], call


def _signature(call: Call, family: Family) -> str:
    return f"{call.function}({', '.join(each.name for each in family.parameters)})"


def _by_keyword(
    call: Call, family: Family, positional: Mapping[str, Expression]
) -> dict[str, Expression]:
    known = [each.name for each in family.parameters]
    for name, value in call.keywords:
        if name not in known:
            hint = did_you_mean(name, known)
            message = f'{_signature(call, family)} has no parameter "{name}".{hint}'
            raise WorldError(message, value.place or call.place)
        if name in positional:
            raise WorldError(f"{name} is given twice.", value.place or call.place)
    return dict(call.keywords)


def _checks(family: Family, arguments: tuple[Compiled, ...], call: Call) -> list[Check]:
    """Check constants now; return what has to be checked in every block."""
    checks: list[Check] = []
    written = [*call.arguments, *[call] * len(family.parameters)]
    for position, parameter in enumerate(family.parameters):
        argument = arguments[position]
        place = written[position].place or call.place
        if argument.constant is not None:
            _check_domain(parameter, np.asarray(argument.constant), call.function, place)
        elif argument.fresh or not parameter.certainly_holds(argument.kind):
            checks.append(_later_check(position, parameter, call.function, place))
    return checks


def _later_check(position: int, parameter: Parameter, function: str, place: Place | None) -> Check:
    return lambda computed: _check_domain(parameter, computed[position], function, place)


def _check_domain(parameter: Parameter, values: Array, function: str, place: Place | None) -> None:
    if parameter.holds(values):
        return
    found = f"; it is {float(values):g}" if np.ndim(values) == 0 else ", for everybody"
    message = f"the {parameter.name} of {function} must be {parameter.domain}{found}."
    raise WorldError(message, place)


def _check_probabilities(values: Sequence[Compiled], call: Call) -> list[Check]:
    """Check constant probabilities now; return the check of those that differ by person."""

    def check(computed: Sequence[Array]) -> None:
        total = sum(np.asarray(each, np.float64) for each in computed)
        if any(not np.all(np.asarray(each) >= 0) for each in computed):
            raise WorldError("a probability of categorical is below 0.", call.place)
        if not np.all(np.abs(total - 1.0) <= 1e-6):
            found = f"; they add up to {float(total):g}" if np.ndim(total) == 0 else ""
            raise WorldError(f"the probabilities of categorical add up to 1{found}.", call.place)

    if any(each.constant is None for each in values):
        return [check]
    check([np.asarray(each.constant) for each in values])
    return []
