"""The ball that rolls from an indicator, against d-separation asked variable by variable."""

from __future__ import annotations

import random
from itertools import pairwise

from causalkit.analysis.identify.missingness.held import Held
from causalkit.graph import Diagram, d_separated


def test_the_ball_touches_what_is_not_separated(random_diagram):
    chance, touched, spared = random.Random(1), 0, 0
    for _ in range(300):
        diagram, (start,), _ = random_diagram(chance, selected=chance.choice([0, 1]))
        others = [n for n in diagram.nodes if n != start and n not in diagram.selected]
        fixed = {name for name in others if chance.random() < 0.5}
        itself = {start} if chance.random() < 0.5 else set()
        reached = set(Held(diagram, fixed | itself).touched(start))
        for name in others:
            given = fixed - {name}
            assert (name in reached) != d_separated(diagram, [start], [name], given)
            touched += name in reached
            spared += name not in reached
    assert min(touched, spared) > 300


def test_the_walk_is_a_shortest_one_and_stops_at_the_first_end(random_diagram):
    chance, found = random.Random(2), 0
    for _ in range(300):
        diagram, (start,), end = random_diagram(chance)
        fixed = [n for n in diagram.nodes if n not in (start, end) and chance.random() < 0.4]
        held = Held(diagram, fixed)
        walk = held.walk(start, [end])
        assert bool(walk) == (end in held.touched(start))
        for (one, _), (other, into) in pairwise(walk):
            assert diagram.has_edge(*((one, other) if into else (other, one)))
        if walk:
            found += 1
            assert (walk[0][0], walk[-1][0]) == (start, end)
            assert end not in [name for name, _ in walk[:-1]]
    assert found > 80


def test_what_only_stops_the_ball_opens_no_collider():
    diagram = Diagram.of([("a", "c"), ("b", "c"), ("c", "d"), ("d", "e")])
    held = Held(diagram, [])
    held.stop_at("d")
    assert held.touched("a") == ["c", "d"]
    held.hold("e")
    assert held.touched("a") == ["c", "d", "b"]


def test_the_ball_rolls_no_further_than_it_must():
    links = [(f"v{i}", f"v{i + 1}") for i in range(10_000)]
    held = Held(Diagram.of(links), ["v2", "v5000"])
    assert held.touched("v1") == ["v2", "v0"]
    assert held.steps < 10
