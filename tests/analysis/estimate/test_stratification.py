"""Stratification, beside saturated regressions, by hand and over many samples."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from patsy import dmatrix
from replications import performance
from scipy.special import expit

from causalkit.analysis.estimate import difference, regression
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.stratification import stratification
from causalkit.analysis.identify import Backdoor, NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question

POPULATIONS = {"all": None, "exposed": 1, "unexposed": 0}


def people(rng: np.random.Generator, n: int = 600) -> pd.DataFrame:
    """Strata of four regions by pain, with an effect of their own in each."""
    region, pain = rng.choice(4, n), rng.random(n) < 0.4
    kratom = rng.random(n) < expit(-0.6 + 0.4 * region * pain + 0.3 * (region == 1))
    effect = -1 + 0.5 * region * pain
    outcome = 5 + region + 2 * pain * (region == 3) + effect * kratom
    frame = pd.DataFrame({"region": region, "pain": pain, "kratom": kratom})
    frame["phq9"] = outcome + rng.normal(0, 1 + pain)
    frame["effect"] = effect
    return frame


def true_effect(population: str) -> float:
    frame = people(np.random.default_rng(1), 2_000_000)
    among = slice(None) if population == "all" else frame["kratom"]
    return float(frame["effect"][among].mean())


def heart_transplants() -> pd.DataFrame:
    """The 20 gods of Hernán and Robins (2020), table 2.2."""
    people = (
        [(0, 0, y) for y in (0, 1, 0, 0)]
        + [(0, 1, y) for y in (0, 0, 0, 1)]
        + [(1, 0, y) for y in (1, 1, 0)]
        + [(1, 1, y) for y in (1, 1, 1, 1, 1, 1, 0, 0, 0)]
    )
    return pd.DataFrame(people, columns=["critical", "kratom", "phq9"])


@pytest.mark.parametrize("population", ["all", "exposed"])
def test_it_is_right_on_average_and_so_is_its_interval(identified, population: str):
    estimate = partial(
        stratification, identification=identified("pain", "region", population=population)
    )
    performance(estimate, people, true_effect(population), 1000).check_right()


def test_a_confounder_left_out_biases_it(identified):
    def hidden(rng: np.random.Generator) -> pd.DataFrame:
        frame, mood = people(rng), rng.normal(size=600)
        frame["kratom"] = rng.random(600) < expit(1.5 * mood)
        return frame.assign(phq9=5 + frame["kratom"] + 2 * mood)

    estimate = partial(stratification, identification=identified("pain", "region"))
    performance(estimate, hidden, 1.0, 60).check_wrong()


def test_the_textbook_finds_no_effect_of_a_transplant(identified):
    frame = heart_transplants()
    ratio = stratification(frame, identified("critical", scale="ratio"))
    assert ratio.value == pytest.approx(1.0)
    naive = difference(frame, NoConfounding(Question.of("kratom", "phq9", scale="ratio")))
    assert naive.value == pytest.approx((7 / 13) / (3 / 7))
    assert dict(ratio.figures) == {"strata": 2, "smallest cell": 3}


@pytest.mark.parametrize("population", POPULATIONS)
def test_a_saturated_regression_with_robust_errors_agrees(identified, population: str):
    frame = people(np.random.default_rng(2))
    frame[["k", "p"]] = frame[["kratom", "pain"]].astype(int)
    fitted = smf.ols("phq9 ~ C(region) * p * k", frame).fit(cov_type="HC2")
    code = POPULATIONS[population]
    target = frame if code is None else frame[frame["k"] == code]
    design = dmatrix("C(region) * p * k", frame).design_info
    ones, zeros = (np.asarray(dmatrix(design, target.assign(k=k))) for k in (1, 0))
    effects = (ones - zeros) @ fitted.params.to_numpy()
    gradient = (ones - zeros).mean(axis=0)
    # The error of the shares, which the regression takes for given, comes on top.
    squared = gradient @ fitted.cov_params() @ gradient + effects.var() / len(target)
    found = stratification(frame, identified("pain", "region", population=population))
    assert found.value == pytest.approx(effects.mean(), rel=1e-9)
    assert found.standard_error == pytest.approx(np.sqrt(squared), rel=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("scale", ["difference", "ratio"])
@pytest.mark.parametrize("population", POPULATIONS)
def test_regression_over_one_set_of_indicators_agrees(
    identified, population: str, scale: str, weighted: bool
):
    frame = people(np.random.default_rng(3))
    frame["stratum"] = frame["region"].astype(str) + frame["pain"].astype(str)
    frame["people"] = np.random.default_rng(4).uniform(0.5, 2, len(frame))
    sampling = Sampling(weights="people" if weighted else None, clusters="region")
    asked = {"population": population, "scale": scale}
    ours = stratification(frame, identified("pain", "region", **asked), sampling=sampling)
    theirs = regression(frame, identified("stratum", **asked), sampling=sampling)
    assert ours.value == pytest.approx(theirs.value)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))


def test_the_odds_ratio_of_standardised_risks(identified):
    frame = heart_transplants()
    frame.loc[0, "phq9"] = 1
    found = stratification(frame, identified("critical", scale="odds ratio"))
    risk = (0.4 * 0.25 + 0.6 * 2 / 3, 0.4 * 0.5 + 0.6 * 2 / 3)
    odds = [each / (1 - each) for each in risk]
    assert found.value == pytest.approx(odds[0] / odds[1])


def test_nothing_to_adjust_for_is_the_difference_of_means(identified):
    frame = people(np.random.default_rng(5))
    naive = difference(frame, NoConfounding(Question.of("kratom", "phq9")))
    found = stratification(frame, identified())
    assert found.value == pytest.approx(naive.value)
    assert found.standard_error == pytest.approx(naive.standard_error)


def test_weights_are_copies_and_clusters_of_one_are_no_clusters(identified):
    frame = people(np.random.default_rng(6)).assign(copies=lambda f: 1 + f.index % 3)
    frame["name"] = frame.index
    before = frame.copy()
    asked = identified("pain", "region")
    found = stratification(frame, asked, sampling=Sampling(weights="copies"))
    repeated = frame.loc[frame.index.repeat(frame["copies"])]
    assert found.value == pytest.approx(stratification(repeated, asked).value)
    alone = stratification(frame, asked, sampling=Sampling(clusters="name"))
    plain = stratification(frame, asked)
    assert alone.standard_error == pytest.approx(plain.standard_error * np.sqrt(600 / 599))
    pd.testing.assert_frame_equal(frame, before)


def test_labels_truth_values_and_missing_values(identified):
    frame = people(np.random.default_rng(7))
    plain = stratification(frame, identified("pain", "region"))
    frame["region"] = pd.Categorical(frame["region"].map(dict(enumerate("nesw"))))
    frame["pain"] = frame["pain"].astype("boolean")
    assert stratification(frame, identified("pain", "region")).value == pytest.approx(plain.value)
    frame.loc[:9, "pain"] = pd.NA
    assert stratification(frame, identified("pain", "region")).dropped == 10


def test_a_third_value_of_the_exposure_counts_in_the_population(identified):
    frame = people(np.random.default_rng(8))
    third = np.random.default_rng(9).random(600) < frame["pain"] * 0.5
    frame["kratom"] = frame["kratom"].astype(int).mask(third, 2)
    found = stratification(frame, identified("pain", "region"))
    cells = frame.groupby(["pain", "region", "kratom"])["phq9"].mean().unstack()
    share = frame.groupby(["pain", "region"]).size() / 600
    assert found.value == pytest.approx(((cells[1] - cells[0]) * share).sum())


class TestSmallCells:
    """Strata with few people, or with people of one kind only."""

    @staticmethod
    def frame() -> pd.DataFrame:
        frame = people(np.random.default_rng(10))
        sex = np.random.default_rng(11).choice(["male", "female"], 600)
        return frame.assign(sex=sex)

    def test_a_person_alone_in_a_cell_is_as_variable_as_the_others(self, identified):
        frame = self.frame()
        extra = frame.head(40).assign(region=9, pain=False, kratom=[True] + [False] * 39)
        frame = pd.concat([frame, extra], ignore_index=True)
        found = stratification(frame, identified("pain", "region"))
        assert found.figures["smallest cell"] == 1
        assert found.notes[0].startswith("In 1 of 18 cells there is only one person")
        # By hand: the variance of the means, one cell after the other, and that of the shares.
        cells = frame.groupby(["pain", "region", "kratom"])["phq9"]
        variance, size = cells.var().unstack(), cells.size().unstack()
        means = cells.mean().unstack()
        pooled = np.average(variance[True].dropna(), weights=size[True][size[True] > 1])
        variance = variance.fillna(pooled)
        share = size.sum(axis=1) / 640
        effects = means[True] - means[False]
        heterogeneity = (share * (effects - share @ effects) ** 2).sum() / 640
        squared = (share**2 * (variance / size).sum(axis=1)).sum() + heterogeneity
        # The residual of the one person is a stand-in, and its product with the share remains.
        assert found.standard_error == pytest.approx(np.sqrt(squared), rel=0.03)

    def test_empty_cells_are_named_with_their_share(self, identified):
        frame = self.frame()
        men = frame["pain"] & (frame["sex"] == "male")
        frame.loc[men, "kratom"] = False
        size = np.count_nonzero(men)
        expected = (
            rf"pain = 1, sex = male: nobody with kratom = 1 \({size} people\)\. They hold "
            rf"{size / 600:.1%} of the people averaged over; restrict"
        )
        with pytest.raises(EstimationError, match=expected):
            stratification(frame, identified("pain", "sex"))

    def test_many_empty_cells_are_counted(self, identified):
        frame = self.frame().assign(kratom=lambda f: f["pain"])
        with pytest.raises(EstimationError, match=r"\(\d+ people\); and 13 more such"):
            stratification(frame, identified("pain", "region", "sex"))

    def test_an_effect_in_the_exposed_needs_strata_with_exposed_people_only(self, identified):
        frame = self.frame()
        men = frame["pain"] & (frame["sex"] == "male")
        frame.loc[men, "kratom"] = False
        found = stratification(frame, identified("pain", "sex", population="exposed"))
        others = stratification(frame[~men], identified("pain", "sex", population="exposed"))
        assert (found.value, found.standard_error) == pytest.approx(
            (others.value, others.standard_error)
        )
        assert found.figures["strata"] == 3
        with pytest.raises(EstimationError, match="nobody with kratom = 1"):
            stratification(frame, identified("pain", "sex", population="unexposed"))

    def test_cells_of_one_person_everywhere_have_no_error(self, identified):
        frame = pd.DataFrame(
            {"pain": [0, 0, 0, 1, 1, 1], "kratom": [1, 0, 0, 1, 0, 0], "phq9": [3, 1, 2, 5, 4, 6]}
        )
        with pytest.raises(EstimationError, match="only one person under one of the settings"):
            stratification(frame, identified("pain"))


def test_a_number_of_many_values_makes_no_strata(identified, survey):
    with pytest.raises(EstimationError, match=r'"age" takes \d+ different values.*pandas.cut'):
        stratification(survey(12), identified("age", "pain"))


def test_many_labels_make_no_giant_table(identified):
    rng = np.random.default_rng(13)
    kinds = np.repeat([f"kind {each}" for each in range(300)], 8)
    frame = pd.DataFrame({"one": kinds, "two": kinds, "three": kinds})
    frame["kratom"], frame["phq9"] = np.tile([0, 1], 1200), rng.normal(size=2400)
    found = stratification(frame, identified("one", "three", "two"))
    alone = stratification(frame, identified("one"))
    assert found.figures["strata"] == 300
    assert (found.value, found.standard_error) == (alone.value, alone.standard_error)


def test_a_continuous_exposure_makes_no_groups(identified, survey):
    frame = survey(14).assign(kratom=lambda f: f["age"])
    with pytest.raises(EstimationError, match="use regression for a continuous exposure"):
        stratification(frame, identified("pain", treated=40, reference=20))


def test_another_argument_is_refused():
    with pytest.raises(EstimationError, match="stratification takes an identification"):
        stratification(pd.DataFrame({"kratom": [0, 1]}), "pain")


def test_a_binary_outcome(identified, survey):
    frame = survey(15)
    question = Question.of("kratom", "depressed")
    asked = Backdoor(question, ("pain",), (("pain",),), complete=True)
    found = stratification(frame, asked)
    means = frame.groupby(["pain", "kratom"])["depressed"].mean().unstack()
    share = frame["pain"].value_counts(normalize=True)
    assert found.value == pytest.approx(((means[True] - means[False]) * share).sum())
