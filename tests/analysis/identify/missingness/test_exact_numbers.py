"""Verdicts on missing values against exact numbers.

Random diagrams with gaps get random equations. Where the verdict says that the complete rows
are enough, or that weights mend them, the means computed from what is seen must be the true
ones. Where it does not say that complete rows are enough, they must miss the truth for some of
the random equations. That an effect is lost is proved in ``test_lost.py``, by two worlds.
"""

from __future__ import annotations

import random

import numpy as np
import pytest
from exact_models import Population
from m_graphs import Analyst, Case, drawn_case

from causalkit.analysis.identify.missingness import Recoverability, missing_values
from causalkit.analysis.identify.missingness.gaps import Gaps
from causalkit.analysis.identify.missingness.lost import losses
from causalkit.errors import NotIdentified

POPULATIONS = ("all", "exposed", "unexposed", "selected", "group")


def judged(chance: random.Random, population: str, most: int = 8) -> tuple[Case, Recoverability]:
    """A random case that would be identified if nothing were missing, and the verdict on it."""
    while True:
        case = drawn_case(chance, population, most)
        try:
            found = missing_values(case.diagram, case.question, case.adjustment)
        except NotIdentified:
            continue
        if "is 0 in every complete row" not in found.reason:
            return case, found


def agree(one: np.ndarray, other: np.ndarray) -> bool:
    return np.allclose(one, other, rtol=0, atol=1e-10)


@pytest.mark.parametrize("population", POPULATIONS)
def test_what_is_said_to_give_the_effect_gives_it_and_nothing_else_does(population: str):
    chance, rng = random.Random(population), np.random.default_rng(1)
    seen = dict.fromkeys(
        ("nothing missing", "complete cases", "weighting", "not recoverable", "not settled"), 0
    )
    for _ in range(60):
        case, found = judged(chance, population, most=chance.choice([7, 7, 8]))
        seen[found.verdict] += 1
        analysts = [Analyst(case, Population.random(case.diagram, rng)) for _ in range(6)]
        right = [
            agree(each.adjusted(found, each.complete_rows(found)), each.truth())
            for each in analysts
        ]
        if found.verdict in ("nothing missing", "complete cases"):
            assert all(right), case
        else:
            assert not all(right), case
        if found.verdict == "weighting":
            for each in analysts:
                weighted = each.adjusted(found, each.weighted_rows(found))
                assert agree(weighted, each.truth()), case
    assert min(seen.values()) >= 3, seen


@pytest.mark.parametrize("population", ["all", "group"])
def test_strata_are_shown_as_they_are_exactly_when_that_is_said(population: str):
    chance, rng = random.Random(f"strata {population}"), np.random.default_rng(2)
    seen = {True: 0, False: 0}
    while sum(seen.values()) < 80:
        case, found = judged(chance, population, most=7)
        if set(found.adjustment) & set(found.indicators):
            continue
        seen[found.strata] += 1
        analysts = [Analyst(case, Population.random(case.diagram, rng)) for _ in range(6)]
        shown = [
            agree(
                each.strata(found, each.complete_rows(found)),
                each.strata(found, each.selected()),
            )
            for each in analysts
        ]
        assert all(shown) == found.strata, case
    assert min(seen.values()) > 20, seen


def test_no_effect_is_both_recovered_and_lost():
    chance, lost, recovered = random.Random(3), 0, 0
    for _ in range(1000):
        case, found = judged(chance, chance.choice(POPULATIONS), most=10)
        proofs = list(losses(Gaps(case.diagram, case.question, found.adjustment)))
        assert bool(proofs) == (found.verdict == "not recoverable")
        lost += bool(proofs)
        recovered += found.recovered
    assert min(lost, recovered) > 100


def test_an_effect_that_is_the_same_in_all_strata_survives_a_wrong_mixture():
    """Gaps with the covariate: the means are wrong, their difference only if it varies."""
    strata = np.array([0.5, 0.5])
    complete = strata * np.array([0.9, 0.2])
    mean = {setting: np.array([1.0, 4.0]) + 2 * setting for setting in (0, 1)}
    for share in (strata, complete / complete.sum()):
        assert np.isclose(mean[1] @ share - mean[0] @ share, 2)
    varied = mean[1] + np.array([0.0, 3.0])
    effects = [(varied - mean[0]) @ share for share in (strata, complete / complete.sum())]
    assert abs(effects[0] - effects[1]) > 0.9
