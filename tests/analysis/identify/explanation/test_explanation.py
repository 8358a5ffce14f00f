"""Verdicts with their reasons, and the way back."""

from __future__ import annotations

import random

import pytest
from brute_force import (
    adjustable,
    blocks_by_separation,
    forbidden,
    subsets,
    valid_sets,
)

from causalkit.analysis.identify import NoRepair, explain, is_adjustment_set
from causalkit.errors import QuestionError
from causalkit.graph import Diagram, Path, Question

OPEN, COLLIDER = "open back-door path", "collider opened by conditioning"
BLOCKED, DESCENDANT = "causal path blocked", "forbidden descendant"
QUESTION = Question.of("x", "y")


def arrows(text: str, latent: str = "", selected: str = "") -> Diagram:
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), latent.split(), selected.split())


def kinds(diagram: Diagram, *adjusted: str) -> list[str]:
    return [reason.kind for reason in explain(diagram, QUESTION, adjusted).reasons]


def test_an_open_back_door_path_is_named_with_what_would_block_it():
    found = explain(arrows("pain>x pain>y x>y"), QUESTION, [])
    (reason,) = found.reasons
    assert (reason.kind, reason.path, reason.variables) == (OPEN, ("x", "pain", "y"), ("pain",))
    assert reason.text == "x ← pain → y is open: adjusting for pain would block it"
    assert str(found.repair) == "add pain"


def test_a_collider_that_was_adjusted_for_is_named():
    found = explain(arrows("u>x u>c w>c w>y x>y", latent="u w"), QUESTION, ["c"])
    (reason,) = found.reasons
    assert (reason.kind, reason.variables) == (COLLIDER, ("c",))
    assert reason.text == "x ← u → c ← w → y: collider at c is open: c is conditioned on"
    assert str(found.repair) == "leave out c"


def test_a_descendant_of_a_collider_opens_it_too():
    found = explain(arrows("x>c y>c c>d x>y"), QUESTION, ["d"])
    assert [reason.kind for reason in found.reasons] == [COLLIDER, DESCENDANT]
    assert found.reasons[0].path == ("x", "c", "y")
    assert "its descendant d is conditioned on" in found.reasons[0].text


def test_adjusting_for_a_mediator_leaves_no_biasing_path_open_and_is_wrong():
    found = explain(arrows("x>m m>y"), QUESTION, ["m"])
    (reason,) = found.reasons
    assert (reason.kind, reason.path, reason.variables) == (BLOCKED, ("x", "m", "y"), ("m",))
    assert not found.valid
    assert str(found.repair) == "leave out m"


@pytest.mark.parametrize(
    ("text", "path"),
    [("x>y y>later", ("x", "y", "later")), ("x>m m>y m>later", ("x", "m", "later"))],
)
def test_adjusting_for_what_the_effect_changes_leaves_none_open_and_is_wrong(text, path):
    found = explain(arrows(text), QUESTION, ["later"])
    (reason,) = found.reasons
    assert (reason.kind, reason.path) == (DESCENDANT, path)
    assert reason.text.endswith("the effect changes later, and adjusting for later distorts it")


def test_the_four_kinds_stand_side_by_side():
    diagram = arrows("pain>x pain>y u>x u>c w>c w>y x>m m>y y>later", latent="u w")
    assert kinds(diagram, "c", "m", "later") == [OPEN, COLLIDER, BLOCKED, DESCENDANT]
    assert kinds(diagram, "pain") == []


def test_a_consequence_of_the_exposure_beside_the_effect_does_no_harm():
    assert explain(arrows("x>y x>aside"), QUESTION, ["aside"]).valid


def test_selection_is_told_from_adjusting():
    found = explain(arrows("x>s y>s x>y", selected="s"), QUESTION, [])
    assert [reason.kind for reason in found.reasons] == [
        COLLIDER,
        DESCENDANT,
        "selected people differ",
    ]
    assert "selection on s distorts it" in found.reasons[1].text
    assert isinstance(found.repair, NoRepair)
    assert "no set would do" in str(found)


def test_where_nothing_helps_the_reason_is_given():
    found = explain(arrows("u>x u>y x>y", latent="u"), QUESTION, [])
    assert found.reasons[0].text == "x ← u → y is open: u is hidden"
    assert isinstance(found.repair, NoRepair)
    assert "because u is hidden" in str(found.repair)


def test_a_cause_that_is_really_an_effect():
    found = explain(arrows("y>x"), QUESTION, [])
    assert found.reasons[0].text == "x ← y is open: y is itself a cause of x"


def test_what_nobody_can_adjust_for_is_an_error():
    with pytest.raises(QuestionError, match="u is hidden"):
        explain(arrows("u>x u>y x>y", latent="u"), QUESTION, ["u"])


def test_a_listing_of_paths_that_is_cut_says_so():
    found = explain(arrows(" ".join(f"c{i}>x c{i}>y" for i in range(30))), QUESTION, [])
    assert len(found.reasons) == 20
    assert not found.complete
    assert "and more open paths" in str(found)
    assert len(found.repair.add) == 30
    assert not found.repair.smallest


@pytest.mark.parametrize(("exposures", "selected"), [(1, 0), (2, 0), (1, 1)])
def test_reasons_of_random_diagrams_are_those_of_the_definitions(
    random_diagram, exposures, selected
):
    chance = random.Random(10 * exposures + selected)
    met = dict.fromkeys([OPEN, COLLIDER, BLOCKED, DESCENDANT], 0)
    for _ in range(150):
        diagram, exposure, outcome = random_diagram(
            chance, largest=7, exposures=exposures, selected=selected
        )
        population = " and ".join(sorted(diagram.selected)) or "all"
        question = Question.of(exposure, outcome, population=population)
        later = forbidden(diagram, question)
        for chosen in subsets(adjustable(diagram, question)):
            found = explain(diagram, question, chosen)
            held = {*chosen, *diagram.selected}
            assert found.valid == is_adjustment_set(diagram, question, chosen)
            wrong = [r.variables[0] for r in found.reasons if r.kind in (BLOCKED, DESCENDANT)]
            assert sorted(wrong) == sorted(held & later)
            opened = [r for r in found.reasons if r.kind in (OPEN, COLLIDER)]
            assert bool(opened) != blocks_by_separation(diagram, question, chosen)
            for reason in found.reasons:
                met[reason.kind] += 1
                path = Path.through(diagram, reason.path)
                if reason.kind in (BLOCKED, DESCENDANT):
                    assert path.is_causal
                    assert reason.variables[0] in path.nodes
                else:
                    assert path.is_open(diagram, chosen)
                    assert not path.is_causal
    assert min(met.values()) > 20


def test_no_smaller_change_would_do(random_diagram):
    chance = random.Random(3)
    repaired = 0
    for _ in range(300):
        diagram, exposure, outcome = random_diagram(chance, largest=8)
        question, valid = Question.of(exposure, outcome), None
        valid = valid_sets(diagram, question)
        free = sorted(adjustable(diagram, question))
        chosen = frozenset(chance.sample(free, min(len(free), chance.randint(0, 4))))
        found = explain(diagram, question, chosen).repair
        if not valid:
            assert isinstance(found, NoRepair)
            continue
        assert found.adjustment in valid
        assert set(found.adjustment) == (chosen | set(found.add)) - set(found.remove)
        change = len(found.add) + len(found.remove)
        assert change == min(len(chosen.symmetric_difference(each)) for each in valid)
        assert found.smallest
        repaired += change > 0
    assert repaired > 60
