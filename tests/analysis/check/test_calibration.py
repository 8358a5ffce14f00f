"""Calibration, beside scikit-learn and statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from sklearn.calibration import calibration_curve
from statsmodels.stats.proportion import proportion_confint

from causalkit.analysis.check.calibration import calibration
from causalkit.analysis.check.out_of_fold import dealt, out_of_fold
from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.errors import EstimationError

NAMES = ("age", "pain", "region")


def predicted(rows: Rows, seed: int = 1) -> np.ndarray:
    """The propensities out of fold, each part predicted by statsmodels."""
    terms, parts = design(rows.covariates, rows.n).matrix, dealt(rows, 5, seed)
    found = np.empty(rows.n)
    for part in range(5):
        out = parts == part
        fit = sm.GLM(rows.treated[~out].astype(float), terms[~out], sm.families.Binomial()).fit()
        found[out] = fit.predict(terms[out])
    return found


def test_the_tenths_are_those_of_scikit_learn(survey, identified):
    frame, asked = survey(1, n=1000), identified(*NAMES)
    table = calibration(frame, asked).table
    rows = prepare(frame, asked)
    propensity = predicted(rows)
    shares, means = calibration_curve(rows.treated, propensity, n_bins=10, strategy="quantile")
    assert table["observed"].tolist() == pytest.approx(shares)
    assert table["predicted"].tolist() == pytest.approx(means)
    assert table["people"].tolist() == [100] * 10
    low, high = proportion_confint(shares * 100, 100, method="wilson")
    assert table["low"].tolist() == pytest.approx(low)
    assert table["high"].tolist() == pytest.approx(high)


def test_slope_and_intercept_are_those_of_a_logistic_regression(survey, identified):
    frame, asked = survey(2), identified(*NAMES)
    figures = calibration(frame, asked, seed=7).figures
    rows = prepare(frame, asked)
    propensity = predicted(rows, seed=7)
    log_odds = np.log(propensity / (1 - propensity))
    fit = sm.Logit(rows.treated.astype(float), sm.add_constant(log_odds)).fit(disp=0)
    robust = sm.Logit(rows.treated.astype(float), sm.add_constant(log_odds)).fit(
        disp=0, cov_type="HC0"
    )
    assert (figures["intercept"], figures["slope"]) == pytest.approx(tuple(fit.params), rel=1e-5)
    assert figures["standard error of the slope"] == pytest.approx(robust.bse[1], rel=0.01)
    gap = np.abs(fit.predict() - propensity).mean()
    assert figures["average error"] == pytest.approx(gap, rel=1e-5)


def test_in_the_fit_itself_the_slope_would_be_one_by_construction(survey, identified):
    """Hence out of fold."""
    rows = prepare(survey(3, n=150), identified(*NAMES))
    terms, treated = design(rows.covariates, rows.n).matrix, rows.treated.astype(float)
    log_odds = sm.Logit(treated, terms).fit(disp=0).fittedvalues
    inside = sm.Logit(treated, sm.add_constant(log_odds)).fit(disp=0)
    assert inside.params == pytest.approx([0, 1], abs=1e-5)
    outside = calibration(survey(3, n=150), identified(*NAMES)).figures["slope"]
    assert outside < 0.9


def test_a_model_that_learned_noise_is_too_extreme(survey, identified):
    rng = np.random.default_rng(4)
    noise = pd.DataFrame(rng.normal(size=(300, 8)), columns=[f"noise{i}" for i in range(8)])
    frame = survey(4, n=300).join(noise)
    check = calibration(frame, identified("pain", *noise))
    assert check.finding == "alarming"
    assert "so the propensities are too extreme" in check.verdict


def test_a_large_survey_is_calibrated(survey, identified):
    check = calibration(survey(5, n=5000), identified(*NAMES))
    assert check.finding == "reassuring"
    assert check.figures["slope"] == pytest.approx(1, abs=0.1)
    assert "Nothing speaks against the shape of the model" in check.verdict


def test_a_product_that_the_model_lacks_is_seen(identified):
    rng = np.random.default_rng(6)
    age, sleep = rng.uniform(-2, 2, (2, 2000))
    kratom = rng.random(2000) < 1 / (1 + np.exp(-age - 1.5 * age * sleep))
    frame = pd.DataFrame({"age": age, "sleep": sleep, "kratom": kratom, "phq9": age})
    check = calibration(frame, identified("age", "sleep"))
    assert check.finding != "reassuring"
    assert "The shape of the model is refuted" in check.verdict


def test_the_same_seed_deals_the_same_parts(survey, identified):
    frame, asked = survey(7), identified(*NAMES)
    before = frame.copy(deep=True)
    one, same, other = (calibration(frame, asked, seed=seed).figures for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(frame, before)
    assert one == same
    assert one["slope"] != other["slope"]
    assert one["p-value"] == other["p-value"]


def test_both_groups_are_dealt_evenly_and_clusters_stay_together(survey, identified):
    frame = survey(8, n=403).assign(clinic=np.arange(403) % 31)
    rows = prepare(frame, identified("pain"))
    parts = dealt(rows, 5, 1)
    for group in (rows.treated, ~rows.treated):
        assert np.ptp(np.bincount(parts[group])) <= 1
    clustered = prepare(frame, identified("pain"), sampling=Sampling(clusters="clinic"))
    by_clinic = pd.Series(dealt(clustered, 5, 1)).groupby(frame["clinic"])
    assert (by_clinic.nunique() == 1).all()


def test_weights_and_clusters_enter(survey, identified):
    frame = survey(9).assign(people=lambda table: 1 + table["pain"], clinic=np.arange(500) // 5)
    asked = identified(*NAMES)
    plain = calibration(frame, asked).figures
    weighted = calibration(frame, asked, sampling=Sampling(weights="people")).figures
    clustered = calibration(frame, asked, sampling=Sampling(clusters="clinic")).figures
    assert weighted["average error"] != plain["average error"]
    assert clustered["degrees of freedom"] == plain["degrees of freedom"]
    assert clustered["p-value"] != plain["p-value"]


def test_what_cannot_be_calibrated_is_refused(survey, identified):
    frame = survey(10).assign(same="x")
    with pytest.raises(EstimationError, match="but nothing is adjusted for"):
        calibration(frame, identified())
    with pytest.raises(EstimationError, match='but "same" does not vary'):
        calibration(frame, identified("same"))
    for folds in (1, 501):
        with pytest.raises(EstimationError, match=f"2 to 500 parts, not {folds}"):
            calibration(frame, identified("pain"), folds=folds)
    with pytest.raises(EstimationError, match="no overlap"):
        calibration(frame.assign(same=frame["kratom"]), identified("same"))


def test_a_kind_that_only_one_part_shows_in_both_groups(identified):
    """Without its only unexposed person the rare kind is always exposed."""
    kind = np.repeat(["rare", "usual"], [4, 96])
    kratom = np.concatenate([[0, 1, 1, 1], np.tile([0, 1], 48)])
    frame = pd.DataFrame({"kind": kind, "kratom": kratom, "phq9": np.arange(100) % 7})
    rows = prepare(frame, identified("kind"))
    terms = design(rows.covariates, rows.n).matrix
    alone = (np.arange(100) == 0).astype(np.intp)
    with pytest.raises(EstimationError, match="without one part of the people"), quiet():
        out_of_fold(rows, terms, alone)
