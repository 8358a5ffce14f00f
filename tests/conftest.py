"""Strategies for random diagrams, shared as fixtures.

A test takes the fixture and hypothesis' ``data``: ``diagram = data.draw(diagrams())``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from causalkit.graph import Diagram


@st.composite
def random_diagrams(
    draw: DrawFn,
    names: SearchStrategy[str] | None = None,
    smallest: int = 1,
    largest: int = 8,
    latent: bool = True,
    selected: bool = True,
) -> Diagram:
    """Draw a diagram; the order of its nodes need not be topological."""
    alphabet = st.sampled_from("abcdefgh") if names is None else names
    order = draw(st.lists(alphabet, min_size=smallest, max_size=largest, unique=True))
    pairs = [(cause, effect) for i, cause in enumerate(order) for effect in order[i + 1 :]]
    edges = [pair for pair in pairs if draw(st.booleans())]
    marks = st.sets(st.sampled_from(order), max_size=2)
    return Diagram.of(
        edges,
        nodes=draw(st.permutations(order)),
        latent=draw(marks) if latent else (),
        selected=draw(marks) if selected else (),
    )


@pytest.fixture(scope="session")
def diagrams() -> Callable[..., SearchStrategy[Diagram]]:
    """The strategy for random diagrams: ``diagrams(largest=6, selected=False)`` and the like."""
    return random_diagrams
