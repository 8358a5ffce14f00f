"""The cheapest set to adjust for, when measuring variables costs unequal amounts.

A set blocks every biasing path when it cuts exposure from outcome, and the cheapest cut
is as wide as the greatest flow. So each variable becomes a pipe as wide as its cost, and
variables that share a child are joined through it. A hidden variable is a pipe without
limit: it cannot be cut. With every cost 1 the cheapest set is the smallest.

Of several cheapest sets the one nearest to the outcome is taken, because it gives the
smallest large-sample variance of them all.

Source: van der Zander, Liśkiewicz and Textor (2019), Separators and adjustment sets in
causal graphs; Smucler and Rotnitzky (2022), A note on efficient minimum cost adjustment
sets in causal graphical models.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import isfinite, lcm

from causalkit.analysis.identify.adjustment.minimal import check_adjustable_at_all
from causalkit.analysis.identify.criterion.criterion import Criterion, criterion_for
from causalkit.analysis.identify.criterion.maximum_flow import Pipes
from causalkit.errors import QuestionError
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question


def minimum_cost_adjustment(
    diagram: Diagram,
    question: Question,
    costs: Mapping[str, float] | None = None,
    *,
    required: Iterable[str] = (),
    excluded: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return the cheapest set of variables whose adjustment gives the effect.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    costs : mapping of str to float, optional
        What it costs to measure a variable, more than zero, in any unit; 1 for each that
        is not named. Without costs the set is a smallest one.
    required, excluded : iterable of str, optional
        Variables that are adjusted for in any case, and variables that are not to be.

    Returns
    -------
    tuple of str
        In alphabetical order, the required ones among them.

    Raises
    ------
    NotIdentified
        If no set will do.
    QuestionError
        If the question or the variables do not fit the diagram, or a cost is not a
        positive number.

    Examples
    --------
    >>> diagram = Diagram.of([("age", "x"), ("age", "pain"), ("pain", "y"), ("x", "y")])
    >>> minimum_cost_adjustment(diagram, Question.of("x", "y"))
    ('pain',)
    >>> minimum_cost_adjustment(diagram, Question.of("x", "y"), {"pain": 20, "age": 0.5})
    ('age',)
    """
    criterion = criterion_for(diagram, question, required, excluded)
    prices = _whole_prices(diagram, costs or {})
    check_adjustable_at_all(diagram, criterion)
    return cheapest(criterion, prices)


def cheapest(criterion: Criterion, prices: Mapping[str, int]) -> tuple[str, ...]:
    """Return the cheapest set that passes a criterion which some set is known to pass.

    Parameters
    ----------
    criterion : Criterion
        The adjustment criterion.
    prices : mapping of str to int
        The price of a variable, 1 for each that is not named.

    Returns
    -------
    tuple of str
        In alphabetical order, the required ones among them.
    """
    graph = criterion.backdoor_arrows
    among = graph.ancestors(criterion.exposure | criterion.outcome | criterion.fixed)
    entrances, exits = _places(criterion, among)
    pipes = Pipes(3 * len(graph.names))
    free = among & criterion.permitted
    for number in free:
        pipes.lay(entrances[number], exits[number], prices.get(graph.names[number], 1))
    _join(pipes, criterion, among, entrances, exits)
    # The flow sets out from the outcome, because the cut nearest to the source is found.
    near = pipes.source_side(min(criterion.outcome), min(criterion.exposure))
    cut = [number for number in free if entrances[number] in near and exits[number] not in near]
    return tuple(sorted((*graph.named(cut), *criterion.required)))


def _whole_prices(diagram: Diagram, costs: Mapping[str, float]) -> dict[str, int]:
    """Return the costs as whole numbers in the same proportions, so that sums are exact."""
    diagram.ordered(costs)
    for name, cost in costs.items():
        if not isfinite(cost) or cost <= 0:
            raise QuestionError(f"the cost of {name} is a positive number, not {cost}")
    exact = {name: Fraction(cost) for name, cost in costs.items()}
    unit = lcm(*(cost.denominator for cost in exact.values()))
    prices = dict.fromkeys(diagram.nodes, unit)
    return prices | {name: int(cost * unit) for name, cost in exact.items()}


def _places(criterion: Criterion, among: set[int]) -> tuple[list[int], list[int]]:
    """Return where the pipe of each variable begins and ends: in one place if it has none."""
    numbers = range(len(criterion.diagram.nodes))
    entrances = list(numbers)
    # All exposures are one place, and so are all outcomes.
    for end in (criterion.exposure, criterion.outcome):
        for number in end:
            entrances[number] = min(end)
    exits = list(entrances)
    for number in among & criterion.permitted:
        exits[number] += len(numbers)
    return entrances, exits


def _join(
    pipes: Pipes, criterion: Criterion, among: set[int], entrances: list[int], exits: list[int]
) -> None:
    """Join everybody in a family, a child and its parents, by way of the child."""
    parents = criterion.backdoor_arrows.parents
    for child in among:
        middle = 2 * len(parents) + child
        family = [member for member in (child, *parents[child]) if member not in criterion.fixed]
        for member in family if len(family) > 1 else ():
            pipes.lay(exits[member], middle)
            pipes.lay(middle, entrances[member])
