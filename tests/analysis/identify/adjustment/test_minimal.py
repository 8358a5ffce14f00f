"""One set to adjust for, with wishes, against every subset of random diagrams."""

from __future__ import annotations

import random

import pytest
from brute_force import adjustable, minimal, subsets, valid_sets

from causalkit.analysis.identify import adjustment_sets, is_adjustment_set, minimal_adjustment
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph import Diagram, Question


def asked(diagram: Diagram, exposure: tuple[str, ...], outcome: str) -> Question:
    selected = " and ".join(sorted(diagram.selected))
    return Question.of(exposure, outcome, population=selected or "all")


@pytest.mark.parametrize("selected", [0, 1])
@pytest.mark.parametrize("exposures", [1, 2])
def test_a_set_is_valid_exactly_when_the_criterion_says_so(random_diagram, exposures, selected):
    chance = random.Random(20 + 10 * exposures + selected)
    met = {True: 0, False: 0}
    for _ in range(400):
        drawn = random_diagram(chance, largest=8, exposures=exposures, selected=selected)
        diagram, question = drawn[0], asked(*drawn)
        valid = set(valid_sets(diagram, question))
        for chosen in subsets(adjustable(diagram, question)):
            found = is_adjustment_set(diagram, question, chosen)
            assert found == (chosen in valid), (drawn, chosen)
            met[found] += 1
    assert min(met.values()) > 300


@pytest.mark.parametrize("selected", [0, 1])
def test_one_minimal_set_is_found_whenever_there_is_one(random_diagram, selected):
    chance = random.Random(40 + selected)
    met = {True: 0, False: 0}
    for _ in range(1_500):
        drawn = random_diagram(
            chance, largest=9, exposures=chance.choice([1, 1, 2]), selected=selected
        )
        diagram, question = drawn[0], asked(*drawn)
        free = sorted(adjustable(diagram, question))
        required = set(chance.sample(free, min(len(free), chance.choice([0, 0, 1]))))
        excluded = set(chance.sample(free, min(len(free), chance.choice([0, 1, 2])))) - required
        wanted = minimal(
            [
                chosen
                for chosen in valid_sets(diagram, question)
                if required <= set(chosen) and not excluded & set(chosen)
            ]
        )
        wishes = {"required": required, "excluded": excluded}
        met[bool(wanted)] += 1
        if wanted:
            assert minimal_adjustment(diagram, question, **wishes) in wanted, (drawn, wishes)
            listed = list(adjustment_sets(diagram, question, **wishes))
            assert sorted(listed, key=lambda each: (len(each), each)) == list(wanted)
        else:
            for call in (minimal_adjustment, adjustment_sets):
                with pytest.raises(NotIdentified):
                    call(diagram, question, **wishes)
    assert min(met.values()) > 300


def test_wishes_are_heard():
    diagram = Diagram.of([("age", "x"), ("age", "pain"), ("pain", "y"), ("x", "y"), ("sex", "y")])
    question = Question.of("x", "y")
    assert minimal_adjustment(diagram, question) == ("pain",)
    assert minimal_adjustment(diagram, question, excluded=["pain"]) == ("age",)
    assert minimal_adjustment(diagram, question, required=["sex"]) == ("pain", "sex")
    with pytest.raises(NotIdentified, match="age and pain are not to be adjusted for"):
        minimal_adjustment(diagram, question, excluded=["pain", "age"])


def test_a_required_mediator_leaves_nothing_to_choose():
    diagram = Diagram.of([("x", "m"), ("m", "y")])
    with pytest.raises(NotIdentified, match="m is adjusted for in any case, which depends on the"):
        minimal_adjustment(diagram, Question.of("x", "y"), required=["m"])


def test_a_required_collider_is_named():
    diagram = Diagram.of(
        [("u", "x"), ("u", "c"), ("w", "c"), ("w", "y"), ("x", "y")], latent=["u", "w"]
    )
    with pytest.raises(NotIdentified, match="c is a collider and it is adjusted for in any case"):
        minimal_adjustment(diagram, Question.of("x", "y"), required=["c"])


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"required": ["u"]}, "u is hidden, so nobody can adjust for it"),
        ({"required": ["x"]}, "x is the exposure"),
        ({"required": ["y"]}, "y is the outcome"),
        ({"required": ["agee"]}, 'no variable "agee". Did you mean "age"'),
        ({"required": ["age"], "excluded": ["age"]}, "age is both required and excluded"),
    ],
)
def test_wishes_that_make_no_sense(wishes, message):
    diagram = Diagram.of([("age", "x"), ("age", "y"), ("u", "y"), ("x", "y")], latent=["u"])
    with pytest.raises(QuestionError, match=message):
        minimal_adjustment(diagram, Question.of("x", "y"), **wishes)


@pytest.mark.parametrize(
    ("adjusted", "valid"), [(["m"], False), (["later"], False), ([], True), (["aside"], True)]
)
def test_no_open_biasing_path_is_not_yet_validity(adjusted, valid):
    """Adjusting for a mediator or for a consequence of the outcome opens no back door."""
    diagram = Diagram.of([("x", "m"), ("m", "y"), ("y", "later"), ("x", "aside")])
    assert is_adjustment_set(diagram, Question.of("x", "y"), adjusted) is valid
