"""What complete rows show, and the weights that mend their mixture."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from m_graphs import XY, m_graph

from causalkit.analysis.identify.missingness.complete_rows import (
    mixing_weights,
    show_contrast,
    show_effect,
    show_strata,
)
from causalkit.analysis.identify.missingness.gaps import Gaps
from causalkit.graph import Question

CONFOUNDED = "z>x z>y x>y"

SHOWN = {
    # arrows, then whether complete rows show the contrast, the strata and the effect
    "a gap for no reason": (f"{CONFOUNDED} w>?y", True, True, True),
    "a gap because of the exposure": ("x>y x>?y z>y", True, True, True),
    "and the exposure is confounded": (f"{CONFOUNDED} x>?y", True, True, False),
    "a gap because of a covariate": (f"{CONFOUNDED} z>?x", True, True, False),
    "a gap because of a cause of the outcome": (f"{CONFOUNDED} a>y a>?x", True, False, False),
    "a gap because of exposure and outcome": (f"{CONFOUNDED} x>?z y>?z", False, False, False),
    "a gap because of the outcome": (f"{CONFOUNDED} y>?z", False, False, False),
}


@pytest.mark.parametrize(("text", "contrast", "strata", "effect"), SHOWN.values(), ids=SHOWN)
def test_textbook_diagrams(text: str, contrast: bool, strata: bool, effect: bool):
    gaps = Gaps(m_graph(text), XY, ("z",))
    assert (show_contrast(gaps), show_strata(gaps), show_effect(gaps)) == (
        contrast,
        strata,
        effect,
    )


MENDED = {
    "the exposure hides itself": (f"{CONFOUNDED} x>?x", "z", ["P(missing_x = 0 | z)"]),
    "two gaps at once": (
        f"{CONFOUNDED} x>?x z>?y",
        "z",
        ["P(missing_x = 0, missing_y = 0 | z)"],
    ),
    "the covariate has gaps that the other explains": (
        f"{CONFOUNDED} x>?x a>z a>x a>y a>?z z>?y",
        "az",
        [
            "P(missing_x = 0, missing_y = 0 | a, z, missing_z = 0)",
            "P(missing_z = 0 | a)",
        ],
    ),
    "one covariate of two is enough": (f"{CONFOUNDED} b>y b>?y", "bz", ["P(missing_y = 0 | b)"]),
    "the covariate hides itself": (f"{CONFOUNDED} z>?z", "z", []),
    "the gap opens a path": (f"{CONFOUNDED} x>?z y>?z", "z", []),
}


@pytest.mark.parametrize(("text", "adjusted", "factors"), MENDED.values(), ids=MENDED)
def test_what_weights_can_mend(text: str, adjusted: Iterable[str], factors: list[str]):
    found = list(mixing_weights(Gaps(m_graph(text), XY, tuple(adjusted))))
    assert [sorted(map(str, weights)) for weights in found] == ([factors] if factors else [])


def weights_among(text: str, population: str, adjusted: Iterable[str] = ("z",)) -> list[str]:
    question = Question.of("x", "y", population=population)
    gaps = Gaps(m_graph(text), question, tuple(adjusted))
    return [str(weight) for weights in mixing_weights(gaps) for weight in weights]


def test_weights_also_depend_on_what_says_who_is_asked_about():
    text = f"{CONFOUNDED} b>y b>z b>?y"
    assert weights_among(text, "all", "bz") == ["P(missing_y = 0 | b)"]
    assert weights_among(text, "exposed", "bz") == ["P(missing_y = 0 | b, x)"]
    assert weights_among(text, "z == 1", "b") == ["P(missing_y = 0 | b, z)"]
    assert weights_among(text, "z >= 1", "bz") == ["P(missing_y = 0 | b, z)"]
    # Within a range z still varies, and weights may tie it to x unless it is adjusted for.
    assert weights_among("z>y x>y b>y b>?y", "z >= 1", "b") == []


def test_who_is_exposed_must_be_seen_to_weight_for_the_exposed():
    assert weights_among(f"{CONFOUNDED} x>?x", "all") == ["P(missing_x = 0 | z)"]
    assert weights_among(f"{CONFOUNDED} x>?x z>?x", "exposed") == []
