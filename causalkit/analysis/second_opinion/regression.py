"""dowhy's linear regression: one slope for everybody, every covariate on a straight line.

Agreement with the other estimates is reassuring; a difference asks which of the assumptions
fails.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.second_opinion.asking import Asked, ask, fitted
from causalkit.analysis.second_opinion.guard import hushed
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question


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
    with quiet(), hushed():
        return _estimated(ask(data, diagram, question), level)


def _estimated(asked: Asked, level: float) -> Estimate:
    found = fitted(asked, level)
    low, high = sorted(np.ravel(found.get_confidence_intervals(confidence_level=level)).tolist())
    return Estimate(
        method="dowhy regression",
        question=asked.rows.question,
        adjustment=tuple(column.name for column in asked.rows.covariates),
        value=float(found.value),
        standard_error=abs(float(np.ravel(found.get_standard_error())[0])),
        low=low,
        high=high,
        level=level,
        n=len(asked.table),
        dropped=asked.rows.dropped,
    )
