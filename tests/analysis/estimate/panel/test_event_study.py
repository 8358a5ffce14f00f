"""Event studies: beside regressions with leads and lags, csdid, and many samples."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from causaldata import castle
from replications import performance

from causalkit.analysis.estimate import Estimate
from causalkit.analysis.estimate.panel.event_study import EventStudy, event_study
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import NoConfounding
from causalkit.analysis.identify.parallel_trends.parallel_trends import ParallelTrends
from causalkit.errors import EstimationError
from causalkit.graph import Question

COMMON = {4: 0.5, 0: 0.5}
STAGGERED = {3: 0.3, 4: 0.3, 0: 0.4}


def growing(since: np.ndarray, start: np.ndarray) -> np.ndarray:
    return 1.0 + since


def in_period(frame: pd.DataFrame, given: ParallelTrends, period: int) -> Estimate:
    study = event_study(frame, given)
    return study.estimates[study.periods.index(period)]


def p_values(panel, trends, replications: int, **options: object) -> np.ndarray:
    draws = (
        panel(np.random.default_rng([5, seed]), COMMON, **options) for seed in range(replications)
    )
    return np.array([event_study(frame, trends()).pretrend.p_value for frame in draws])


def test_with_one_start_it_is_the_regression_with_leads_and_lags(panel, trends):
    frame = panel(np.random.default_rng(1), COMMON)
    frame["people"] = np.repeat(np.random.default_rng(2).integers(1, 5, 80), 6)
    for year in (1, 2, 4, 5, 6):
        frame[f"in{year}"] = (frame["start"] > 0) & (frame["year"] == year)
    theirs = smf.wls(
        "deaths ~ in1 + in2 + in4 + in5 + in6 + C(state) + C(year)",
        frame.astype(float),
        weights=frame["people"],
    ).fit(cov_type="cluster", cov_kwds={"groups": frame["state"], "use_correction": False})
    study = event_study(frame, trends(), sampling=Sampling(weights="people"))
    expected = [theirs.params[f"in{year}"] for year in (1, 2, 4, 5, 6)]
    errors = np.array([theirs.bse[f"in{year}"] for year in (1, 2, 4, 5, 6)])
    assert study.periods == (-3, -2, 0, 1, 2)
    assert [each.value for each in study.estimates] == pytest.approx(expected)
    # Half the units on either side, and each mean is corrected for having been estimated.
    found = [each.standard_error for each in study.estimates]
    assert found == pytest.approx(errors * np.sqrt(40 / 39))


def test_csdid_agrees_on_the_castle_doctrine():
    """Figures of csdid 0.4.3, not yet treated, universal base period, dynamic aggregation."""
    asked = Question.of("post", "l_homicide", population="exposed")
    study = event_study(castle.load_pandas().data, ParallelTrends(asked, "sid", "year"))
    expected = {-8: -0.332962, -3: -0.037425, 0: 0.010336, 1: 0.0149, 2: 0.030655, 4: 0.232219}
    found = study.table["effect"]
    assert {period: round(found[period], 6) for period in expected} == expected
    assert study.table["exposed units"][[-10, 0, 4]].tolist() == [1, 21, 1]
    few = [
        period for period, each in zip(study.periods, study.estimates, strict=True) if each.notes
    ]
    assert few == [-10, -9, 4]
    assert study.pretrend.periods == 7


@pytest.mark.parametrize(("period", "replications"), [(0, 2000), (2, 500)])
def test_each_period_is_right_on_average_and_so_is_its_interval(
    panel, trends, period: int, replications: int
):
    estimate = partial(in_period, given=trends(), period=period)
    draw = partial(panel, shares=STAGGERED, units=150, effect=growing, by_lot=True)
    performance(estimate, draw, 1.0 + period, replications).check_right()


class TestPretrend:
    """What the periods before exposure say."""

    def test_parallel_trends_are_called_in_question_as_often_as_the_level_says(self, panel, trends):
        found = p_values(panel, trends, 400)
        assert 0.03 <= np.mean(found < 0.05) <= 0.07
        assert 0.45 <= np.mean(found < 0.5) <= 0.55

    def test_a_steep_drift_is_found_nearly_always(self, panel, trends):
        assert np.mean(p_values(panel, trends, 60, drift=1.5) < 0.05) > 0.95

    def test_the_words_say_what_was_found_and_what_was_not(self, panel, trends):
        fine = event_study(panel(np.random.default_rng(3), COMMON), trends()).pretrend
        drifting = event_study(panel(np.random.default_rng(3), COMMON, drift=2.0), trends())
        assert fine.p_value > 0.05
        assert "does not show that trends are parallel" in fine.verdict
        assert "did not move in parallel in the 2 periods before" in drifting.pretrend.verdict
        assert drifting.pretrend.verdict in str(drifting)

    def test_it_is_the_wald_test_of_the_regression(self, panel, trends):
        frame = panel(np.random.default_rng(4), COMMON)
        for year in (1, 2, 4, 5, 6):
            frame[f"in{year}"] = (frame["start"] > 0) & (frame["year"] == year)
        theirs = smf.ols(
            "deaths ~ in1 + in2 + in4 + in5 + in6 + C(state) + C(year)", frame.astype(float)
        ).fit(cov_type="cluster", cov_kwds={"groups": frame["state"], "use_correction": False})
        wald = theirs.wald_test("in1 = 0, in2 = 0", use_f=False, scalar=True).statistic * 39 / 40
        from scipy.stats import f

        expected = f.sf(wald * (80 - 2) / (2 * 79), 2, 78)
        assert event_study(frame, trends()).pretrend.p_value == pytest.approx(expected)

    def test_without_earlier_periods_there_is_nothing_to_see(self, panel, trends):
        frame = panel(np.random.default_rng(5), {2: 0.5, 0: 0.5})
        found = event_study(frame, trends()).pretrend
        assert (found.periods, found.p_value) == (0, None)
        assert "has to be believed" in found.verdict

    def test_too_few_clusters_for_a_test(self, panel, trends):
        frame = panel(np.random.default_rng(6), {13: 0.5, 0: 0.5}, units=12, periods=14)
        found = event_study(frame, trends()).pretrend
        assert (found.periods, found.p_value) == (11, None)
        assert "too few units or clusters" in found.verdict
        fewer = event_study(frame, trends(), window=(-4, 1)).pretrend
        assert fewer.periods == 3
        assert 0 <= fewer.p_value <= 1

    def test_clusters_of_one_are_no_clusters(self, panel, trends):
        frame = panel(np.random.default_rng(7), COMMON)
        alone = event_study(frame, trends())
        clustered = event_study(frame, trends(), sampling=Sampling(clusters="state"))
        assert clustered.pretrend.p_value == pytest.approx(alone.pretrend.p_value, rel=0.05)
        assert clustered.table["effect"].tolist() == alone.table["effect"].tolist()


def test_anticipation_moves_the_reference_and_is_not_tested(panel, trends):
    frame = panel(np.random.default_rng(8), COMMON)
    study = event_study(frame, trends(anticipation=1))
    assert (study.reference, study.periods) == (-2, (-3, -1, 0, 1, 2))
    assert study.pretrend.periods == 1
    assert study.table.loc[-2, ["effect", "standard error"]].tolist() == [0, 0]


def test_a_window_shows_less_and_changes_nothing(panel, trends):
    frame = panel(np.random.default_rng(9), STAGGERED)
    full, part = event_study(frame, trends()), event_study(frame, trends(), window=(-2, 1))
    pd.testing.assert_frame_equal(part.table, full.table.loc[-2:1])
    with pytest.raises(EstimationError, match="no period lies in the window from 7 to 9"):
        event_study(frame, trends(), window=(7, 9))


def test_the_frame_is_unchanged_and_a_single_unit_noted(panel, trends):
    frame = panel(np.random.default_rng(10), {4: 0.05, 0: 0.95}, units=20)
    before = frame.copy()
    study = event_study(frame, trends())
    pd.testing.assert_frame_equal(frame, before)
    assert isinstance(study, EventStudy)
    assert study.notes[0].startswith("Only 1 exposed unit")
    assert study.pretrend.p_value is None


def test_another_argument_is_refused_by_name(panel):
    asked = NoConfounding(Question.of("law", "deaths", population="exposed"))
    with pytest.raises(EstimationError, match="event_study does not suit"):
        event_study(panel(np.random.default_rng(11), COMMON), asked)
