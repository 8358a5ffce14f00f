"""What a diagram implies: against every subset, path by path, and in exact covariances."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import combinations, islice

import numpy as np
import pytest

from causalkit.analysis.identify.implied.hidden_links import hidden_links
from causalkit.analysis.identify.implied.independences import (
    Independence,
    basis_set,
    implied_independences,
    independences,
)
from causalkit.errors import DiagramError
from causalkit.graph import Diagram, d_separated, paths

Claim = tuple[str, str, tuple[str, ...]]


def arrows(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ()) -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


def claims(found: Iterable[Independence]) -> list[Claim]:
    return [(each.left, each.right, each.given) for each in found]


MEASURED_M = ["c ⊥ x | u", "c ⊥ y | w", "u ⊥ w", "u ⊥ y", "w ⊥ x", "x ⊥ y"]

TEXTBOOK = {
    "a chain": ("x>m m>y", "", "", ["x ⊥ y | m"]),
    "a fork": ("c>x c>y", "", "", ["x ⊥ y | c"]),
    "a collider": ("x>c y>c", "", "", ["x ⊥ y"]),
    "everything is joined": ("x>m m>y x>y", "", "", []),
    "the M, measured": ("u>x u>c w>c w>y", "", "", MEASURED_M),
    "the M, hidden": ("u>x u>c w>c w>y", "uw", "", ["x ⊥ y"]),
    "a hidden common cause": ("u>x u>y", "u", "", []),
    "a hidden mediator": ("x>u u>y", "u", "", []),
    "an inducing path": ("z>x x>y u>x u>y", "u", "", []),
    "either of two": ("x>a a>b b>y", "", "", ["a ⊥ y | b", "b ⊥ x | a", "x ⊥ y | a", "x ⊥ y | b"]),
    "selected on a collider": ("x>s y>s", "", "s", []),
    "selected on a middle": ("x>s s>y", "", "s", ["x ⊥ y"]),
    "selected aside": ("x>m m>y m>s", "", "s", ["x ⊥ y | m"]),
}


@pytest.mark.parametrize(
    ("text", "latent", "selected", "expected"), TEXTBOOK.values(), ids=TEXTBOOK
)
def test_textbook_diagrams(text: str, latent: str, selected: str, expected: list[str]):
    found = implied_independences(arrows(text, latent, selected))
    assert [str(claim) for claim in found.listed] == expected
    assert found.complete


def varying(diagram: Diagram) -> list[str]:
    """The variables about which a claim can be made: measured, and not the same in everybody."""
    return sorted(set(diagram.observed) - diagram.selected)


def subsets(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    ordered = sorted(names)
    for size in range(len(ordered) + 1):
        yield from combinations(ordered, size)


def by_brute_force(diagram: Diagram, separates) -> list[Claim]:
    found = []
    for left, right in combinations(varying(diagram), 2):
        others = set(varying(diagram)) - {left, right}
        valid = [chosen for chosen in subsets(others) if separates(diagram, left, right, chosen)]
        spare = [c for c in valid if not any(set(other) < set(c) for other in valid)]
        found += [(left, right, chosen) for chosen in spare]
    return found


def separates(diagram: Diagram, left: str, right: str, chosen: tuple[str, ...]) -> bool:
    return d_separated(diagram, [left], [right], chosen)


def blocks(diagram: Diagram, left: str, right: str, chosen: tuple[str, ...]) -> bool:
    return not any(
        path.is_open(diagram, chosen) for path in paths(diagram, left, right, limit=None)
    )


@pytest.mark.parametrize("selected", [0, 1, 2])
def test_every_minimal_set_of_every_pair_is_listed(random_diagram, selected: int):
    chance = random.Random(selected)
    without = pairs = 0
    for _ in range(700):
        diagram, _, _ = random_diagram(chance, selected=selected)
        found = implied_independences(diagram)
        assert claims(found.listed) == by_brute_force(diagram, separates), diagram
        pairs += len({(claim.left, claim.right) for claim in found.listed})
        without += not found.listed
    assert pairs > 1000
    assert 20 < without < 350


def test_the_listing_agrees_with_the_definition_path_by_path(random_diagram):
    chance = random.Random(4)
    for _ in range(60):
        diagram, _, _ = random_diagram(chance, largest=6, selected=chance.choice([0, 1]))
        expected = by_brute_force(diagram, blocks)
        assert claims(implied_independences(diagram).listed) == expected, diagram


def test_one_set_for_each_pair_is_one_of_its_minimal_sets(random_diagram):
    chance = random.Random(5)
    for _ in range(200):
        diagram, _, _ = random_diagram(chance, selected=chance.choice([0, 1]))
        every = implied_independences(diagram).listed
        one = implied_independences(diagram, one_per_pair=True).listed
        assert set(one) <= set(every)
        kept = [(claim.left, claim.right) for claim in one]
        assert kept == sorted({(claim.left, claim.right) for claim in every})


def test_a_hidden_link_is_one_that_no_set_cuts(random_diagram):
    chance = random.Random(6)
    linked = 0
    for _ in range(300):
        diagram, _, _ = random_diagram(chance, selected=chance.choice([0, 1, 2]))
        for name in varying(diagram):
            for other in hidden_links(diagram, name):
                free = set(varying(diagram)) - {name, other}
                assert not any(separates(diagram, name, other, chosen) for chosen in subsets(free))
                linked += not diagram.has_edge(name, other) and not diagram.has_edge(other, name)
    assert linked > 100


def partial_correlation(covariance: np.ndarray, pair: list[int], given: list[int]) -> float:
    used = np.ix_(pair + given, pair + given)
    precision = np.linalg.inv(covariance[used])
    return float(-precision[0, 1] / np.sqrt(precision[0, 0] * precision[1, 1]))


def covariance_of(diagram: Diagram, rng: np.random.Generator) -> np.ndarray:
    """The covariance of random linear equations, in the order of the diagram's causes."""
    order = diagram.topological_order
    effects = np.zeros((len(order), len(order)))
    for cause, effect in diagram.edges:
        size = rng.uniform(0.4, 1.5) * rng.choice([-1, 1])
        effects[order.index(effect), order.index(cause)] = size
    total = np.linalg.inv(np.eye(len(order)) - effects)
    return total @ np.diag(rng.uniform(0.5, 2, len(order))) @ total.T


