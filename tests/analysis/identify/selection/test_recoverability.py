"""What selected people tell about everybody: the paper's cases, and exact numbers."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pytest
from exact_models import Population

from causalkit.analysis.identify.selection.recoverability import (
    ConditionalRecovery,
    recover_conditional,
)
from causalkit.errors import DiagramError, QuestionError
from causalkit.graph import Diagram, Path, d_separated


def arrows(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ("s",)) -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


CASES = {
    # arrows, what is known from outside, the verdict, what must come from outside
    "selection by the stratum": ("x>y x>s", "", "as it is", ""),
    "selection by luck": ("x>y w>s", "", "as it is", ""),
    "selection by the outcome": ("x>y y>s", "", "not recoverable", ""),
    "selection by both": ("x>y x>s y>s", "x", "not recoverable", ""),
    "a hidden common cause": ("x>y u>y u>s c>y", "xc", "not recoverable", ""),
    "a cause of the outcome decides": ("x>y z>y z>s c>y", "", "not recoverable", ""),
    "and its distribution is known": ("x>y z>y z>s c>y", "xz", "external data", "xz"),
    "but not that of the strata": ("x>y z>y z>s c>y", "z", "not settled", ""),
    "the smallest set that helps": ("z>w w>y x>y z>s v>y v>s", "vwxz", "external data", "vwx"),
    "the outcome is known too": ("x>y y>s", "xy", "external data", "xy"),
}


@pytest.mark.parametrize(("text", "known", "verdict", "needed"), CASES.values(), ids=CASES)
def test_textbook_diagrams(text: str, known: str, verdict: str, needed: str):
    found = recover_conditional(
        arrows(text, "u" if "u" in text else ""), ["y"], ["x"], tuple(known)
    )
    assert found.verdict == verdict
    assert found.external == tuple(needed)
    assert bool(found.formula) == (verdict in ("as it is", "external data"))
    assert bool(found.path) != bool(found.formula)


def test_what_a_reader_sees():
    diagram = Diagram.of(
        [("kratom", "phq9"), ("pain", "phq9"), ("pain", "responds"), ("age", "phq9")],
        selected=["responds"],
    )

    def found(*known: str) -> ConditionalRecovery:
        return recover_conditional(diagram, ["phq9"], ["kratom"], known)

    assert found().reason == (
        "responds ← pain → phq9 links who is in the data with phq9 and nothing is known from "
        "outside, so populations that differ in P(phq9 | kratom) leave the same data behind. "
        "Data without selection on kratom and pain would do"
    )
    assert found("age").reason == (
        "responds ← pain → phq9 links who is in the data with phq9. What is known from outside, "
        "age, does not separate them; whether it helps in another way the theorems used here do "
        "not say. Data without selection on kratom and pain would do"
    )
    assert found("pain", "kratom").reason == (
        "among people alike in kratom and pain it is of no account for phq9 who is in the data, "
        "and the data from outside say how often each kind of people occurs"
    )
    assert found("pain", "kratom").formula == (
        "P(phq9 | kratom) = Σ_{pain} P(phq9 | kratom, pain, responds = 1) P(pain | kratom)"
    )
    known = found("kratom", "phq9")
    assert known.formula == "P(phq9 | kratom)"
    assert known.reason.startswith("the data from outside hold kratom and phq9")
    within = recover_conditional(diagram, ["phq9"], ["kratom", "pain"])
    assert within.reason == (
        "phq9 and responds are separated given kratom and pain, so P(phq9 | kratom, pain) is the "
        "same among the people in the data"
    )
    assert within.formula == "P(phq9 | kratom, pain) = P(phq9 | kratom, pain, responds = 1)"


def test_an_outcome_that_decides_who_is_in_the_data():
    diagram = Diagram.of(
        [("kratom", "phq9"), ("phq9", "mood"), ("mood", "responds")],
        latent=["mood"],
        selected=["responds"],
    )
    found = recover_conditional(diagram, ["phq9"], ["kratom"], ["kratom"])
    assert found.reason == (
        "responds ← mood ← phq9: nothing measured comes between phq9 and who is in the data, so "
        "populations that differ in P(phq9 | kratom) leave the same data behind. Only data "
        "without selection on phq9 would tell"
    )
    assert found.path == ("responds", "mood", "phq9")


def test_without_selection_the_data_show_it():
    found = recover_conditional(Diagram.of([("x", "y")]), ["y"], ["x"])
    assert found.verdict == "as it is"
    assert found.formula == "P(y | x)"
    assert found.reason == "nobody was selected into the data, so they show P(y | x)"


@pytest.mark.parametrize(
    ("outcome", "given", "message"),
    [
        ((), ("x",), "at least one variable"),
        (("y",), ("y",), "y is on both sides"),
        (("u",), (), "u is hidden"),
        (("y",), ("s",), "s is the same for everybody in the data"),
    ],
)
def test_questions_that_make_no_sense(outcome, given, message: str):
    with pytest.raises(QuestionError, match=message):
        recover_conditional(arrows("u>y x>y x>s", latent="u"), outcome, given)
    with pytest.raises(DiagramError, match='no variable "q"'):
        recover_conditional(arrows("x>y x>s"), ["q"])


def conditional(people: Population, outcome: str, given: tuple[str, ...], who) -> np.ndarray:
    """P(outcome = 1) in each stratum."""
    values = people.values()
    stratum, strata = people.stratum(values[name] for name in given), 2 ** len(given)
    weight = people.weight * who
    return np.bincount(stratum, weight * values[outcome], strata) / np.bincount(
        stratum, weight, strata
    )


def put_together(
    people: Population, outcome: str, given: tuple[str, ...], separator: tuple[str, ...]
) -> np.ndarray:
    """The sum over the separator: the outcome from the selected, the weights from everybody."""
    values = people.values()
    selected = people.where(values, people.diagram.selected)
    fine = people.stratum(values[name] for name in (*given, *separator))
    mean = conditional(people, outcome, (*given, *separator), selected)
    size = np.bincount(fine, people.weight, len(mean)).reshape(-1, 2 ** len(separator))
    return (mean.reshape(size.shape) * size).sum(axis=1) / size.sum(axis=1)


def drawn(chance: random.Random) -> tuple[Diagram, tuple[str, ...], tuple[str, ...]]:
    names = ["a", "b", "c", "d", "y", "s"]
    chance.shuffle(names)
    edges = [pair for pair in combinations(names, 2) if chance.random() < 0.4]
    hidden = chance.sample("abcd", chance.choice([0, 0, 1]))
    diagram = Diagram.of(edges, names, hidden, ["s"])
    free = [name for name in "abcd" if name not in hidden]
    given = tuple(sorted(chance.sample(free, chance.choice([0, 1, 2]))))
    known = tuple(sorted(name for name in free if chance.random() < 0.6))
    return diagram, given, known


def test_what_is_recovered_is_right_and_what_is_not_is_missed():
    chance, rng = random.Random(3), np.random.default_rng(3)
    seen = dict.fromkeys(("as it is", "external data", "not recoverable", "not settled"), 0)
    for _ in range(300):
        diagram, given, known = drawn(chance)
        found = recover_conditional(diagram, ["y"], given, known)
        seen[found.verdict] += 1
        people = [Population.random(diagram, rng) for _ in range(8)]
        truths = [conditional(them, "y", given, 1) for them in people]
        if found.verdict == "external data":
            separator = tuple(name for name in found.external if name not in given)
            results = [put_together(them, "y", given, separator) for them in people]
        else:
            results = [
                conditional(them, "y", given, them.where(them.values(), "s")) for them in people
            ]
        right = [np.allclose(one, other) for one, other in zip(results, truths, strict=True)]
        assert all(right) if found.formula else not all(right), (diagram, given, known)
        if found.path:
            assert str(Path.through(diagram, found.path)) in found.reason
    assert min(seen.values()) >= 15, seen


def test_the_least_is_asked_for_from_outside():
    chance, asked = random.Random(5), 0
    for _ in range(400):
        diagram, given, known = drawn(chance)
        free = Diagram(diagram.nodes, diagram.edges, diagram.latent)
        found = recover_conditional(diagram, ["y"], given, known)
        others = [name for name in known if name not in given]
        separating = [
            chosen
            for size in range(len(others) + 1)
            for chosen in combinations(others, size)
            if d_separated(free, ["s"], ["y"], (*given, *chosen))
        ]
        if not separating or set(given) - set(known):
            assert found.verdict != "external data"
        elif separating[0]:
            assert found.verdict == "external data"
            assert len(found.external) == len(given) + len(separating[0])
            assert set(found.external) - set(given) in map(set, separating)
            asked += 1
        else:
            assert found.verdict == "as it is"
    assert asked > 20


def test_two_populations_that_leave_the_same_data_behind():
    """Selection by an outcome of three values: half the twos, but a third more zeros."""
    outcome = np.array([0.3, 0.3, 0.4])
    enters = np.array([0.6, 0.6, 0.3])
    other = np.array([0.4, 0.4, 0.2])
    other_enters = outcome * enters / other
    selected = outcome * enters
    assert np.allclose(selected, other * other_enters)
    assert other_enters.max() <= 1
    assert abs(outcome @ range(3) - other @ range(3)) > 0.2
    assert recover_conditional(arrows("x>y y>s"), ["y"], [], ["x"]).verdict == "not recoverable"


def test_a_chain_of_ten_thousand_variables_is_as_good_as_one_of_three():
    links = [(f"v{i}", f"v{i + 1}") for i in range(10_000)]
    diagram = Diagram.of([*links, ("v0", "s"), ("v10000", "y")], selected=["s"])
    found = recover_conditional(diagram, ["y"], [], ["v4000", "v5000"])
    assert found.verdict == "external data"
    hidden = Diagram(diagram.nodes, diagram.edges, frozenset(diagram.nodes[:-2]), frozenset("s"))
    assert recover_conditional(hidden, ["y"], [], []).verdict == "not recoverable"
