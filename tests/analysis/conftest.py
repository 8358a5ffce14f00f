"""Random diagrams and questions, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import pytest

from causalkit.graph import Diagram

Drawn = tuple[Diagram, tuple[str, ...], str]


def draw_diagram(
    chance: random.Random, *, largest: int = 7, exposures: int = 1, selected: int = 0
) -> Drawn:
    """Return a random diagram with up to two latent variables, exposures and an outcome."""
    names = [f"v{index}" for index in range(chance.randint(exposures + 2 + selected, largest))]
    density = chance.choice([0.3, 0.45, 0.6])
    edges = [pair for pair in combinations(names, 2) if chance.random() < density]
    roles = chance.sample(names, len(names))
    exposure, outcome = tuple(sorted(roles[:exposures])), roles[exposures]
    rest = roles[exposures + 1 :]
    hidden = rest[selected : selected + chance.choice([0, 1, 2])]
    chance.shuffle(names)
    return Diagram.of(edges, names, hidden, rest[:selected]), exposure, outcome


@pytest.fixture(scope="session")
def random_diagram() -> Callable[..., Drawn]:
    return draw_diagram