def test_partial_correlations_vanish_where_it_is_implied_and_nowhere_else(random_diagram):
    """In a linear Gaussian model selecting on exact values is conditioning on them."""
    chance, rng = random.Random(7), np.random.default_rng(7)
    seen = {True: 0, False: 0}
    for _ in range(120):
        diagram, _, _ = random_diagram(chance, largest=6, selected=chance.choice([0, 1]))
        covariance = covariance_of(diagram, rng)
        number = {name: index for index, name in enumerate(diagram.topological_order)}
        listed = implied_independences(diagram).listed
        for left, right in combinations(varying(diagram), 2):
            sets = [set(c.given) for c in listed if (c.left, c.right) == (left, right)]
            for chosen in subsets(set(varying(diagram)) - {left, right}):
                given = [number[name] for name in (*chosen, *sorted(diagram.selected))]
                found = partial_correlation(covariance, [number[left], number[right]], given)
                vanishes = abs(found) < 1e-9
                seen[vanishes] += 1
                if set(chosen) in sets:
                    assert vanishes, (diagram, left, right, chosen)
                elif vanishes:
                    assert any(each <= set(chosen) for each in sets), (diagram, left, right, chosen)
    assert min(seen.values()) > 500


def test_the_basis_set_has_one_true_claim_for_each_missing_arrow(random_diagram):
    chance = random.Random(8)
    for _ in range(300):
        drawn, _, _ = random_diagram(chance)
        diagram = Diagram(drawn.nodes, drawn.edges)
        found = basis_set(diagram).listed
        missing = [
            pair
            for pair in combinations(sorted(diagram.nodes), 2)
            if not diagram.has_edge(*pair) and not diagram.has_edge(*pair[::-1])
        ]
        assert [(claim.left, claim.right) for claim in found] == missing
        assert all(separates(diagram, *claim) for claim in claims(found))


