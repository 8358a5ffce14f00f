"""Which sets identify an effect: textbook diagrams, then every subset of random ones."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable
from itertools import combinations

import pytest
from brute_force import (
    Sets,
    blocks_by_paths,
    blocks_by_separation,
    minimal,
    minimal_sets,
)

from causalkit.analysis.identify import backdoor_adjustment
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph import Diagram, Question, d_separated


def arrows(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ()) -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


TEXTBOOK = {
    "nothing confounds": ("x>y", (), ((),)),
    "a confounder": ("c>x c>y x>y", (), (("c",),)),
    "a mediator is left alone": ("x>m m>y", (), ((),)),
    "the M: a collider is left alone": ("u>x u>c w>c w>y x>y", "uw", ((),)),
    "the butterfly: collider and confounder": (
        "u>x u>c w>c w>y c>x c>y x>y",
        (),
        (("c", "u"), ("c", "w")),
    ),
    "either end of a chain": ("u>a a>x u>b b>y x>y", "u", (("a",), ("b",))),
    "a proxy does not help": ("c>x c>y c>p x>y", (), (("c",),)),
    "an instrument is not needed": ("i>x c>x c>y x>y", (), (("c",),)),
    "a consequence of the exposure beside the path": ("x>s x>y", (), ((),)),
    "one of each kind": ("a>x a>y b>c b>x c>y x>m m>y", (), (("a", "b"), ("a", "c"))),
}


@pytest.mark.parametrize(("text", "latent", "expected"), TEXTBOOK.values(), ids=TEXTBOOK)
def test_textbook_diagrams(text: str, latent: Iterable[str], expected: Sets):
    found = backdoor_adjustment(arrows(text, latent), Question.of("x", "y"))
    assert found.minimal_sets == expected
    assert found.complete


def listed(diagram: Diagram, question: Question) -> Sets:
    try:
        return backdoor_adjustment(diagram, question).minimal_sets
    except NotIdentified:
        return ()


def asked(diagram: Diagram, exposure: tuple[str, ...], outcome: str) -> Question:
    selected = " and ".join(sorted(diagram.selected))
    return Question.of(exposure, outcome, population=selected or "all")


@pytest.mark.parametrize("selected", [0, 1])
@pytest.mark.parametrize("exposures", [1, 2])
def test_every_minimal_set_of_random_diagrams_is_listed(
    random_diagram, exposures: int, selected: int
):
    chance = random.Random(10 * exposures + selected)
    identified = 0
    for _ in range(700):
        drawn = random_diagram(chance, exposures=exposures, selected=selected)
        question = asked(*drawn)
        expected = minimal_sets(drawn[0], question, blocks_by_separation)
        assert listed(drawn[0], question) == expected, drawn
        identified += bool(expected)
    assert 150 < identified < 650


@pytest.mark.parametrize("selected", [0, 1])
def test_the_listing_agrees_with_the_definition_path_by_path(random_diagram, selected: int):
    chance = random.Random(selected)
    for _ in range(120):
        drawn = random_diagram(
            chance, largest=6, exposures=chance.choice([1, 2]), selected=selected
        )
        question = asked(*drawn)
        expected = minimal_sets(drawn[0], question, blocks_by_paths)
        assert listed(drawn[0], question) == expected, drawn


def test_without_selection_one_exposure_gives_the_sets_of_the_textbook_criterion(random_diagram):
    """Pearl's criterion forbids every descendant of the exposure; no minimal set has one."""
    chance = random.Random(3)
    for _ in range(700):
        diagram, (exposure,), outcome = random_diagram(chance)
        excluded = diagram.descendants(exposure) | {outcome} | diagram.latent
        free = sorted(set(diagram.nodes) - excluded)
        backdoor = diagram.without_outgoing(exposure)
        valid = [
            chosen
            for size in range(len(free) + 1)
            for chosen in combinations(free, size)
            if d_separated(backdoor, [exposure], [outcome], chosen)
        ]
        if outcome in diagram.descendants(exposure):
            assert listed(diagram, Question.of(exposure, outcome)) == minimal(valid)


def parallel(routes: int) -> Diagram:
    """Back-door paths x ← a ← b → y, each of which either a or b blocks."""
    steps = [(f"a{i}", "x") for i in range(routes)] + [(f"b{i}", f"a{i}") for i in range(routes)]
    return Diagram.of([*steps, *((f"b{i}", "y") for i in range(routes)), ("x", "y")])


def test_a_capped_listing_says_so_and_still_uses_the_smallest_set():
    diagram = parallel(7)
    whole = backdoor_adjustment(diagram, Question.of("x", "y"), limit=200)
    capped = backdoor_adjustment(diagram, Question.of("x", "y"), limit=10)
    assert whole.complete
    assert len(whole.minimal_sets) == 2**7
    assert not capped.complete
    assert len(capped.minimal_sets) == 10
    assert set(capped.minimal_sets) < set(whole.minimal_sets)
    assert capped.adjustment == whole.adjustment == tuple(f"b{i}" for i in range(7))


def test_a_diagram_with_a_million_sets_answers_at_once():
    found = backdoor_adjustment(parallel(20), Question.of("x", "y"))
    assert not found.complete
    assert len(found.minimal_sets) == 100
    assert found.adjustment == tuple(sorted(f"b{i}" for i in range(20)))


def test_the_empty_set_suffices_is_not_the_same_as_no_set_exists():
    assert backdoor_adjustment(arrows("x>y"), Question.of("x", "y")).adjustment == ()
    with pytest.raises(NotIdentified):
        backdoor_adjustment(arrows("u>x u>y", latent="u"), Question.of("x", "y"))


def test_several_exposures_are_adjusted_for_jointly():
    """What one exposure does by way of the other is set by hand."""
    diagram = arrows("c>dose c>y dose>kratom dose>y kratom>y w>kratom w>y")
    found = backdoor_adjustment(diagram, Question.of(["dose", "kratom"], "y"))
    assert found.minimal_sets == (("c", "w"),)


@pytest.mark.parametrize(
    ("exposure", "outcome"), [("kratm", "phq9"), ("kratom", "phq"), ("kratom", "pain2")]
)
def test_an_unknown_variable_is_a_question_error(exposure: str, outcome: str):
    diagram = Diagram.of([("pain", "kratom"), ("kratom", "phq9")])
    with pytest.raises(QuestionError, match=r"has no variable.*Did you mean"):
        backdoor_adjustment(diagram, Question.of(exposure, outcome))


def test_the_answer_does_not_depend_on_the_order_of_hashes():
    program = (
        "from causalkit.analysis.identify import backdoor_adjustment\n"
        "from causalkit.graph import Diagram, Question\n"
        "edges = [(a, b) for a in 'abcdefgh' for b in 'xyz']\n"
        "edges += [('x', 'y'), ('u', 'z'), ('z', 'w'), ('w', 'y')]\n"
        "print(backdoor_adjustment(Diagram.of(edges, latent='u'), Question.of('x', 'y')))\n"
        "try: backdoor_adjustment(Diagram.of([*edges, ('q', 'x'), ('q', 'y')], latent=[*'qaf']),"
        " Question.of('x', 'y'))\n"
        "except Exception as finding: print(finding)\n"
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
    assert "hidden" in printed.pop()
