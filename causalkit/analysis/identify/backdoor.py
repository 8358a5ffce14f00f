"""Adjusting for what confounds: every minimal set that a diagram allows.

A *back-door path* leaves the exposure by an arrow that points into it and ends at the
outcome. It carries association that is not the effect. A set of variables identifies
the effect if, among people alike in it, no such path is left open, no path is opened
by a collider in it, and the effect itself is untouched. A set is *minimal* when nothing
in it can be spared. Usually there are several; which of them to use is a matter of
what was measured well, and the smallest is a modest default.

The same sets serve the effect in everybody, in the exposed and in the unexposed. Among
people alike in such a set it is as if chance had decided who was exposed (conditional
exchangeability), whichever way these strata are then weighed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from causalkit.analysis.identify.criterion import Criterion
from causalkit.analysis.identify.moral import SeparationGraph, separation_graph
from causalkit.analysis.identify.obstacles import not_blocked, selected_on_effect
from causalkit.analysis.identify.population import check_ends, conditioned
from causalkit.analysis.identify.separators import minimal_separators, smallest_separator
from causalkit.analysis.identify.transport import check_selection
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question


@dataclass(frozen=True)
class Backdoor:
    """The finding that an effect is identified by adjustment.

    Parameters
    ----------
    question : Question
        The effect that was asked about.
    adjustment : tuple of str
        The set to adjust for, in alphabetical order: a smallest of the minimal sets,
        of several the first in a dictionary. The empty tuple says that nothing needs
        to be adjusted for.
    minimal_sets : tuple of tuple of str
        The minimal sets, each in alphabetical order, smaller ones first.
    complete : bool
        Whether these are all the minimal sets; False where the listing was capped.
    selected : frozenset of str
        Variables by which everybody in the data was selected. A condition on one of
        them holds for every row, whether or not the data have the column.
    """

    question: Question
    adjustment: tuple[str, ...]
    minimal_sets: tuple[tuple[str, ...], ...]
    complete: bool
    selected: frozenset[str] = frozenset()


def identify(diagram: Diagram, question: Question, *, limit: int = 100) -> Backdoor:
    """Return the sets of variables whose adjustment gives the effect.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about. Several exposures are taken to be set jointly.
        A group such as ``age >= 40`` is conditioned on; so are the selected variables,
        always. Where they are part of the population asked about, the effect is that
        among the selected; otherwise the selected must speak for everybody.
    limit : int, optional
        At most so many minimal sets are listed.

    Returns
    -------
    Backdoor

    Raises
    ------
    NotIdentified
        If no set will do. The message names the path that stays open and why.
    QuestionError
        If the question does not fit the diagram.

    Notes
    -----
    The steps: (1) mark what is conditioned on; (2) draw the moral graph of the proper
    back-door graph and list its minimal separators; (3) refuse selection on a consequence
    of the effect; (4) check that the selected speak for the population.
    Van der Zander, Liśkiewicz and Textor (2019), Separators and adjustment sets in
    causal graphs: complete criteria and an algorithmic framework.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("pain", "kratom"), ("pain", "before"), ("before", "phq9"), ("kratom", "phq9")]
    ... )
    >>> found = identify(diagram, Question.of("kratom", "phq9"))
    >>> found.adjustment, found.minimal_sets
    (('before',), (('before',), ('pain',)))
    """
    check_ends(diagram, question)
    group = conditioned(diagram, question)
    criterion = Criterion(group, question)
    graph = separation_graph(
        criterion.backdoor_graph, question.exposure, question.outcome, criterion.candidates
    )
    found = list(islice(_minimal_sets(graph), limit + 1))
    if not found:
        raise not_blocked(criterion)
    for name in group.ordered(group.selected & criterion.forbidden):
        raise selected_on_effect(criterion, name)
    check_selection(diagram, group, question)
    complete = len(found) <= limit
    listed = tuple(sorted(found[:limit], key=_size_then_names))
    smallest = listed[0] if complete else graph.named(smallest_separator(graph.neighbours))
    return Backdoor(question, smallest, listed, complete, diagram.selected)


def _minimal_sets(graph: SeparationGraph) -> Iterator[tuple[str, ...]]:
    return map(graph.named, minimal_separators(graph.neighbours))


def _size_then_names(names: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return len(names), names
