"""The bootstrap of any estimator: what it draws, what it says, and how well it covers."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
from replications import performance
from scipy.special import expit

from causalkit.analysis.estimate import Estimate, difference, regression, weighting
from causalkit.analysis.estimate.data.missing import AS_IF_KNOWN
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.effect.contrast import estimated
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.resampling.analysis import Analysis
from causalkit.analysis.estimate.resampling.bootstrap import _acceleration, bootstrap
from causalkit.analysis.estimate.resampling.replicates import Replicates
from causalkit.analysis.identify import NoConfounding, missing_values
from causalkit.errors import EstimationError
from causalkit.graph import Diagram, Question

NAIVE = NoConfounding(Question.of("kratom", "phq9"))


def one_by_one(data, identification, *, level=0.95, sampling=SIMPLE) -> Estimate:
    """The difference of means, as an estimator that nobody knows a fast way for."""
    return difference(data, identification, level=level, sampling=sampling)


def largest(data, identification, *, level=0.95, sampling=SIMPLE) -> Estimate:
    """The largest outcome: an estimator for which the bootstrap is known to fail."""
    rows = prepare(data, identification, sampling=sampling)
    return estimated("largest", rows, float(rows.outcome.values.max()), 0.0, level)


def fragile(data, identification, *, level=0.95, sampling=SIMPLE, needs: int) -> Estimate:
    """An estimator that cannot do without one person."""
    if needs not in data["number"].to_numpy():
        raise EstimationError(f"person {needs} is not there")
    return difference(data, identification, level=level, sampling=sampling)


@pytest.mark.parametrize("method", [regression, weighting])
def test_the_error_is_that_of_theory(identified, survey, method):
    frame, asked = survey(1, n=2000), identified("pain", "region")
    theory = method(frame, asked)
    found = bootstrap(method, frame, asked, seed=1, replicates=1000)
    assert (found.value, found.method, found.n) == (theory.value, theory.method, theory.n)
    assert found.standard_error == pytest.approx(theory.standard_error, rel=0.08)
    assert (found.low, found.high) == pytest.approx((theory.low, theory.high), abs=0.05)
    assert found.figures == {**theory.figures, "replicates": 1000, "failures": 0}


def test_fast_and_slow_ways_draw_the_same_samples(survey):
    fast = bootstrap(difference, survey(2), NAIVE, seed=3, replicates=60)
    slow = bootstrap(one_by_one, survey(2), NAIVE, seed=3, replicates=60)
    assert fast.standard_error == pytest.approx(slow.standard_error, rel=1e-10)
    assert (fast.low, fast.high) == pytest.approx((slow.low, slow.high), rel=1e-10)


def test_a_seed_fixes_everything_and_processes_nothing(identified, survey):
    frame, asked = survey(3), identified("pain", "age")
    once = bootstrap(regression, frame, asked, seed=4, replicates=260)
    assert bootstrap(regression, frame, asked, seed=4, replicates=260, jobs=2) == once
    assert bootstrap(regression, frame, asked, seed=5, replicates=260).low != once.low


def test_progress_is_told(survey):
    done: list[int] = []
    bootstrap(one_by_one, survey(3), NAIVE, seed=4, replicates=45, progress=done.append)
    assert done == [10, 20, 30, 40, 45]


def test_clusters_are_drawn_whole(survey):
    """A table in which each person stands there ten times tells no more than one time."""
    frame = survey(4, n=200).assign(person=np.arange(200))
    tenfold = pd.concat([frame] * 10)
    once = bootstrap(difference, frame, NAIVE, seed=5)
    naive = bootstrap(difference, tenfold, NAIVE, seed=5)
    together = bootstrap(difference, tenfold, NAIVE, seed=5, sampling=Sampling(clusters="person"))
    assert together.standard_error == pytest.approx(once.standard_error, rel=1e-9)
    assert naive.standard_error == pytest.approx(once.standard_error / np.sqrt(10), rel=0.15)
    assert 'samples of clusters of "person"' in together.notes[-1]


def test_rows_without_a_cluster_are_never_drawn(survey):
    frame = survey(4, n=200).assign(school=np.arange(200) % 40).astype({"school": float})
    frame.loc[:9, "school"] = np.nan
    sampling = Sampling(clusters="school")
    whole = bootstrap(one_by_one, frame.iloc[10:], NAIVE, seed=5, sampling=sampling, replicates=60)
    found = bootstrap(one_by_one, frame, NAIVE, seed=5, sampling=sampling, replicates=60)
    assert found.dropped == 10
    assert found.value == whole.value
    assert found.standard_error == pytest.approx(whole.standard_error, rel=0.3)


def test_survey_weights_come_with_their_rows(survey):
    frame = survey(5).assign(people=lambda f: 1 + 3 * f["pain"])
    found = bootstrap(difference, frame, NAIVE, seed=6, sampling=Sampling("people"))
    theory = difference(frame, NAIVE, sampling=Sampling("people"))
    assert found.value == theory.value
    assert found.standard_error == pytest.approx(theory.standard_error, rel=0.1)


def test_a_ratio_has_its_interval_on_the_log_scale(survey):
    asked = NoConfounding(Question.of("kratom", "depressed", scale="ratio"))
    theory = difference(survey(6), asked)
    found = bootstrap(difference, survey(6), asked, seed=7, interval="normal")
    assert found.low * found.high == pytest.approx(found.value**2)
    assert found.standard_error == pytest.approx(theory.standard_error, rel=0.1)


class TestWeightsForCompleteness:
    """Where rows are weighted for being complete, each sample estimates its own weights."""

    DIAGRAM = Diagram.of(
        [("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9"), ("pain", "missing_phq9")]
    )

    def test_they_are_estimated_anew(self, identified, survey):
        frame = survey(7, n=300)
        rng = np.random.default_rng(8)
        frame.loc[rng.random(300) < expit(-1.5 + 2 * frame["pain"]), "phq9"] = np.nan
        asked = identified("pain")
        sampling = Sampling(missing=missing_values(self.DIAGRAM, asked.question, ["pain"]))
        found = bootstrap(regression, frame, asked, seed=9, replicates=40, sampling=sampling)
        values = []
        for seed in np.random.SeedSequence(9).spawn(40):
            drawn = np.sort(np.random.default_rng(seed).integers(300, size=300))
            values.append(regression(frame.iloc[drawn], asked, sampling=sampling).value)
        assert found.standard_error == pytest.approx(np.std(values, ddof=1), rel=1e-10)
        theory = regression(frame, asked, sampling=sampling)
        assert AS_IF_KNOWN in theory.notes
        assert AS_IF_KNOWN not in found.notes
        assert found.notes[0] == theory.notes[0]


class TestFailures:
    """Samples of which there is no estimate."""

    @staticmethod
    def frame(copies: int) -> pd.DataFrame:
        rng = np.random.default_rng(1)
        frame = pd.DataFrame({"kratom": np.arange(80) % 2, "phq9": rng.normal(size=80)})
        return frame.assign(number=np.r_[np.zeros(copies), np.arange(copies, 80)].astype(int))

    def test_a_few_are_counted_and_told(self):
        found = bootstrap(fragile, self.frame(4), NAIVE, seed=1, replicates=200, needs=0)
        assert 0 < found.figures["failures"] <= 10
        assert found.figures["replicates"] == 200
        assert "samples had no estimate and are left out; mostly: person 0" in found.notes[-1]

    def test_many_are_an_error_with_the_reason(self):
        with pytest.raises(EstimationError, match=r"of 200 samples have no .*: person 0 is not"):
            bootstrap(fragile, self.frame(1), NAIVE, seed=1, replicates=200, needs=0)

    def test_one_who_cannot_be_left_out_is_an_error_for_bca(self):
        drawn = Replicates.of(
            self.frame(1), Analysis(fragile, NAIVE, SIMPLE, 0.95, {"needs": 0}), 0.0
        )
        with pytest.raises(EstimationError, match="no estimate without some single row"):
            _acceleration(drawn)

    def test_data_that_the_estimator_refuses_are_refused(self, survey):
        with pytest.raises(EstimationError, match='"phq9" is 7 in every row'):
            bootstrap(difference, survey(1).assign(phq9=7), NAIVE, seed=1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"interval": "studentised"}, 'the interval is "percentile", "normal" or "bca"'),
        ({"replicates": 39}, "39 replicates are too few for a percentile interval at level 0.95"),
        ({"replicates": 100, "level": 0.99, "interval": "bca"}, "draw at least 200"),
        ({"replicates": 1, "interval": "normal"}, "draw at least 2"),
        ({"level": 95}, "level lies between 0 and 1"),
    ],
)
def test_what_cannot_be_asked(survey, options, message: str):
    with pytest.raises(EstimationError, match=message):
        bootstrap(difference, survey(1), NAIVE, seed=1, **options)


def test_the_table_is_as_it_was(identified, survey):
    frame = survey(1)
    before = frame.copy()
    bootstrap(regression, frame, identified("pain"), seed=1, replicates=40)
    bootstrap(one_by_one, frame, NAIVE, seed=1, replicates=40)
    pd.testing.assert_frame_equal(frame, before)


class TestCoverage:
    """Many surveys: how often the interval contains the truth."""

    @staticmethod
    def survey(rng: np.random.Generator, n: int = 400) -> pd.DataFrame:
        pain, old = rng.random((2, n)) < 0.5
        kratom = rng.random(n) < 0.3 + 0.3 * pain
        phq9 = rng.binomial(3, 0.4 + 0.2 * pain + (0.2 * old - 0.2) * kratom)
        return pd.DataFrame({"pain": pain, "old": old, "kratom": kratom, "phq9": phq9})

    @pytest.mark.parametrize("method", [regression, weighting])
    def test_it_is_right_for_smooth_estimators(self, identified, method):
        asked = identified("pain", "old")
        estimate = partial(
            lambda frame, **options: bootstrap(method, frame, asked, **options),
            seed=1,
            replicates=200,
        )
        performance(estimate, self.survey, -0.3, 600).check_right()

    def test_it_is_wrong_for_the_largest_value(self):
        """No sample has a larger value than the data, and the truth is always larger."""

        def draw(rng: np.random.Generator) -> pd.DataFrame:
            return pd.DataFrame({"kratom": np.arange(50) % 2, "phq9": rng.uniform(0, 1, 50)})

        def estimate(frame: pd.DataFrame) -> Estimate:
            return bootstrap(largest, frame, NAIVE, seed=1, replicates=40)

        assert performance(estimate, draw, 1.0, 30).coverage == 0
