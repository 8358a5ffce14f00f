"""Random diagrams with questions, and a judge who is none of the contenders.

The judge works by the definition, as the textbooks have it: the moral graph of all
causes, the conditioned taken out, and a look whether anything still joins the two sides.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

Arrow = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """A diagram and what is asked about it."""

    nodes: list[str]
    edges: list[Arrow]
    latent: list[str]
    exposure: str
    outcome: str
    adjusted: list[list[str]]
    separations: list[tuple[str, str, list[str]]]

    @classmethod
    def read(cls, path: str) -> Asked:
        return cls(**json.loads(Path(path).read_text()))

    def write(self, path: Path) -> str:
        path.write_text(json.dumps(asdict(self)))
        return str(path)

    @cached_property
    def judge(self) -> Judge:
        return Judge(self)


def asked_at_random(
    nodes: int, degree: float, hidden: float, seed: int, span: float = 0.1
) -> Asked:
    """Return a random diagram with a question about which much has to be known.

    An arrow reaches at most ``span`` of the causal order, as if the order were time: so what
    comes late has most of the diagram among its causes. The outcome is, of the last tenth,
    what has most causes, the exposure any cause of it in the second half.
    """
    chance = random.Random(f"{nodes} {degree} {seed} {span}")
    second_half: list[str] = []
    while not second_half:
        order = [f"v{index}" for index in range(nodes)]
        chance.shuffle(order)
        edges = _arrows(order, degree, span, chance)
        outcome, causes = _late_outcome(order, edges)
        second_half = [name for name in order[nodes // 2 :] if name in causes]
    exposure = chance.choice(second_half)
    others = sorted(set(order) - {exposure, outcome})
    latent = chance.sample(others, int(hidden * len(others)))
    bare = Asked(sorted(order), edges, sorted(latent), exposure, outcome, [], [])
    return Asked(
        **asdict(bare)
        | {
            "adjusted": list(_sets_to_judge(bare, chance)),
            "separations": list(_pairs_to_judge(bare, chance)),
        }
    )


def _arrows(order: list[str], degree: float, span: float, chance: random.Random) -> list[Arrow]:
    longest = max(int(degree) + 1, int(span * len(order)))
    arrows: dict[Arrow, None] = {}
    while len(arrows) < int(len(order) * degree / 2):
        start = chance.randrange(len(order))
        end = start + chance.randint(1, longest)
        if end < len(order):
            arrows[order[start], order[end]] = None
    return sorted(arrows)


def _late_outcome(order: list[str], edges: list[Arrow]) -> tuple[str, set[str]]:
    parents = _backwards(order, edges)
    causes = {name: _reached([name], parents) - {name} for name in order[-(len(order) // 10) :]}
    outcome = max(causes, key=lambda name: (len(causes[name]), name))
    return outcome, causes[outcome]


def _sets_to_judge(asked: Asked, chance: random.Random) -> Iterator[list[str]]:
    """Yield sets that are right or wrong by every criterion there is."""
    judge = asked.judge
    after = _reached([asked.exposure], judge.children)
    free = [name for name in asked.nodes if name not in {*asked.latent, *after, asked.outcome}]
    parents = [name for name in judge.parents[asked.exposure] if name in free]
    yield []
    yield parents
    yield sorted(chance.sample(free, min(len(free), 10)))
    yield sorted(judge.causes.intersection(free))
    mediators = sorted(judge.forbidden - {*asked.latent, asked.outcome})
    if mediators:
        yield sorted([*parents, chance.choice(mediators)])


def _pairs_to_judge(asked: Asked, chance: random.Random) -> Iterator[tuple[str, str, list[str]]]:
    """Yield pairs at random, and pairs that the parents of one of them separate."""
    for _ in range(10):
        a, b, *given = chance.sample(asked.nodes, min(len(asked.nodes), 2 + chance.randrange(6)))
        yield a, b, given
    for _ in range(10):
        a = chance.choice(asked.nodes)
        parents = asked.judge.parents[a]
        after = _reached([a], asked.judge.children)
        others = [name for name in asked.nodes if name not in after and name not in parents]
        if others:
            yield a, chance.choice(others), parents


class Judge:
    """What is right, by the definition."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        x, y = asked.exposure, asked.outcome
        self.parents = _backwards(asked.nodes, asked.edges)
        self.children = _backwards(asked.nodes, [(end, start) for start, end in asked.edges])
        self.carrying = _reached([x], self.children) & _reached([y], self.parents) - {x}
        self.forbidden = _reached(self.carrying, self.children)
        kept = [edge for edge in asked.edges if edge[0] != x or edge[1] not in self.carrying]
        self.backdoor = _backwards(asked.nodes, kept)
        self.causes = _reached([x, y], self.backdoor)
        self.permitted = set(asked.nodes) - {x, y, *asked.latent} - self.forbidden

    @cached_property
    def some_set_exists(self) -> bool:
        return self.is_valid(self.causes & self.permitted)

    def is_valid(self, chosen: Iterable[str]) -> bool:
        x, y = self.asked.exposure, self.asked.outcome
        return self.permitted.issuperset(chosen) and self._parted(self.backdoor, x, y, chosen)

    def is_minimal(self, chosen: Iterable[str]) -> bool:
        """Whether a valid set has no member to spare: each touches both sides."""
        among = set(chosen)
        moral = _moral(self.backdoor, self.causes)
        sides = [_reached([end], moral, among) for end in (self.asked.exposure, self.asked.outcome)]
        return among <= self.causes and all(
            not side.isdisjoint(moral[name]) for name in among for side in sides
        )

    def separated(self, a: str, b: str, given: Iterable[str]) -> bool:
        return self._parted(self.parents, a, b, given)

    def is_instrument(self, name: str, given: Iterable[str]) -> bool:
        """Whether it moves the exposure and reaches the outcome in no other way."""
        x, y = self.asked.exposure, self.asked.outcome
        used = {name, *given}
        return (
            used.isdisjoint({x, y, *self.asked.latent} | self.forbidden)
            and self._parted(self.backdoor, name, y, given)
            and not self._parted(self.backdoor, name, x, given)
        )

    def _parted(self, parents: dict[str, list[str]], a: str, b: str, given: Iterable[str]) -> bool:
        fixed = set(given)
        moral = _moral(parents, _reached([a, b, *fixed], parents))
        return b not in _reached([a], moral, fixed)


def _backwards(nodes: list[str], edges: Iterable[Arrow]) -> dict[str, list[str]]:
    parents: dict[str, list[str]] = {name: [] for name in nodes}
    for start, end in edges:
        parents[end].append(start)
    return parents


def _moral(parents: dict[str, list[str]], among: set[str]) -> dict[str, set[str]]:
    joined: dict[str, set[str]] = {name: set() for name in among}
    for child in among:
        family = {child, *parents[child]}
        for name in family:
            joined[name] |= family
    return joined


def _reached(
    starts: Iterable[str],
    steps: dict[str, list[str]] | dict[str, set[str]],
    walls: Iterable[str] = (),
) -> set[str]:
    waiting, seen = list(starts), {*starts, *walls}
    while waiting:
        for name in steps[waiting.pop()]:
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen.difference(walls)
