"""Random drawings, and what a drawing says in plain sets, shared as fixtures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from causalkit.graph import Drawing

Diagrams = Callable[..., SearchStrategy[Any]]


@st.composite
def random_drawings(
    draw: DrawFn, diagrams: Diagrams, names: SearchStrategy[str] | None = None
) -> Drawing:
    """Draw a diagram with roles and places; no variable is both exposure and outcome."""
    anything = st.text(min_size=1, max_size=5)
    diagram = draw(diagrams(names=anything if names is None else names, largest=5))
    some = st.sets(st.sampled_from(diagram.nodes))
    exposure = draw(some)
    places = st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 2)
    return Drawing(
        diagram,
        exposure=tuple(exposure),
        outcome=tuple(draw(some) - exposure),
        adjusted=tuple(draw(some)),
        positions=draw(st.dictionaries(st.sampled_from(diagram.nodes), places)),
    )


@pytest.fixture(scope="session")
def drawings(diagrams: Diagrams) -> Callable[..., SearchStrategy[Drawing]]:
    """The strategy for random drawings: ``drawings(names=...)``."""
    return lambda names=None: random_drawings(diagrams, names)
