"""What the complete rows show: each stratum, and the mixture of strata.

To adjust is to do two things: to compare the exposed with the unexposed in each stratum
of the covariates, and to average over strata. The complete rows can fail at either. They
show the outcome in each stratum as it is if the gaps have nothing to do with the outcome
*there*: if exposure and covariates separate it from the indicators. They may still mix
the strata in the wrong proportions, because the gaps have to do with the covariates. If
the effect is the same in all strata that is harmless. In general it is not: the average
effect, the standardised mean, is then that of the wrong people.

Whether everything goes well is asked at once, by the criterion for selection, with the
indicators as what people were selected on. Where only the mixture is wrong, it can be
mended with the very trick of the census, for the incomplete rows *are* a census, of
whatever they are complete in. Each complete row is weighted by one over the chance that
somebody with these covariates has no gap.

Source: Saadati and Tian (2019), Adjustment criteria for recovering causal effects from
missing data: the complete rows as selected ones, sufficient and necessary for the
adjustment formula. The weights are those of Correa, Tian and Bareinboim (2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from causalkit.analysis.identify.criterion.moral import named_separation_graph
from causalkit.analysis.identify.criterion.separators import minimal_separators
from causalkit.analysis.identify.criterion.smallest_separator import smallest_separator
from causalkit.analysis.identify.missingness.gaps import Gaps
from causalkit.analysis.identify.missingness.ordering import NoOrder, ordered_weights
from causalkit.analysis.identify.missingness.recoverability import Weight
from causalkit.graph.separation import d_separated

MOST_BRIDGES = 30
"""So many sets of covariates with gaps are tried."""


def show_effect(gaps: Gaps) -> bool:
    """Return whether the complete rows, adjusted as they are, give the effect.

    Parameters
    ----------
    gaps : Gaps
        The analysis and its gaps.

    Returns
    -------
    bool

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("x", "missing_y"), ("z", "y")])
    >>> show_effect(Gaps(diagram, Question.of("x", "y"), ("z",)))
    True
    """
    return show_contrast(gaps) and gaps.complete_rows.bridges(())


def show_contrast(gaps: Gaps) -> bool:
    """Return whether adjusting removes the confounding among the complete rows.

    Parameters
    ----------
    gaps : Gaps
        The analysis and its gaps.

    Returns
    -------
    bool
        False also where the gaps depend on the effect, and where exposure or outcome is itself
        an indicator that is 0 in each complete row.

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("x", "missing_z"), ("y", "missing_z"), ("z", "y")])
    >>> show_contrast(Gaps(diagram, Question.of("x", "y"), ("z",)))
    False
    """
    pair, question = gaps.complete_rows, gaps.question
    excluded = pair.criterion.forbidden.union(question.exposure, question.outcome)
    return excluded.isdisjoint(gaps.indicators) and pair.blocks(gaps.kept)


def show_strata(gaps: Gaps) -> bool:
    """Return whether the complete rows show the outcome in each stratum as it is.

    Parameters
    ----------
    gaps : Gaps
        The analysis and its gaps.

    Returns
    -------
    bool

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("z", "y"), ("z", "missing_z")])
    >>> show_strata(Gaps(diagram, Question.of("x", "y"), ("z",)))
    True
    """
    question = gaps.question
    free = [node for node in gaps.indicators if node not in question.outcome]
    given = {*question.exposure, *gaps.kept}.difference(free)
    return d_separated(gaps.asked, free, question.outcome, given)


def mixing_weights(gaps: Gaps) -> Iterator[tuple[Weight, ...]]:
    """Yield the first weights found that mend the mixture, if there are any.

    Parameters
    ----------
    gaps : Gaps
        The analysis and its gaps, of which the complete rows do not show the effect.

    Yields
    ------
    tuple of Weight

    Notes
    -----
    (1) Find covariates E that bridge the gap between complete rows and everybody, without
    gaps if there are such. (2) For the exposed or the unexposed, or a group, add what says
    who belongs to them. (3) Recover the distribution of all these from the rows in which
    they are seen. (4) The chance that the rest is seen too, given them, is the last factor.

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("z", "x"), ("z", "y"), ("x", "missing_x")])
    >>> for weights in mixing_weights(Gaps(diagram, Question.of("x", "y"), ("z",))):
    ...     print(*weights)
    P(missing_x = 0 | z)
    """
    if show_contrast(gaps):
        found = (each for bridge in _bridges(gaps) for each in _weights(gaps, bridge))
        yield from islice(found, 1)


def _bridges(gaps: Gaps) -> Iterator[tuple[str, ...]]:
    """Yield sets of covariates that separate the outcome from the indicators, (1)."""
    pair = gaps.complete_rows
    whole = [name for name in gaps.kept if name not in gaps.indicator]
    for candidates in (whole, gaps.kept):
        graph = named_separation_graph(
            pair.target_graph, pair.selection, gaps.question.outcome, candidates
        )
        found = list(islice(minimal_separators(graph.neighbours), MOST_BRIDGES))
        if len(found) > 1:
            yield graph.named(smallest_separator(graph.neighbours))
        yield from map(graph.named, found)


def _weights(gaps: Gaps, bridge: tuple[str, ...]) -> Iterator[tuple[Weight, ...]]:
    question = gaps.question
    named = question.exposure if question.population in ("exposed", "unexposed") else ()
    known = {*bridge, *named, *gaps.group}
    if not _is_bridge(gaps, known):
        return
    try:
        seen = ordered_weights(gaps.diagram, gaps.diagram.ordered(known), gaps.of)
    except NoOrder:
        return
    hidden = [node for node in gaps.indicators if gaps.of[node] not in known]
    complete = sorted(gaps.indicator[name] for name in known if name in gaps.indicator)
    rest = Weight(tuple(hidden), tuple(sorted(known)), tuple(complete))
    yield (rest, *seen) if hidden else seen


def _is_bridge(gaps: Gaps, known: Iterable[str]) -> bool:
    """Return whether what says who belongs to a group may be held fixed besides, (2)."""
    pair = gaps.complete_rows
    further = set(known) - pair.target_graph.selected
    return further.issubset(gaps.kept) and pair.bridges(further)
