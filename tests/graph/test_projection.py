"""The latent projection: textbook shapes, then every definition word by word on random diagrams."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import combinations

import networkx as nx
import pytest

from causalkit.graph import Diagram, d_separated
from causalkit.graph.districts import Districts
from causalkit.graph.projection import HiddenCause, Projection, latent_projection


def arrows(text: str, latent: str = "") -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, latent=latent.split())


TEXTBOOK = {
    "nothing hidden": ("x>y", "", {"x>y"}, set()),
    "a hidden mediator": ("x>u u>y", "u", {"x>y"}, set()),
    "a hidden confounder": ("u>x u>y x>y", "u", {"x>y"}, {"xy"}),
    "a hidden cause of one": ("u>x x>y", "u", {"x>y"}, set()),
    "a hidden effect": ("x>u y>u", "u", set(), set()),
    "a hidden mediator of two": ("x>u u>y u>z", "u", {"x>y", "x>z"}, {"yz"}),
    "a hidden chain": ("u>v v>x v>y u>z", "u v", set(), {"xyz"}),
    "three that share a cause": ("u>x u>y u>z", "u", set(), {"xyz"}),
    "three that share causes in pairs": (
        "u>x u>y v>y v>z w>x w>z",
        "u v w",
        set(),
        {"xy", "yz", "xz"},
    ),
    "one inside another": ("u>x u>y u>z v>x v>y", "u v", set(), {"xyz"}),
}


@pytest.mark.parametrize(("text", "latent", "edges", "confounded"), TEXTBOOK.values(), ids=TEXTBOOK)
def test_textbook_shapes(text: str, latent: str, edges: set[str], confounded: set[str]):
    found = latent_projection(arrows(text, latent))
    assert {f"{cause}>{effect}" for cause, effect in found.edges} == edges
    assert {"".join(sorted(each)) for each in found.confounded} == confounded


def test_a_hidden_cause_is_named_after_the_start_of_its_chain():
    found = latent_projection(arrows("u>v v>x v>y w>x w>y", "u v w"))
    assert found.hidden_causes == (HiddenCause("u", ("x", "y")),)


def drawn(chance: random.Random, largest: int = 8) -> Diagram:
    names = [f"v{index}" for index in range(chance.randint(2, largest))]
    density = chance.choice([0.2, 0.4, 0.6])
    edges = [pair for pair in combinations(names, 2) if chance.random() < density]
    hidden = chance.sample(names, chance.randint(0, len(names) - 1))
    roots = [f"u{index}" for index in range(chance.randint(0, 3))]
    edges += [(root, node) for root in roots for node in names if chance.random() < 0.4]
    names += roots
    chance.shuffle(names)
    return Diagram.of(edges, names, [*hidden, *roots])


def reached(diagram: Diagram, start: str) -> set[str]:
    """The observed variables at the end of a path of arrows whose inner ones are hidden."""
    graph = nx.DiGraph(diagram.edges)
    graph.add_nodes_from(diagram.nodes)
    ends = set()
    for end in set(diagram.observed) - {start}:
        part = graph.subgraph({start, end} | diagram.latent)
        if nx.has_path(part, start, end):
            ends.add(end)
    return ends


def test_random_diagrams_are_projected_as_the_definitions_say():
    chance = random.Random(1)
    confounded, inside = 0, 0
    for _ in range(1000):
        diagram = drawn(chance)
        found = latent_projection(diagram)
        place = {node: index for index, node in enumerate(diagram.topological_order)}
        assert list(found.variables) == sorted(diagram.observed, key=place.__getitem__)
        expected = {(cause, each) for cause in diagram.observed for each in reached(diagram, cause)}
        assert set(found.edges) == expected
        assert len(found.edges) == len(expected)
        sets = {frozenset(reached(diagram, hidden)) for hidden in diagram.latent}
        largest = {each for each in sets if len(each) > 1 and not any(each < s for s in sets)}
        assert set(map(frozenset, found.confounded)) == largest
        assert len(found.confounded) == len(largest)
        pairs = {frozenset(pair) for each in sets for pair in combinations(each, 2)}
        assert set(map(frozenset, found.bidirected)) == pairs
        assert len(found.bidirected) == len(pairs)
        for cause in found.hidden_causes:
            assert set(cause.affects) == reached(diagram, cause.name)
        confounded += bool(largest)
        inside += len(largest) < len([each for each in sets if len(each) > 1])
    assert confounded > 150
    assert inside > 50


def test_parents_and_ancestors_are_those_of_the_projected_arrows():
    chance = random.Random(2)
    for _ in range(200):
        found = latent_projection(drawn(chance))
        graph = nx.DiGraph(found.edges)
        graph.add_nodes_from(found.variables)
        node = chance.choice(found.variables)
        within = set(chance.sample(found.variables, chance.randint(0, len(found.variables))))
        assert set(found.parents(node)) == set(graph.predecessors(node))
        assert found.ancestors([node]) == nx.ancestors(graph, node) | {node}
        part = graph.subgraph(within | {node})
        assert found.ancestors([node], within) == nx.ancestors(part, node) | {node}


def test_districts_are_what_double_headed_arrows_connect():
    chance = random.Random(3)
    several = 0
    for _ in range(1000):
        found = latent_projection(drawn(chance))
        nodes = chance.sample(found.variables, chance.randint(1, len(found.variables)))
        graph = nx.Graph(found.bidirected)
        graph.add_nodes_from(found.variables)
        expected = set(map(frozenset, nx.connected_components(graph.subgraph(nodes))))
        districts = found.districts(nodes)
        assert set(map(frozenset, districts)) == expected
        assert [node for each in districts for node in sorted(each, key=found.position.get)] == [
            node for each in districts for node in each
        ]
        firsts = [found.position[each[0]] for each in districts]
        assert firsts == sorted(firsts)
        several += any(len(each) > 2 for each in districts)
    assert several > 40


def as_diagram(projection: Projection) -> Diagram:
    """The projection as a diagram in which each hidden cause has no cause itself."""
    hidden = [(cause.name, node) for cause in projection.hidden_causes for node in cause.affects]
    names = {name for name, _ in hidden}
    return Diagram.of([*projection.edges, *hidden], projection.variables, names)


def test_the_projection_separates_what_the_diagram_separates():
    """Verma and Pearl's theorem: nothing is lost about the observed variables."""
    chance = random.Random(4)
    seen = {True: 0, False: 0}
    for _ in range(400):
        diagram = drawn(chance)
        if len(diagram.observed) < 2:
            continue
        first, second, *rest = chance.sample(diagram.observed, len(diagram.observed))
        given = rest[: chance.randint(0, len(rest))]
        separated = d_separated(diagram, [first], [second], given)
        projected = as_diagram(latent_projection(diagram))
        assert d_separated(projected, [first], [second], given) == separated
        seen[separated] += 1
    assert min(seen.values()) > 60


