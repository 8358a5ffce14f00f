"""Is it identified or not? Against an independent procedure, and by two models that prove it.

The other procedure is that of fixing (Richardson, Evans, Robins and Shpitser 2017, Nested
Markov properties for acyclic directed mixed graphs): what is to be set by hand is taken out one
by one, whenever the district of a variable contains none of its descendants. It shares no
code with the package, not even the diagram.
"""

from __future__ import annotations

import random
from itertools import combinations, product

import networkx as nx
import pytest

from causalkit.analysis.identify import backdoor_adjustment
from causalkit.analysis.identify.general import (
    Hedge,
    NotIdentifiable,
    Query,
    identify_distribution,
)
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question


class Mixed:
    """Arrows between observed variables, and pairs of them with a hidden cause in common."""

    def __init__(self, diagram: Diagram) -> None:
        self.full = nx.DiGraph(diagram.edges)
        self.full.add_nodes_from(diagram.nodes)
        observed = set(diagram.nodes) - diagram.latent
        ends = {node: self._ends(node, observed) for node in self.full}
        self.arrows = nx.DiGraph([(a, b) for a in observed for b in ends[a]])
        self.arrows.add_nodes_from(observed)
        self.ties = nx.Graph(
            [pair for u in diagram.latent for pair in combinations(sorted(ends[u]), 2)]
        )
        self.ties.add_nodes_from(observed)

    def _ends(self, start: str, observed: set[str]) -> set[str]:
        found, waiting, seen = set(), [start], {start}
        while waiting:
            for child in set(self.full.successors(waiting.pop())) - seen:
                seen.add(child)
                (found.add if child in observed else waiting.append)(child)
        return found

    def districts(self, nodes: set[str]) -> list[set[str]]:
        return list(nx.connected_components(self.ties.subgraph(nodes)))

    def can_be_fixed_down_to(self, district: set[str]) -> bool:
        arrows, ties = self.arrows.copy(), self.ties.copy()
        left = set(arrows) - district
        while left:
            for node in sorted(left):
                around = nx.node_connected_component(ties, node)
                if around & nx.descendants(arrows, node):
                    continue
                arrows.remove_edges_from(list(arrows.in_edges(node)))
                ties.remove_node(node)
                left.remove(node)
                break
            else:
                return False
        return True

    def identifies(self, query: Query) -> bool:
        query = self.exchanged(query)
        outcome = {*query.outcome, *query.given}
        without = self.arrows.subgraph(set(self.arrows) - set(query.exposure))
        after = outcome.union(*(nx.ancestors(without, node) for node in outcome))
        return all(self.can_be_fixed_down_to(district) for district in self.districts(after))

    def exchanged(self, query: Query) -> Query:
        for node in query.given:
            graph = self.full.copy()
            graph.remove_edges_from(list(graph.in_edges(query.exposure)))
            graph.remove_edges_from(list(graph.out_edges(node)))
            rest = tuple(each for each in query.given if each != node)
            if nx.is_d_separator(graph, set(query.outcome), {node}, {*query.exposure, *rest}):
                return self.exchanged(Query(query.outcome, (*query.exposure, node), rest))
        return query


def hedge_of(diagram: Diagram, query: Query) -> Hedge | None:
    try:
        identify_distribution(diagram, query.outcome, query.exposure, query.given)
    except NotIdentifiable as found:
        return found.hedge
    return None


@pytest.mark.parametrize(("given", "cases"), [(False, 2500), (True, 1200)])
def test_an_independent_procedure_agrees(random_case, given: bool, cases: int):
    chance = random.Random(20 + given)
    seen = {True: 0, False: 0}
    for _ in range(cases):
        diagram, query = random_case(chance, given=given)
        identified = Mixed(diagram).identifies(query)
        assert (hedge_of(diagram, query) is None) == identified, (diagram, query)
        seen[identified] += 1
    assert min(seen.values()) > cases / 6


def c_forest_roots(graph: Mixed, nodes: set[str], towards: set[str]) -> None:
    """Check that hidden causes tie the nodes together and that all of them lead to the roots."""
    assert nx.is_connected(graph.ties.subgraph(nodes))
    inside = graph.arrows.subgraph(nodes)
    leading = towards.union(*(nx.ancestors(inside, root) for root in towards))
    assert leading == nodes


