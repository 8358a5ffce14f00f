"""Whether a given set, with a given part of it known from outside, identifies an effect.

The three conditions of the criterion are checked in turn, and the first that fails is
named with the path on which it does: something is adjusted for that must be left alone;
confounding is left; or the people in the data do not speak for the others.
"""

from __future__ import annotations

from collections.abc import Iterable

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.criterion.obstacles import selected_on_effect
from causalkit.analysis.identify.phrases import being, effect, listed
from causalkit.analysis.identify.population import check_ends
from causalkit.analysis.identify.selection.external import SelectionAdjustment
from causalkit.analysis.identify.selection.pair_criterion import PairCriterion
from causalkit.analysis.identify.selection.pair_refusals import check_external, not_bridged
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question
from causalkit.graph.separation import open_path


def check_pair(
    diagram: Diagram,
    question: Question,
    adjustment: Iterable[str],
    external: Iterable[str] = (),
) -> SelectionAdjustment:
    """Return the finding that adjusting for a set identifies the effect, or raise.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about.
    adjustment : iterable of str
        What is adjusted for. Selected variables are conditioned on anyway.
    external : iterable of str, optional
        The part of it whose joint distribution in the population asked about is known.

    Returns
    -------
    SelectionAdjustment
        With this one pair, whether or not something in it could be spared.

    Raises
    ------
    NotIdentified
        If the pair is not admissible. The message names the condition and the path.
    QuestionError
        If the question or the sets do not fit the diagram, or each other.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("age", "phq9"), ("kratom", "phq9"), ("age", "responds")], selected=["responds"]
    ... )
    >>> check_pair(diagram, Question.of("kratom", "phq9"), ["age"])
    Traceback (most recent call last):
    causalkit.errors.NotIdentified: effect of kratom on phq9 is not identified by adjustment ...
    >>> check_pair(diagram, Question.of("kratom", "phq9"), ["age"], ["age"]).needs_external
    True
    """
    check_ends(diagram, question)
    pair = PairCriterion.of(diagram, question)
    chosen = _check_measured(pair, diagram.ordered(adjustment))
    known = _check_part(check_external(diagram, external), chosen)
    _check_left_alone(pair, chosen)
    _check_blocked(pair, chosen)
    for name in diagram.ordered(diagram.selected & pair.criterion.forbidden):
        raise selected_on_effect(pair.criterion, name)
    if not pair.bridges(known):
        raise not_bridged(pair, known)
    one = (tuple(sorted(chosen)), tuple(sorted(known)))
    return SelectionAdjustment(question, *one, (one,), True, pair.selection)


def _check_measured(pair: PairCriterion, chosen: tuple[str, ...]) -> frozenset[str]:
    question, diagram = pair.question, pair.criterion.diagram
    asked = [name for name in chosen if name in (*question.exposure, *question.outcome)]
    if asked:
        raise QuestionError(
            f"{being(asked, 'part of the question')}; name covariates to adjust for"
        )
    hidden = [name for name in chosen if name in diagram.latent]
    if hidden:
        raise NotIdentified(
            f"{effect(question)} is not identified by adjusting for {listed(chosen)}: "
            f"{being(hidden, 'hidden')}, so no data hold what is to be adjusted for",
            obstacles=tuple(hidden),
        )
    return frozenset(chosen) - diagram.selected


def _check_part(known: frozenset[str], chosen: frozenset[str]) -> frozenset[str]:
    spare = sorted(known - chosen)
    if spare:
        raise QuestionError(
            f"{listed(spare)} would have to be adjusted for to make use of what is known from "
            f"outside; add to the adjustment set or leave out"
        )
    return known


def _check_left_alone(pair: PairCriterion, chosen: frozenset[str]) -> None:
    """Raise if something is adjusted for that carries the effect or is changed by it.

    What an exposure changes that the effect itself changes is left to the check of paths:
    then the effect confounds that exposure.
    """
    criterion = pair.criterion
    effect_alone = _effect_alone(criterion)
    changed = effect_alone.descendants(*pair.question.exposure)
    for name in criterion.diagram.ordered(chosen & criterion.forbidden & changed):
        path = open_path(effect_alone, pair.question.exposure, [name])
        role = "carries the effect" if name in criterion.carriers else "depends on the effect"
        raise NotIdentified(
            f"{effect(pair.question)} is not identified by adjusting for "
            f"{listed(sorted(chosen))}: {name} {role} itself, {path}",
            path=path.nodes,
            obstacles=(name,),
        )


def _effect_alone(criterion: Criterion) -> Diagram:
    """Return the exposure, what carries its effect and what that changes, unconditioned."""
    exposure = criterion.question.exposure
    part = criterion.diagram.do(*exposure).restricted_to({*exposure, *criterion.forbidden})
    first = [edge for edge in part.edges if edge[0] in exposure]
    aside = [edge for edge in first if edge[1] not in criterion.carriers]
    return Diagram(part.nodes, part.without_edges(aside).edges)


def _check_blocked(pair: PairCriterion, chosen: frozenset[str]) -> None:
    if pair.blocks(chosen):
        return
    question = pair.question
    path = open_path(pair.criterion.backdoor_graph, question.exposure, question.outcome, chosen)
    how = f"adjusting for {listed(sorted(chosen))}" if chosen else "comparing people as they are"
    raise NotIdentified(
        f"{effect(question)} is not identified by {how}: {path} stays open",
        path=path.nodes,
        obstacles=path.nodes[1:-1],
    )
