"""The cheapest set to adjust for, when measuring variables costs unequal amounts.

A set blocks every biasing path when it cuts exposure from outcome, and the cheapest cut
is as wide as the greatest flow. So each variable becomes a pipe as wide as its cost, and
variables that share a child are joined through it. A hidden variable is a pipe without
limit: it cannot be cut. With every cost 1 the cheapest set is the smallest.

Of several cheapest sets the one nearest to the outcome is taken, because it gives the
smallest large-sample variance of them all.

Source: Ford and Fulkerson (1956), Maximal flow through a network; van der Zander,
Liśkiewicz and Textor (2019), Separators and adjustment sets in causal graphs; Smucler
and Rotnitzky (2022), A note on efficient minimum cost adjustment sets in causal
graphical models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import isfinite, lcm
from typing import TYPE_CHECKING

from causalkit.analysis.identify.adjustment import check_adjustable_at_all
from causalkit.analysis.identify.criterion import Criterion, criterion_for
from causalkit.errors import QuestionError
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

if TYPE_CHECKING:
    import networkx as nx

EXPOSURE, OUTCOME = "exposure", "outcome"


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
    import networkx as nx

    graph = criterion.backdoor_arrows
    _, (_, beyond) = nx.minimum_cut(_network(criterion, prices), EXPOSURE, OUTCOME)
    cut = [
        number
        for number in graph.numbers(criterion.candidates)
        if (number, "out") in beyond and (number, "in") not in beyond
    ]
    return graph.named({*cut, *graph.numbers(criterion.required)})


def _whole_prices(diagram: Diagram, costs: Mapping[str, float]) -> dict[str, int]:
    """Return the costs as whole numbers in the same proportions, so that sums are exact."""
    diagram.ordered(costs)
    for name, cost in costs.items():
        if not isfinite(cost) or cost <= 0:
            raise QuestionError(f"the cost of {name} is a positive number, not {cost}")
    exact = {name: Fraction(1) for name in diagram.nodes}
    exact |= {name: Fraction(cost) for name, cost in costs.items()}
    unit = lcm(*(cost.denominator for cost in exact.values()))
    return {name: int(cost * unit) for name, cost in exact.items()}


def _network(criterion: Criterion, prices: Mapping[str, int]) -> nx.DiGraph[object]:
    """Return the pipes: what has no capacity has no limit."""
    import networkx as nx

    network: nx.DiGraph[object] = nx.DiGraph()
    network.add_nodes_from([EXPOSURE, OUTCOME])
    graph, fixed = criterion.backdoor_arrows, criterion.fixed
    free = set(graph.numbers(criterion.candidates))
    among = graph.ancestors(criterion.exposure | criterion.outcome | fixed)
    for number in sorted(among - fixed - criterion.exposure - criterion.outcome):
        price = {"capacity": prices.get(graph.names[number], 1)} if number in free else {}
        network.add_edge((number, "in"), (number, "out"), **price)
    network.add_edges_from(_joints(criterion, among))
    return network


def _joints(criterion: Criterion, among: set[int]) -> Iterator[tuple[object, object]]:
    """Yield how the pipes are joined: everybody in a family through the child."""
    for child in sorted(among):
        for member in (child, *criterion.backdoor_arrows.parents[child]):
            if member in criterion.exposure:
                yield EXPOSURE, (child, "family")
            elif member in criterion.outcome:
                yield (child, "family"), OUTCOME
            elif member not in criterion.fixed:
                yield (member, "out"), (child, "family")
                yield (child, "family"), (member, "in")
