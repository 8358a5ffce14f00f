"""Bounds from an instrument: published, beside linear programmes, and on many samples."""

from __future__ import annotations

from functools import partial
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from causalkit.analysis.estimate.bounds.instrument import instrument_bounds
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.errors import EstimationError
from causalkit.graph import Question

ASKED = Question.of("x", "y")
RESPONSES = list(product((0, 1), repeat=2))
KINDS = list(product(RESPONSES, RESPONSES))
"""How somebody responds to assignment (if 0, if 1), and to the exposure (if 0, if 1)."""
CELLS = list(product((0, 1), repeat=3))
SEEN = np.array([[x[z] == e and y[e] == o for x, y in KINDS] for z, o, e in CELLS], dtype=float)
EFFECT = np.array([y[1] - y[0] for _, y in KINDS], dtype=float)
ALWAYS, COMPLY, NEVER, DEFY = (1, 1), (0, 1), (0, 0), (1, 0)


def programme(shares: np.ndarray) -> tuple[float, float]:
    """The least and the largest mean effect over all shares of the sixteen kinds."""
    low, high = (
        linprog(sign * EFFECT, A_eq=SEEN, b_eq=SEEN @ shares, bounds=(0, 1)).fun * sign
        for sign in (1, -1)
    )
    return float(low), float(high)


def table(shares: np.ndarray) -> pd.DataFrame:
    """Few rows that stand for a population by their weights."""
    frame = pd.DataFrame(CELLS * 2, columns=["z", "y", "x"])
    return frame.assign(share=np.tile(SEEN @ shares, 2))


def people(rng: np.random.Generator, shares: np.ndarray, n: int = 400) -> pd.DataFrame:
    kind, assigned = rng.choice(16, n, p=shares), rng.integers(0, 2, n)
    exposed = np.array([x for x, _ in KINDS])[kind, assigned]
    outcome = np.array([y for _, y in KINDS])[kind, exposed]
    return pd.DataFrame({"z": assigned, "x": exposed, "y": outcome})


def shared(responses: dict[tuple[int, int], float], outcomes: tuple[float, ...]) -> np.ndarray:
    """Shares of kinds whose response to assignment says nothing of that to the exposure."""
    by_outcome = dict(zip(RESPONSES, outcomes, strict=True))
    return np.array([responses.get(x, 0) * by_outcome[y] for x, y in KINDS])


@pytest.mark.parametrize("spread", [0.05, 0.3, 1.0])
def test_the_bounds_are_those_of_a_linear_programme(spread: float):
    rng = np.random.default_rng(1)
    compared = 0
    for _ in range(100):
        shares = rng.dirichlet(np.full(16, spread))
        frame = table(shares)
        if (frame.groupby("x")["share"].sum() < 1e-6).any():
            continue
        found = instrument_bounds(frame, ASKED, "z", sampling=Sampling("share"))
        assert (found.low, found.high) == pytest.approx(programme(shares), abs=1e-6)
        compared += 1
    assert compared > 80


def vitamin() -> pd.DataFrame:
    """Sommer and Zeger's trial as Balke and Pearl give it: vitamin A and survival in Sumatra."""
    counts = {(0, 0, 0): 74, (0, 0, 1): 11514, (1, 0, 0): 34, (1, 0, 1): 2385}
    counts |= {(1, 1, 0): 12, (1, 1, 1): 9663}
    cells = [cell for cell, count in counts.items() for _ in range(count)]
    return pd.DataFrame(cells, columns=["assigned", "vitamin", "alive"])


def test_vitamin_a_as_balke_and_pearl_print_it():
    found = instrument_bounds(vitamin(), Question.of("vitamin", "alive"), "assigned")
    assert (round(found.low, 4), round(found.high, 4)) == (-0.1946, 0.0054)
    assert found.interval_low == pytest.approx(-0.2, abs=0.005)
    assert found.interval_high == pytest.approx(0.007, abs=0.001)
    assert found.n == 23682


EDGES = {
    "everybody complies": shared({COMPLY: 1}, (0.25, 0.25, 0.25, 0.25)),
    "all kinds alike: every bound is the largest": shared(
        dict.fromkeys(RESPONSES, 0.25), (0.25, 0.25, 0.25, 0.25)
    ),
    "nobody is exposed unless assigned": shared({COMPLY: 0.7, NEVER: 0.3}, (0.3, 0.3, 0.1, 0.3)),
    "a weak instrument": shared({COMPLY: 0.1, NEVER: 0.5, ALWAYS: 0.4}, (0.25, 0.25, 0.25, 0.25)),
    "a strong effect": shared({COMPLY: 0.8, DEFY: 0.1, ALWAYS: 0.1}, (0.1, 0.8, 0.05, 0.05)),
}


