"""Whether the data can tell an effect through a mediator from one past it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from causalkit.analysis.identify.mediation.criterion import (
    MediationCriterion,
    Names,
    Separation,
    spared,
)
from causalkit.analysis.identify.phrases import being, listed
from causalkit.analysis.identify.population import check_ends, conditioned, conditions
from causalkit.errors import NotIdentified, QuestionError, did_you_mean
from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path
from causalkit.graph.question import Question
from causalkit.graph.separation import open_path

Kind = Literal["controlled", "natural"]
"""Direct effects with the mediator set to one value, and direct and indirect ones with it left."""


@dataclass(frozen=True)
class Mediation:
    """The finding which effects through and past some mediators are identified.

    Parameters
    ----------
    question : Question
        The total effect.
    mediators : tuple of str
        The mediators, in alphabetical order, taken together.
    adjustment : tuple of str
        Covariates to adjust for, in alphabetical order; the exposure affects none of them.
    kinds : tuple of {"controlled", "natural"}
        What is identified.
    intermediate : tuple of str
        What else has to be adjusted for between mediator and outcome, some of which the
        exposure may affect; empty where natural effects are identified.
    reasons : tuple of str
        Why the natural effects are not identified, a sentence each.
    selected : frozenset of str
        Variables by which everybody in the data was selected.
    """

    question: Question
    mediators: tuple[str, ...]
    adjustment: tuple[str, ...]
    kinds: tuple[Kind, ...]
    intermediate: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    selected: frozenset[str] = frozenset()


def identify_mediation(
    diagram: Diagram, question: Question, mediators: str | Iterable[str]
) -> Mediation:
    """Return which direct and indirect effects the data can tell, and what to adjust for.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The total effect. A group such as ``age >= 40`` is conditioned on.
    mediators : str or iterable of str
        One or several; several are taken together.

    Returns
    -------
    Mediation

    Raises
    ------
    NotIdentified
        If neither natural effects nor the controlled direct effect are identified. The message
        names the path that stays open. Also if the data are selected by something that is not
        part of the group asked about, or a mediator is hidden.
    QuestionError
        If the question does not fit the diagram, or a mediator is on no path from exposure to
        outcome.

    Notes
    -----
    The conditions are sufficient: they are those by which the mediation formula, and the
    sequential g-formula, give the effects by adjusting for the variables returned. Some
    diagrams identify them otherwise, such as through other mediators. Pearl (2001), Direct and
    indirect effects; Imai, Keele and Yamamoto (2010), Identification, inference and
    sensitivity analysis for causal mediation effects.

    Examples
    --------
    >>> arrows = [("kratom", "sleep"), ("sleep", "phq9"), ("kratom", "phq9"), ("pain", "sleep")]
    >>> diagram = Diagram.of([*arrows, ("pain", "phq9")])
    >>> found = identify_mediation(diagram, Question.of("kratom", "phq9"), "sleep")
    >>> found.adjustment, found.kinds
    (('pain',), ('controlled', 'natural'))
    """
    names = (mediators,) if isinstance(mediators, str) else tuple(sorted(set(mediators)))
    check_ends(diagram, question)
    _check_mediators(diagram, question, names)
    group = conditioned(diagram, question)
    _check_selected(diagram, question, names)
    criterion = MediationCriterion(group, question, names)
    failing = _failing(criterion.natural, criterion.covariates)
    if failing is None:
        covariates = spared(
            criterion.covariates, lambda w: all(each.holds(w) for each in criterion.natural)
        )
        return _found(diagram, criterion, covariates, ("controlled", "natural"))
    return _controlled(diagram, criterion, failing)


def _controlled(diagram: Diagram, criterion: MediationCriterion, failing: Separation) -> Mediation:
    """Return what is adjusted for in a controlled direct effect, now that the natural are lost."""
    after, before = criterion.behind_mediators, criterion.behind_exposure
    for separation, largest in ((before, criterion.planned), (after, criterion.unmediated)):
        if not separation.holds(largest):
            raise _refusal(criterion, separation, largest)
    why = _reason(criterion, failing)
    first = spared(criterion.planned, before.holds)
    both = spared(criterion.unmediated - first, lambda rest: after.holds(rest | first)) | first
    first = _enlarged(criterion, first, both)
    return _found(diagram, criterion, first, ("controlled",), both - first, (why,))


def _enlarged(criterion: MediationCriterion, first: Names, both: Names) -> Names:
    """Return W with what L holds besides that the exposure does not affect, where that may be."""
    larger = first | (both & criterion.covariates)
    return larger if criterion.behind_exposure.holds(larger) else first


def _found(
    diagram: Diagram,
    criterion: MediationCriterion,
    covariates: Names,
    kinds: tuple[Kind, ...],
    intermediate: Names = frozenset(),
    reasons: tuple[str, ...] = (),
) -> Mediation:
    return Mediation(
        question=criterion.question,
        mediators=criterion.mediators,
        adjustment=tuple(sorted(covariates)),
        kinds=kinds,
        intermediate=tuple(sorted(intermediate)),
        reasons=reasons,
        selected=diagram.selected,
    )


def _failing(separations: tuple[Separation, ...], adjusted: Names) -> Separation | None:
    return next((each for each in separations if not each.holds(adjusted)), None)


def _reason(criterion: MediationCriterion, failing: Separation) -> str:
    path = failing.witness(criterion.covariates)
    moved = criterion.diagram.descendants(*criterion.question.exposure)
    affected = [name for name in path.nodes[1:-1] if name in moved & criterion.unmediated]
    why = f", because {being(affected, 'affected by the exposure')}" if affected else ""
    return (
        f"natural effects through {listed(criterion.mediators)} are not identified: {path} "
        f"{failing.what} and stays open{why}"
    )


def _refusal(criterion: MediationCriterion, failing: Separation, adjusted: Names) -> NotIdentified:
    path = failing.witness(adjusted)
    hidden = [name for name in path.nodes[1:-1] if name in criterion.diagram.latent]
    why = f", because {being(hidden, 'hidden')}" if hidden else ""
    return _not_identified(
        criterion.question,
        criterion.mediators,
        f"{path} {failing.what} and stays open{why}",
        path,
        tuple(hidden) or path.nodes[1:-1],
    )


def _not_identified(
    question: Question,
    mediators: tuple[str, ...],
    why: str,
    path: Path | None = None,
    obstacles: tuple[str, ...] = (),
) -> NotIdentified:
    return NotIdentified(
        f"the effect of {listed(question.exposure)} on {listed(question.outcome)} past "
        f"{listed(mediators)} is not identified: {why}",
        path=path.nodes if path else (),
        obstacles=obstacles,
    )


def _check_mediators(diagram: Diagram, question: Question, mediators: tuple[str, ...]) -> None:
    if not mediators:
        raise QuestionError("mediation needs at least one mediator")
    ends = {*question.exposure, *question.outcome}
    for name in mediators:
        if name not in diagram.nodes:
            hint = did_you_mean(name, diagram.nodes)
            raise QuestionError(f'the diagram has no variable "{name}".{hint}')
        between = diagram.descendants(*question.exposure) & diagram.ancestors(*question.outcome)
        if name in ends or name not in between:
            raise QuestionError(
                f"{name} is on no causal path from {listed(question.exposure)} to "
                f"{listed(question.outcome)}, so no effect passes through it"
            )
        if name in diagram.latent:
            why = f"{name} is hidden, so no data hold it"
            raise _not_identified(question, mediators, why, obstacles=(name,))


def _check_selected(diagram: Diagram, question: Question, mediators: tuple[str, ...]) -> None:
    asked = {condition.variable for condition in conditions(question)}
    moved = diagram.descendants(*question.exposure)
    for name in diagram.ordered(diagram.selected):
        if name not in asked:
            why = f"the data are selected on {name}, and the effect is asked of everybody"
            raise _not_identified(question, mediators, why, obstacles=(name,))
        if name in moved:
            free = Diagram(diagram.nodes, diagram.edges).do(*question.exposure)
            path = open_path(free, question.exposure, [name])
            why = f"the data are selected on {name}, which the exposure changes, {path}"
            raise _not_identified(question, mediators, why, path, (name,))
