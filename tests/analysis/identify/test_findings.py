"""Everything at once, and the order in which arguments are tried."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from causalkit.analysis.identify import Backdoor, Frontdoor, Functional, identify
from causalkit.analysis.identify.findings import all_findings
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question

QUESTION = Question.of("x", "y")


def arrows(text: str, latent: str = "", selected: str = "") -> Diagram:
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), latent.split(), selected.split())


TRIANGLE = arrows("c>x c>y x>y")
FRONT_DOOR = arrows("u>x u>y x>m m>y", latent="u")
NAPKIN = arrows("u>w u>x v>w v>y w>z z>x x>y", latent="u v")
BOW = arrows("u>x u>y x>y i>x", latent="u")


@pytest.mark.parametrize(
    ("diagram", "kind", "by"),
    [
        (TRIANGLE, Backdoor, ("adjustment", "functional")),
        (FRONT_DOOR, Frontdoor, ("frontdoor", "functional")),
        (NAPKIN, Functional, ("functional",)),
    ],
)
def test_the_simplest_argument_is_the_answer(diagram, kind, by):
    assert isinstance(identify(diagram, QUESTION), kind)
    assert all_findings(diagram, QUESTION).by == by


def test_where_there_is_none_both_reasons_are_given():
    with pytest.raises(NotIdentified) as caught:
        identify(BOW, QUESTION)
    assert "x ← u → y stays open, because u is hidden" in str(caught.value)
    assert "Nor is it by any other formula" in str(caught.value)
    assert caught.value.obstacles == ("u",)


def test_an_instrument_is_found_and_identifies_nothing_by_itself():
    found = all_findings(BOW, QUESTION)
    assert [each.instrument for each in found.instruments] == ["i"]
    assert not found.identified
    assert isinstance(found.adjustment, NotIdentified)
    assert found.biasing_paths == (("x", "u", "y"),)
    assert found.shown_adjustment == ()


def test_a_set_that_is_asked_about_is_judged():
    found = all_findings(TRIANGLE, QUESTION, adjusted=[])
    assert found.explanations[0].reasons[0].path == ("x", "c", "y")
    assert found.biasing_paths == (("x", "c", "y"),)
    assert found.shown_adjustment == ()
    assert all_findings(TRIANGLE, QUESTION).shown_adjustment == ("c",)
    assert all_findings(TRIANGLE, QUESTION).explanations == ()


def test_a_capped_list_says_so():
    routes = " ".join(f"a{i}>x b{i}>a{i} b{i}>y" for i in range(7))
    found = all_findings(arrows(f"{routes} x>y"), QUESTION, limit=10)
    assert (len(found.backdoor.sets), found.backdoor.complete) == (10, False)
    assert (len(found.adjustment.minimal_sets), found.adjustment.complete) == (10, False)
    assert not found.independences.complete


def test_nothing_depends_on_the_order_of_hashes():
    program = (
        "from causalkit.cli import main; import sys; sys.argv = sys.argv[:1] + "
        "['identify', '-', '--exposure', 'x', '--outcome', 'y', '--adjusted', 'e', '--json']\n"
        "main()"
    )
    names = "abcdefghij"
    edges = [f"{one} -> {other}" for i, one in enumerate(names) for other in names[i + 1 :: 3]]
    edges += ["a -> x", "x -> m", "m -> y", "c -> y", "j -> y", "x <-> y", "h -> x", "i [latent]"]
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=f"dag {{ {'; '.join(edges)} }}",
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
    assert '"adjusted"' in printed.pop()
