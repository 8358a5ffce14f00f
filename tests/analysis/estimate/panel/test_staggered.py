"""Exposure that starts at different times: right where fixed effects are not."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from causaldata import castle
from replications import performance

from causalkit.analysis.estimate.panel.difference_in_differences import difference_in_differences
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify.parallel_trends.parallel_trends import ParallelTrends
from causalkit.graph import Question

STAGGERED = {2: 0.3, 4: 0.3, 0: 0.4}


def growing(since: np.ndarray, start: np.ndarray) -> np.ndarray:
    """An effect that grows from year to year, and faster where exposure came early."""
    return (1.0 + since) * np.where(start == 2, 2.0, 1.0)


def truth(frame: pd.DataFrame, effect=growing) -> float:
    exposed = frame[frame["law"]]
    return float(effect((exposed["year"] - exposed["start"]).to_numpy(), exposed["start"]).mean())


def by_hand(frame: pd.DataFrame, start: int, year: int, controls: pd.Series) -> float:
    """Return a group-time effect from four means."""
    wide = frame.pivot_table(index="state", columns="year", values="deaths")
    begun = frame.groupby("state")["start"].first()
    change = wide[year] - wide[start - 1]
    return float(change[begun == start].mean() - change[controls].mean())


@pytest.mark.parametrize("controls", ["not yet exposed", "never exposed"])
def test_the_group_time_effects_by_hand(panel, trends, controls: str):
    frame = panel(np.random.default_rng(4), STAGGERED, effect=growing)
    begun = frame.groupby("state")["start"].first()
    total = 0.0
    for start, units in ((2, 24), (4, 24)):
        for year in range(start, 7):
            unexposed = (begun == 0) | (begun > year)
            among = unexposed if controls == "not yet exposed" else begun == 0
            total += units * by_hand(frame, start, year, among)
    found = difference_in_differences(frame, trends(), controls=controls)
    assert found.value == pytest.approx(total / (24 * 5 + 24 * 3))


def test_csdid_agrees_on_the_castle_doctrine():
    """Figures of csdid 0.4.3, universal base period, simple aggregation."""
    asked = Question.of("post", "l_homicide", population="exposed")
    given = ParallelTrends(asked, "sid", "year")
    for controls, value, error in (
        ("never exposed", 0.0194028080015756, 0.038388646691402614),
        ("not yet exposed", 0.01741204427546421, 0.03962046766794051),
    ):
        frame = castle.load_pandas().data
        found = difference_in_differences(frame, given, controls=controls)
        assert found.value == pytest.approx(value, rel=1e-9)
        # Ours corrects each group's mean for having been estimated; some groups are tiny.
        assert 1 < found.standard_error / error < 1.1


def test_it_is_right_where_fixed_effects_are_not(panel, trends):
    estimate = partial(difference_in_differences, identification=trends())
    draw = partial(panel, shares=STAGGERED, effect=growing, units=100, by_lot=True)
    right = truth(draw(np.random.default_rng(0), units=100, by_lot=False))
    performance(estimate, draw, right, 400).check_right()
    fixed = [
        estimate(draw(np.random.default_rng([5, seed]))).figures["two-way fixed effects"]
        for seed in range(30)
    ]
    error = np.std(fixed) / np.sqrt(len(fixed))
    assert np.mean(fixed) < right - 10 * error
    assert np.mean(fixed) < right - 1


def test_what_fixed_effects_would_have_said_is_the_regression(panel, trends):
    frame = panel(np.random.default_rng(5), STAGGERED, effect=growing)
    frame["people"] = 1 + frame["state"] % 3
    weights = Sampling(weights="people")
    found = difference_in_differences(frame, trends(), sampling=weights)
    theirs = smf.wls(
        "deaths ~ law + C(state) + C(year)", frame.astype(float), weights=frame["people"]
    ).fit()
    assert found.figures["two-way fixed effects"] == pytest.approx(theirs.params["law"])


def test_it_says_what_fixed_effects_would_mix(panel, trends):
    found = difference_in_differences(panel(np.random.default_rng(6), STAGGERED), trends())
    assert any("Goodman-Bacon 2021" in note for note in found.notes)


def test_without_never_exposed_the_last_group_serves_until_its_turn(panel, trends):
    frame = panel(np.random.default_rng(7), {3: 0.5, 5: 0.5})
    found = difference_in_differences(frame, trends())
    among = frame.groupby("state")["start"].first() == 5
    expected = np.mean([by_hand(frame, 3, year, among) for year in (3, 4)])
    assert found.value == pytest.approx(expected)
    assert any(note.startswith("From period 5 on") for note in found.notes)


def test_the_standard_error_is_that_of_the_jackknife(panel, trends):
    frame = panel(np.random.default_rng(8), STAGGERED, units=60, effect=growing)
    without = np.array(
        [
            difference_in_differences(frame[frame["state"] != unit], trends()).value
            for unit in range(60)
        ]
    )
    found = difference_in_differences(frame, trends())
    assert found.standard_error == pytest.approx(np.sqrt(59 * without.var()), rel=0.05)
