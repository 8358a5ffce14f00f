"""Monotone response and selection: beside linear programmes, and on many samples."""

from __future__ import annotations

from functools import partial
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from causalkit.analysis.estimate.bounds.monotone_response import monotone_response_bounds
from causalkit.analysis.estimate.bounds.monotone_selection import monotone_selection_bounds
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.errors import EstimationError
from causalkit.graph import Question

ASKED = Question.of("x", "y")
KINDS = np.array(list(product((0, 1), repeat=3)))
"""Exposed or not, the outcome without exposure, and the outcome with it."""
SIGN = {"increasing": 1, "decreasing": -1}
POPULATIONS = {"all": [0, 1], "exposed": [1], "unexposed": [0]}


def programme(
    seen: np.ndarray, population: str, selection: str | None, response: str | None
) -> tuple[float, float] | None:
    """The least and the largest mean effect over all populations with P(x, y) as seen."""
    exposed, without, with_it = KINDS.T
    outcome = np.where(exposed, with_it, without)
    cells = [(exposed == x) & (outcome == y) for x in (0, 1) for y in (0, 1)]
    share = seen.sum(axis=1)
    limits = [(0, 1)] * 8
    if response:
        limits = [(0, 0 if SIGN[response] * (b - a) < 0 else 1) for _, a, b in KINDS]
    higher = [
        SIGN[selection] * value * np.where(exposed == 1, -1 / share[1], 1 / share[0])
        for value in (without, with_it)
        if selection
    ]
    among = np.isin(exposed, POPULATIONS[population])
    aim = (with_it - without) * among / share[POPULATIONS[population]].sum()
    found = [
        linprog(
            sign * aim,
            A_ub=np.array(higher) if higher else None,
            b_ub=np.zeros(2) if higher else None,
            A_eq=np.array(cells) * 1.0,
            b_eq=seen.ravel(),
            bounds=limits,
        )
        for sign in (1, -1)
    ]
    return None if found[0].status == 2 else (found[0].fun, -found[1].fun)


def table(seen: np.ndarray) -> pd.DataFrame:
    """Few rows that stand for a population by their weights."""
    frame = pd.DataFrame({"x": [0, 0, 1, 1] * 2, "y": [0, 1, 0, 1] * 2})
    return frame.assign(share=np.tile(seen.ravel(), 2))


@pytest.mark.parametrize("population", POPULATIONS)
@pytest.mark.parametrize("response", [None, *SIGN])
@pytest.mark.parametrize("selection", [None, *SIGN])
def test_the_bounds_are_those_of_a_linear_programme(selection, response, population: str):
    if not selection and not response:
        return
    rng = np.random.default_rng(len(population))
    asked, sampling = Question.of("x", "y", population=population), Sampling("share")
    compared = 0
    for _ in range(40):
        seen = rng.dirichlet(np.ones(4)).reshape(2, 2)
        expected = programme(seen, population, selection, response)
        if expected is None:
            continue
        if selection:
            found = monotone_selection_bounds(
                table(seen), asked, selection=selection, response=response, sampling=sampling
            )
        else:
            found = monotone_response_bounds(
                table(seen), asked, response=response, sampling=sampling
            )
        assert (found.low, found.high) == pytest.approx(expected, abs=1e-7)
        assert len(found.assumptions) == bool(selection) + bool(response)
        compared += 1
    assert compared >= 10


def people(rng: np.random.Generator, shares: tuple[float, float], n: int = 200) -> pd.DataFrame:
    """Two groups of given means."""
    exposed = rng.random(n) < 0.4
    return pd.DataFrame({"x": exposed, "y": rng.random(n) < np.where(exposed, *shares)})


COVERED = {
    "response": (partial(monotone_response_bounds), (0.5, 0.3), (0, 0.62)),
    "selection": (partial(monotone_selection_bounds), (0.5, 0.3), (-0.38, 0.2)),
    "both": (partial(monotone_selection_bounds, response="increasing"), (0.5, 0.3), (0, 0.2)),
    "both, and no difference": (
        partial(monotone_selection_bounds, response="increasing"),
        (0.4, 0.4),
        (0, 0),
    ),
    "the larger of two": (
        partial(monotone_selection_bounds, selection="decreasing", response="increasing"),
        (0.4, 0.4),
        (0, 0.52),
    ),
    "the smaller of two": (
        partial(monotone_selection_bounds, response="decreasing"),
        (0.4, 0.4),
        (-0.48, 0),
    ),
}