def test_projecting_twice_changes_nothing():
    chance = random.Random(5)
    for _ in range(200):
        once = latent_projection(drawn(chance))
        again = latent_projection(as_diagram(once))
        assert set(again.edges) == set(once.edges)
        assert set(again.confounded) == {
            tuple(sorted(each, key=again.position.get)) for each in once.confounded
        }


def test_a_hidden_cause_of_five_thousand_is_one_thing():
    found = latent_projection(Diagram.of([("u", f"v{i}") for i in range(5000)], latent=["u"]))
    assert len(found.hidden_causes) == 1
    assert len(found.districts()) == 1
    assert len(found.districts([f"v{i}" for i in range(0, 5000, 7)])) == 1


def test_long_hidden_chains_are_no_trouble():
    chain = [(f"u{i}", f"u{i + 1}") for i in range(5000)]
    down = [(f"u{i}", f"v{i}") for i in range(5000)]
    found = latent_projection(Diagram.of([*chain, *down], latent=[f"u{i}" for i in range(5001)]))
    assert [cause.name for cause in found.hidden_causes] == ["u0"]
    assert len(found.hidden_causes[0].affects) == 5000


def test_five_thousand_hidden_causes_of_neighbours_make_one_district():
    causes = [(f"u{i}", f"v{i + step}") for i in range(5000) for step in (0, 1)]
    found = latent_projection(Diagram.of(causes, latent=[f"u{i}" for i in range(5000)]))
    assert len(found.hidden_causes) == 5000
    assert len(found.districts()) == 1
    assert len(found.districts([f"v{i}" for i in range(0, 5000, 2)])) == 2500


def test_districts_that_grow_are_those_of_what_was_added():
    chance = random.Random(6)
    for _ in range(200):
        found = latent_projection(drawn(chance))
        order = chance.sample(found.variables, len(found.variables))
        growing = found.no_districts()
        for count, node in enumerate(order, start=1):
            growing.add(node)
            now = set(map(frozenset, found.districts(order[:count])))
            assert set(map(frozenset, growing.all())) == now
            assert frozenset(growing.of(node)) in now


def test_a_variable_without_hidden_causes_is_alone():
    districts = Districts({})
    districts.add("x")
    assert districts.all() == (("x",),)


def test_the_projection_does_not_depend_on_the_order_of_hashes():
    program = (
        "from causalkit.graph import Diagram\n"
        "from causalkit.graph.projection import latent_projection\n"
        "edges = [(u, v) for u in 'pqrs' for v in 'abcdef' if (ord(u) + ord(v)) % 3]\n"
        "edges += [('a', 'm'), ('m', 'b'), ('m', 'c'), ('p', 'q')]\n"
        "found = latent_projection(Diagram.of(edges, latent=[*'pqrsm']))\n"
        "print(found, found.bidirected, found.districts(set('abcdef')))\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert "HiddenCause" in printed.pop()
