"""The main job: read a world, draw its survey, and see who is right.

The naive comparison needs no diagram. The adjusted estimates need one, and say what
they adjust for. An independent library gives a second opinion on the same diagram.
The truth is there when the data came from a world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pandas as pd

from causalkit.analysis import second_opinion
from causalkit.analysis.estimate import Estimate, difference, regression, weighting
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.identify import Backdoor, NoConfounding, backdoor_adjustment
from causalkit.errors import EstimationError, NotIdentified, QuestionError, did_you_mean
from causalkit.graph import Diagram, Question
from causalkit.meeting.comparison import Comparison, Row, RowKind
from causalkit.meeting.verdict import verdict
from causalkit.nature import World

ADJUSTED: dict[str, Callable[..., Estimate]] = {"regression": regression, "weighting": weighting}


def compare(
    subject: World | pd.DataFrame,
    diagram: Diagram | None = None,
    question: Question | None = None,
    *,
    n: int = 2000,
    seed: int = 1,
    title: str = "Your data",
    ask_second_opinion: bool = True,
) -> Comparison:
    """Return naive, adjusted and – for a world – true effect in one table.

    Parameters
    ----------
    subject : World or pandas.DataFrame
        A world to draw a survey from, or data of any origin.
    diagram : Diagram, optional
        The causal diagram of the data; a world brings its own.
    question : Question, optional
        What is asked; a world brings its own.
    n, seed : int, optional
        Size and seed of the survey that is drawn from a world.
    title : str, optional
        Title of the data; a world brings its own.
    ask_second_opinion : bool, optional
        Whether dowhy is asked too; loading it takes some seconds.

    Returns
    -------
    Comparison
        The table, with a verdict in words.

    Raises
    ------
    QuestionError
        If data come without diagram or question, or a world with one.
    EstimationError
        If the data cannot be used, or lack a column that is to be adjusted for.

    Examples
    --------
    >>> import causalkit
    >>> found = compare(causalkit.world("triangle"), seed=1, ask_second_opinion=False)
    >>> [row.method for row in found.rows]
    ['difference', 'regression', 'weighting']
    """
    if isinstance(subject, World):
        _refuse_other(diagram, question)
        found = _of_world(subject, n, seed, ask_second_opinion)
    elif diagram is None or question is None:
        raise QuestionError("data need a diagram and a question: compare(data, diagram, question).")
    else:
        found = _table(subject, diagram, question, ask_second_opinion)
        found = replace(found, title=title, outcome_label=question.outcome[0])
    return replace(found, verdict=verdict(found))


def _refuse_other(diagram: Diagram | None, question: Question | None) -> None:
    if diagram is not None or question is not None:
        raise QuestionError(
            "a world brings its own diagram and question; ask it something else with "
            'compare(world.ask("effect of … on …")).'
        )


def _of_world(world: World, n: int, seed: int, ask_second_opinion: bool) -> Comparison:
    survey = world.sample(n, seed)
    found = _table(survey.frame, world.diagram, world.question, ask_second_opinion)
    outcome = world.codebook[world.question.outcome[0]]
    unit = f" [{outcome.unit}]" if outcome.unit else ""
    label = f"{outcome.label or outcome.name}{unit}"
    return replace(found, title=world.title, outcome_label=label, truth=world.truth())


def _table(
    data: pd.DataFrame, diagram: Diagram, question: Question, ask_second_opinion: bool
) -> Comparison:
    rows = [Row.of(_naive(data, NoConfounding(question, diagram.selected)), "naive")]
    empty = Comparison("", question, tuple(rows), None, len(data), "")
    try:
        found = backdoor_adjustment(diagram, question)
    except NotIdentified as finding:
        return replace(empty, reason=str(finding))
    _check_columns(data, found)
    notes = []
    for name, kind, estimate in _estimators(data, diagram, found, ask_second_opinion):
        try:
            rows.append(Row.of(estimate(), kind))
        except EstimationError as error:
            notes.append(f"{name}: {error}")
    return replace(empty, rows=tuple(rows), notes=tuple(notes))


def _naive(data: pd.DataFrame, assumed: NoConfounding) -> Estimate:
    """Compare groups by their means; a dose makes no groups, but a regression on it alone."""
    method = regression if prepare(data, assumed).continuous else difference
    return method(data, assumed)


def _check_columns(data: pd.DataFrame, found: Backdoor) -> None:
    for name in found.adjustment:
        if name not in data.columns:
            hint = did_you_mean(name, map(str, data.columns))
            raise EstimationError(
                f'the data have no column "{name}", which the diagram says to adjust for.{hint} '
                f"Rename the column, or mark the variable as latent in the diagram."
            )


def _estimators(
    data: pd.DataFrame, diagram: Diagram, found: Backdoor, ask_second_opinion: bool
) -> Iterator[tuple[str, RowKind, Callable[[], Estimate]]]:
    for name, method in ADJUSTED.items():
        yield name, "adjusted", partial(method, data, found)
    if ask_second_opinion:
        dowhy = partial(second_opinion.regression, data, diagram, found.question)
        yield "dowhy", "second opinion", dowhy
