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

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from causalkit.analysis.identify.adjustment.minimal import check_adjustable_at_all
from causalkit.analysis.identify.adjustment.minimum_cost import cheapest
from causalkit.analysis.identify.criterion.blocking import blocking_sets
from causalkit.analysis.identify.criterion.criterion import Criterion, criterion_for
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
        of several the one nearest to the outcome, which is the most precise. The empty
        tuple says that nothing needs to be adjusted for.
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


def backdoor_adjustment(
    diagram: Diagram,
    question: Question,
    *,
    required: Iterable[str] = (),
    excluded: Iterable[str] = (),
    limit: int = 100,
) -> Backdoor:
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
    required, excluded : iterable of str, optional
        Variables that are adjusted for in any case, and variables that are not to be.
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
        If the question or the variables do not fit the diagram.

    Notes
    -----
    The steps: (1) mark what is conditioned on; (2) see that the permitted causes of
    exposure, outcome and of what is conditioned on block every biasing path, that nobody
    was selected on a consequence of the effect, and that the selected speak for the
    population; (3) draw the moral graph of the proper back-door graph and list its minimal
    separators; (4) find the smallest.
    Van der Zander, Liśkiewicz and Textor (2019), Separators and adjustment sets in
    causal graphs: complete criteria and an algorithmic framework.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("pain", "kratom"), ("pain", "before"), ("before", "phq9"), ("kratom", "phq9")]
    ... )
    >>> found = backdoor_adjustment(diagram, Question.of("kratom", "phq9"))
    >>> found.adjustment, found.minimal_sets
    (('before',), (('before',), ('pain',)))
    """
    criterion = criterion_for(diagram, question, required, excluded)
    check_adjustable_at_all(diagram, criterion)
    found = list(islice(_minimal_sets(criterion), limit + 1))
    return Backdoor(
        question,
        adjustment=cheapest(criterion, {}),
        minimal_sets=tuple(sorted(found[:limit], key=_size_then_names)),
        complete=len(found) <= limit,
        selected=diagram.selected,
    )


def adjustment_sets(
    diagram: Diagram,
    question: Question,
    *,
    required: Iterable[str] = (),
    excluded: Iterable[str] = (),
) -> Iterator[tuple[str, ...]]:
    """Return all the minimal adjustment sets, one by one.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    required, excluded : iterable of str, optional
        Variables that are adjusted for in any case, and variables that are not to be.

    Returns
    -------
    iterator of tuple of str
        Each in alphabetical order, each once. There can be exponentially many; the wait
        for the next one is polynomial.

    Raises
    ------
    NotIdentified
        At once, if no set will do.
    QuestionError
        If the question or the variables do not fit the diagram.

    Examples
    --------
    >>> diagram = Diagram.of([("age", "x"), ("age", "pain"), ("pain", "y"), ("x", "y")])
    >>> sorted(adjustment_sets(diagram, Question.of("x", "y")))
    [('age',), ('pain',)]
    """
    criterion = criterion_for(diagram, question, required, excluded)
    check_adjustable_at_all(diagram, criterion)
    return _minimal_sets(criterion)


def _minimal_sets(criterion: Criterion) -> Iterator[tuple[str, ...]]:
    return blocking_sets(criterion.backdoor_arrows, criterion, criterion.candidates)


def _size_then_names(names: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return len(names), names