@pytest.mark.parametrize(("mark", "word"), [("latent", "hidden"), ("selected", "selected")])
def test_with_hidden_or_selected_variables_there_is_no_basis_set(mark: str, word: str):
    diagram = Diagram.of([("u", "x"), ("u", "y")], **{mark: ["u"]})
    with pytest.raises(DiagramError, match=f"no basis set: u is {word}"):
        basis_set(diagram)


def test_claims_about_a_selected_variable_are_not_made():
    """It is the same in everybody, hence independent of everything, whatever the diagram says."""
    found = implied_independences(arrows("x>y s>y z>x", selected=["s"]))
    assert [str(claim) for claim in found.listed] == ["y ⊥ z | x"]


def test_a_capped_listing_says_so():
    diagram = Diagram.of([(f"a{index}", f"b{index}") for index in range(3)])
    assert len(implied_independences(diagram, limit=12).listed) == 12
    assert implied_independences(diagram, limit=12).complete
    assert not implied_independences(diagram, limit=11).complete
    assert (
        implied_independences(diagram, limit=11).listed
        == (implied_independences(diagram).listed[:11])
    )


def test_a_complete_diagram_of_two_hundred_implies_nothing():
    names = [f"v{index:03d}" for index in range(200)]
    found = implied_independences(Diagram.of(combinations(names, 2)))
    assert found.listed == ()
    assert found.complete


def test_a_thousand_variables_with_a_hidden_cause_imply_nothing():
    diagram = Diagram.of([("u", f"v{index}") for index in range(1000)], latent=["u"])
    found = implied_independences(diagram)
    assert found.listed == ()
    assert found.complete


def test_variables_linked_by_selection_imply_nothing():
    """All of them cause who is in the data; each is linked with the next by something hidden."""
    links = [(f"u{i}", f"v{j:03d}") for i in range(250) for j in (i, i + 1)]
    selection = [(f"v{index:03d}", "s") for index in range(251)]
    hidden = [f"u{index}" for index in range(250)]
    found = implied_independences(Diagram.of([*links, *selection], (), hidden, ["s"]))
    assert found.listed == ()
    assert found.complete


@pytest.mark.parametrize(
    "diagram",
    [
        Diagram.of([(f"a{index}", f"b{index}") for index in range(3000)]),
        Diagram.of([(f"v{index:05d}", f"v{index + 1:05d}") for index in range(10_000)]),
        Diagram.of([(f"v{index % 97}", f"w{index}") for index in range(1500)]),
    ],
    ids=["isolated pairs", "a long chain", "many forks"],
)
def test_the_first_hundred_of_a_large_diagram_are_there_at_once(diagram: Diagram):
    found = list(islice(independences(diagram), 100))
    assert len(set(found)) == 100
    assert all(separates(diagram, *claim) for claim in claims(found[::20]))
    assert not implied_independences(diagram, limit=100).complete
    assert not basis_set(diagram, limit=100).complete


def test_the_answer_does_not_depend_on_the_order_of_hashes():
    program = (
        "from causalkit.analysis.identify.implied.independences import implied_independences\n"
        "from causalkit.graph import Diagram\n"
        "edges = [(a, b) for a in 'abcd' for b in 'wxyz'] + [('u', 'a'), ('u', 'z')]\n"
        "print(implied_independences(Diagram.of(edges, latent='u', selected='y')))\n"
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
    assert "Independence(left='w', right='x'" in printed.pop()
