"""One naive difference, three truths: what the flagship is for."""

from __future__ import annotations

from itertools import combinations

import pytest

from causalkit.graph import d_separated
from causalkit.nature import world

PRESETS = ("benign", "null", "harmful")
PEOPLE = 300_000


def naive_difference(preset: str) -> float:
    frame = world("self_medication", preset=preset).sample(PEOPLE, seed=2).frame
    means = frame.groupby("kratom")["phq9"].mean()
    return float(means[True] - means[False])


@pytest.fixture(scope="module")
def naive() -> dict[str, float]:
    return {preset: naive_difference(preset) for preset in PRESETS}


def test_naive_differences_agree_within_a_tenth_of_a_point(naive: dict[str, float]) -> None:
    assert max(naive.values()) - min(naive.values()) < 0.1


@pytest.mark.parametrize("preset", PRESETS)
def test_users_score_one_and_a_half_points_higher(preset: str, naive: dict[str, float]) -> None:
    assert naive[preset] == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize(("preset", "lowest", "highest"), [
    ("benign", -1.3, -1.0),
    ("null", 0.0, 0.0),
    ("harmful", 0.6, 0.9),
])  # fmt: skip
def test_truths_differ(preset: str, lowest: float, highest: float) -> None:
    assert lowest <= world("self_medication", preset=preset).truth().value <= highest


def test_bare_world_is_the_null() -> None:
    bare, null = world("self_medication"), world("self_medication", preset="null")
    assert bare.knobs == null.knobs


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_has_as_many_users(preset: str) -> None:
    """Smith 2021: 13.4 %, in each of the three worlds."""
    everybody = world("self_medication", preset=preset).replace("select responds ~ bernoulli(1)")
    users = everybody.sample(150_000, seed=3).frame["kratom"].mean()
    assert users == pytest.approx(0.134, abs=0.003)


@pytest.mark.parametrize(("name", "answers"), [
    ("self_medication", "responds"),
    ("general_population", "included"),
])  # fmt: skip
def test_causes_of_the_outcome_or_of_the_exposure_suffice(name: str, answers: str) -> None:
    """The two minimal adjustment sets that the story names, and no other."""
    earlier = ("age", "sex", "pain", "opioids", "anxiety", "depression", "motive")
    backdoor = world(name).diagram.without_outgoing("kratom")
    sets = [set(some) for size in range(8) for some in combinations(earlier, size)]
    blocking = [s for s in sets if d_separated(backdoor, ["kratom"], ["phq9"], [*s, answers])]
    minimal = [s for s in blocking if not any(smaller < s for smaller in blocking)]
    assert minimal == [
        {"pain", "opioids", "anxiety", "depression"},
        {"age", "sex", "pain", "opioids", "motive"},
    ]


@pytest.mark.parametrize("name", ["self_medication", "general_population"])
def test_the_other_questionnaire_is_a_consequence(name: str) -> None:
    assert "gad7" in world(name).diagram.descendants("kratom")
