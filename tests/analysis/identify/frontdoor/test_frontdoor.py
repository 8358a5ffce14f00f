"""Which sets stand in the front door, and what a student reads when none does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import combinations, pairwise

import pytest

from causalkit.analysis.identify.frontdoor.frontdoor import frontdoor_adjustment
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph import Diagram, Question

Sets = tuple[tuple[str, ...], ...]
ASKED = Question.of("x", "y")


def arrows(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ()) -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


CONFOUNDED = "u>x u>y "
TEXTBOOK = {
    "smoking, tar and cancer": (CONFOUNDED + "x>m m>y", "u", (("m",),)),
    "either link of a chain": (CONFOUNDED + "x>a a>b b>y", "u", (("a",), ("b",))),
    "one mediator on each of two routes": (CONFOUNDED + "x>a a>y x>b b>y", "u", (("a", "b"),)),
    "two routes that meet": (
        CONFOUNDED + "x>a a>c x>b b>c c>y",
        "u",
        (("c",), ("a", "b")),
    ),
    "without confounding too": ("x>m m>y", "", (("m",),)),
    "no effect, nothing to intercept": (CONFOUNDED + "y>x", "u", ((),)),
    "the link behind a confounded one does not help": (
        CONFOUNDED + "x>a a>b b>c c>y w>a w>b",
        "uw",
        (("b",), ("c",)),
    ),
    "a cause of the mediator that also acts alone": (
        CONFOUNDED + "x>m m>y c>m c>y",
        "u",
        (("c", "m"),),
    ),
    "the same seen from behind a hidden variable": (
        CONFOUNDED + "x>m m>y w>m w>c c>y",
        "uw",
        (("c", "m"),),
    ),
}


@pytest.mark.parametrize(("text", "latent", "expected"), TEXTBOOK.values(), ids=TEXTBOOK)
def test_textbook_diagrams(text: str, latent: Iterable[str], expected: Sets):
    found = frontdoor_adjustment(arrows(text, latent), ASKED)
    assert found.minimal_sets == expected
    assert found.mediators == expected[0]
    assert found.complete


WHOLE = "effect of x on y is not identified by the front door: "
STUCK = "cannot be intercepted, because"
REFUSED = {
    "a direct effect": (
        "x>m m>y x>y",
        "",
        f"x → y {STUCK} nothing stands on it (condition 1)",
        "xy",
        "",
    ),
    "a hidden mediator": (
        "x>m m>y",
        "m",
        f"x → m → y {STUCK} m is hidden (condition 1)",
        "xmy",
        "m",
    ),
    "a mediator confounded with the exposure": (
        CONFOUNDED + "x>m m>y c>x c>m",
        "u",
        f"x → m → y {STUCK} the back door x ← c → m is open (condition 2)",
        "xcm",
        "c",
    ),
    "a mediator confounded with the outcome": (
        "x>m m>y u>m u>y",
        "u",
        f"x → m → y {STUCK} the back door m ← u → y is open given x (condition 3)",
        "muy",
        "u",
    ),
    "one reason for each variable": (
        "x>h h>b b>a a>y u>x u>a w>b w>y",
        "huw",
        (
            f"x → h → b → a → y {STUCK} h is hidden, the back door b ← w → y is open given x "
            f"(condition 3) and the back door x ← u → a is open (condition 2)"
        ),
        "bwy",
        "w",
    ),
    "more than three of a kind": (
        "x>a a>b b>c c>d d>y u>a u>b u>c u>d u>y",
        "u",
        (
            f"x → a → b → c → d → y {STUCK} the back door a ← u → y is open given x (condition "
            f"3), the back door b ← u → y is open given x (condition 3), the back door c ← u → y "
            f"is open given x (condition 3) and the others fail alike"
        ),
        "auy",
        "u",
    ),
}


@pytest.mark.parametrize(
    ("text", "latent", "why", "path", "obstacles"), REFUSED.values(), ids=REFUSED
)
def test_a_refusal_names_the_path_and_the_condition(
    text: str, latent: str, why: str, path: str, obstacles: str
):
    with pytest.raises(NotIdentified) as caught:
        frontdoor_adjustment(arrows(text, latent), ASKED)
    assert str(caught.value) == WHOLE + why
    assert (caught.value.path, caught.value.obstacles) == (tuple(path), tuple(obstacles))


def parallel(routes: int, links: int) -> Diagram:
    """Routes from x to y through so many mediators each, x and y being confounded."""
    ways = [("x", *(f"m{i}_{j}" for j in range(links)), "y") for i in range(routes)]
    steps = [step for way in ways for step in pairwise(way)]
    return Diagram.of([*steps, ("u", "x"), ("u", "y")], latent=["u"])


def test_a_capped_listing_says_so():
    whole = frontdoor_adjustment(parallel(6, 2), ASKED)
    capped = frontdoor_adjustment(parallel(6, 2), ASKED, limit=10)
    assert (len(whole.minimal_sets), whole.complete) == (2**6, True)
    assert (len(capped.minimal_sets), capped.complete) == (10, False)
    assert set(capped.minimal_sets) < set(whole.minimal_sets)


def test_as_many_sets_as_the_limit_are_all_the_sets():
    found = frontdoor_adjustment(parallel(3, 2), ASKED, limit=8)
    assert (len(found.minimal_sets), found.complete) == (8, True)


@pytest.mark.parametrize(
    ("routes", "links", "first"),
    [(1, 10_000, 1), (3_000, 1, 3_000), (1_500, 2, 1_500)],
    ids=["a long chain", "thousands of mediators", "thousands of short chains"],
)
def test_large_diagrams_are_answered(routes: int, links: int, first: int):
    found = frontdoor_adjustment(parallel(routes, links), ASKED)
    assert len(found.mediators) == first
    assert found.complete == (links == 1)


def test_a_long_chain_that_nobody_measured_is_refused():
    chain = ["x", *(f"m{index}" for index in range(10_000)), "y"]
    with pytest.raises(NotIdentified, match=r"condition 1") as caught:
        frontdoor_adjustment(Diagram.of(pairwise(chain), latent=chain[1:-1]), ASKED)
    assert caught.value.path == tuple(chain)


def test_a_complete_diagram_needs_every_mediator():
    inner = [f"m{index}" for index in range(120)]
    edges = [edge for edge in combinations(["x", *inner, "y"], 2) if edge != ("x", "y")]
    found = frontdoor_adjustment(Diagram.of([*edges, ("u", "x"), ("u", "y")], latent=["u"]), ASKED)
    assert found.minimal_sets == (tuple(sorted(inner)),)


def test_what_only_the_group_makes_possible():
    diagram = arrows(CONFOUNDED + "x>m m>y c>x c>m", "u")
    with pytest.raises(NotIdentified, match=r"x ← c → m is open \(condition 2\)"):
        frontdoor_adjustment(diagram, ASKED)
    asked_women = Question.of("x", "y", population="c == female")
    assert frontdoor_adjustment(diagram, asked_women).minimal_sets == (("m",),)
    with pytest.raises(NotIdentified, match="condition 2"):
        frontdoor_adjustment(diagram, Question.of("x", "y", population="c >= 40"))


@pytest.mark.parametrize("population", ["exposed", "unexposed"])
def test_the_exposed_and_the_unexposed_need_the_same_sets(population: str):
    diagram = arrows(CONFOUNDED + "x>m m>y c>m c>y", "u")
    found = frontdoor_adjustment(diagram, Question.of("x", "y", population=population))
    assert found.minimal_sets == (("c", "m"),)


@pytest.mark.parametrize(
    ("text", "population", "why", "path"),
    [
        ("x>m m>y m>s", "all", "selected on s, and the criterion speaks of everybody", ()),
        ("x>m m>y s>m", "exposed", "selected on s, and the criterion speaks of everybody", ()),
        ("x>m m>y m>s", "s", "selected on s, which the exposure changes, x → m → s", tuple("xms")),
    ],
)
def test_selection_is_refused(text: str, population: str, why: str, path: tuple[str, ...]):
    with pytest.raises(NotIdentified, match=why) as caught:
        frontdoor_adjustment(
            arrows(text, selected="s"), Question.of("x", "y", population=population)
        )
    assert caught.value.path == path
    assert caught.value.obstacles == ("s",)


def test_people_selected_before_the_exposure_are_a_group():
    diagram = arrows(CONFOUNDED + "x>m m>y s>m s>x", "u", "s")
    found = frontdoor_adjustment(diagram, Question.of("x", "y", population="s"))
    assert found.minimal_sets == (("m",),)


def test_ends_that_no_data_hold_are_refused():
    with pytest.raises(NotIdentified, match="y is hidden"):
        frontdoor_adjustment(arrows("x>m m>y", "y"), ASKED)
    with pytest.raises(QuestionError, match="no variable"):
        frontdoor_adjustment(arrows("x>m m>y"), Question.of("x", "z"))


def test_the_answer_does_not_depend_on_the_order_of_hashes():
    program = (
        "from causalkit.analysis.identify.frontdoor.frontdoor import frontdoor_adjustment\n"
        "from causalkit.graph import Diagram, Question\n"
        "edges = [(a, b) for a, b in zip('xxxxabcdefgh', 'abcdefghyyyy')]\n"
        "edges += [('u', 'x'), ('u', 'y'), ('k', 'a'), ('k', 'l'), ('l', 'y')]\n"
        "asked = Question.of('x', 'y')\n"
        "print(frontdoor_adjustment(Diagram.of(edges, latent=[*'uk']), asked, limit=5))\n"
        "try: frontdoor_adjustment(Diagram.of([*edges, ('u', 'a')], latent=[*'uka']), asked)\n"
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
    assert "condition" in printed.pop()
