"""How a diagram takes the observed distribution apart.

In causes-before-effects order, each variable depends on those before it. But not on all of
them: given its district so far and the parents of that district, it is independent of the
rest (the local Markov property). So P(v | everything before) is shorter than it looks. In a
diagram without hidden variables that leaves P(v | its direct causes).

Usually several orders are possible. Each gives a correct formula, but the formula is short
if what is to be set by hand comes as early as it can.

Source: Tian and Pearl (2002), On the testable implications of causal models with hidden
variables; Richardson (2003), Markov properties for acyclic directed mixed graphs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from causalkit.analysis.identify.general.chain import Link
from causalkit.analysis.identify.general.expression import Probability
from causalkit.graph.districts import Districts
from causalkit.graph.projection import Projection


def early_order(
    graph: Projection, nodes: Collection[str], early: Collection[str]
) -> tuple[str, ...]:
    """Return the nodes, causes before effects, some of them as early as possible.

    Parameters
    ----------
    graph : Projection
        The diagram of the observed variables.
    nodes : collection of str
        Variables that contain the parents of each.
    early : collection of str
        Those of them that are to come early: each comes once its ancestors are there.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> from causalkit.graph.projection import latent_projection
    >>> from causalkit.graph import Diagram
    >>> graph = latent_projection(Diagram.of([("a", "y"), ("b", "x"), ("x", "y")]))
    >>> early_order(graph, graph.variables, ["x"])
    ('b', 'x', 'a', 'y')
    """
    place = graph.position
    order, waiting = list[str](), set(nodes)
    for target in sorted(early, key=place.__getitem__):
        if target in waiting:
            found = graph.ancestors([target], waiting)
            order += sorted(found, key=place.__getitem__)
            waiting -= found
    return (*order, *sorted(waiting, key=place.__getitem__))


def conditionals(
    graph: Projection, order: Sequence[str], wanted: Collection[str]
) -> Iterator[Link]:
    """Yield the probabilities of the wanted variables given what comes before them.

    Parameters
    ----------
    graph : Projection
        The diagram of the observed variables.
    order : sequence of str
        Variables that contain the parents of each, causes before effects.
    wanted : collection of str
        The variables whose probabilities are asked for.

    Yields
    ------
    Link
        Neighbours in the order share one if they depend on each other or on the same
        variables. Given are their districts so far, and the parents of these.

    Examples
    --------
    >>> from causalkit.graph.projection import latent_projection
    >>> from causalkit.graph import Diagram
    >>> graph = latent_projection(Diagram.of([("z", "x"), ("x", "m"), ("m", "y")]))
    >>> [link.factor for link in conditionals(graph, graph.variables, {"m", "y"})]
    [Probability(variables=('m', 'y'), given=('x',))]
    """
    so_far = graph.no_districts()
    for is_wanted, group in groupby(order, key=wanted.__contains__):
        run = tuple(group)
        for node in run:
            so_far.add(node)
        if is_wanted:
            yield from _links(graph, so_far, run)


def settled(
    graph: Projection, order: Sequence[str], parts: Iterable[Sequence[str]]
) -> Iterator[Sequence[str]]:
    """Yield the parts that are districts of the diagram as far as their last variables.

    Parameters
    ----------
    graph : Projection
        The diagram of the observed variables.
    order : sequence of str
        Variables that contain the parents of each, causes before effects.
    parts : iterable of sequence of str
        Sets of them, each tied together by hidden causes, none overlapping.

    Yields
    ------
    sequence of str

    Examples
    --------
    >>> from causalkit.graph.projection import latent_projection
    >>> from causalkit.graph import Diagram
    >>> graph = latent_projection(Diagram.of([("u", "x"), ("u", "y")], latent=["u"]))
    >>> list(settled(graph, graph.variables, [("x",), ("y",)]))
    [('x',)]
    """
    place = {node: index for index, node in enumerate(order)}
    ends = {max(part, key=place.__getitem__): part for part in parts}
    so_far = graph.no_districts()
    for node in order:
        so_far.add(node)
        if node in ends and len(so_far.of(node)) == len(ends[node]):
            yield ends[node]


def _links(graph: Projection, so_far: Districts, run: Sequence[str]) -> Iterator[Link]:
    """Yield the links of neighbours in the order: one for those that depend on each other.

    Neighbours that depend on the same variables before them share one too.
    """
    place = graph.position
    links: dict[tuple[str, ...], list[str]] = {}
    for family in _families(graph, so_far, run):
        known = tuple(sorted(family.difference(run), key=place.__getitem__))
        links.setdefault(known, []).extend(family.intersection(run))
    for known, members in links.items():
        variables = tuple(sorted(members, key=place.__getitem__))
        yield Link(variables, Probability(variables, known))


def _families(graph: Projection, so_far: Districts, run: Sequence[str]) -> list[set[str]]:
    """Return the districts of a run with their parents, joined where they share some of it."""
    home: dict[str, set[str]] = {}
    inside, seen = frozenset(run), set[str]()
    for node in run:
        if node not in seen:
            district = so_far.of(node)
            seen.update(district)
            _settle(set(district).union(*map(graph.parents, district)), inside, home)
    return list({id(home[node]): home[node] for node in run}.values())


def _settle(family: set[str], inside: frozenset[str], home: dict[str, set[str]]) -> None:
    """Make a family the home of those of its members that are inside, and join their homes."""
    members = family & inside
    homes = {id(home[node]): home[node] for node in members if node in home}
    large = max((family, *homes.values()), key=len)
    for small in (family, *homes.values()):
        # Only the smaller ones move, so no variable moves more than log n times.
        if small is not large:
            home |= dict.fromkeys(small & inside, large)
            large |= small
    home |= dict.fromkeys(members, large)
