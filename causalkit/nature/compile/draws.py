"""Compiling distributions: each parameter finds its expression and its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from causalkit.errors import WorldError, did_you_mean
from causalkit.nature.block import Block
from causalkit.nature.compile.checks import checks_of
from causalkit.nature.compile.compiled import Array, Compiled, as_float
from causalkit.nature.compile.expressions import ExpressionCompiler
from causalkit.nature.distributions import BERNOULLI_EXPIT, FAMILIES, Family, Parameter
from causalkit.nature.kinds import Kind
from causalkit.nature.language.expression import Call, Expression, Number

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
    written = _written(call, family)
    labels = call.keywords if family.labelled else ()
    arguments = [_parameter(each, compiler) for each in written]
    parts = (*arguments, *(_parameter(value, compiler) for _, value in labels))
    kind = _kind(family, arguments, [label for label, _ in labels])
    checks = checks_of(call, family, [each.place or call.place for each in written], parts)

    def run(known: Block, noise: Noise) -> Array:
        computed = [part.run(known) for part in parts]
        for check in checks:
            check(computed)
        return family.compute(noise, *computed)

    return CompiledDraw(kind, family, run, parts)


def _kind(family: Family, arguments: Sequence[Compiled], labels: Sequence[str]) -> Kind:
    kinds = [each.kind for each in arguments]
    return family.kind(*kinds, labels=labels) if family.labelled else family.kind(*kinds)


def _written(call: Call, family: Family) -> list[Expression]:
    """Return what is written for every parameter, by position, by name, or by default."""
    if len(call.arguments) > len(family.parameters):
        raise WorldError(f"{_signature(call, family)} takes no more arguments.", call.place)
    written = {each.name: value for each, value in zip(family.parameters, call.arguments)}  # noqa: B905 - names and defaults fill the rest
    if not family.labelled:
        _add_by_name(call, family, written)
    return [
        written[each.name] if each.name in written else _default(each, call, family)
        for each in family.parameters
    ]


def _add_by_name(call: Call, family: Family, written: dict[str, Expression]) -> None:
    known = [each.name for each in family.parameters]
    for name, value in call.keywords:
        place = value.place or call.place
        if name not in known:
            hint = did_you_mean(name, known)
            message = f'{_signature(call, family)} has no parameter "{name}".{hint}'
            raise WorldError(message, place)
        if name in written:
            raise WorldError(f"{name} is given twice.", place)
        written[name] = value


def _default(parameter: Parameter, call: Call, family: Family) -> Number:
    if parameter.default is None:
        raise WorldError(f"{_signature(call, family)}: {parameter.name} is left out.", call.place)
    return Number(parameter.default)


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
