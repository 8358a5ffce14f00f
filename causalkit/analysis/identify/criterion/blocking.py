"""Sets that block every path between exposure and outcome, in whichever graph.

The total effect, the textbooks' back-door criterion and the direct effect differ in
which arrows they cut first and in which variables they permit. Once that is settled all
of them ask the same: can the remaining paths be blocked, and by which minimal sets?
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.criterion.moral import separation_graph
from causalkit.analysis.identify.criterion.separators import minimal_separators
from causalkit.graph.ball import rolled, rolled_among
from causalkit.graph.indexed import Indexed


def blocks(graph: Indexed, criterion: Criterion) -> bool:
    """Return whether what is conditioned on already blocks every path.

    Parameters
    ----------
    graph : Indexed
        The arrows whose paths are to be blocked.
    criterion : Criterion
        The question, and what is conditioned on.

    Returns
    -------
    bool
    """
    outcome = criterion.outcome
    return rolled(graph, criterion.exposure, criterion.fixed, until=outcome).isdisjoint(outcome)


def can_block(graph: Indexed, criterion: Criterion, permitted: Iterable[str]) -> bool:
    """Return whether some permitted set blocks every path.

    If any does, then so does the set of all permitted causes of exposure, outcome and
    what is conditioned on.

    Parameters
    ----------
    graph : Indexed
        The arrows whose paths are to be blocked.
    criterion : Criterion
        The question, and what is conditioned on.
    permitted : iterable of str
        The variables that may be adjusted for besides.

    Returns
    -------
    bool
    """
    among = graph.ancestors(criterion.exposure | criterion.outcome | criterion.fixed)
    held = among.intersection(graph.numbers(permitted)) | criterion.fixed
    return rolled_among(graph, criterion.exposure, held, among).isdisjoint(criterion.outcome)


def blocking_sets(
    graph: Indexed, criterion: Criterion, permitted: Iterable[str]
) -> Iterator[tuple[str, ...]]:
    """Yield every minimal set that blocks every path, the required variables added.

    Parameters
    ----------
    graph : Indexed
        The arrows whose paths are to be blocked.
    criterion : Criterion
        The question, and what is conditioned on.
    permitted : iterable of str
        The variables that may be adjusted for besides.

    Yields
    ------
    tuple of str
        Each in alphabetical order, each once, each in polynomial time on the average of
        those yielded so far.
    """
    drawn = separation_graph(
        graph, criterion.exposure, criterion.outcome, criterion.fixed, permitted
    )
    for separator in minimal_separators(drawn.neighbours):
        yield tuple(sorted((*drawn.named(separator), *criterion.required)))
