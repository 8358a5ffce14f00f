"""Adjusting with a little help from outside: data on some covariates without selection.

Where respondents do not speak for everybody, a census may. It need not know the exposure
or the outcome: the distribution of a few covariates in the target population is enough,
if among people alike in these it is of no account who responded. The outcomes come from
the survey, stratum by stratum, and the strata are weighed as the census counts them::

    P(y | do(x)) = Σ_z P(y | x, z, selected) P(z without zᵀ | zᵀ, selected) P(zᵀ)

Z is adjusted for, and its part Zᵀ is known from outside. Of two pairs the one that asks
for less is the better, so the pairs are listed in which nothing can be spared: from
neither part. A minimal Zᵀ is a minimal separator between selection and outcome, and to
each one the minimal Z that contain it are minimal separators between exposure and outcome.

Source: Correa, Tian and Bareinboim (2018), Generalized adjustment under confounding and
selection biases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from causalkit.analysis.identify.criterion.moral import SeparationGraph, named_separation_graph
from causalkit.analysis.identify.criterion.obstacles import not_blocked, selected_on_effect
from causalkit.analysis.identify.criterion.separators import minimal_separators
from causalkit.analysis.identify.criterion.smallest_separator import smallest_separator
from causalkit.analysis.identify.population import check_ends
from causalkit.analysis.identify.selection.pair_criterion import PairCriterion
from causalkit.analysis.identify.selection.pair_formula import pair_formula
from causalkit.analysis.identify.selection.pair_refusals import check_external, none_bridges
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

Pair = tuple[tuple[str, ...], tuple[str, ...]]
"""What to adjust for, and the part of it that is known from outside."""


@dataclass(frozen=True)
class SelectionAdjustment:
    """The finding that an effect is identified by adjustment in spite of selection.

    Parameters
    ----------
    question : Question
        The effect that was asked about.
    adjustment : tuple of str
        The set to adjust for, in alphabetical order.
    external : tuple of str
        The part of it whose joint distribution in the population asked about must come
        from outside, in alphabetical order. The empty tuple says that the data suffice.
    pairs : tuple of (tuple of str, tuple of str)
        Each way to choose the two in which nothing can be spared; those that ask for
        less from outside come first.
    complete : bool
        Whether these are all; False where the listing was capped.
    selection : tuple of str
        The variables that decided who is in the data and are not part of the question.

    Examples
    --------
    >>> SelectionAdjustment(Question.of("x", "y"), (), (), (((), ()),), True, ()).needs_external
    False
    """

    question: Question
    adjustment: tuple[str, ...]
    external: tuple[str, ...]
    pairs: tuple[Pair, ...]
    complete: bool
    selection: tuple[str, ...]

    @property
    def needs_external(self) -> bool:
        """Whether something must be known from outside."""
        return bool(self.external)

    @property
    def formula(self) -> str:
        """The formula, as text."""
        return pair_formula(self.question, self.adjustment, self.external, self.selection)


def identify_with_external(
    diagram: Diagram, question: Question, external: Iterable[str] = (), *, limit: int = 100
) -> SelectionAdjustment:
    """Return what to adjust for, and which part of it must be known from outside.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about.
    external : iterable of str, optional
        The measured variables whose joint distribution in the population asked about is
        known from data without selection, for the exposed or the unexposed among them.
    limit : int, optional
        At most so many pairs are listed.

    Returns
    -------
    SelectionAdjustment

    Raises
    ------
    NotIdentified
        If no pair will do. The message names the path that stays open, and what would
        have to be known from outside.
    QuestionError
        If the question does not fit the diagram.

    Notes
    -----
    The steps: (1) list the minimal separators of selection and outcome among what is
    known from outside; (2) to each, list the minimal sets that contain it and block the
    confounding. If (2) has an answer for one separator it has one for each: these lie
    among the causes of selection and outcome, and there the set of all candidates works
    whenever any set does. So the wait for the next pair is always polynomial.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("age", "kratom"), ("age", "phq9"), ("kratom", "phq9"), ("age", "responds")],
    ...     selected=["responds"],
    ... )
    >>> found = identify_with_external(diagram, Question.of("kratom", "phq9"), ["age"])
    >>> found.adjustment, found.external
    (('age',), ('age',))
    >>> print(found.formula)
    P(phq9 | do(kratom)) = Σ_{age} P(phq9 | kratom, age, responds = 1) P(age)
    """
    check_ends(diagram, question)
    pair = PairCriterion.of(diagram, question)
    known = check_external(diagram, external)
    _check_possible(pair)
    bridge, block = _bridge_graph(pair, known), _block_graph(pair)
    found = list(islice(_pairs(bridge, block), limit + 1))
    if not found:
        raise none_bridges(pair, known)
    listed = tuple(sorted(found[:limit], key=_least_from_outside))
    complete = len(found) <= limit
    adjustment, needed = listed[0] if complete else _smallest(bridge, block)
    return SelectionAdjustment(question, adjustment, needed, listed, complete, pair.selection)


def _check_possible(pair: PairCriterion) -> None:
    """Raise unless some set blocks the confounding among the people in the data."""
    criterion = pair.criterion
    graph = criterion.backdoor_graph
    causes = graph.ancestors(*pair.question.exposure, *pair.question.outcome, *graph.selected)
    if not pair.blocks(causes.intersection(criterion.candidates)):
        raise not_blocked(criterion)
    for name in criterion.diagram.ordered(criterion.diagram.selected & criterion.forbidden):
        raise selected_on_effect(criterion, name)


def _bridge_graph(pair: PairCriterion, known: frozenset[str]) -> SeparationGraph:
    candidates = known.intersection(pair.criterion.candidates)
    return named_separation_graph(
        pair.target_graph, pair.selection, pair.question.outcome, candidates
    )


def _block_graph(pair: PairCriterion) -> SeparationGraph:
    question, criterion = pair.question, pair.criterion
    return named_separation_graph(
        criterion.backdoor_graph, question.exposure, question.outcome, criterion.candidates
    )


def _given(graph: SeparationGraph, adjusted: tuple[str, ...]) -> SeparationGraph:
    """Return the graph in which some vertices are adjusted for already.

    The bridge lies among the causes of selection and outcome, so it adds no causes, and
    the moral graph stays the same but for its vertices.
    """
    chosen = frozenset(adjusted)
    cut = sum(1 << vertex for vertex, name in enumerate(graph.names) if name in chosen)
    neighbours = (
        0 if cut >> vertex & 1 else touched & ~cut
        for vertex, touched in enumerate(graph.neighbours)
    )
    return SeparationGraph(graph.names, tuple(neighbours))


def _pairs(bridge: SeparationGraph, block: SeparationGraph) -> Iterator[Pair]:
    for needed in map(bridge.named, minimal_separators(bridge.neighbours)):
        rest = _given(block, needed)
        for others in map(rest.named, minimal_separators(rest.neighbours)):
            yield tuple(sorted(needed + others)), needed


def _smallest(bridge: SeparationGraph, block: SeparationGraph) -> Pair:
    needed = bridge.named(smallest_separator(bridge.neighbours))
    rest = _given(block, needed)
    others = rest.named(smallest_separator(rest.neighbours))
    return tuple(sorted(needed + others)), needed


def _least_from_outside(pair: Pair) -> tuple[int, tuple[str, ...], int, tuple[str, ...]]:
    adjustment, needed = pair
    return len(needed), needed, len(adjustment), adjustment
