"""Adjustment with data from outside: the pairs against exact numbers and brute force.

For each adjustment set and each part of it that might be known from outside, the formula is
computed from the distribution among the selected and that of the part in the target
population. A pair that is declared admissible must give the true means; one that is declared
inadmissible must miss them for some of the random equations.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

import numpy as np
import pytest
from exact_models import Population
from selection_cases import XY, Case, arrows, drawn_case

from causalkit.analysis.identify import backdoor_adjustment
from causalkit.analysis.identify.population import conditioned
from causalkit.analysis.identify.selection.external import (
    Pair,
    SelectionAdjustment,
    identify_with_external,
)
from causalkit.analysis.identify.selection.pair_check import check_pair
from causalkit.analysis.identify.selection.transport import check_selection
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Path, Question

TEXTBOOK = {
    "the census knows the confounder": ("a>x a>y x>y a>s", "a", (("a",), ("a",))),
    "the data suffice": ("a>x a>y x>y x>w luck>s", "a", (("a",), ())),
    "half of the adjustment set is enough": (
        "a>x a>y b>x b>y x>y b>s",
        "ab",
        (("a", "b"), ("b",)),
    ),
    "either of two will do": ("a>b b>y a>s x>y", "ab", (("a",), ("a",))),
    "a covariate that is no confounder": ("a>y a>s x>y", "a", (("a",), ("a",))),
    "the exposure decides, and is confounded": ("a>x a>y x>y x>s", "a", (("a",), ("a",))),
}


@pytest.mark.parametrize(("text", "known", "expected"), TEXTBOOK.values(), ids=TEXTBOOK)
def test_textbook_diagrams(text: str, known: str, expected: Pair):
    found = identify_with_external(arrows(text), XY, tuple(known))
    assert (found.adjustment, found.external) == expected
    assert found.needs_external == bool(expected[1])
    assert found.complete
    assert check_pair(arrows(text), XY, *expected).pairs == (expected,)


def test_without_selection_it_is_plain_adjustment(random_diagram):
    chance, identified = random.Random(1), 0
    for _ in range(300):
        diagram, exposure, outcome = random_diagram(chance, exposures=chance.choice([1, 2]))
        question = Question.of(exposure, outcome)
        try:
            plain = backdoor_adjustment(diagram, question)
        except NotIdentified:
            with pytest.raises(NotIdentified):
                identify_with_external(diagram, question, diagram.observed)
            continue
        found = identify_with_external(diagram, question, diagram.observed)
        assert found.pairs == tuple((chosen, ()) for chosen in plain.minimal_sets)
        identified += 1
    assert 50 < identified < 280


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed", "selected", "group"])
def test_a_pair_is_admissible_exactly_when_the_formula_gives_the_truth(population: str):
    chance, rng = random.Random(population), np.random.default_rng(7)
    seen = {(declared, external): 0 for declared in (True, False) for external in (True, False)}
    for _ in range(40):
        case = drawn_case(chance, population)
        people = [Population.random(case.diagram, rng) for _ in range(8)]
        for chosen, known in case.pairs():
            declared = case.declared(chosen, known)
            seen[declared, bool(known)] += 1
            if declared:
                assert all(case.error(them, chosen, known) < 1e-10 for them in people[:2]), case
            else:
                # Random equations may ignore a cause, so the miss may take several of them.
                misses = (case.error(them, chosen, known) > 1e-10 for them in people)
                assert any(misses), (case, chosen, known)
    assert min(seen.values()) >= 15, seen


def by_brute_force(case: Case, available: Iterable[str]) -> tuple[Pair, ...]:
    """Every admissible pair from which nothing can be spared."""
    admissible = [
        (chosen, known)
        for chosen, known in case.pairs()
        if set(known) <= set(available) and case.declared(chosen, known)
    ]
    minimal = [
        pair
        for pair in admissible
        if not any(
            other != pair and set(other[0]) <= set(pair[0]) and set(other[1]) <= set(pair[1])
            for other in admissible
        )
    ]
    ordered = [(tuple(sorted(chosen)), tuple(sorted(known))) for chosen, known in minimal]
    return tuple(sorted(ordered, key=lambda p: (len(p[1]), p[1], len(p[0]), p[0])))


def listed(case: Case, available: Iterable[str]) -> tuple[Pair, ...]:
    try:
        found = identify_with_external(case.diagram, case.question, available)
    except NotIdentified:
        return ()
    assert found.complete
    assert (found.adjustment, found.external) == found.pairs[0]
    return found.pairs


@pytest.mark.parametrize("population", ["all", "exposed", "selected", "group"])
def test_every_minimal_pair_of_random_diagrams_is_listed(population: str):
    chance = random.Random(f"minimal {population}")
    found = {"none": 0, "no external data": 0, "external data": 0, "several": 0}
    for _ in range(250):
        case = drawn_case(chance, population, covariates=4)
        available = tuple(name for name in case.free if chance.random() < 0.8)
        expected = by_brute_force(case, available)
        assert listed(case, available) == expected, (case, available)
        found["none"] += not expected
        found["no external data"] += bool(expected) and not expected[0][1]
        found["external data"] += bool(expected) and bool(expected[0][1])
        found["several"] += len(expected) > 1
    assert min(found.values()) >= 3, found


def test_with_nothing_known_it_agrees_with_adjustment_under_selection(random_diagram):
    chance, identified = random.Random(4), 0
    for _ in range(400):
        diagram, exposure, outcome = random_diagram(
            chance, exposures=chance.choice([1, 2]), selected=chance.choice([1, 2])
        )
        population = chance.choice(["all", "exposed", *sorted(diagram.selected)])
        question = Question.of(exposure, outcome, population=population)
        case = Case(diagram, exposure, outcome, population, ())
        try:
            plain = backdoor_adjustment(diagram, question).minimal_sets
        except NotIdentified:
            plain = ()
        if population in diagram.selected:
            case = Case(diagram, exposure, outcome, "all", (population,))
        assert listed(case, ()) == tuple((chosen, ()) for chosen in plain)
        identified += bool(plain)
    assert 60 < identified < 340


def test_those_asked_about_may_be_selected_on_a_consequence_of_the_exposure():
    """Among s, t tells about w, through the collider s; so those with t do not speak for s."""
    diagram = arrows("x>s x>t w>s w>y x>y", selected="st")
    question = Question.of("x", "y", population="s")
    group = conditioned(diagram, question)
    with pytest.raises(NotIdentified) as caught:
        check_selection(diagram, group, question)
    assert caught.value.path == ("t", "x", "s", "w", "y")
    assert "ask for the effect among s == 1 and t" in str(caught.value)
    assert identify_with_external(diagram, question, "w").external == ("w",)


def refusal(diagram: Diagram, *sets: Iterable[str], question: Question = XY) -> NotIdentified:
    ask = identify_with_external if len(sets) == 1 else check_pair
    with pytest.raises(NotIdentified) as caught:
        ask(diagram, question, *sets)
    return caught.value


WHOLE = "effect of x on y is not identified by adjustment for the target population"
AMONG = "It is identified for those people: ask for the effect among s"


def test_a_missing_census_is_asked_for():
    found = refusal(arrows("a>b b>y x>y a>s"), [])
    assert str(found) == (
        f"{WHOLE}: s ← a → b → y links who is in the data with y; the data hold only people "
        f"selected on s. Data without selection on a would mend that. {AMONG}"
    )
    assert found.path == ("s", "a", "b", "y")
    assert found.obstacles == ("s",)


def test_where_no_census_can_help_that_is_said():
    found = refusal(arrows("u>y x>y u>s", latent="u"), [])
    assert str(found) == (
        f"{WHOLE}: s ← u → y links who is in the data with y; the data hold only people "
        f"selected on s. No data from outside on the covariates measured here would mend that. "
        f"{AMONG}"
    )


def test_confounding_comes_first():
    found = refusal(arrows("u>x u>y x>y a>y a>s", latent="u"), "a")
    assert "x ← u → y stays open, because u is hidden" in str(found)
    assert "the data are selected on s, which depends on the effect itself" in str(
        refusal(arrows("x>y y>s"), [])
    )


def test_every_refusal_names_a_path_of_the_diagram(random_diagram):
    chance, shown = random.Random(8), 0
    while shown < 150:
        diagram, exposure, outcome = random_diagram(chance, selected=1)
        case = Case(diagram, exposure, outcome, "all", ())
        available = tuple(name for name in case.free if chance.random() < 0.5)
        if listed(case, available):
            continue
        shown += 1
        found = refusal(diagram, available, question=case.question)
        assert str(Path.through(diagram, found.path)) in str(found)
        if "Data without selection on" in str(found):
            assert listed(case, case.free)
    assert shown == 150


def many_bridges(routes: int) -> Diagram:
    """Selection and outcome are joined by routes s ← a ← b → y, the exposure by others."""
    steps = [(f"a{i}", "s") for i in range(routes)] + [(f"b{i}", f"a{i}") for i in range(routes)]
    steps += [(f"b{i}", "y") for i in range(routes)]
    steps += [("c", "x"), ("d", "c"), ("d", "y"), ("x", "y")]
    return Diagram.of(steps, selected=["s"])


def test_a_capped_listing_says_so_and_still_asks_for_the_least():
    diagram = many_bridges(5)
    whole = identify_with_external(diagram, XY, diagram.observed, limit=100)
    capped = identify_with_external(diagram, XY, diagram.observed, limit=10)
    assert whole.complete
    assert len(whole.pairs) == 2 * 2**5
    assert not capped.complete
    assert set(capped.pairs) < set(whole.pairs)
    assert (capped.adjustment, capped.external) == whole.pairs[0]
    huge = identify_with_external(many_bridges(25), XY, many_bridges(25).observed)
    assert not huge.complete
    assert len(huge.external) == 25


def test_a_chain_of_ten_thousand_variables_is_as_good_as_one_of_three():
    links = [(f"v{i}", f"v{i + 1}") for i in range(10_000)]
    diagram = Diagram.of([*links, ("v0", "s"), ("v10000", "y"), ("x", "y")], selected=["s"])
    found: SelectionAdjustment = identify_with_external(diagram, XY, ["v4000"])
    assert found.pairs == ((("v4000",), ("v4000",)),)
