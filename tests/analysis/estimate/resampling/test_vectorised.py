"""Many samples at once, beside the estimator on each sample as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.estimate import difference, regression, weighting
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.resampling.analysis import Analysis, normal
from causalkit.analysis.estimate.resampling.means import weighting_means
from causalkit.analysis.estimate.resampling.replicates import Replicates
from causalkit.analysis.identify import Backdoor, NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question

COVARIATES = ("pain", "region", "old")


def people(n: int = 300, seed: int = 1) -> pd.DataFrame:
    """Draw people of few kinds, so that no curve has joints."""
    rng = np.random.default_rng(seed)
    pain, old = rng.random((2, n)) < 0.5
    region = rng.choice(["north", "south", "west"], n)
    kratom = rng.random(n) < 0.3 + 0.2 * pain + 0.2 * (region == "west")
    frame = pd.DataFrame({"pain": pain, "old": old, "kratom": kratom, "region": region})
    frame["phq9"] = 8 + 2 * pain - kratom * (1 + old) + rng.normal(0, 2, n)
    frame["points"] = frame["phq9"].round()
    frame["depressed"] = frame["phq9"] > 8
    frame["people"] = rng.integers(0, 4, n)
    frame["school"] = rng.integers(0, 60, n)
    return frame


def asked(*adjustment: str, outcome: str = "phq9", **question: object) -> Backdoor:
    given = tuple(sorted(adjustment))
    return Backdoor(Question.of("kratom", outcome, **question), given, (given,), complete=True)


def replicates(method, frame, identification, sampling=SIMPLE, **options) -> Replicates:
    analysis = Analysis(method, identification, sampling, 0.95, options)
    return Replicates.of(frame, analysis, normal(analysis.estimate(frame)))


def seeds(number: int) -> list[np.random.SeedSequence]:
    return np.random.SeedSequence(7).spawn(number)


def check_alike(found: Replicates, number: int = 12) -> None:
    """The fast way gives what the estimator gives for the same samples as tables."""
    counts = found.urn.counts(seeds(number))
    at_once = found.fast.estimates(counts[:, found.fast.unit].astype(float))
    sure = np.isfinite(at_once)
    assert sure.mean() > 0.8
    expected = [found.one(each) for each in counts[sure]]
    assert at_once[sure] == pytest.approx(expected, rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed", "pain == 1"])
@pytest.mark.parametrize("outcome", ["phq9", "depressed"])
@pytest.mark.parametrize("method", [regression, weighting])
def test_samples_at_once_are_samples_one_by_one(method, outcome: str, population: str):
    identification = asked(*COVARIATES, outcome=outcome, population=population)
    check_alike(replicates(method, people(600), identification))


@pytest.mark.parametrize("outcome", ["phq9", "depressed"])
@pytest.mark.parametrize(
    ("method", "options"),
    [
        (regression, {"terms": "lines"}),
        (regression, {"terms": "lines", "interactions": False}),
        (regression, {"terms": "pain * old + region + points"}),
        (regression, {"terms": "kratom * pain + old + region + points"}),
        (weighting, {"terms": "lines"}),
        (weighting, {"terms": "pain * old + region + points"}),
    ],
)
def test_samples_of_other_terms_at_once_are_samples_one_by_one(method, options, outcome: str):
    frame = people(600, seed=3).assign(points=lambda f: np.arange(600) % 40 / 10)
    identification = asked(*COVARIATES, "points", outcome=outcome)
    check_alike(replicates(method, frame, identification, **options))


@pytest.mark.parametrize("sampling", [Sampling("people"), Sampling(clusters="school")])
@pytest.mark.parametrize(
    ("outcome", "scale"),
    [("phq9", "ratio"), ("depressed", "odds ratio"), ("depressed", "difference")],
)
@pytest.mark.parametrize("method", [regression, weighting])
def test_weights_clusters_and_ratios_come_along(method, outcome, scale, sampling: Sampling):
    identification = asked("pain", "region", outcome=outcome, scale=scale)
    check_alike(replicates(method, people(), identification, sampling))


@pytest.mark.parametrize("sampling", [SIMPLE, Sampling("people", "school")])
@pytest.mark.parametrize("scale", ["difference", "ratio"])
def test_the_naive_contrast(scale: str, sampling: Sampling):
    identification = NoConfounding(Question.of("kratom", "phq9", scale=scale))
    check_alike(replicates(difference, people(), identification, sampling))


@pytest.mark.parametrize("method", [regression, weighting])
def test_rows_with_gaps_are_drawn_and_left_out(method):
    frame = people().astype({"pain": float})
    frame.loc[:40, "pain"] = np.nan
    found = replicates(method, frame, asked("pain", "region"))
    assert found.urn.sizes.sum() == len(frame)
    check_alike(found)


@pytest.mark.parametrize("method", [regression, weighting, difference])
@pytest.mark.parametrize("outcome", ["depressed", "points"])
def test_kinds_of_people_are_drawn_where_they_are_few(method, outcome: str):
    frame = people(3000).astype({"pain": float})
    frame.loc[:99, "pain"] = np.nan
    identification = asked("pain", outcome=outcome) if method is not difference else None
    naive = NoConfounding(Question.of("kratom", outcome))
    found = replicates(method, frame, identification or naive)
    assert found.fast is not None
    assert len(found.urn.sizes) < 150
    assert found.urn.sizes.sum() == len(frame)
    check_alike(found)


def test_kinds_and_rows_tell_the_same():
    frame = people(2000)
    kinds = replicates(regression, frame, asked("pain", outcome="depressed"))
    single = frame.assign(school=np.arange(len(frame)))
    rows = replicates(
        regression, single, asked("pain", outcome="depressed"), Sampling(clusters="school")
    )
    assert len(kinds.urn.sizes) == 9
    assert len(rows.urn.sizes) == 2000
    spread = [each.drawn(seeds(600))[0].std() for each in (kinds, rows)]
    assert spread[0] == pytest.approx(spread[1], rel=0.1)


def test_curves_keep_the_joints_of_the_original(survey):
    frame = survey(3)
    found = replicates(regression, frame, asked("age", "pain"))
    counts = found.urn.counts(seeds(4))
    at_once, reasons = found.values(counts)
    expected = [found.one(each) for each in counts]
    assert not reasons
    assert at_once == pytest.approx(expected, abs=0.02)
    assert not np.allclose(at_once, expected, atol=1e-6)


@pytest.mark.parametrize("outcome", ["phq9", "depressed"])
def test_a_dose_is_one_regression_for_everybody(outcome: str):
    """Of a dose in a few steps, a sample has its joints where the original has them."""
    rng = np.random.default_rng(11)
    pain = rng.random(1200) < 0.4
    dose = rng.choice(7, 1200, p=[0.15, 0.23, 0.2, 0.23, 0.03, 0.03, 0.13])
    phq9 = 5 + 2 * pain + np.sqrt(dose) + rng.normal(0, 3, 1200)
    frame = pd.DataFrame({"pain": pain, "kratom": dose, "phq9": phq9, "depressed": phq9 > 8})
    check_alike(replicates(regression, frame, asked("pain", outcome=outcome, treated=4)))


class TestDoubt:
    """A sample that the fast way cannot be sure of is put to the estimator itself."""

    def frame(self) -> pd.DataFrame:
        """Return a table in which only two exposed people live in the west."""
        frame = people(200, seed=4)
        west = np.flatnonzero((frame["region"] == "west") & frame["kratom"])
        return frame.drop(index=west[2:])

    @pytest.mark.parametrize("method", [regression, weighting])
    def test_a_kind_that_is_not_drawn_is_refused_as_ever(self, method):
        found = replicates(method, self.frame(), asked("region"))
        counts = found.urn.counts(seeds(30))
        values, reasons = found.values(counts)
        expected = []
        for each in counts:
            try:
                expected.append(found.one(each))
            except EstimationError:
                expected.append(np.nan)
        assert 1 <= len(reasons) < 15
        assert "region" in reasons[0]
        assert values == pytest.approx(expected, rel=1e-8, nan_ok=True)

    def test_an_outcome_that_does_not_vary_is_refused_as_ever(self):
        frame = people(40).assign(phq9=np.r_[1, 1, np.zeros(38)])
        found = replicates(difference, frame, NoConfounding(Question.of("kratom", "phq9")))
        values, reasons = found.drawn(seeds(60))
        assert 0 < np.isnan(values).sum() == len(reasons)
        assert 'outcome "phq9" is 0 in every row' in reasons[0]


class TestTrust:
    """A fast way is gone only where it is known to lead to the same place."""

    def test_options_that_it_does_not_know_go_to_the_estimator(self):
        options = {"outcome_model": "poisson", "terms": "lines"}
        assert not Analysis(regression, asked("pain"), SIMPLE, 0.95, options).is_vectorised
        assert Analysis(regression, asked("pain"), SIMPLE, 0.95, {"terms": "lines"}).is_vectorised
        assert Analysis(regression, asked("pain"), SIMPLE, 0.95, {}).is_vectorised

    def test_it_must_give_the_estimate_itself(self):
        analysis = Analysis(weighting, asked("pain"), SIMPLE, 0.95, {})
        estimate = normal(analysis.estimate(people()))
        assert Replicates.of(people(), analysis, estimate).fast is not None
        assert Replicates.of(people(), analysis, estimate + 1e-5).fast is None

    def test_more_than_two_groups_are_left_to_the_estimator(self):
        frame = people().assign(kratom=lambda f: f["kratom"].astype(int) + (f.index % 5 == 0))
        analysis = Analysis(weighting, asked("pain"), SIMPLE, 0.95, {})
        assert Replicates.of(frame, analysis, 0.0).fast is None
        with pytest.raises(EstimationError, match="there are others"):
            weighting_means(prepare(frame, asked("pain")), np.arange(300))

    def test_a_model_that_it_cannot_fit_is_left_to_the_estimator(self):
        frame = people().assign(old=lambda f: f["kratom"])
        analysis = Analysis(weighting, asked("old"), SIMPLE, 0.95, {})
        assert Replicates.of(frame, analysis, 0.0).fast is None
