"""The smallest change that makes a set valid.

Whatever the effect changes has to go. Beyond that nearly everything can be mended in
several ways, by adding a variable or by leaving one out, and the mend that changes least
is the most instructive. Small changes are simply tried: first none, then each single
one, then every pair, until one is valid. There are too many large ones to try. Then the
cheapest set is taken, for which what was adjusted for already costs next to nothing, and
the finding says that a smaller change may exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, islice

from causalkit.analysis.identify.adjustment.minimal import check_adjustable_at_all
from causalkit.analysis.identify.adjustment.minimum_cost import cheapest
from causalkit.analysis.identify.criterion.blocking import blocks
from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.phrases import listed
from causalkit.graph.diagram import Diagram

MOST_TRIED = 2_000


@dataclass(frozen=True)
class Repair:
    """A change that makes a set valid.

    Parameters
    ----------
    add, remove : tuple of str
        The variables to adjust for besides, and those to leave out.
    adjustment : tuple of str
        The valid set that results, in alphabetical order.
    smallest : bool
        Whether no smaller change would do; False where there were too many to try.

    Examples
    --------
    >>> print(Repair(("pain",), ("relief",), ("pain",), smallest=True))
    add pain and leave out relief
    """

    add: tuple[str, ...]
    remove: tuple[str, ...]
    adjustment: tuple[str, ...]
    smallest: bool

    def __str__(self) -> str:
        parts = [f"add {listed(self.add)}"] if self.add else []
        parts += [f"leave out {listed(self.remove)}"] if self.remove else []
        return " and ".join(parts) or "nothing to change"


def smallest_repair(diagram: Diagram, criterion: Criterion) -> Repair:
    """Return the smallest change that makes what a criterion requires a valid set.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, in which the group asked about is not conditioned on.
    criterion : Criterion
        The adjustment criterion; the set is what it requires.

    Returns
    -------
    Repair

    Raises
    ------
    NotIdentified
        If no set is valid.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> diagram = Diagram.of([("c", "x"), ("c", "y"), ("x", "m"), ("m", "y")])
    >>> criterion = Criterion(diagram, Question.of("x", "y"), required=frozenset(["m"]))
    >>> print(smallest_repair(diagram, criterion))
    add c and leave out m
    """
    free = replace(criterion, required=frozenset())
    check_adjustable_at_all(diagram, free)
    kept = criterion.required - criterion.forbidden
    for chosen in islice(_changed(free, kept), MOST_TRIED):
        if _is_valid(free, chosen):
            return _repair(criterion.required, chosen, smallest=True)
    return _repair(criterion.required, _nearest(free, kept), smallest=False)


def _changed(free: Criterion, kept: frozenset[str]) -> Iterator[frozenset[str]]:
    """Yield the set with ever more changes; a variable that causes nothing at issue only opens."""
    graph = free.backdoor_arrows
    among = graph.ancestors(free.exposure | free.outcome | free.fixed | set(graph.numbers(kept)))
    changeable = [name for name in free.candidates if graph.position[name] in among]
    for size in range(len(changeable) + 1):
        for change in combinations(changeable, size):
            yield kept.symmetric_difference(change)


def _is_valid(free: Criterion, chosen: frozenset[str]) -> bool:
    return blocks(free.backdoor_arrows, replace(free, required=chosen))


def _nearest(free: Criterion, kept: frozenset[str]) -> frozenset[str]:
    dear = 1 + len(free.diagram.nodes)
    prices = {name: 1 if name in kept else dear for name in free.candidates}
    found = frozenset(cheapest(free, prices))
    return found | kept if _is_valid(free, found | kept) else found


def _repair(before: frozenset[str], after: frozenset[str], *, smallest: bool) -> Repair:
    return Repair(
        add=tuple(sorted(after - before)),
        remove=tuple(sorted(before - after)),
        adjustment=tuple(sorted(after)),
        smallest=smallest,
    )
