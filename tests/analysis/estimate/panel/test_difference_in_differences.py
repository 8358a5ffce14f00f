"""Difference-in-differences: by hand, beside statsmodels and csdid, and in many samples."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from causaldata import organ_donations
from replications import performance

from causalkit.analysis.estimate.panel.difference_in_differences import difference_in_differences
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import NoConfounding
from causalkit.analysis.identify.parallel_trends.parallel_trends import ParallelTrends
from causalkit.errors import EstimationError
from causalkit.graph import Question

COMMON = {4: 0.5, 0: 0.5}
STAGGERED = {2: 0.3, 4: 0.3, 0: 0.4}


class TestTwoGroups:
    """One time of exposure."""

    def test_two_by_two_by_hand(self, trends):
        frame = pd.DataFrame(
            {
                "state": ["NJ", "NJ", "NY", "NY", "PA", "PA", "DE", "DE"],
                "year": [1, 2] * 4,
                "law": [0, 1, 0, 1, 0, 0, 0, 0],
                "deaths": [20.0, 21.0, 22.0, 21.4, 23.0, 21.0, 24.0, 21.6],
            }
        )
        found = difference_in_differences(frame, trends())
        # Changes of +1.0 and -0.6 against -2.0 and -2.4.
        assert found.value == pytest.approx(0.2 - -2.2)
        error = np.sqrt(2 * 0.8**2 + 2 * 0.2**2) / 2 * np.sqrt(4 / 3 * 7 / 8)
        assert found.standard_error == pytest.approx(error)
        assert (found.n, found.question.estimand) == (8, "ATT")

    def test_statsmodels_with_an_indicator_for_each_unit_and_year_agrees(self, panel, trends):
        frame = panel(np.random.default_rng(1), COMMON)
        frame["people"] = np.repeat(np.random.default_rng(2).integers(1, 5, 80), 6)
        frame["region"] = frame["state"] % 20
        found = difference_in_differences(
            frame, trends(), sampling=Sampling(weights="people", clusters="region")
        )
        theirs = smf.wls(
            "deaths ~ law + C(state) + C(year)", frame.astype(float), weights=frame["people"]
        ).fit(cov_type="cluster", cov_kwds={"groups": frame["region"], "use_correction": False})
        assert found.value == pytest.approx(theirs.params["law"], rel=1e-9)
        factor = np.sqrt(20 / 19 * (480 - 1) / 480)
        assert found.standard_error == pytest.approx(theirs.bse["law"] * factor, rel=1e-9)

    def test_the_published_effect_of_asking_californians_to_choose(self):
        """Huntington-Klein (2021), The effect, chapter 18: -0.022 (0.006)."""
        frame = organ_donations.load_pandas().data
        frame["choice"] = (frame["State"] == "California") & (frame["Quarter_Num"] > 3)
        asked = Question.of("choice", "Rate", population="exposed")
        found = difference_in_differences(frame, ParallelTrends(asked, "State", "Quarter_Num"))
        assert (round(found.value, 3), round(found.standard_error, 3)) == (-0.022, 0.006)
        assert any("Only 1 exposed unit" in note for note in found.notes)

    def test_anticipated_periods_count_neither_as_before_nor_as_after(self, panel, trends):
        frame = panel(np.random.default_rng(3), COMMON)
        early = frame.assign(
            deaths=frame["deaths"] + 9 * (frame["year"] == 3) * (frame["start"] > 0)
        )
        found = difference_in_differences(early, trends(anticipation=1))
        without = difference_in_differences(frame[frame["year"] != 3], trends())
        assert found.value == pytest.approx(without.value)

    def test_it_is_right_where_trends_are_parallel(self, panel, trends):
        estimate = partial(difference_in_differences, identification=trends())
        draw = partial(panel, shares=COMMON, units=200, periods=5)
        performance(estimate, draw, 2.0, 300).check_right()

    def test_it_is_wrong_where_the_exposed_were_drifting_anyway(self, panel, trends):
        estimate = partial(difference_in_differences, identification=trends())
        draw = partial(panel, shares=COMMON, drift=0.6, periods=5)
        performance(estimate, draw, 2.0, 40).check_wrong()


SHAPES = {"common": COMMON, "staggered": STAGGERED}


@pytest.mark.parametrize("shares", SHAPES.values(), ids=SHAPES)
class TestSampling:
    """Survey weights and clusters."""

    def test_weights_are_copies_of_units(self, panel, trends, shares):
        frame = panel(np.random.default_rng(15), shares)
        frame["people"] = 1 + frame["state"] % 3
        copies = [
            frame[frame["people"] > k].assign(state=lambda f, k=k: f["state"] + 1000 * k)
            for k in range(3)
        ]
        for asked in (trends(), trends("level")):
            weighted = difference_in_differences(
                with_level(frame), asked, sampling=Sampling(weights="people")
            )
            copied = difference_in_differences(with_level(pd.concat(copies)), asked)
            assert weighted.value == pytest.approx(copied.value, rel=1e-6)

    def test_each_unit_its_own_cluster_is_no_clusters(self, panel, trends, shares):
        frame = panel(np.random.default_rng(16), shares)
        alone = difference_in_differences(frame, trends())
        clustered = difference_in_differences(frame, trends(), sampling=Sampling(clusters="state"))
        assert clustered.value == alone.value
        assert clustered.standard_error == pytest.approx(alone.standard_error, rel=1 / 80)

    def test_units_that_move_together_widen_the_interval(self, panel, trends, shares):
        frame = panel(np.random.default_rng(17), shares)
        frame["county"] = frame["state"] // 2
        frame["deaths"] = frame.groupby(["county", "year"])["deaths"].transform("mean")
        alone = difference_in_differences(frame, trends())
        clustered = difference_in_differences(frame, trends(), sampling=Sampling(clusters="county"))
        assert 1.3 < clustered.standard_error / alone.standard_error < 1.5

    def test_the_table_is_unchanged_and_its_order_is_of_no_concern(self, panel, trends, shares):
        frame = panel(np.random.default_rng(18), shares)
        before = frame.copy()
        found = difference_in_differences(frame, trends())
        pd.testing.assert_frame_equal(frame, before)
        shuffled = difference_in_differences(frame.sample(frac=1, random_state=1), trends())
        assert shuffled.value == pytest.approx(found.value)
        assert shuffled.standard_error == pytest.approx(found.standard_error)


def with_level(frame: pd.DataFrame) -> pd.DataFrame:
    """Add a covariate that is the same for a unit and its copies."""
    return frame.assign(level=frame["state"] % 1000 % 7 % 2)


def test_another_argument_is_refused_by_name(panel):
    frame = panel(np.random.default_rng(19), COMMON)
    asked = NoConfounding(Question.of("law", "deaths", population="exposed"))
    with pytest.raises(EstimationError, match="difference_in_differences does not suit"):
        difference_in_differences(frame, asked)


def test_there_are_two_kinds_of_controls(panel, trends):
    frame = panel(np.random.default_rng(20), {3: 0.5, 5: 0.5})
    with pytest.raises(EstimationError, match="not 'everybody'"):
        difference_in_differences(frame, trends(), controls="everybody")
    with pytest.raises(EstimationError, match='use controls="not yet exposed"'):
        difference_in_differences(frame, trends(), controls="never exposed")


def test_one_unit_on_either_side_has_no_interval(panel, trends):
    frame = panel(np.random.default_rng(21), COMMON, units=2)
    with pytest.raises(EstimationError, match="one unit on either side"):
        difference_in_differences(frame, trends())
