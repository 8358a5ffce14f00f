"""Random diagrams in which exposure and outcome often share a hidden cause."""

from __future__ import annotations

import random
from itertools import combinations

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.graph import Diagram, Question

Drawn = tuple[Diagram, tuple[str, ...], tuple[str, ...]]


def draw_confounded(
    chance: random.Random,
    *,
    largest: int = 8,
    exposures: int = 1,
    outcomes: int = 1,
    selected: int = 0,
) -> Drawn:
    """Return a diagram with up to ``largest`` observed variables, exposures and outcomes.

    The outcomes come late and the exposures early, or there would seldom be an effect; it
    is seldom a direct one. The selected variables are none that an exposure causes.
    """
    ends = exposures + outcomes
    hidden = [f"u{index}" for index in range(chance.choice([0, 1, 1, 2]))]
    names = [f"v{index}" for index in range(chance.randint(ends + 1, largest))]
    density = chance.choice([0.2, 0.3, 0.45])
    edges = [pair for pair in combinations([*hidden, *names], 2) if chance.random() < density]
    early = chance.sample(names[: exposures + 1], exposures)
    exposure, outcome = tuple(sorted(early)), tuple(names[len(names) - outcomes :])
    direct = [edge for edge in edges if edge[0] in exposure and edge[1] in outcome]
    edges = [edge for edge in edges if edge not in direct or chance.random() < 0.2]
    if hidden:
        edges += [(hidden[0], exposure[0]), (hidden[0], outcome[0])]
    hidden += chance.sample(sorted({*names} - {*exposure, *outcome}), chance.choice([0, 0, 1]))
    chance.shuffle(names)
    names += [name for name in hidden if name not in names]
    diagram = Diagram.of(edges, names, hidden)
    free = set(diagram.observed) - diagram.descendants(*exposure) - {*outcome}
    return Diagram.of(edges, names, hidden, sorted(free)[:selected]), exposure, outcome


def asked_of(chance: random.Random, drawn: Drawn) -> tuple[Diagram, Question]:
    """A question that selection leaves open: on nothing, or on what the effect does not change."""
    diagram, exposure, outcome = drawn
    question = Question.of(exposure, outcome)
    free = Criterion(diagram, question).candidates
    selected = chance.sample(free, min(len(free), chance.choice([0, 0, 1])))
    return Diagram.of(diagram.edges, diagram.nodes, diagram.latent, selected), question
