"""Paths that a variable blocks or opens, against every path there is."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

from causalkit.analysis.identify.controls.biasing_paths import BiasingPaths, opened_paths
from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.roles.association import associated
from causalkit.graph import Diagram, Path, Question, d_separated, paths


def drawn(chance: random.Random) -> Criterion:
    """A random diagram and question, with up to two selected variables."""
    names = [f"v{index}" for index in range(chance.randint(4, 8))]
    density = chance.choice([0.2, 0.3, 0.4, 0.55])
    edges = [pair for pair in combinations(names, 2) if chance.random() < density]
    exposures, outcomes = chance.choice([1, 1, 2]), chance.choice([1, 1, 2])
    chance.shuffle(names)
    ends, rest = names[: exposures + outcomes], names[exposures + outcomes :]
    selected = chance.sample(rest, min(len(rest), chance.choice([0, 0, 1, 2])))
    diagram = Diagram.of(edges, sorted(names), (), selected)
    return Criterion(diagram, Question.of(ends[:exposures], ends[exposures:]))


def every_biasing_path(criterion: Criterion) -> list[Path]:
    """Every path other than the effect with no exposure or outcome inside."""
    question = criterion.question
    ends = {*question.exposure, *question.outcome}
    return [
        path
        for exposure in question.exposure
        for outcome in question.outcome
        for path in paths(criterion.diagram, exposure, outcome, limit=None)
        if not path.is_causal and not ends.intersection(path.nodes[1:-1])
    ]


def is_passed(path: Path, name: str) -> bool:
    """Whether the variable is the middle of a chain or fork of the path."""
    if name not in path.nodes:
        return False
    place = path.nodes.index(name)
    return not path.forward[place - 1] or path.forward[place]


def test_what_a_variable_blocks_and_opens_is_found_if_there_is_any():
    chance = random.Random(1)
    seen: Counter[tuple[str, bool, bool]] = Counter()
    for _ in range(2000):
        criterion = drawn(chance)
        diagram, every = criterion.diagram, every_biasing_path(criterion)
        ends = {*criterion.question.exposure, *criterion.question.outcome}
        free = [n for n in diagram.nodes if n not in ends | diagram.selected]
        free = [n for n in free if n not in criterion.forbidden]
        given = frozenset(chance.sample(free, min(len(free), chance.choice([0, 0, 1, 2]))))
        now = [path for path in every if path.is_open(diagram, given)]
        for name in sorted(set(free) - given):
            then = [path for path in every if path.is_open(diagram, given | {name})]
            blocked = list(BiasingPaths(criterion, given).through(name))
            opened = list(opened_paths(criterion, name, given))
            assert len(blocked) == any(is_passed(path, name) for path in now)
            assert len(opened) == any(path not in now for path in then)
            assert all(path in now and is_passed(path, name) for path in blocked)
            assert all(path in then and path not in now for path in opened)
            seen["blocks", bool(blocked), bool(now)] += 1
            seen["opens", bool(opened), bool(now)] += 1
    assert min(seen.values()) > 100
    assert len(seen) == 7  # Nothing can be blocked where nothing is open.


def test_associated_is_not_separated(random_diagram):
    chance = random.Random(2)
    for _ in range(300):
        diagram, exposure, _ = random_diagram(chance, selected=chance.choice([0, 1, 2]))
        found = associated(diagram, exposure)
        for name in diagram.nodes:
            if name not in exposure:
                assert (name in found) != d_separated(diagram, exposure, [name]), (diagram, name)