@pytest.mark.parametrize("given", [False, True])
def test_what_is_called_a_hedge_is_one(random_case, given: bool):
    """Definition 6 of the paper, word by word."""
    chance = random.Random(30 + given)
    found = 0
    for _ in range(1200):
        diagram, query = random_case(chance, given=given)
        hedge = hedge_of(diagram, query)
        if hedge is None:
            continue
        found += 1
        graph = Mixed(diagram)
        asked = graph.exchanged(query)
        larger, smaller, roots = set(hedge.larger), set(hedge.smaller), set(hedge.roots)
        assert smaller < larger
        c_forest_roots(graph, larger, roots)
        c_forest_roots(graph, smaller, roots)
        # A forest has one way on from each variable, so a root has none inside the smaller.
        assert not any(root in graph.arrows.pred[node] for node in smaller for root in roots)
        assert larger & set(asked.exposure) == set(hedge.exposure) != set()
        assert not smaller & set(asked.exposure)
        cut = graph.arrows.copy()
        cut.remove_edges_from(list(cut.in_edges(asked.exposure)))
        outcome = {*asked.outcome, *asked.given}
        assert roots <= outcome.union(*(nx.ancestors(cut, node) for node in outcome))
        ties = [graph.full.subgraph({name, *larger} | diagram.latent) for name in hedge.hidden]
        for name, part in zip(hedge.hidden, ties, strict=True):
            assert name in diagram.latent
            assert len(larger & nx.descendants(part, name)) > 1
    assert found > 200


class Parity:
    """The two models of the paper's theorem 4 for a hedge.

    Hidden causes are fair coins, one for each pair that a spanning tree of the ties joins, and
    a variable says whether an odd number of its causes is one. In the second model the
    smaller forest does not listen to what is outside of it.
    """

    def __init__(self, graph: Mixed, hedge: Hedge) -> None:
        self.order = [node for node in nx.topological_sort(graph.arrows) if node in hedge.larger]
        self.smaller, self.roots = set(hedge.smaller), hedge.roots
        inner = nx.minimum_spanning_tree(graph.ties.subgraph(hedge.smaller))
        ties = nx.Graph(graph.ties.subgraph(hedge.larger))
        for edge in ties.edges:
            ties.edges[edge]["weight"] = 0 if inner.has_edge(*edge) else 1
        self.coins = list(nx.minimum_spanning_tree(ties).edges)
        self.parents: dict[str, list[str]] = {node: [] for node in self.order}
        leading = set(hedge.roots)
        for node in reversed(self.order):
            if node not in leading:
                near = self.smaller if node in self.smaller else set(self.order)
                ways = near & leading & set(graph.arrows.succ[node])
                self.parents[min(ways)].append(node)
                leading.add(node)

    def distribution(self, deaf: bool, **settings: int) -> dict[tuple[int, ...], float]:
        """The probability of each setting of the larger forest's variables."""
        found: dict[tuple[int, ...], float] = {}
        for coins in product((0, 1), repeat=len(self.coins)):
            value: dict[str, int] = {}
            for node in self.order:
                heard = [self.value_of(each, node, deaf, value) for each in self.parents[node]]
                tossed = [
                    coin
                    for pair, coin in zip(self.coins, coins, strict=True)
                    if node in pair and not self.ignored(pair, node, deaf)
                ]
                value[node] = settings.get(node, (sum(heard) + sum(tossed)) % 2)
            key = tuple(value[node] for node in self.order)
            found[key] = found.get(key, 0) + 0.5 ** len(self.coins)
        return found

    def value_of(self, parent: str, node: str, deaf: bool, value: dict[str, int]) -> int:
        return 0 if self.ignored((parent, node), node, deaf) else value[parent]

    def ignored(self, pair: tuple[str, str], node: str, deaf: bool) -> bool:
        return deaf and node in self.smaller and not self.smaller.issuperset(pair)

    def parity_of_roots(self, distribution: dict[tuple[int, ...], float]) -> float:
        """How often an odd number of the roots is one."""
        places = [self.order.index(root) for root in self.roots]
        return sum(p for key, p in distribution.items() if sum(key[i] for i in places) % 2)


def test_for_every_hedge_two_models_agree_on_what_is_observed_and_differ_in_the_effect(random_case):
    chance = random.Random(40)
    proved = 0
    for _ in range(900):
        diagram, query = random_case(chance, largest=6)
        hedge = hedge_of(diagram, query)
        if hedge is None:
            continue
        models = Parity(Mixed(diagram), hedge)
        assert models.distribution(deaf=False) == models.distribution(deaf=True)
        settings = dict.fromkeys(hedge.exposure, 1)
        effects = [
            models.parity_of_roots(models.distribution(deaf=deaf, **settings))
            for deaf in (False, True)
        ]
        assert effects == [0.5, 0], (diagram, query)
        proved += 1
    assert proved > 150


def test_whatever_adjustment_identifies_is_identified(random_case):
    chance = random.Random(50)
    seen = {True: 0, False: 0}
    for _ in range(600):
        diagram, query = random_case(chance)
        identified = hedge_of(diagram, query) is None
        try:
            backdoor_adjustment(diagram, Question.of(query.exposure, query.outcome))
        except NotIdentified:
            seen[identified] += 1
        else:
            assert identified
    assert min(seen.values()) > 60
