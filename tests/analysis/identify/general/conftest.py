"""Random diagrams with hidden causes, and models of them whose every probability is known."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.identify.general import Query
from causalkit.graph import Diagram


def read_arrows(text: str, latent: str = "", selected: str = "") -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, latent=latent.split(), selected=selected.split())


def draw_case(
    chance: random.Random, *, largest: int = 8, given: bool = False
) -> tuple[Diagram, Query]:
    """Return a random diagram with up to five hidden variables and something to ask about it.

    Most of them are chains with few other arrows and many confounders, where formulas other
    than adjustment are most often needed.
    """
    names = [f"v{index}" for index in range(chance.randint(4, largest))]
    chain = list(pairwise(names)) if chance.random() < 0.7 else []
    density = 0.12 if chain else chance.choice([0.2, 0.35, 0.5, 0.7])
    edges = [*chain, *(pair for pair in combinations(names, 2) if chance.random() < density)]
    hidden = chance.sample(names, 1) if len(names) > 6 and chance.random() < 0.4 else []
    for index in range(chance.randint(0, 4)):
        hidden.append(f"u{index}")
        edges += [(f"u{index}", node) for node in chance.sample(names, chance.choice([2, 2, 3]))]
    nodes = list(dict.fromkeys([*names, *hidden]))
    chance.shuffle(nodes)
    diagram = Diagram.of(chance.sample(edges, len(edges)), nodes, hidden)
    roles = chance.sample(diagram.observed, len(diagram.observed))
    exposures, outcomes = (1, 1) if len(roles) < 4 else (chance.choice([1, 1, 2]) for _ in "xy")
    known = chance.choice([1, 1, 2]) if given else 0
    ends = (exposures, exposures + outcomes, exposures + outcomes + known)
    query = Query(
        tuple(roles[ends[0] : ends[1]]), tuple(roles[: ends[0]]), tuple(roles[ends[1] : ends[2]])
    )
    return diagram, query


@dataclass(frozen=True, eq=False)
class Model:
    """A probability for each value of each variable given its causes."""

    diagram: Diagram
    sizes: dict[str, int]
    chances: dict[str, np.ndarray]

    @classmethod
    def random(cls, diagram: Diagram, rng: np.random.Generator, ternary: float = 0) -> Model:
        sizes = {node: 3 if rng.random() < ternary else 2 for node in diagram.nodes}
        chances = {}
        for node in diagram.nodes:
            shape = tuple(sizes[parent] for parent in diagram.parents(node))
            chances[node] = rng.dirichlet(np.ones(sizes[node]), size=shape)
        return cls(diagram, sizes, chances)

    def joint(self, **settings: int) -> np.ndarray:
        """The distribution of all variables, some set by hand: one axis a variable, as listed."""
        place = {node: index for index, node in enumerate(self.diagram.nodes)}
        table = np.ones([self.sizes[node] for node in self.diagram.nodes])
        for node in self.diagram.nodes:
            family, chances = [*self.diagram.parents(node), node], self.chances[node]
            if node in settings:
                family, chances = [node], np.eye(self.sizes[node])[settings[node]]
            order = sorted(family, key=place.__getitem__)
            shape = [self.sizes[each] if each in family else 1 for each in self.diagram.nodes]
            table = table * chances.transpose([family.index(each) for each in order]).reshape(shape)
        return table

    def marginal(self, names: Iterable[str], **settings: int) -> np.ndarray:
        """The distribution of some variables: one axis each, in their order."""
        wanted = list(names)
        others = tuple(i for i, node in enumerate(self.diagram.nodes) if node not in wanted)
        left = [node for node in self.diagram.nodes if node in wanted]
        table = self.joint(**settings).sum(axis=others)
        return table.transpose([left.index(name) for name in wanted])

    def observed(self) -> pd.Series:
        """The joint distribution of what can be observed, as a formula is given it."""
        names = list(self.diagram.observed)
        index = pd.MultiIndex.from_product([range(self.sizes[n]) for n in names], names=names)
        return pd.Series(self.marginal(names).ravel(), index)

    def truth(self, query: Query) -> np.ndarray:
        """What the formula should give: axes exposures, given and outcomes."""
        asked = tuple(range(len(query.given), len(query.given) + len(query.outcome)))
        shape = tuple(self.sizes[name] for name in query.exposure)
        found = []
        for setting in np.ndindex(shape):
            settings = dict(zip(query.exposure, map(int, setting), strict=True))
            joint = self.marginal((*query.given, *query.outcome), **settings)
            found.append(joint / joint.sum(axis=asked, keepdims=True))
        return np.array(found).reshape(*shape, *found[0].shape)


@pytest.fixture(scope="session")
def arrows() -> Callable[..., Diagram]:
    return read_arrows


@pytest.fixture(scope="session")
def random_case() -> Callable[..., tuple[Diagram, Query]]:
    return draw_case


@pytest.fixture(scope="session")
def model_of() -> Callable[..., Model]:
    return Model.random
