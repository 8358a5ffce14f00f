"""A question as dowhy is asked it: the estimand it identifies, and the table it may see.

Left to find a set of its own, dowhy tries every combination of variables, which takes for
ever in larger diagrams, and among sets of one size it takes whichever chance puts first.
So it is shown the variables of one set only and treats all others as hidden.

dowhy knows nothing of selection or of groups. Whether the set suffices among people who
were selected, it cannot tell; it judges as if everybody had answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.reading.columns import Column
from causalkit.analysis.identify import Backdoor, backdoor_adjustment
from causalkit.analysis.identify.phrases import listed
from causalkit.analysis.identify.population import conditions
from causalkit.errors import EstimationError
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, eq=False)
class Asked:
    """A question as dowhy is asked it.

    Parameters
    ----------
    estimand : dowhy's IdentifiedEstimand
        What dowhy is to estimate.
    rows : Rows
        The rows as the house reads them.
    table : pandas.DataFrame
        Exposure, outcome and covariates, without missing values.
    treated, reference : float
        The contrast: 1 and 0, or two doses of a continuous exposure.
    """

    estimand: Any
    rows: Rows
    table: pd.DataFrame
    treated: float
    reference: float


def ask(data: pd.DataFrame, diagram: Diagram, question: Question) -> Asked:
    """Return a question as dowhy is asked it, after it was identified twice.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    diagram : Diagram
        The causal diagram. dowhy ignores which variables are selected.
    question : Question
        One exposure, one outcome, a difference.

    Returns
    -------
    Asked

    Raises
    ------
    NotIdentified
        If no adjustment set exists.
    EstimationError
        If dowhy cannot answer such a question, does not agree that the set suffices, or
        the data do not suffice.
    """
    _check_question(question)
    ours = backdoor_adjustment(diagram, question)
    estimand = _identified(diagram, ours)
    adjustment = tuple(sorted(estimand.get_backdoor_variables()))
    rows = prepare(data, replace(ours, adjustment=adjustment))
    return _asked(estimand, rows)


def fitted(asked: Asked, level: float) -> Any:  # noqa: ANN401  # dowhy has no types
    """Return dowhy's estimate of the effect by linear regression.

    Parameters
    ----------
    asked : Asked
        The question.
    level : float
        Level of confidence.

    Returns
    -------
    dowhy's CausalEstimate
    """
    from dowhy.causal_estimators.linear_regression_estimator import LinearRegressionEstimator

    estimator = LinearRegressionEstimator(
        asked.estimand, confidence_intervals=True, confidence_level=level
    ).fit(asked.table)
    return estimator.estimate_effect(
        asked.table, treatment_value=asked.treated, control_value=asked.reference
    )


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


def _asked(estimand: Any, rows: Rows) -> Asked:  # noqa: ANN401  # dowhy has no types
    """Return the table as dowhy is to see it: two groups coded 1 and 0, or a dose."""
    exposure, outcome = rows.exposures[0], rows.outcome
    table = pd.DataFrame({column.name: _as_series(column) for column in rows.covariates})
    table[outcome.name] = outcome.values
    if rows.continuous:
        table[exposure.name] = exposure.values
        asked = rows.question
        settings = exposure.position(asked.treated[0]), exposure.position(asked.reference[0])
        return Asked(estimand, rows, table, *settings)
    rows.check_arms()
    table[exposure.name] = rows.treated.astype(np.int64)
    return Asked(estimand, rows, table[rows.treated | rows.reference], 1, 0)


def _as_series(column: Column) -> Any:  # noqa: ANN401  # a categorical or an array
    if not column.labels:
        return column.values
    return pd.Categorical.from_codes(column.values.astype(np.int64), pd.Index(column.labels))
