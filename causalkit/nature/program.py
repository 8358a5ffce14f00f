"""A model made ready to run: its equations, compiled, causes before effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from causalkit.errors import WorldError
from causalkit.nature.block import Block, Workspace
from causalkit.nature.compile import Compiled, CompiledDraw, ExpressionCompiler, compile_draw
from causalkit.nature.kinds import Kind
from causalkit.nature.language.expression import Call
from causalkit.nature.language.syntax import Equation
from causalkit.nature.noise import BlockNoise

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Step:
    """One equation, ready to be computed for a block of people.

    Parameters
    ----------
    equation : Equation
        What it computes.
    compiled : Compiled or CompiledDraw
        How.
    kind : Kind
        What comes out.
    """

    equation: Equation
    compiled: Compiled | CompiledDraw
    kind: Kind

    def run(self, block: Block, noise: BlockNoise) -> None:
        """Put the variable's values into a block.

        Parameters
        ----------
        block : Block
            Holds the causes.
        noise : BlockNoise
            The block's noise.

        Raises
        ------
        WorldError
            If a value is not finite, or out of a parameter's domain.
        """
        values = np.asarray(self._raw(block, noise))
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            message = f'"{self.equation.name}" is not a finite number for some people.'
            raise WorldError(message, self.equation.place)
        block.keep(self.equation.name, values, self.kind.storage)

    def _raw(self, block: Block, noise: BlockNoise) -> Array:
        if isinstance(self.compiled, Compiled):
            return self.compiled.run(block)
        name, family = self.equation.name, self.compiled.family
        if family.streams > 1:
            each = (f"{name}_{number}" for number in range(1, family.streams + 1))
            out = block.scratch()
            return self.compiled.run(block, (noise.fill(out, item, family.noise) for item in each))
        is_number = self.kind.storage == np.float64
        out = block.column(name) if is_number else block.scratch()
        return self.compiled.run(block, noise.fill(out, name, family.noise))


@dataclass(frozen=True)
class Program:
    """The equations of a model in the order in which they run.

    Parameters
    ----------
    steps : tuple of Step
        Causes before effects.
    """

    steps: tuple[Step, ...]
    _selections: dict[frozenset[str], tuple[Step, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Kind of every variable."""
        return {step.equation.name: step.kind for step in self.steps}

    def needed(self, wanted: Iterable[str]) -> tuple[Step, ...]:
        """Return the steps without which the wanted variables cannot be computed.

        Parameters
        ----------
        wanted : iterable of str
            Names of variables.

        Returns
        -------
        tuple of Step
            The variables and all their causes, in order.
        """
        key = frozenset(wanted)
        if key not in self._selections:
            needed = set(key)
            for step in reversed(self.steps):
                if step.equation.name in needed:
                    needed.update(step.equation.mentions)
            kept = tuple(step for step in self.steps if step.equation.name in needed)
            self._selections[key] = kept
        return self._selections[key]

    def run(
        self,
        noise: BlockNoise,
        wanted: Iterable[str],
        *,
        given: Mapping[str, Array] | None = None,
        workspace: Workspace | None = None,
    ) -> Block:
        """Compute variables for a block of people.

        Parameters
        ----------
        noise : BlockNoise
            The block's noise.
        wanted : iterable of str
            Which variables; their causes come along.
        given : mapping of str to ndarray, optional
            Variables that are already known and are not computed again.
        workspace : Workspace, optional
            Where to compute; the values are then valid until the next block there.

        Returns
        -------
        Block
            Values of the wanted variables and of their causes.
        """
        block = Block(noise.rows, workspace)
        block.update(given or {})
        with np.errstate(all="ignore"):
            for step in self.needed(wanted):
                if step.equation.name not in block:
                    step.run(block, noise)
        return block


def compile_program(equations: Sequence[Equation], knobs: Mapping[str, float]) -> Program:
    """Compile equations that stand in causal order.

    Parameters
    ----------
    equations : sequence of Equation
        Causes before effects.
    knobs : mapping of str to float
        Values of the knobs.

    Returns
    -------
    Program
        Ready to run.

    Raises
    ------
    WorldError
        If an equation cannot be understood.
    """
    kinds: dict[str, Kind] = {}
    compiler = ExpressionCompiler(kinds, knobs)
    steps = []
    for equation in equations:
        compiled = _compile(equation, compiler)
        kinds[equation.name] = equation.kept or compiled.kind
        steps.append(Step(equation, compiled, kinds[equation.name]))
    return Program(tuple(steps))


def _compile(equation: Equation, compiler: ExpressionCompiler) -> Compiled | CompiledDraw:
    compiled: Compiled | CompiledDraw
    if equation.random and isinstance(equation.expression, Call):
        compiled = compile_draw(equation.expression, compiler)
    else:
        compiled = compiler.expression(equation.expression)
    kind = equation.kept or compiled.kind
    if equation.part in {"select", "missing"} and kind.name != "boolean":
        message = "a condition is expected here, such as age >= 18 or bernoulli(0.5)."
        raise WorldError(message, equation.place)
    return compiled
