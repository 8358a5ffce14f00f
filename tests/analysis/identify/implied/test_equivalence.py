"""Equivalence classes: against all diagrams there are, and against an older algorithm."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Hashable, Iterator
from functools import cache
from itertools import combinations, islice, pairwise, product

import networkx as nx
import pytest

from causalkit.analysis.identify.implied.covered import equivalent_diagrams
from causalkit.analysis.identify.implied.equivalence import compelled_arrows, equivalence_class
from causalkit.graph import Diagram, d_separated
from causalkit.graph.diagram import Edge

CLASSES = {1: (1, 1), 2: (3, 2), 3: (25, 11), 4: (543, 185), 5: (29281, 8782)}
"""How many diagrams there are on so many variables, and how many classes they form.

Gillispie and Perlman (2002), The size distribution for Markov equivalence classes of acyclic
digraph models.
"""


def every_diagram(size: int) -> Iterator[frozenset[Edge]]:
    """The arrows of every diagram on the first letters of the alphabet."""
    pairs = list(combinations("abcde"[:size], 2))
    for choice in product((0, 1, 2), repeat=len(pairs)):
        arrows = [(p if way == 1 else p[::-1]) for p, way in zip(pairs, choice, strict=True) if way]
        if is_acyclic(arrows, size):
            yield frozenset(arrows)


def diagram_of(arrows: frozenset[Edge], size: int) -> Diagram:
    return Diagram.of(sorted(arrows), [*"edcba"[-size:]])


def is_acyclic(arrows: list[Edge], size: int) -> bool:
    left = set("abcde"[:size])
    while left:
        sources = left - {effect for cause, effect in arrows if cause in left}
        if not sources:
            return False
        left -= sources
    return True


def look(arrows: frozenset[Edge]) -> Hashable:
    """Who is joined, and where two causes that are not joined meet."""
    skeleton = frozenset(frozenset(arrow) for arrow in arrows)
    meetings = frozenset(
        (frozenset((one, other)), effect)
        for (one, effect), (other, also) in combinations(sorted(arrows), 2)
        if effect == also and frozenset((one, other)) not in skeleton
    )
    return skeleton, meetings


def independence_model(arrows: frozenset[Edge], size: int) -> Hashable:
    """Everything that d-separation says about pairs."""
    names = "abcde"[:size]
    diagram = diagram_of(arrows, size)
    return frozenset(
        (pair, given)
        for pair in combinations(names, 2)
        for length in range(size - 1)
        for given in combinations([name for name in names if name not in pair], length)
        if d_separated(diagram, pair[:1], pair[1:], given)
    )


@cache
def classes(size: int) -> list[set[frozenset[Edge]]]:
    found = defaultdict(set)
    for arrows in every_diagram(size):
        found[look(arrows)].add(arrows)
    return list(found.values())


@pytest.mark.parametrize("size", CLASSES)
def test_there_are_as_many_classes_as_have_been_counted(size: int):
    assert (sum(map(len, classes(size))), len(classes(size))) == CLASSES[size]


@pytest.mark.parametrize("size", [2, 3, 4])
def test_the_members_of_a_class_imply_the_same_and_others_do_not(size: int):
    models = [{independence_model(arrows, size) for arrows in members} for members in classes(size)]
    assert all(len(several) == 1 for several in models)
    assert len(set().union(*models)) == len(models)


@pytest.mark.parametrize("size", CLASSES)
def test_the_directed_arrows_are_those_on_which_all_members_agree(size: int):
    for members in classes(size):
        shared = frozenset.intersection(*members)
        for arrows in members:
            diagram = diagram_of(arrows, size)
            assert set(compelled_arrows(diagram)) == shared, diagram


@pytest.mark.parametrize("size", [2, 3, 4])
def test_the_members_are_all_diagrams_of_the_class(size: int):
    for members in classes(size):
        for arrows in members:
            diagram = diagram_of(arrows, size)
            listed = equivalence_class(diagram).members()
            assert listed.complete
            assert listed.listed[0] == diagram
            assert len(listed.listed) == len(members)
            assert {frozenset(member.edges) for member in listed.listed} == members


def test_the_members_of_large_classes_are_all_there():
    for members in random.Random(1).sample(classes(5), 700):
        diagram = diagram_of(min(members, key=sorted), 5)
        listed = equivalence_class(diagram).members(limit=120).listed
        assert {frozenset(member.edges) for member in listed} == members
        assert len(listed) == len(members)


@pytest.mark.parametrize("size", [3, 4])
def test_all_members_have_the_same_class(size: int):
    for members in classes(size):
        assert len({equivalence_class(diagram_of(arrows, size)) for arrows in members}) == 1


def by_meek(diagram: Diagram) -> set[Edge]:
    """The compelled arrows by Meek's rules: colliders first, then whatever they force."""
    joined = {node: {*diagram.parents(node), *diagram.children(node)} for node in diagram.nodes}
    directed = {
        (cause, effect)
        for effect in diagram.nodes
        for one, other in combinations(diagram.parents(effect), 2)
        if other not in joined[one]
        for cause in (one, other)
    }
    lines = {pair for edge in diagram.edges for pair in (edge, edge[::-1])}
    while True:
        lines -= directed | {edge[::-1] for edge in directed}
        forced = {(a, b) for a, b in lines if is_forced(a, b, joined, directed, lines)}
        if not forced:
            return directed
        directed |= forced


