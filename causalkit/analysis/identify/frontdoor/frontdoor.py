"""Identification by what stands between: the front-door criterion.

Exposure and outcome may share a cause that nobody measured, and then no adjustment
helps. But if the whole effect passes through something that was measured, it can be
found in two steps: what the exposure does to the mediator, and what the mediator does
to the outcome. The first step works if nothing confounds exposure and mediator. The
second works if nothing but the exposure has to be adjusted for to tell what the
mediator does. Smoking, tar in the lungs and cancer are the textbook's example.

With mediators m the mean outcome under do(x) is the sum over m of P(m | x) times the
sum over x' of P(x') E[outcome | x', m]. For those who were exposed to x' anyway, only
that x' stands in the inner sum. In a group, everything is taken within the group.

Source: Pearl (1995), Causal diagrams for empirical research, section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from causalkit.analysis.identify.frontdoor.criterion import FrontdoorCriterion
from causalkit.analysis.identify.frontdoor.obstacles import check_selected, not_intercepted
from causalkit.analysis.identify.frontdoor.sets import searches
from causalkit.analysis.identify.population import check_ends, conditioned
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

MOST_STEPS = 2_000_000
"""The searches for further sets end when they have looked at so many arrows and variables."""


@dataclass(frozen=True)
class Frontdoor:
    """The finding that an effect is identified by the front-door criterion.

    Parameters
    ----------
    question : Question
        The effect that was asked about.
    mediators : tuple of str
        The set to use, in alphabetical order: a smallest of the minimal sets listed, of
        several the first in a dictionary. The empty tuple says that no directed path has
        to be intercepted: there is no effect.
    minimal_sets : tuple of tuple of str
        The minimal sets, each in alphabetical order, smaller ones first.
    complete : bool
        Whether these are all the minimal sets; False where the listing was capped. Then
        there may be smaller ones than those listed.
    """

    question: Question
    mediators: tuple[str, ...]
    minimal_sets: tuple[tuple[str, ...], ...]
    complete: bool


def frontdoor_adjustment(diagram: Diagram, question: Question, *, limit: int = 100) -> Frontdoor:
    """Return the sets of mediators that identify the effect by the front-door criterion.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about. Several exposures are taken to be set jointly.
        A group such as ``age >= 40`` is conditioned on.
    limit : int, optional
        At most so many minimal sets are listed; in very large diagrams fewer.

    Returns
    -------
    Frontdoor

    Raises
    ------
    NotIdentified
        If no set will do: the message names a directed path that cannot be intercepted,
        and the condition that stands in the way. Also if the data are selected by
        something that is not part of the group asked about, or that the exposure changes:
        the criterion says nothing of people who are not in the data.
    QuestionError
        If the question does not fit the diagram.

    Notes
    -----
    A set may hold variables that the exposure does not affect, if the others need them.
    Where no directed path leads to the outcome, the empty set meets all three conditions.
    Its formula says that the mean outcome stays what it is, and so it does. A group is
    held fixed throughout; a cause of the group is then not used as a mediator.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("genes", "smoking"), ("genes", "cancer"), ("smoking", "tar"), ("tar", "cancer")],
    ...     latent=["genes"],
    ... )
    >>> frontdoor_adjustment(diagram, Question.of("smoking", "cancer")).mediators
    ('tar',)
    """
    check_ends(diagram, question)
    group = conditioned(diagram, question)
    check_selected(diagram, question)
    criterion = FrontdoorCriterion(group, question)
    attempts = searches(criterion)
    counted = islice(attempts, 1 + MOST_STEPS // criterion.size)
    found = list(islice(_distinct(counted), limit + 1))
    if not found:
        raise not_intercepted(criterion)
    complete = len(found) <= limit and next(attempts, None) is None
    sets = sorted(map(criterion.graph.named, found), key=lambda names: (len(names), names))
    return Frontdoor(question, sets[0], tuple(sets[:limit]), complete)


def _distinct(attempts: Iterable[tuple[frozenset[int], ...]]) -> Iterator[frozenset[int]]:
    seen = set[frozenset[int]]()
    for found in attempts:
        yield from (members for members in found if members not in seen)
        seen.update(found)
