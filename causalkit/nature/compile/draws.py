"""Compiling distributions: what comes out, and how it is computed from its noise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from causalkit.nature.block import Block
from causalkit.nature.compile.checks import Check, checks_of
from causalkit.nature.compile.compiled import Array, Compiled, as_float
from causalkit.nature.compile.expressions import ExpressionCompiler
from causalkit.nature.distributions import BERNOULLI_EXPIT, FAMILIES, Family
from causalkit.nature.kinds import Kind
from causalkit.nature.language.expression import Call, Expression

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
    checks : tuple of callable
        Each takes the computed arguments and raises if they are out of their domains.
    """

    kind: Kind
    family: Family
    run: Callable[[Block, Noise], Array]
    arguments: tuple[Compiled, ...]
    checks: tuple[Check, ...]


def compile_draw(call: Call, compiler: ExpressionCompiler) -> CompiledDraw:
    """Compile a distribution.

    Parameters
    ----------
    call : Call
        The right-hand side of ``~``, every parameter in its place.
    compiler : ExpressionCompiler
        Compiles the parameters.

    Returns
    -------
    CompiledDraw
        Its kind and how to compute it.

    Raises
    ------
    WorldError
        If a parameter cannot be computed, or is outside of its domain.
    """
    family, call = _family_of(call)
    arguments = [_parameter(each, compiler) for each in call.arguments]
    parts = (*arguments, *(_parameter(value, compiler) for _, value in call.keywords))
    kind = _kind(family, arguments, [label for label, _ in call.keywords])
    checks = checks_of(call, family, parts)

    def run(known: Block, noise: Noise) -> Array:
        computed = [part.run(known) for part in parts]
        for check in checks:
            check(computed)
        return family.compute(noise, *computed)

    return CompiledDraw(kind, family, run, parts, tuple(checks))


def _kind(family: Family, arguments: Sequence[Compiled], labels: Sequence[str]) -> Kind:
    kinds = [each.kind for each in arguments]
    return family.kind(*kinds, labels=labels) if family.labelled else family.kind(*kinds)


def _parameter(expression: Expression, compiler: ExpressionCompiler) -> Compiled:
    """Give a distribution float64: some quantile functions follow the width they are given."""
    compiled = compiler.number(expression)
    if compiled.constant is not None or compiled.kind.storage == np.float64:
        return compiled
    return as_float(compiled)


def _family_of(call: Call) -> tuple[Family, Call]:
    """Return the distribution; for a probability given by its log-odds, the quicker one."""
    if call.function == "bernoulli":
        inner = call.arguments[0]
        if isinstance(inner, Call) and (inner.function, len(inner.arguments)) == ("expit", 1):
            against = Call("negative", inner.arguments, inner.keywords, inner.place)
            return BERNOULLI_EXPIT, Call("bernoulli", (against,), (), call.place)
    return FAMILIES[call.function], call
