"""Everything that a diagram says about a question, gathered in one place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from causalkit.analysis.identify.adjustment.backdoor import Backdoor, backdoor_adjustment
from causalkit.analysis.identify.adjustment.backdoor_criterion import backdoor_sets
from causalkit.analysis.identify.adjustment.direct import direct_effect_sets
from causalkit.analysis.identify.adjustment.minimal import minimal_adjustment
from causalkit.analysis.identify.adjustment.optimal import optimal_adjustment
from causalkit.analysis.identify.controls.control import all_controls
from causalkit.analysis.identify.controls.verdict import Control
from causalkit.analysis.identify.explanation.explanation import Explanation, explain
from causalkit.analysis.identify.frontdoor.frontdoor import Frontdoor, frontdoor_adjustment
from causalkit.analysis.identify.general import Functional, identify_functional
from causalkit.analysis.identify.implied.equivalence import EquivalenceClass, equivalence_class
from causalkit.analysis.identify.implied.independences import Independences, implied_independences
from causalkit.analysis.identify.instruments.instruments import Instrument, instrumental_variables
from causalkit.analysis.identify.missingness import Recoverability, missing_values
from causalkit.analysis.identify.roles.roles import variable_roles
from causalkit.errors import NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

Names = tuple[str, ...]
Answer = TypeVar("Answer")


MOST_CONTROLS = 200
"""Beyond so many variables it takes too long to judge each on its own."""

OPEN = ("open back-door path", "collider opened by conditioning")


@dataclass(frozen=True)
class Listing:
    """A list of sets that may have been cut short.

    Parameters
    ----------
    sets : tuple of tuple of str
        At least one, each in alphabetical order, smaller ones first.
    complete : bool
        Whether these are all.
    """

    sets: tuple[Names, ...]
    complete: bool


@dataclass(frozen=True)
class Findings:
    """What a diagram says about a question; where it says no, the reason stands there.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that was asked about.
    adjustment : Backdoor or NotIdentified
        The sets to adjust for.
    optimal : tuple of str or NotIdentified
        The most precise of all valid sets.
    optimal_minimal : tuple of str or NotIdentified
        The most precise of the minimal sets.
    backdoor : Listing or NotIdentified
        The minimal sets that pass the textbooks' back-door criterion.
    direct : Listing or NotIdentified
        The minimal sets for the direct effect.
    frontdoor : Frontdoor or NotIdentified
        The sets of mediators.
    functional : Functional or NotIdentified
        The formula of the general algorithm.
    instruments : tuple of Instrument or NotIdentified
        The instrumental variables, each with what has to be conditioned on.
    independences : Independences
        What must be independent in the data if the diagram is right.
    equivalence : EquivalenceClass
        Which arrows data could orient, and which no data can.
    roles : mapping of str to tuple of str
        The parts that every variable plays.
    controls : tuple of Control
        What adjusting for each variable alone does; none where there are too many variables
        to look at each, or where the question has no answer whatever is adjusted for.
    explanations : tuple of Explanation
        The verdict on the set that was asked about; none where none was, or where the
        question has no answer whatever is adjusted for (a hidden outcome, say).
    missing : Recoverability or NotIdentified
        What missing values do to the effect when it is adjusted for.
    """

    diagram: Diagram
    question: Question
    adjustment: Backdoor | NotIdentified
    optimal: Names | NotIdentified
    optimal_minimal: Names | NotIdentified
    backdoor: Listing | NotIdentified
    direct: Listing | NotIdentified
    frontdoor: Frontdoor | NotIdentified
    functional: Functional | NotIdentified
    instruments: tuple[Instrument, ...] | NotIdentified
    independences: Independences
    equivalence: EquivalenceClass
    roles: Mapping[str, Names]
    controls: tuple[Control, ...]
    explanations: tuple[Explanation, ...]
    missing: Recoverability | NotIdentified

    @property
    def by(self) -> Names:
        """The arguments that identify the effect: adjustment, frontdoor, functional."""
        answers = {
            "adjustment": self.adjustment,
            "frontdoor": self.frontdoor,
            "functional": self.functional,
        }
        return tuple(
            name for name, answer in answers.items() if not isinstance(answer, NotIdentified)
        )

    @property
    def identified(self) -> bool:
        """Whether any argument identifies the effect."""
        return bool(self.by)

    @property
    def shown_adjustment(self) -> Names:
        """The set that was asked about, else the one to adjust for, else none."""
        for explanation in self.explanations:
            return explanation.adjusted
        return () if isinstance(self.adjustment, NotIdentified) else self.adjustment.adjustment

    @property
    def biasing_paths(self) -> tuple[Names, ...]:
        """The paths that the set shown leaves open and that are not the effect."""
        found = [
            reason.path
            for explanation in self.explanations
            for reason in explanation.reasons
            if reason.kind in OPEN
        ]
        if not self.explanations and isinstance(self.adjustment, NotIdentified):
            found = [self.adjustment.path]
        # A group such as age >= 40 is a variable of the argument, not of the diagram.
        return tuple(path for path in found if path and set(path) <= set(self.diagram.nodes))


def all_findings(
    diagram: Diagram,
    question: Question,
    *,
    adjusted: Collection[str] | None = None,
    limit: int = 100,
) -> Findings:
    """Return everything that a diagram says about a question.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about.
    adjusted : collection of str, optional
        A set of variables to judge besides; an empty one asks about adjusting for nothing.
    limit : int, optional
        At most so many sets or independences in each list.

    Returns
    -------
    Findings

    Raises
    ------
    QuestionError
        If the question does not fit the diagram, or nobody can adjust for a variable.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "y")])
    >>> found = all_findings(diagram, Question.of("x", "y"), adjusted=[])
    >>> found.by, found.explanations[0].valid, found.roles["x"]
    (('adjustment', 'functional'), False, ('exposure',))
    """
    adjustment = _answer(lambda: backdoor_adjustment(diagram, question, limit=limit))
    return Findings(
        diagram=diagram,
        question=question,
        adjustment=adjustment,
        optimal=_answer(lambda: optimal_adjustment(diagram, question)),
        optimal_minimal=_answer(lambda: minimal_adjustment(diagram, question)),
        backdoor=_answer(lambda: _listed(backdoor_sets(diagram, question), limit)),
        direct=_answer(lambda: _listed(direct_effect_sets(diagram, question), limit)),
        frontdoor=_answer(lambda: frontdoor_adjustment(diagram, question, limit=limit)),
        functional=_answer(lambda: identify_functional(diagram, question)),
        instruments=_answer(lambda: instrumental_variables(diagram, question)),
        independences=implied_independences(diagram, limit=limit),
        equivalence=equivalence_class(diagram),
        roles=variable_roles(diagram, question),
        controls=_controls(diagram, question),
        explanations=_explanations(diagram, question, adjusted),
        missing=_answer(lambda: _missing(diagram, question, adjustment)),
    )


def _controls(diagram: Diagram, question: Question) -> tuple[Control, ...]:
    if len(diagram.nodes) > MOST_CONTROLS:
        return ()
    answer = _answer(lambda: all_controls(diagram, question))
    return () if isinstance(answer, NotIdentified) else answer


def _explanations(
    diagram: Diagram, question: Question, adjusted: Collection[str] | None
) -> tuple[Explanation, ...]:
    if adjusted is None:
        return ()
    answer = _answer(lambda: explain(diagram, question, adjusted))
    return () if isinstance(answer, NotIdentified) else (answer,)


def _missing(
    diagram: Diagram, question: Question, adjustment: Backdoor | NotIdentified
) -> Recoverability:
    if isinstance(adjustment, NotIdentified):
        raise adjustment
    return missing_values(diagram, question, adjustment.adjustment)


def _answer(ask: Callable[[], Answer]) -> Answer | NotIdentified:
    try:
        return ask()
    except NotIdentified as finding:
        return finding


def _listed(sets: Iterator[Names], limit: int) -> Listing:
    found = list(islice(sets, limit + 1))
    shown = sorted(found[:limit], key=lambda names: (len(names), names))
    return Listing(tuple(shown), complete=len(found) <= limit)
