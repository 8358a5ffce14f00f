"""The diagram's verdict on one choice of covariates."""

from __future__ import annotations

from dataclasses import dataclass

from causalkit.analysis.identify.criterion.criterion import criterion_for
from causalkit.analysis.identify.explanation.reasons import reasons_against
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

VALID = "valid"
"""The kind of a choice without error."""


@dataclass(frozen=True)
class Specification:
    """One choice of covariates and the diagram's verdict on it.

    Parameters
    ----------
    adjustment : tuple of str
        The covariates, in alphabetical order.
    kind : str
        ``"valid"``, or the first kind of error as
        :class:`~causalkit.analysis.identify.Reason` names it.
    reason : str
        Why, in a sentence; empty where it is valid.
    """

    adjustment: tuple[str, ...]
    kind: str
    reason: str


def judged(diagram: Diagram, question: Question, adjustment: tuple[str, ...]) -> Specification:
    """Return the diagram's verdict on one choice of covariates.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    adjustment : tuple of str
        The covariates.

    Returns
    -------
    Specification

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "y")])
    >>> judged(diagram, Question.of("x", "y"), ()).kind
    'open back-door path'
    """
    criterion = criterion_for(diagram, question, required=adjustment)
    for reason in reasons_against(diagram, criterion, limit=1).found:
        return Specification(adjustment, reason.kind, reason.text)
    return Specification(adjustment, VALID, "")
