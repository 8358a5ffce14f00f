"""What a student reads when an effect is not identified by adjustment."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from causalkit.analysis.identify import backdoor_adjustment
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Path, Question


def finding(
    arrows: str,
    question: Question,
    latent: Iterable[str] = (),
    selected: Iterable[str] = (),
) -> NotIdentified:
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in arrows.split()]
    with pytest.raises(NotIdentified) as caught:
        backdoor_adjustment(Diagram.of(pairs, (), tuple(latent), tuple(selected)), question)
    return caught.value


KRATOM = Question.of("kratom", "phq9")
WHOLE = "effect of kratom on phq9 is not identified by adjustment"


def test_a_hidden_common_cause():
    found = finding(
        "vulnerability>kratom vulnerability>phq9 kratom>phq9", KRATOM, latent=["vulnerability"]
    )
    assert str(found) == (
        f"{WHOLE}: kratom ← vulnerability → phq9 stays open, because vulnerability is hidden"
    )
    assert found.path == ("kratom", "vulnerability", "phq9")
    assert found.obstacles == ("vulnerability",)


def test_a_mediator_cannot_block_what_it_carries():
    found = finding("u>kratom u>relief kratom>relief relief>phq9", KRATOM, latent=["u"])
    assert str(found) == (
        f"{WHOLE}: kratom ← u → relief → phq9 stays open, because u is hidden and the effect "
        f"itself runs through relief"
    )


def test_an_outcome_that_causes_the_exposure():
    found = finding("phq9>kratom", KRATOM)
    assert str(found) == (
        f"{WHOLE}: kratom ← phq9 stays open, because phq9 is itself a cause of kratom"
    )
    assert found.obstacles == ()


def test_a_collider_that_must_be_and_must_not_be_adjusted_for():
    found = finding(
        "u>kratom u>pain w>pain w>phq9 pain>kratom pain>phq9 kratom>phq9",
        KRATOM,
        latent=["u", "w"],
    )
    assert str(found) == (
        f"{WHOLE}: kratom ← u → pain ← w → phq9 stays open, because u and w are hidden and "
        f"leaving out pain would open kratom ← pain → phq9"
    )
    assert found.obstacles == ("u", "pain", "w")


def test_a_clinic_that_admits_by_exposure_and_outcome():
    found = finding("kratom>patient phq9>patient kratom>phq9", KRATOM, selected=["patient"])
    assert str(found) == (
        f"{WHOLE}: kratom → patient ← phq9 stays open, because patient is a collider and the "
        f"data are selected on it"
    )
    assert found.obstacles == ("patient",)


def test_selection_on_a_consequence_of_a_collider():
    found = finding(
        "kratom>pain u>pain u>phq9 kratom>phq9 pain>responds",
        Question.of("kratom", "phq9", population="responds"),
        latent=["u"],
        selected=["responds"],
    )
    assert "kratom → pain ← u → phq9 stays open" in str(found)
    assert "pain is a collider and the data are selected on responds, which it affects" in str(
        found
    )
    assert found.obstacles == ("pain", "u")


def test_selection_on_the_outcome():
    found = finding(
        "kratom>phq9 phq9>responds",
        Question.of("kratom", "phq9", population="responds"),
        selected=["responds"],
    )
    assert str(found) == (
        f"{WHOLE}: the data are selected on responds, which depends on the effect itself, "
        f"kratom → phq9 → responds"
    )


@pytest.mark.parametrize("hidden", ["kratom", "phq9"])
def test_hidden_exposure_or_outcome(hidden: str):
    found = finding("kratom>phq9", KRATOM, latent=[hidden])
    assert f"{hidden} is hidden, so no data hold it" in str(found)


def test_data_selected_on_the_exposure():
    found = finding("kratom>phq9", KRATOM, selected=["kratom"])
    assert "the data are selected on kratom, so it does not vary" in str(found)


def random_finding(diagram: Diagram, question: Question) -> NotIdentified | None:
    try:
        backdoor_adjustment(diagram, question)
    except NotIdentified as found:
        return found
    return None


@pytest.mark.parametrize("selected", [0, 1])
def test_every_finding_names_a_path_of_the_diagram_that_stays_open(random_diagram, selected: int):
    chance = random.Random(selected)
    shown = 0
    while shown < 150:
        diagram, exposure, outcome = random_diagram(chance, selected=selected)
        population = " and ".join(sorted(diagram.selected)) or "all"
        question = Question.of(exposure, outcome, population=population)
        found = random_finding(diagram, question)
        if found is None:
            continue
        shown += 1
        path = Path.through(diagram, found.path)
        assert str(path) in str(found)
        if "stays open" in str(found):
            assert {path.nodes[0], path.nodes[-1]} == {*exposure, outcome}
            assert set(found.obstacles) <= set(path.nodes[1:-1])
            assert open_once_colliders_are_adjusted(diagram, path)


def open_once_colliders_are_adjusted(diagram: Diagram, path: Path) -> bool:
    colliders = {t.middle for t in path.triples(diagram) if t.kind == "collider"}
    return path.is_open(diagram, colliders - diagram.selected)
