"""Against dowhy's ID: the same distributions where nothing is hidden, and what it does not see.

dowhy reads double-headed arrows from pairs of arrows both ways, and it refuses circles, so
there is no way to tell it that a variable is hidden; which nodes are observed it ignores.
"""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import numpy as np
import pytest

from causalkit.analysis.identify.general import NotIdentifiable, identify_distribution
from causalkit.graph import Diagram

pytestmark = pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")


@pytest.fixture(scope="module")
def dowhy_id() -> Any:
    from dowhy.causal_identifier import IDIdentifier

    return IDIdentifier()


def as_networkx(diagram: Diagram) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(diagram.nodes)
    graph.add_edges_from(diagram.edges)
    return graph


def computed(estimand: Any, model) -> tuple[list[str], np.ndarray]:
    """The table of dowhy's expression, with the names of its axes."""
    names, table = [], np.array(1.0)
    for factor in estimand.get_val(return_type="prod"):
        if isinstance(factor, dict):
            outcome, given = list(factor["outcome_vars"]), list(factor["condition_vars"])
            joint = model.marginal([*given, *outcome])
            axes = tuple(range(len(given), len(given) + len(outcome)))
            inner, value = [*given, *outcome], joint / joint.sum(axis=axes, keepdims=True)
        else:
            inner, value = computed(factor, model)
        both = list(dict.fromkeys([*names, *inner]))
        letters = {name: index for index, name in enumerate(both)}
        table = np.einsum(
            table,
            [letters[name] for name in names],
            value,
            [letters[name] for name in inner],
            list(letters.values()),
        )
        names = both
    summed = [name for name in estimand.get_val(return_type="sum") if name in names]
    table = table.sum(axis=tuple(names.index(name) for name in summed))
    return [name for name in names if name not in summed], table


def test_where_everything_is_observed_both_give_the_same(random_case, model_of, dowhy_id):
    chance, rng = random.Random(1), np.random.default_rng(1)
    compared = 0
    for _ in range(120):
        drawn, query = random_case(chance, largest=6)
        diagram = Diagram.of(drawn.edges, drawn.nodes)
        if len(diagram.nodes) > 8:
            continue
        estimand = dowhy_id.identify_effect(
            as_networkx(diagram), [*query.exposure], [*query.outcome], [*diagram.nodes]
        )
        model = model_of(diagram, rng)
        ours = identify_distribution(diagram, query.outcome, query.exposure).evaluate(
            model.observed()
        )
        names, table = computed(estimand, model)
        # dowhy may leave variables in that make no difference, and leave exposures out.
        for name in set(names) - {*query.exposure, *query.outcome}:
            table = table.take(0, axis=names.index(name))
            names.remove(name)
        wanted = [name for name in (*query.exposure, *query.outcome) if name in names]
        table = table.transpose([names.index(name) for name in wanted])
        shape = [2 if name in names else 1 for name in (*query.exposure, *query.outcome)]
        theirs = np.broadcast_to(table.reshape(shape), [2] * len(shape))
        assert np.allclose(ours.to_numpy().ravel(), theirs.ravel(), atol=1e-10), (diagram, query)
        compared += 1
    assert compared > 60


def test_dowhy_takes_what_is_hidden_for_observed(arrows, dowhy_id):
    """The bow: dowhy adjusts for u, which nobody has measured; no formula in x and y exists."""
    diagram = arrows("u>x u>y x>y", "u")
    estimand = dowhy_id.identify_effect(as_networkx(diagram), "x", "y", observed_nodes=["x", "y"])
    assert "P(y|u,x)" in str(estimand)
    with pytest.raises(NotIdentifiable) as caught:
        identify_distribution(diagram, "y", "x")
    assert caught.value.hedge.hidden == ("u",)


def test_dowhy_does_not_find_the_front_door_because_it_need_not(arrows, model_of, dowhy_id):
    """It sums over the hidden u; ours uses x, m and y only, and gives the same numbers."""
    diagram = arrows("u>x u>y x>m m>y", "u")
    estimand = dowhy_id.identify_effect(as_networkx(diagram), "x", "y", ["x", "m", "y"])
    assert "P(u)" in str(estimand)
    found = identify_distribution(diagram, "y", "x")
    assert "u" not in found.expression.free
    model = model_of(diagram, np.random.default_rng(5))
    names, table = computed(estimand, model)
    theirs = table.transpose([names.index("x"), names.index("y")])
    assert np.allclose(found.evaluate(model.observed()), theirs, atol=1e-12)
