"""Colliders, back-door paths and the orders behind them, against every simple path."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, pairwise

import networkx as nx
import pytest

from causalkit.analysis.identify.controls.disjoint import disjoint_routes
from causalkit.analysis.identify.roles.backdoor_paths import on_backdoor_paths
from causalkit.analysis.identify.roles.colliders import colliders
from causalkit.analysis.identify.roles.dominators import DominatorTree
from causalkit.analysis.identify.roles.st_order import SINK, SOURCE, st_order
from causalkit.graph import Diagram, Path, Question, paths


def drawn(chance: random.Random) -> tuple[Diagram, Question]:
    """A random diagram with one exposure or two, and one outcome or two."""
    names = [f"v{index}" for index in range(chance.randint(4, 8))]
    density = chance.choice([0.2, 0.3, 0.45, 0.6])
    edges = [pair for pair in combinations(names, 2) if chance.random() < density]
    exposures, outcomes = chance.choice([1, 1, 2]), chance.choice([1, 1, 2])
    ends = chance.sample(names, exposures + outcomes)
    chance.shuffle(names)
    return Diagram.of(edges, names), Question.of(ends[:exposures], ends[exposures:])


def every_path(diagram: Diagram, question: Question) -> Iterator[Path]:
    """Every path from an exposure to an outcome with none of either inside."""
    ends = {*question.exposure, *question.outcome}
    for exposure in question.exposure:
        for outcome in question.outcome:
            for path in paths(diagram, exposure, outcome, limit=None):
                if not ends.intersection(path.nodes[1:-1]):
                    yield path


def meetings(path: Path) -> list[str]:
    steps = zip(path.nodes[1:-1], pairwise(path.forward), strict=True)
    return [node for node, (into, onwards) in steps if into and not onwards]


def test_colliders_are_those_of_some_path():
    chance = random.Random(1)
    found = not_found = 0
    for _ in range(2000):
        diagram, question = drawn(chance)
        expected = {node for path in every_path(diagram, question) for node in meetings(path)}
        assert colliders(diagram, question) == expected, (diagram, question)
        found += len(expected)
        not_found += len(diagram.nodes) - len(expected)
    assert found > 1200
    assert not_found > 4000


def test_what_is_on_a_backdoor_path_without_a_collider():
    chance = random.Random(2)
    found = 0
    for _ in range(2000):
        diagram, question = drawn(chance)
        expected = {
            node
            for path in every_path(diagram, question)
            if path.is_backdoor and not meetings(path)
            for node in path.nodes[1:-1]
        }
        assert on_backdoor_paths(diagram, question) == expected, (diagram, question)
        found += len(expected)
    assert found > 1200


def test_an_st_order_holds_what_is_between_and_has_neighbours_on_both_sides():
    chance = random.Random(3)
    between = 0
    for _ in range(900):
        size, density = chance.randint(2, 9), chance.choice([0.2, 0.4, 0.7])
        graph = nx.gnp_random_graph(size, density, seed=chance.randrange(10**6))
        order = st_order([list(graph[vertex]) for vertex in graph])
        expected = {v for path in nx.all_simple_paths(graph, SOURCE, SINK) for v in path}
        assert set(order) == expected | {SOURCE, SINK}
        assert len(order) == len(set(order))
        assert (order[0], order[-1]) == (SOURCE, SINK)
        for place, vertex in enumerate(order[1:-1], start=1):
            assert set(order[:place]) & set(graph[vertex])
            assert set(order[place + 1 :]) & set(graph[vertex])
        between += len(order) - 2
    assert between > 1500


def test_disjoint_routes_are_as_many_as_can_be():
    chance = random.Random(4)
    numbers = {0: 0, 1: 0, 2: 0}
    for _ in range(2000):
        size, density = chance.randint(3, 9), chance.choice([0.15, 0.25, 0.4])
        graph = nx.gnp_random_graph(size, density, seed=chance.randrange(10**6), directed=True)
        if graph.has_edge(0, 1):
            graph.remove_edge(0, 1)
        found = disjoint_routes(0, 1, graph.__getitem__)
        expected = min(2, nx.node_connectivity(graph, 0, 1))
        assert len(found) == expected
        inside = [vertex for route in found for vertex in route[1:-1]]
        assert len(inside) == len(set(inside))
        for route in found:
            assert (route[0], route[-1]) == (0, 1)
            assert nx.is_simple_path(graph, route)
        numbers[len(found)] += 1
    assert min(numbers.values()) > 200


def test_the_first_dominators_are_those_of_networkx():
    chance = random.Random(5)
    for _ in range(500):
        size = chance.randint(2, 40)
        ways = [[]] + [
            sorted(chance.sample(range(vertex), min(vertex, chance.randint(1, 3))))
            for vertex in range(1, size)
        ]
        tree = DominatorTree()
        assert [tree.add(each) for each in ways[1:]] == list(range(1, size))
        backwards = nx.DiGraph((way, vertex) for vertex in range(1, size) for way in ways[vertex])
        expected = dict(nx.immediate_dominators(backwards, DominatorTree.END))
        assert all(tree.first[vertex] == expected[vertex] for vertex in range(1, size))


def large(size: int, arrows_each: int) -> Diagram:
    chance = random.Random(size)
    names = [f"v{index}" for index in range(size)]
    edges = (sorted(chance.sample(range(size), 2)) for _ in range(arrows_each * size))
    return Diagram.of(((names[one], names[other]) for one, other in edges), names)


@pytest.mark.parametrize(("size", "arrows_each"), [(2000, 3), (2000, 20), (10_000, 2)])
def test_large_diagrams_answer_at_once(size: int, arrows_each: int):
    diagram, question = large(size, arrows_each), Question.of("v100", "v900")
    assert len(colliders(diagram, question)) > 500
    assert len(on_backdoor_paths(diagram, question)) < size


def test_long_ladders_answer_too():
    """Every rung could be the place at which two routes get past each other."""
    sides = [(f"{side}{step}", f"{side}{step + 1}") for side in "ab" for step in range(3000)]
    rungs = [(f"a{step}", f"b{step}") for step in range(3000)]
    diagram = Diagram.of([*sides, *rungs])
    assert len(colliders(diagram, Question.of("a0", "b0"))) == 2999
    assert len(on_backdoor_paths(diagram, Question.of("a1500", "b3000"))) == 4500