@pytest.mark.parametrize("shares", EDGES.values(), ids=EDGES)
def test_the_interval_covers_an_effect_at_either_edge(coverage, shares):
    estimate = partial(instrument_bounds, question=ASKED, instrument="z")
    ends = coverage(estimate, partial(people, shares=shares), programme(shares), 150)
    # Beyond 95 % less twice the error of so many samples.
    assert min(ends) >= 0.95 - 2 * np.sqrt(0.95 * 0.05 / 150), ends


def test_where_everybody_complies_it_is_the_difference_of_means():
    frame = people(np.random.default_rng(2), EDGES["everybody complies"])
    naive = frame.groupby("x")["y"].mean().diff().iloc[-1]
    found = instrument_bounds(frame, ASKED, "z")
    assert (found.low, found.high) == pytest.approx((naive, naive))


def test_an_instrument_that_acts_by_itself_is_refuted():
    rng = np.random.default_rng(3)
    assigned = rng.integers(0, 2, 500)
    frame = pd.DataFrame({"z": assigned, "x": rng.random(500) < 0.1 + 0.1 * assigned})
    frame["y"] = rng.random(500) < 0.1 + 0.8 * assigned
    with pytest.raises(EstimationError, match='the instrument "z" is refuted'):
        instrument_bounds(frame, ASKED, "z")


def test_an_inequality_that_fails_by_chance_is_noted():
    frame = people(np.random.default_rng(4), EDGES["everybody complies"], n=60)
    broken = pd.concat([frame, pd.DataFrame({"z": [0], "x": [1], "y": [0]})])
    broken.loc[broken["x"] == 1, "y"] = [1] * (broken["x"].sum() - 1) + [0]
    found = instrument_bounds(broken, ASKED, "z")
    assert any("the instrumental inequality fails by" in note for note in found.notes)
    assert found.low <= found.high


def test_names_and_labels_do_not_matter():
    frame = people(np.random.default_rng(5), EDGES["a strong effect"])
    words = frame.assign(
        z=np.array(["control", "drug"])[frame["z"]], x=np.array(["no", "yes"])[frame["x"]]
    )
    plain = instrument_bounds(frame, ASKED, "z")
    found = instrument_bounds(words, Question.of("x", "y", treated="yes", reference="no"), "z")
    assert (found.low, found.high) == (plain.low, plain.high)
    turned = instrument_bounds(frame, Question.of("x", "y", treated=0, reference=1), "z")
    assert (turned.low, turned.high) == pytest.approx((-plain.high, -plain.low))
    assert (turned.interval_low, turned.interval_high) == pytest.approx(
        (-plain.interval_high, -plain.interval_low), abs=0.01
    )


def test_weights_are_copies_clusters_of_one_are_none_and_the_table_is_left_alone():
    frame = people(np.random.default_rng(6), EDGES["a strong effect"])
    frame = frame.assign(alone=range(400), count=1 + frame["z"] * frame["y"])
    before = frame.copy()
    plain = instrument_bounds(frame.loc[frame.index.repeat(frame["count"])], ASKED, "z")
    found = instrument_bounds(frame, ASKED, "z", sampling=Sampling("count"))
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high))
    plain = instrument_bounds(frame, ASKED, "z")
    found = instrument_bounds(frame, ASKED, "z", sampling=Sampling(clusters="alone"))
    assert found.interval_low == pytest.approx(plain.interval_low, abs=0.01)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("question", "instrument", "message"),
    [
        ({}, "w", 'an instrument of two values, but "w" takes 0, 1, 2; make'),
        ({"outcome": "w"}, "z", 'an outcome of zeros and ones, but "w" takes 0, 1, 2; make'),
        ({"exposure": "w"}, "z", 'rows "w" has another value than the two compared'),
        ({}, "v", 'the data have no column "v"'),
        ({"population": "exposed"}, "z", "the effect in everybody, not in the exposed"),
        ({"scale": "ratio"}, "z", "bounds of a difference, not of the ratio"),
    ],
)
def test_what_cannot_be_bounded(question, instrument: str, message: str):
    frame = people(np.random.default_rng(7), EDGES["a strong effect"])
    asked = Question.of(**{"exposure": "x", "outcome": "y", **question})
    with pytest.raises(EstimationError, match=message):
        instrument_bounds(frame.assign(w=np.arange(400) % 3), asked, instrument)
