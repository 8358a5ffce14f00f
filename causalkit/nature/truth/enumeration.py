"""The exact effect where every variable that matters has few values.

The joint distribution of all variables that do not follow from the exposure is
written out row by row; the population's rows are kept; then everybody's exposure
is set and the rest is written out too (the truncated factorisation, Pearl, 2009).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from causalkit.graph import Question
from causalkit.nature.block import Block
from causalkit.nature.compile import CompiledDraw
from causalkit.nature.model import Model
from causalkit.nature.noise import BlockNoise
from causalkit.nature.program import Step
from causalkit.nature.truth.population import arm, belongs, code_of, variables_of
from causalkit.nature.truth.scale import effect_of
from causalkit.nature.truth.truth import NotExact, Truth

MOST_STATES = 20_000
Array = npt.NDArray[Any]
Table = dict[str, Array]
_WEIGHT = " probability"  # no variable's name holds a space


def enumerated_truth(model: Model, question: Question) -> Truth:
    """Return the effect by writing out the whole distribution.

    Parameters
    ----------
    model : Model
        The equations.
    question : Question
        One outcome; a population that does not follow from the exposure.

    Returns
    -------
    Truth
        Exact up to rounding.

    Raises
    ------
    NotExact
        If a variable has infinitely many values, or there are too many combinations.
    """
    touched = model.diagram.descendants(*question.exposure) - {*question.exposure}
    deciding = variables_of(question)
    if touched.intersection(deciding):
        raise NotExact("who belongs to the population follows from the exposure.")
    outcome = question.outcome[0]
    before = model.diagram.ancestors(outcome, *deciding) - touched
    table = _extended({_WEIGHT: np.ones(1)}, _steps(model, before))
    members = belongs(table, question, model)
    if not table[_WEIGHT][members].sum() > 0:
        raise NotExact("nobody belongs to the population.")
    table = {name: values[members] for name, values in table.items()}
    means = [_mean(model, question, table, each) for each in (question.treated, question.reference)]
    value, _ = effect_of(means[0], means[1], question.scale)
    return Truth(question, value, 0.0, "enumeration")


def _mean(model: Model, question: Question, table: Table, setting: Sequence[float | str]) -> float:
    outcome = question.outcome[0]
    after = arm(model, question, setting)
    fixed = {
        name: np.full(len(table[_WEIGHT]), code_of(value, model.kinds[name]))
        for name, value in zip(question.exposure, setting, strict=True)
    }
    missing = after.diagram.ancestors(outcome) - {*table, *fixed}
    written = _extended({**table, **fixed}, _steps(after, missing))
    weights = written[_WEIGHT]
    return float(np.sum(weights * written[outcome]) / np.sum(weights))


def _steps(model: Model, names: frozenset[str] | set[str]) -> list[Step]:
    return [step for step in model.program.steps if step.equation.name in names]


def _extended(table: Table, steps: Sequence[Step]) -> Table:
    for step in steps:
        name = step.equation.name
        if isinstance(step.compiled, CompiledDraw):
            table = _branched(table, name, step.compiled)
        else:
            block = _block(table)
            step.run(block, BlockNoise(0, 0, block.rows))
            table = {**table, name: block[name]}
    return table


def _branched(table: Table, name: str, draw: CompiledDraw) -> Table:
    """Split every row into one for each value that the variable may take there."""
    if draw.family.masses is None:
        raise NotExact(f'"{name}" has too many values to write out.')
    parents, values, weights = [], [], []
    for row, parameters in enumerate(_parameters(table, draw)):
        taken, masses = draw.family.masses(*parameters)
        possible = masses > 0
        values.append(taken[possible])
        weights.append(masses[possible] * table[_WEIGHT][row])
        parents.append(np.full(int(possible.sum()), row))
        if row * len(taken) > MOST_STATES:
            raise NotExact(f"there are more than {MOST_STATES:,} combinations of values.")
    chosen = np.concatenate(parents)
    grown: Table = {each: column[chosen] for each, column in table.items()}
    return {**grown, name: np.concatenate(values), _WEIGHT: np.concatenate(weights)}


def _block(table: Table) -> Block:
    block = Block(len(table[_WEIGHT]))
    block.update(table)
    return block


def _parameters(table: Table, draw: CompiledDraw) -> list[tuple[float, ...]]:
    block = _block(table)
    columns = [np.broadcast_to(each.run(block), block.rows) for each in draw.arguments]
    for check in draw.checks:
        check(columns)
    return list(zip(*(column.astype(np.float64).tolist() for column in columns), strict=True))
