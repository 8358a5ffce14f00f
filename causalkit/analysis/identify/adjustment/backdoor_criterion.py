"""The back-door criterion as the textbooks have it.

A set passes if none of its variables is affected by the exposure and it blocks every
path that enters the exposure through the back door, by an arrow into it. That is
easy to say and to check, and it is a little too strict: a descendant of the exposure
beside the causal paths would do no harm, but it is forbidden too. Where a set fails here
and passes the :mod:`adjustment criterion <causalkit.analysis.identify.criterion.criterion>`,
adjusting for it is right all the same. The *minimal* sets of the two are alike unless
something is adjusted for in any case or people were selected.

With several exposures a path through another exposure does not count, since that one is
set by hand too.

Source: Pearl (1993), Graphical models, causality and intervention; Pearl (2009),
Causality, definition 3.3.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from causalkit.analysis.identify.criterion.blocking import blocking_sets, blocks, can_block
from causalkit.analysis.identify.criterion.criterion import Criterion, criterion_for
from causalkit.analysis.identify.phrases import effect, listed
from causalkit.errors import NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import Indexed
from causalkit.graph.question import Question


def satisfies_backdoor(diagram: Diagram, question: Question, adjusted: Iterable[str]) -> bool:
    """Return whether a set passes the back-door criterion.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram. Selected variables count as adjusted for.
    question : Question
        The effect that is asked about.
    adjusted : iterable of str
        The variables that are adjusted for.

    Returns
    -------
    bool

    Raises
    ------
    NotIdentified
        If exposure, outcome or group are hidden, or the exposure changes the group.
    QuestionError
        If the question does not fit the diagram, or nobody can adjust for a variable.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "y"), ("x", "nausea")])
    >>> question = Question.of("x", "y")
    >>> satisfies_backdoor(diagram, question, ["pain"])
    True
    >>> satisfies_backdoor(diagram, question, ["pain", "nausea"])
    False
    """
    criterion = criterion_for(diagram, question, required=adjusted)
    return _affected(criterion).isdisjoint(criterion.fixed) and blocks(
        _behind(criterion), criterion
    )


def backdoor_sets(
    diagram: Diagram, question: Question, *, required: Iterable[str] = ()
) -> Iterator[tuple[str, ...]]:
    """Return all the minimal sets that pass the back-door criterion, one by one.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    required : iterable of str, optional
        Variables that are adjusted for in any case.

    Returns
    -------
    iterator of tuple of str
        Each in alphabetical order, each once, with polynomial delay.

    Raises
    ------
    NotIdentified
        At once, if no set passes.
    QuestionError
        If the question or the variables do not fit the diagram.

    Examples
    --------
    >>> diagram = Diagram.of([("age", "x"), ("age", "pain"), ("pain", "y"), ("x", "y")])
    >>> sorted(backdoor_sets(diagram, Question.of("x", "y")))
    [('age',), ('pain',)]
    """
    criterion = criterion_for(diagram, question, required)
    graph, affected = _behind(criterion), _affected(criterion)
    if not affected.isdisjoint(criterion.fixed):
        names = graph.named(affected & criterion.fixed)
        raise _none(criterion, f"the exposure affects {listed(names)}, conditioned on already")
    unaffected = [name for name in criterion.candidates if graph.position[name] not in affected]
    if not can_block(graph, criterion, unaffected):
        raise _none(criterion, "some path into the exposure stays open")
    return blocking_sets(graph, criterion, unaffected)


def _affected(criterion: Criterion) -> set[int]:
    return criterion.diagram.indexed.descendants(criterion.exposure)


def _behind(criterion: Criterion) -> Indexed:
    """Return the arrows without those that leave the exposure: only back doors remain."""
    graph = criterion.diagram.indexed
    effects = {child for exposure in criterion.exposure for child in graph.children[exposure]}
    return graph.without(criterion.exposure, effects)


def _none(criterion: Criterion, why: str) -> NotIdentified:
    return NotIdentified(
        f"no set passes the back-door criterion for the {effect(criterion.question)}: {why}"
    )
