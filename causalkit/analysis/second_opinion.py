"""A second opinion: the same question, answered by dowhy.

dowhy is an independent library for causal inference. It gets the diagram and the
table, decides for itself whether the adjustment set suffices, and fits a linear regression
in which the effect is the same for everybody and every covariate enters by a straight
line. Agreement with the other estimates is reassuring; a difference asks which of the
assumptions fails.

Left to find a set of its own, dowhy tries every combination of variables, which takes for
ever in larger diagrams, and among sets of one size it takes whichever chance puts first.
So it is shown the variables of one set only and treats all others as hidden.

dowhy knows nothing of selection or of groups. Whether the set suffices among people who
were selected, it cannot tell; it judges as if everybody had answered.

This is the only module that touches dowhy, and it keeps dowhy at arm's length. Every
call works on a copy of just the columns needed; the exposure is coded 0 and 1; rows
with missing values are left out; hidden variables are not in the table; the diagram
goes in as a plain networkx graph; and what is not identified is refused before dowhy
is asked. Its warnings and log messages stay inside.

Source: Sharma and Kiciman (2020), DoWhy: an end-to-end library for causal inference.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.columns import Column
from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.identify import Backdoor, backdoor_adjustment
from causalkit.analysis.identify.phrases import listed
from causalkit.analysis.identify.population import conditions
from causalkit.errors import EstimationError
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Coded:
    """A table as dowhy is given it, and the two values of the exposure in it.

    Parameters
    ----------
    table : pandas.DataFrame
        Exposure, outcome and covariates, without missing values.
    treated, reference : float
        The contrast: 1 and 0, or two doses of a continuous exposure.
    """

    table: pd.DataFrame
    treated: float
    reference: float


def regression(
    data: pd.DataFrame, diagram: Diagram, question: Question, *, level: float = 0.95
) -> Estimate:
    """Return the effect as dowhy identifies it and estimates it by linear regression.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    diagram : Diagram
        The causal diagram. dowhy ignores which variables are selected.
    question : Question
        One exposure, one outcome, a difference. The effect is taken to be the same for
        everybody, so the exposed, the unexposed and everybody get the same answer; a
        group is analysed on its own.
    level : float, optional
        Level of confidence, between 0 and 1.

    Returns
    -------
    Estimate
        With the analytic interval of least squares.

    Raises
    ------
    NotIdentified
        If no adjustment set exists.
    EstimationError
        If dowhy cannot answer such a question, does not agree that the set suffices, or
        the data do not suffice.

    Examples
    --------
    >>> from causalkit.graph import Diagram
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> phq9 = 4 + 5 * pain - 2 * kratom + np.tile([-1, 1], 40)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> regression(frame, diagram, Question.of("kratom", "phq9")).adjustment
    ('pain',)
    """
    check_level(level)
    _check_question(question)
    ours = backdoor_adjustment(diagram, question)
    with quiet(), _hushed():
        estimand = _identified(diagram, ours)
        adjustment = tuple(sorted(estimand.get_backdoor_variables()))
        rows = prepare(data, replace(ours, adjustment=adjustment))
        return _estimated(estimand, rows, ours, level)


def _check_question(question: Question) -> None:
    if len(question.exposure) > 1:
        raise EstimationError("dowhy is asked about one exposure at a time")
    if question.scale != "difference":
        raise EstimationError("dowhy's linear regression estimates a difference, not a ratio")


def _identified(diagram: Diagram, ours: Backdoor) -> Any:  # noqa: ANN401  # dowhy has no types
    """Return dowhy's own identification, given the variables of one set."""
    from dowhy.causal_identifier import BackdoorAdjustment, EstimandType, identify_effect_auto

    question = ours.question
    ends = (*question.exposure, *question.outcome)
    grouping = (condition.variable for condition in conditions(question))
    relevant = diagram.restricted_to(diagram.ancestors(*ends, *ours.adjustment))
    shown = {*ends, *ours.adjustment, *grouping} - diagram.selected
    estimand = identify_effect_auto(
        _as_networkx(relevant),
        list(question.exposure),
        list(question.outcome),
        [name for name in relevant.nodes if name in shown],
        EstimandType.NONPARAMETRIC_ATE,
        backdoor_adjustment=BackdoorAdjustment.BACKDOOR_MAX,
    )
    if estimand.estimands.get("backdoor") is None:
        raise EstimationError(
            f"dowhy does not agree that adjusting for {listed(ours.adjustment or ('nothing',))} "
            f"identifies the {question}"
        )
    sets: dict[str, Any] = estimand.backdoor_variables
    estimand.set_identifier_method(max(sorted(sets), key=lambda name: len(sets[name])))
    return estimand


def _as_networkx(diagram: Diagram) -> nx.DiGraph[str]:
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(diagram.nodes)
    graph.add_edges_from(diagram.edges)
    return graph


def _estimated(estimand: Any, rows: Rows, ours: Backdoor, level: float) -> Estimate:  # noqa: ANN401  # dowhy has no types
    from dowhy.causal_estimators.linear_regression_estimator import LinearRegressionEstimator

    coded = _coded(rows)
    estimator = LinearRegressionEstimator(
        estimand, confidence_intervals=True, confidence_level=level
    ).fit(coded.table)
    found = estimator.estimate_effect(
        coded.table, treatment_value=coded.treated, control_value=coded.reference
    )
    low, high = sorted(np.ravel(found.get_confidence_intervals(confidence_level=level)).tolist())
    return Estimate(
        method="dowhy regression",
        question=ours.question,
        adjustment=tuple(column.name for column in rows.covariates),
        value=float(found.value),
        standard_error=abs(float(np.ravel(found.get_standard_error())[0])),
        low=low,
        high=high,
        level=level,
        n=len(coded.table),
        dropped=rows.dropped,
    )


def _coded(rows: Rows) -> Coded:
    """Return the table as dowhy is to see it: two groups coded 1 and 0, or a dose."""
    exposure, outcome = rows.exposures[0], rows.outcome
    table = pd.DataFrame({column.name: _as_series(column) for column in rows.covariates})
    table[outcome.name] = outcome.values
    if rows.continuous:
        table[exposure.name] = exposure.values
        asked = rows.question
        settings = exposure.position(asked.treated[0]), exposure.position(asked.reference[0])
        return Coded(table, *settings)
    rows.check_arms()
    table[exposure.name] = rows.treated.astype(np.int64)
    return Coded(table[rows.treated | rows.reference], 1, 0)


def _as_series(column: Column) -> Any:  # noqa: ANN401  # a categorical or an array
    if not column.labels:
        return column.values
    return pd.Categorical.from_codes(column.values.astype(np.int64), pd.Index(column.labels))


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep dowhy's log messages inside, and the interactive prompt as it was.

    When dowhy is imported it has sympy take over how results are displayed.
    """
    level, display = logging.root.manager.disable, sys.displayhook
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(level)
        sys.displayhook = display
