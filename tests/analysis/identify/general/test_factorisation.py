"""How a diagram takes its distribution apart: orders, links, and districts that are settled."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from causalkit.analysis.identify.general.expression import Probability
from causalkit.analysis.identify.general.factorisation import (
    conditionals,
    early_order,
    settled,
)
from causalkit.graph import Diagram, d_separated
from causalkit.graph.projection import latent_projection


def names_of(order: tuple[str, ...], wanted: set[str]) -> list[str]:
    return [node for node in order if node in wanted]


def test_an_order_has_causes_before_effects_and_what_is_early_early(random_case):
    chance = random.Random(1)
    moved = 0
    for _ in range(300):
        diagram, query = random_case(chance, largest=9)
        graph = latent_projection(diagram)
        order = early_order(graph, graph.variables, query.exposure)
        place = {node: index for index, node in enumerate(order)}
        assert sorted(order) == sorted(graph.variables)
        assert all(place[cause] < place[effect] for cause, effect in graph.edges)
        last = max(place[node] for node in query.exposure)
        assert set(order[: last + 1]) == graph.ancestors(query.exposure)
        moved += order != graph.variables
    assert moved > 30


def test_each_wanted_variable_is_in_one_link_and_depends_on_what_comes_before(random_case):
    """And each link is what the local Markov property makes of everything before it."""
    chance = random.Random(2)
    joined, parted = 0, 0
    for _ in range(2500):
        diagram, query = random_case(chance, largest=10)
        graph = latent_projection(diagram)
        order = early_order(graph, graph.variables, query.exposure)
        wanted = set(order) - set(query.exposure)
        links = list(conditionals(graph, order, wanted))
        variables = [node for link in links for node in link.variables]
        assert sorted(variables) == sorted(wanted)
        place = {node: index for index, node in enumerate(order)}
        for link in links:
            assert isinstance(link.factor, Probability)
            assert link.factor.variables == link.variables
            first = min(place[node] for node in link.variables)
            assert all(place[node] < first for node in link.factor.given)
            earlier = set(order[:first]).difference(link.factor.given)
            if earlier:
                assert d_separated(diagram, link.variables, earlier, link.factor.given)
        joined += any(len(link.variables) > 2 for link in links)
        neighbours = pairwise(sorted(link.variables, key=place.get) for link in links)
        parted += any(place[b[0]] - place[a[-1]] == 1 for a, b in neighbours)
    assert min(joined, parted) > 60


def test_the_links_of_all_variables_multiply_to_their_distribution(random_case, model_of):
    chance, rng = random.Random(3), np.random.default_rng(3)
    for _ in range(100):
        diagram, query = random_case(chance, largest=7)
        graph = latent_projection(diagram)
        order = early_order(graph, graph.variables, query.exposure)
        parts = (set(query.exposure), set(order) - set(query.exposure))
        model = model_of(diagram, rng)
        product = np.ones([2] * len(order))
        for link in (each for part in parts for each in conditionals(graph, order, part)):
            joint = model.marginal((*link.factor.given, *link.variables))
            known = len(link.factor.given)
            axes = tuple(range(known, joint.ndim))
            names = [*link.factor.given, *link.variables]
            inside = [order.index(name) for name in names]
            table = joint / joint.sum(axis=axes, keepdims=True)
            product = np.einsum(product, range(len(order)), table, inside, range(len(order)))
        assert np.allclose(product, model.marginal(order), atol=1e-12)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("x>m m>y", ["m y | x"]),
        ("x>m x>y", ["m y | x"]),
        ("x>m v>y", ["m | x", "y | v"]),
        ("x>m v>y m>z y>z", ["m y z | x v"]),
        ("x>m v>y u>m u>y", ["m y | x v"]),
    ],
)
def test_neighbours_share_a_link_if_that_asks_no_more_or_they_depend_on_each_other(
    text: str, links: list[str]
):
    edges = [tuple(arrow.split(">")) for arrow in text.split()]
    graph = latent_projection(Diagram.of(edges, [*"xvmyz"], {"u"} & set(text)))
    order = early_order(graph, graph.variables, "xv")
    found = conditionals(graph, order, set(order) & set(text) - {*"xv"})
    assert [
        f"{' '.join(link.variables)} | {' '.join(link.factor.given)}" for link in found
    ] == links


def test_a_district_is_settled_if_nothing_else_of_it_came_before():
    diagram = Diagram.of([("u", "a"), ("u", "b"), ("u", "c"), ("a", "b")], latent=["u"])
    graph = latent_projection(diagram)
    assert list(settled(graph, ("a", "b", "c"), [("a",), ("c",)])) == [("a",)]
    assert list(settled(graph, ("a", "b", "c"), [("a", "b")])) == [("a", "b")]
