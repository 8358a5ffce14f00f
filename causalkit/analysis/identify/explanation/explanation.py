"""Why a set of variables is right or wrong to adjust for, and the way back.

There are four ways to be wrong, and they are different mistakes. A back-door path was
left open. A path that was blocked has been opened, by conditioning on a collider on it
or on something that the collider causes. A causal path was blocked, so that part of the
effect is lost. Or something was adjusted for that the effect itself changes, such as a
consequence of the outcome, and people alike in that are no longer comparable. The last
two leave no biasing path open: who looks only for those will call them valid.

Where only selected people are in the data a fifth may be added: they need not speak for
those who are asked about.

Source: Shpitser, VanderWeele and Robins (2010), On the validity of covariate adjustment;
Cinelli, Forney and Pearl (2022), A crash course in good and bad controls.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from causalkit.analysis.identify.criterion.criterion import Criterion, criterion_for
from causalkit.analysis.identify.explanation.reasons import Reason, reasons_against
from causalkit.analysis.identify.explanation.repair import Repair, smallest_repair
from causalkit.analysis.identify.phrases import effect, listed
from causalkit.errors import NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question


@dataclass(frozen=True)
class NoRepair:
    """The finding that no set at all is valid, so that none can be mended.

    Parameters
    ----------
    reason : str
        Why, in one sentence.
    """

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Explanation:
    """A verdict on a set of variables, with its reasons.

    Parameters
    ----------
    question : Question
        The effect that is asked about.
    adjusted : tuple of str
        The set, in alphabetical order.
    reasons : tuple of Reason
        What is wrong with it; none where it is valid.
    complete : bool
        Whether every open path is named; False where their listing was capped.
    repair : Repair or NoRepair
        The smallest change that makes it valid; no change where it is valid already.
    """

    question: Question
    adjusted: tuple[str, ...]
    reasons: tuple[Reason, ...]
    complete: bool
    repair: Repair | NoRepair

    @property
    def valid(self) -> bool:
        """Whether adjusting for the set gives the effect."""
        return not self.reasons

    def __str__(self) -> str:
        what = f"adjusting for {listed(self.adjusted) if self.adjusted else 'nothing'}"
        if self.valid:
            return f"{what} gives the {effect(self.question)}"
        reasons = [f"- {reason.kind}: {reason.text}" for reason in self.reasons]
        more = [] if self.complete else ["- and more open paths"]
        verdict = f"{what} does not give the {effect(self.question)}:"
        return "\n".join((verdict, *reasons, *more, self._way_back()))

    def _way_back(self) -> str:
        if isinstance(self.repair, NoRepair):
            return f"no set would do: {self.repair}"
        return f"{'smallest' if self.repair.smallest else 'a'} repair: {self.repair}"


def explain(
    diagram: Diagram, question: Question, adjusted: Iterable[str], *, limit: int = 20
) -> Explanation:
    """Return whether a set of variables is right to adjust for, and why.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about.
    adjusted : iterable of str
        The variables that are adjusted for.
    limit : int, optional
        At most so many open paths are named.

    Returns
    -------
    Explanation

    Raises
    ------
    NotIdentified
        If exposure, outcome or group are hidden, or the exposure changes the group.
    QuestionError
        If the question does not fit the diagram, or nobody can adjust for a variable.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "relief"), ("relief", "y")])
    >>> print(explain(diagram, Question.of("x", "y"), ["relief"]))
    adjusting for relief does not give the effect of x on y:
    - open back-door path: x ← pain → y is open: adjusting for pain would block it
    - causal path blocked: x → relief → y carries the effect, and adjusting for relief blocks it
    smallest repair: add pain and leave out relief
    """
    criterion = criterion_for(diagram, question, required=adjusted)
    reasons = reasons_against(diagram, criterion, limit)
    return Explanation(
        question=question,
        adjusted=tuple(sorted(criterion.required)),
        reasons=reasons.found,
        complete=reasons.complete,
        repair=_repair(diagram, criterion),
    )


def _repair(diagram: Diagram, criterion: Criterion) -> Repair | NoRepair:
    try:
        return smallest_repair(diagram, criterion)
    except NotIdentified as finding:
        return NoRepair(finding.message)
