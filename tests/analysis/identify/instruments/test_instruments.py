"""Which variables are instruments, and what a student reads when none is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import FrozenInstanceError
from itertools import combinations, pairwise

import pytest

from causalkit.analysis.identify.instruments.instruments import Instrument, instrumental_variables
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph import Diagram, Question

Pairs = tuple[tuple[str, str], ...]
ASKED = Question.of("x", "y")
CONFOUNDED = "u>x u>y x>y "


def arrows(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ()) -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


TEXTBOOK = {
    "a lottery": ("z>x", "u", (("z", ""),)),
    "a lottery upstream": ("z>v v>x", "u", (("v", ""), ("z", ""))),
    "a variable that shares a hidden cause with the exposure": ("v>z v>x", "uv", (("z", ""),)),
    "an instrument that shares a cause with the outcome": ("z>x w>z w>y", "u", (("z", "w"),)),
    "a second way to the outcome that was measured": ("z>x z>m m>y", "u", (("z", "m"),)),
    "both of two common causes": ("z>x v>z v>y w>z w>y", "u", (("z", "vw"),)),
    "either of two places on a chain, the nearer to the outcome": (
        "z>x a>z a>b b>y",
        "u",
        (("a", "b"), ("z", "b")),
    ),
    "a collider is left alone": ("z>x z>c w>c w>y", "uw", (("z", ""),)),
    "a collider that causes the outcome": ("z>x z>c w>c w>y c>y", "u", (("z", "cw"),)),
    "two instruments": ("a>x b>x", "u", (("a", ""), ("b", ""))),
}


@pytest.mark.parametrize(("text", "latent", "expected"), TEXTBOOK.values(), ids=TEXTBOOK)
def test_textbook_diagrams(text: str, latent: str, expected: Pairs):
    found = instrumental_variables(arrows(CONFOUNDED + text, latent), ASKED)
    assert tuple((each.instrument, "".join(each.given)) for each in found) == expected


def test_the_additional_assumption_is_stated_and_nothing_can_be_changed():
    (found,) = instrumental_variables(arrows(CONFOUNDED + "z>x", "u"), ASKED)
    assert found == Instrument("z", (), ASKED)
    assert all(word in found.assumption for word in ("linearity", "monotonicity", "LATE"))
    with pytest.raises(FrozenInstanceError):
        found.given = ("u",)


WHOLE = "effect of x on y is not identified by an instrument: "
REFUSED = {
    "nothing but the confounder": (
        "",
        "u",
        "nothing measured is associated with x, apart from what the effect changes",
        "",
        "",
    ),
    "nothing but causes of the outcome": (
        "k>y x>s y>s",
        "u",
        "nothing measured is associated with x, apart from what the effect changes",
        "",
        "",
    ),
    "a hidden lottery": (
        "z>x",
        "uz",
        "nothing measured is associated with x, apart from what the effect changes",
        "",
        "",
    ),
    "a direct effect of the instrument": (
        "z>x z>y",
        "u",
        "z is linked with y beside the effect, z → y, whatever is conditioned on",
        "zy",
        "",
    ),
    "a hidden common cause with the outcome": (
        "z>x w>z w>y",
        "uw",
        "z is linked with y beside the effect, z ← w → y, whatever is conditioned on",
        "zwy",
        "w",
    ),
    "what blocks it takes the exposure away": (
        "z>w w>x w>y",
        "u",
        "w is linked with y beside the effect, w → y, whatever is conditioned on",
        "wy",
        "",
    ),
}


@pytest.mark.parametrize(
    ("text", "latent", "why", "path", "obstacles"), REFUSED.values(), ids=REFUSED
)
def test_a_refusal_gives_the_reason(text: str, latent: str, why: str, path: str, obstacles: str):
    with pytest.raises(NotIdentified) as caught:
        instrumental_variables(arrows(CONFOUNDED + text, latent), ASKED)
    assert str(caught.value) == WHOLE + why
    assert (caught.value.path, caught.value.obstacles) == (tuple(path), tuple(obstacles))


def test_the_total_effect_needs_no_mediator_and_uses_none():
    diagram = arrows("z>x x>m m>y u>x u>m v>m v>y m>c", "uv")
    (found,) = instrumental_variables(diagram, ASKED)
    assert (found.instrument, found.given) == ("z", ())


def test_several_outcomes_need_one_set_for_all():
    diagram = arrows("u>x u>y x>y x>y2 z>x z>a a>y z>b b>y2", "u")
    assert instrumental_variables(diagram, ASKED)[0].given == ("a",)
    assert instrumental_variables(diagram, Question.of("x", ["y", "y2"]))[0].given == ("a", "b")


def test_several_exposures_are_refused():
    diagram = arrows(CONFOUNDED + "z>x")
    with pytest.raises(NotIdentified, match="one serves one exposure, not several"):
        instrumental_variables(diagram, Question.of(["x", "z"], "y"))


@pytest.mark.parametrize(
    ("text", "why", "path"),
    [
        ("z>x y>s", "selected on s, which the effect changes, y → s", "ys"),
        ("z>x x>s s>y", "selected on s, which carries the effect", ""),
    ],
)
def test_selection_on_a_consequence_of_the_effect_is_refused(text: str, why: str, path: str):
    with pytest.raises(NotIdentified, match=why) as caught:
        instrumental_variables(arrows(CONFOUNDED + text, "u", "s"), ASKED)
    assert (caught.value.path, caught.value.obstacles) == (tuple(path), ("s",))


def test_other_selection_is_conditioned_on():
    selected_on_collider = arrows(CONFOUNDED + "z>x z>s w>s w>y", "u", "s")
    (found,) = instrumental_variables(selected_on_collider, ASKED)
    assert (found.instrument, found.given) == ("z", ("w",))


def test_a_group_is_conditioned_on():
    diagram = arrows(CONFOUNDED + "z>x w>z w>y", "u")
    assert (
        instrumental_variables(diagram, Question.of("x", "y", population="w == 1"))[0].given == ()
    )
    assert instrumental_variables(diagram, Question.of("x", "y", population="w >= 1"))[0].given == (
        "w",
    )


@pytest.mark.parametrize("population", ["exposed", "unexposed"])
def test_the_effect_is_taken_to_be_the_same_for_all(population: str):
    diagram = arrows(CONFOUNDED + "z>x", "u")
    asked = Question.of("x", "y", population=population)
    assert instrumental_variables(diagram, asked) == (Instrument("z", (), asked),)


def test_ends_that_no_data_hold_are_refused():
    with pytest.raises(NotIdentified, match="x is hidden"):
        instrumental_variables(arrows("z>x x>y", "x"), ASKED)
    with pytest.raises(QuestionError, match="no variable"):
        instrumental_variables(arrows("z>x x>y"), Question.of("x", "q"))


CHAIN = [f"z{index}" for index in range(10_000)]
LARGE = {
    "a chain": (pairwise([*CHAIN, "x"]), "", 10_000, 0),
    "a chain with a hidden door": (
        [*pairwise([*CHAIN, "x"]), ("w", "z0"), ("w", "y")],
        "w",
        9_999,
        1,
    ),
    "thousands side by side": (((name, "x") for name in CHAIN), "", 10_000, 0),
    "a long effect": ([("z", "x"), *pairwise(["x", *CHAIN, "y"])], "", 1, 0),
    "all linked, half of them with the outcome": (
        [*combinations([*CHAIN[:200], "x"], 2), *((name, "y") for name in CHAIN[:100])],
        "",
        100,
        100,
    ),
}


@pytest.mark.parametrize(("edges", "latent", "many", "most"), LARGE.values(), ids=LARGE)
def test_large_diagrams_are_answered(
    edges: Iterable[tuple[str, str]], latent: str, many: int, most: int
):
    confounded = [("u", "x"), ("u", "y"), ("x", "y"), *edges]
    found = instrumental_variables(Diagram.of(confounded, latent=["u", *latent]), ASKED)
    assert len(found) == many
    assert max(len(each.given) for each in found) == most


NOWHERE = {
    "a chain whose hidden causes affect the outcome": (
        [*pairwise([*CHAIN, "x"]), ("w", "y"), *(("w", name) for name in CHAIN)],
        "w",
    ),
    "everything affects everything": (combinations([*CHAIN[:200], "x", "y"], 2), ""),
    "a long effect": (pairwise(["x", *CHAIN, "y"]), ""),
}


@pytest.mark.parametrize(("edges", "latent"), NOWHERE.values(), ids=NOWHERE)
def test_large_diagrams_without_an_instrument_are_refused(
    edges: Iterable[tuple[str, str]], latent: str
):
    confounded = [("u", "x"), ("u", "y"), *edges]
    with pytest.raises(NotIdentified, match="is not identified by an instrument"):
        instrumental_variables(Diagram.of(confounded, latent=["u", *latent]), ASKED)


def test_the_answer_does_not_depend_on_the_order_of_hashes():
    program = (
        "from causalkit.analysis.identify.instruments.instruments import instrumental_variables\n"
        "from causalkit.graph import Diagram, Question\n"
        "edges = [(a, b) for a in 'abcdef' for b in 'xz'] + [(a, 'y') for a in 'abcd']\n"
        "edges += [('z', 'x'), ('x', 'y'), ('u', 'x'), ('u', 'y')]\n"
        "asked = Question.of('x', 'y')\n"
        "print(instrumental_variables(Diagram.of(edges, latent=['u']), asked))\n"
        "try: instrumental_variables(Diagram.of(edges, latent=[*'uefz']), asked)\n"
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
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
    assert "is linked with" in printed.pop()
