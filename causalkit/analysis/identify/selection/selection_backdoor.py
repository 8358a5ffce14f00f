"""The back-door criterion for people who were selected: an older, simpler rule.

Suppose that whatever is adjusted for is also known from outside. Then four conditions
are enough, and each can be checked on the diagram by eye: what comes before the exposure
blocks every back-door path; what comes after it tells nothing more about the outcome;
exposure and set together separate the outcome from selection; and everything in the set
is in the data and known from outside. The rule is sufficient, not necessary: where it
fails, :func:`~causalkit.analysis.identify.selection.external.identify_with_external` may still
find a pair, because only the part that bridges the selection must be known from outside.

Source: Bareinboim, Tian and Pearl (2014), Recovering from selection bias in causal and
statistical inference: the selection-backdoor criterion.
"""

from __future__ import annotations

from collections.abc import Iterable

from causalkit.analysis.identify.phrases import being, effect, listed
from causalkit.analysis.identify.population import check_ends
from causalkit.analysis.identify.selection.external import SelectionAdjustment
from causalkit.analysis.identify.selection.pair_refusals import check_external
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question
from causalkit.graph.separation import d_separated, open_path


def selection_backdoor(
    diagram: Diagram, question: Question, adjustment: Iterable[str]
) -> SelectionAdjustment:
    """Return the finding that a set passes the selection-backdoor criterion, or raise.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about, in everybody.
    adjustment : iterable of str
        The set, all of it measured in the data and known from outside.

    Returns
    -------
    SelectionAdjustment

    Raises
    ------
    NotIdentified
        If a condition fails. The message says which, and names the path.
    QuestionError
        If the question is not about everybody, or does not fit the diagram.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("age", "x"), ("age", "y"), ("x", "y"), ("age", "s"), ("x", "s")], selected=["s"]
    ... )
    >>> selection_backdoor(diagram, Question.of("x", "y"), ["age"]).external
    ('age',)
    """
    check_ends(diagram, question)
    if question.population != "all":
        raise QuestionError(
            "the selection-backdoor criterion is about the effect in everybody; for a group "
            "ask which pairs identify the effect"
        )
    chosen = check_external(diagram, adjustment) - diagram.selected
    asked = diagram.ordered(chosen.intersection((*question.exposure, *question.outcome)))
    if asked:
        raise QuestionError(f"{being(asked, 'part of the question')}; name covariates")
    free = Diagram(diagram.nodes, diagram.edges, diagram.latent)
    later = chosen & free.descendants(*question.exposure)
    _check(question, free.without_outgoing(*question.exposure), question.exposure, chosen - later)
    given = chosen.union(question.exposure)
    _check(question, free, diagram.ordered(later), given - later)
    _check(question, free, diagram.ordered(diagram.selected), given)
    names = tuple(sorted(chosen))
    selection = diagram.ordered(diagram.selected)
    return SelectionAdjustment(question, names, names, ((names, names),), True, selection)


def _check(
    question: Question, graph: Diagram, sources: tuple[str, ...], given: frozenset[str]
) -> None:
    """Raise unless the outcome is separated from the sources."""
    if sources and not d_separated(graph, sources, question.outcome, given):
        path = open_path(graph, sources, question.outcome, given)
        raise NotIdentified(
            f"{effect(question)} does not pass the selection-backdoor criterion: {path} stays "
            f"open given {listed(sorted(given)) if given else 'nothing'}",
            path=path.nodes,
            obstacles=path.nodes[1:-1],
        )
