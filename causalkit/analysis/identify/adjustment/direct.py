"""The direct effect: what the exposure does other than by way of anything drawn.

The arrow from exposure to outcome stands for whatever is not drawn in between. To
estimate it by adjusting, the set has to block every other path, the causal ones through
mediators among them. So here a mediator must often be adjusted for, which for the total
effect is the classic mistake. And whoever adjusts for a mediator opens the paths that
collide in it: a hidden cause of mediator and outcome ruins the direct effect even in a
trial in which the exposure was drawn by lot.

In a linear model the coefficient of the exposure, given such a set, is the coefficient
on the arrow. In general, among people alike in the set, the contrast is the effect of
the exposure with every other way held fixed: a controlled direct effect.

Source: Pearl (2009), Causality, theorem 5.3.1 (the single-door criterion); van der
Zander, Liśkiewicz and Textor (2019), Separators and adjustment sets in causal graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from causalkit.analysis.identify.criterion.blocking import blocking_sets, blocks, can_block
from causalkit.analysis.identify.criterion.criterion import Criterion, criterion_for
from causalkit.analysis.identify.phrases import effect
from causalkit.errors import NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import Indexed
from causalkit.graph.question import Question


def is_direct_adjustment_set(diagram: Diagram, question: Question, adjusted: Iterable[str]) -> bool:
    """Return whether adjusting for the variables gives the direct effect.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram. Selected variables count as adjusted for.
    question : Question
        The exposure and the outcome.
    adjusted : iterable of str
        The variables that are adjusted for.

    Returns
    -------
    bool

    Raises
    ------
    NotIdentified
        If exposure or outcome are hidden.
    QuestionError
        If the question does not fit the diagram, or nobody can adjust for a variable.

    Examples
    --------
    >>> diagram = Diagram.of([("x", "m"), ("m", "y"), ("x", "y")])
    >>> question = Question.of("x", "y")
    >>> [is_direct_adjustment_set(diagram, question, each) for each in ([], ["m"])]
    [False, True]
    """
    criterion = criterion_for(diagram, question, required=adjusted)
    harmless = _after_outcome(criterion).isdisjoint(criterion.fixed)
    return harmless and blocks(_without_arrow(criterion), criterion)


def direct_effect_sets(
    diagram: Diagram, question: Question, *, required: Iterable[str] = ()
) -> Iterator[tuple[str, ...]]:
    """Return all the minimal sets whose adjustment gives the direct effect, one by one.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The exposure and the outcome.
    required : iterable of str, optional
        Variables that are adjusted for in any case.

    Returns
    -------
    iterator of tuple of str
        Each in alphabetical order, each once, with polynomial delay.

    Raises
    ------
    NotIdentified
        At once, if no set will do.
    QuestionError
        If the question or the variables do not fit the diagram.

    Examples
    --------
    >>> diagram = Diagram.of([("x", "m"), ("m", "y"), ("x", "y"), ("w", "m"), ("w", "y")])
    >>> list(direct_effect_sets(diagram, Question.of("x", "y")))
    [('m', 'w')]
    """
    criterion = criterion_for(diagram, question, required)
    graph, permitted = _without_arrow(criterion), _permitted(criterion)
    harmless = _after_outcome(criterion).isdisjoint(criterion.fixed)
    if harmless and can_block(graph, criterion, permitted):
        return blocking_sets(graph, criterion, permitted)
    raise NotIdentified(
        f"the direct {effect(question)} is not identified by adjustment: whatever is held fixed, "
        f"something other than the arrow itself joins them"
    )


def _without_arrow(criterion: Criterion) -> Indexed:
    return criterion.diagram.indexed.without(criterion.exposure, criterion.outcome)


def _after_outcome(criterion: Criterion) -> set[int]:
    """Return the outcomes that the exposure affects, and everything that they change."""
    graph = criterion.diagram.indexed
    return graph.descendants(criterion.outcome & graph.descendants(criterion.exposure))


def _permitted(criterion: Criterion) -> list[str]:
    diagram, after = criterion.diagram, _after_outcome(criterion)
    ruled_out = criterion.exposure | criterion.outcome | criterion.fixed | after
    observed = zip(range(len(diagram.nodes)), diagram.nodes, strict=True)
    return [
        name for number, name in observed if number not in ruled_out and name not in diagram.latent
    ]