def is_forced(a: str, b: str, joined: dict, directed: set, lines: set) -> bool:
    into_a = [c for c in joined[a] if (c, a) in directed]
    through = [c for c in joined[a] if (a, c) in directed and (c, b) in directed]
    beside = [c for c in joined[a] if (a, c) in lines and (c, b) in directed]
    return (
        any(c not in joined[b] for c in into_a)
        or bool(through)
        or any(other not in joined[one] for one, other in combinations(beside, 2))
    )


def test_the_arrows_are_those_of_the_rules_of_orientation():
    """Meek (1995), Causal inference and causal explanation with background knowledge."""
    chance = random.Random(2)
    for _ in range(400):
        names = [f"v{index}" for index in range(chance.randint(6, 25))]
        density = chance.choice([0.1, 0.2, 0.4])
        edges = [pair for pair in combinations(names, 2) if chance.random() < density]
        diagram = Diagram.of(edges, chance.sample(names, len(names)))
        assert set(compelled_arrows(diagram)) == by_meek(diagram)


def test_undirected_parts_are_chordal(random_diagram):
    chance = random.Random(3)
    lines = 0
    for _ in range(300):
        diagram, _, _ = random_diagram(chance, largest=9)
        graph = nx.Graph(equivalence_class(diagram).undirected)
        lines += graph.number_of_edges()
        assert graph.number_of_edges() == 0 or nx.is_chordal(graph)
    assert lines > 100


def test_what_hidden_and_selected_variables_are_taken_as():
    diagram = Diagram.of([("u", "x"), ("u", "y"), ("x", "s")], latent=["u"], selected=["s"])
    found = equivalence_class(diagram)
    assert found.taken_as_measured == ("u",)
    assert found.taken_as_unselected == ("s",)
    assert found.undirected == (("s", "x"), ("u", "x"), ("u", "y"))
    assert all(member.latent == {"u"} for member in found.members().listed)
    assert "  u [latent]" in found.to_dagitty()
    assert "  s [selected]" in found.to_dagitty()


def test_the_text_quotes_names_that_need_it():
    text = equivalence_class(Diagram.of([("chronic pain", "phq9")])).to_dagitty()
    assert '  "chronic pain" -- phq9' in text.splitlines()


def test_a_capped_listing_says_so():
    complete = equivalence_class(Diagram.of(combinations("abcd", 2)))
    assert len(complete.members().listed) == 24
    assert complete.members(limit=24).complete
    assert not complete.members(limit=23).complete
    assert len(complete.members(limit=23).listed) == 23


def test_large_diagrams_answer_at_once():
    names = [f"v{index:05d}" for index in range(10_000)]
    chain = equivalence_class(Diagram.of(pairwise(names)))
    assert len(chain.undirected) == 9_999
    assert len(list(islice(equivalent_diagrams(chain.diagram), 3))) == 3
    whole = equivalence_class(Diagram.of(combinations(names[:200], 2)))
    assert (whole.directed, len(whole.undirected)) == ((), 19_900)
    hubs = [(cause, effect) for cause in names[:50] for effect in names[50:1000]]
    assert len(equivalence_class(Diagram.of(hubs)).directed) == 50 * 950


def test_the_answer_does_not_depend_on_the_order_of_hashes():
    program = (
        "from causalkit.analysis.identify.implied.equivalence import equivalence_class\n"
        "from causalkit.graph import Diagram\n"
        "found = equivalence_class(Diagram.of([(a, b) for a in 'abcd' for b in 'wxy'] +"
        " [('p', 'q'), ('q', 'r'), ('p', 'r')]))\n"
        "print(found, found.to_dagitty(), found.members())\n"
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
    assert "p -- q" in printed.pop()