@pytest.mark.parametrize(("estimate", "shares", "truth"), COVERED.values(), ids=COVERED)
def test_the_interval_covers_an_effect_at_either_edge(coverage, estimate, shares, truth):
    ends = coverage(partial(estimate, question=ASKED), partial(people, shares=shares), truth)
    assert min(ends) >= 0.93, ends


def test_the_naive_difference_becomes_a_bound():
    frame = people(np.random.default_rng(1), (0.6, 0.3))
    naive = frame.groupby("x")["y"].mean().diff().iloc[-1]
    assert monotone_selection_bounds(frame, ASKED).high == pytest.approx(naive)
    below = monotone_selection_bounds(frame, ASKED, selection="decreasing")
    assert below.low == pytest.approx(naive)


def test_scores_have_bounds_in_their_unit():
    frame = people(np.random.default_rng(2), (0.6, 0.3)).assign(y=lambda f: 27 * f["y"])
    found = monotone_response_bounds(frame, ASKED, outcome_range=(0, 27))
    binary = monotone_response_bounds(frame.assign(y=frame["y"] / 27), ASKED)
    assert (found.low, found.high) == pytest.approx((0, 27 * binary.high))


def test_what_is_assumed_is_said():
    frame = people(np.random.default_rng(3), (0.6, 0.3))
    found = monotone_selection_bounds(frame, ASKED, response="increasing")
    assert found.assumptions[0].startswith("Monotone selection: on average, those with the treated")
    assert found.assumptions[1] == "Monotone response: x lowers nobody's y."


def test_assumptions_that_the_data_contradict():
    frame = people(np.random.default_rng(4), (0.2, 0.6))
    with pytest.raises(EstimationError, match="the assumptions contradict each other in these"):
        monotone_selection_bounds(frame, ASKED, response="increasing")


def test_bounds_that_cross_by_chance_meet_midway():
    frame = pd.DataFrame({"x": [0, 1] * 50, "y": [0, 0] * 25 + [0, 1] * 12 + [1, 0] * 13})
    found = monotone_selection_bounds(frame, ASKED, response="increasing")
    assert found.low == found.high == pytest.approx(-0.01)
    assert "cross, by no more than chance" in found.notes[0]
    assert found.covers(0)


def test_weights_are_copies_and_clusters_of_one_are_none():
    frame = people(np.random.default_rng(5), (0.6, 0.3)).assign(alone=range(200))
    frame["count"] = 1 + frame["x"] * 2
    copies = frame.loc[frame.index.repeat(frame["count"])]
    for method in (monotone_response_bounds, monotone_selection_bounds):
        plain, found = method(copies, ASKED), method(frame, ASKED, sampling=Sampling("count"))
        assert (found.low, found.high) == pytest.approx((plain.low, plain.high))
        plain, found = method(frame, ASKED), method(frame, ASKED, sampling=Sampling(None, "alone"))
        assert found.interval_high == pytest.approx(plain.interval_high, abs=1e-3)


@pytest.mark.parametrize("method", [monotone_response_bounds, monotone_selection_bounds])
def test_what_cannot_be_bounded(method):
    frame = people(np.random.default_rng(6), (0.6, 0.3)).assign(z=np.arange(200) % 3)
    with pytest.raises(EstimationError, match=r"in 66 of 200 rows \"z\" has another .* use no_as"):
        method(frame, Question.of("z", "y"))
    with pytest.raises(EstimationError, match=r"response is .* not 'up'"):
        method(frame, ASKED, response="up")
    with pytest.raises(EstimationError, match="bounds of a difference, not of the odds ratio"):
        method(frame, Question.of("x", "y", scale="odds ratio"))
    with pytest.raises(EstimationError, match="the level lies between"):
        method(frame, ASKED, level=0)


def test_a_direction_of_selection_is_one_of_two():
    frame = people(np.random.default_rng(7), (0.6, 0.3))
    with pytest.raises(EstimationError, match="selection is"):
        monotone_selection_bounds(frame, ASKED, selection="worse")
