"""Which covariates can be chosen, and which choices are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations, islice

import numpy as np
import pandas as pd

from causalkit.analysis.identify import minimal_adjustment
from causalkit.analysis.identify.population import conditions
from causalkit.errors import EstimationError, NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question


def candidates_for(
    data: pd.DataFrame, diagram: Diagram, question: Question, named: Iterable[str] | None
) -> tuple[str, ...]:
    """Return the covariates that can be chosen.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person.
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    named : iterable of str or None
        Those that somebody named; None for all.

    Returns
    -------
    tuple of str
        In alphabetical order.

    Raises
    ------
    EstimationError
        If one that was named cannot be adjusted for.
    """
    grouping = {condition.variable for condition in conditions(question)}
    fixed = {*question.exposure, *question.outcome, *grouping, *diagram.latent, *diagram.selected}
    free = [name for name in diagram.nodes if name in data.columns and name not in fixed]
    if named is None:
        return tuple(sorted(free))
    wanted = tuple(sorted(set(named)))
    for name in wanted:
        if name not in free:
            raise EstimationError(
                f'"{name}" is no covariate: either the diagram or the data lack it, or it is '
                f"hidden, or it belongs to the question"
            )
    return wanted


def choices(
    diagram: Diagram, question: Question, candidates: tuple[str, ...], limit: int, seed: int
) -> list[tuple[str, ...]]:
    """Return all subsets, or where there are too many a draw that has the notable ones.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    candidates : tuple of str
        What can be chosen.
    limit : int
        The most choices.
    seed : int
        Of the draw.

    Returns
    -------
    list of tuple of str
        Each once; nothing, everything and a valid one, if any is, come first.
    """
    if 2 ** len(candidates) <= limit:
        sizes = range(len(candidates) + 1)
        return list(chain.from_iterable(combinations(candidates, size) for size in sizes))
    notable = [(), candidates, *_a_valid_one(diagram, question, candidates)]
    drawn = _drawn(candidates, np.random.default_rng(seed))
    distinct = dict.fromkeys(chain(notable, islice(drawn, 10 * limit)))
    return list(islice(distinct, limit))


def _drawn(candidates: tuple[str, ...], rng: np.random.Generator) -> Iterator[tuple[str, ...]]:
    while True:
        taken = rng.random(len(candidates)) < 0.5
        yield tuple(name for name, take in zip(candidates, taken, strict=True) if take)


def _a_valid_one(
    diagram: Diagram, question: Question, candidates: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    others = set(diagram.nodes) - {*candidates, *question.exposure, *question.outcome}
    try:
        yield minimal_adjustment(diagram, question, excluded=others - diagram.selected)
    except NotIdentified:
        return
