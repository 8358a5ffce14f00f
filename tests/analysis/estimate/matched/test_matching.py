"""Matching as an estimator: its error written out, its options, and what it refuses."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist

from causalkit.analysis.estimate import difference
from causalkit.analysis.estimate.matched.matching import matching
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.stratification import stratification
from causalkit.analysis.identify import Backdoor, NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question

POPULATIONS = ["all", "exposed", "unexposed"]


def people(seed: int, n: int = 200) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"age": rng.normal(40, 10, n).round(), "before": rng.normal(size=n)})
    chance = 1 / (1 + np.exp(0.3 - 0.03 * (frame["age"] - 40) - 0.4 * frame["before"]))
    frame["kratom"] = rng.random(n) < chance
    effect = -1 + 0.3 * frame["before"]
    mean = 9 + 0.05 * frame["age"] + frame["before"] + effect * frame["kratom"]
    frame["phq9"] = mean + rng.normal(size=n)
    frame["depressed"] = frame["phq9"] > 11
    return frame


def nearest(apart: np.ndarray, among: np.ndarray, number: int) -> np.ndarray:
    """Return the weight of each column in the matched set of each row, ties shared."""
    gaps = np.where(among, apart, np.inf)
    last = np.sort(gaps, axis=1)[:, number - 1 : number]
    within = gaps <= last + 1e-10
    return within / within.sum(axis=1, keepdims=True)


def by_hand(frame: pd.DataFrame, population: str, scale: str, number: int, others: int):
    """Abadie and Imbens (2006), theorem 7, with all pairs written out."""
    kratom, outcome = frame["kratom"].to_numpy(), frame["phq9"].to_numpy()
    matrix = frame[["age", "before"]].to_numpy()
    apart = cdist(matrix, matrix, "mahalanobis", VI=np.linalg.inv(np.cov(matrix.T)))
    share = nearest(apart, kratom != kratom[:, None], number)
    wanted = {"all": np.ones(len(frame)), "exposed": kratom, "unexposed": ~kratom}[population]
    wanted = wanted / wanted.sum()
    imputed = share @ outcome
    treated, reference = np.where(kratom, [outcome, imputed], [imputed, outcome])
    first, second = wanted @ treated, wanted @ reference
    slopes = (1.0, 1.0) if scale == "difference" else (1 / first, 1 / second)
    # The conditional variance: oneself and the nearest others of the same group.
    same = np.ones((len(frame), len(frame))) * (kratom == kratom[:, None]) - 2 * np.eye(len(frame))
    own = nearest(np.where(np.eye(len(frame)), -1, apart), same != 0, others + 1) > 0
    own &= kratom == kratom[:, None]
    variance = np.array([outcome[each].var(ddof=1) for each in own])
    load, squares = wanted @ share, wanted**2 @ share**2
    times = np.where(kratom, *slopes) ** 2 * (2 * wanted * load + load**2 - squares)
    deviation = wanted * (slopes[0] * (treated - first) - slopes[1] * (reference - second))
    error = np.sqrt(deviation @ deviation + times @ variance)
    value = first - second if scale == "difference" else first / second
    return value, error if scale == "difference" else error * value


@pytest.mark.parametrize("scale", ["difference", "ratio"])
@pytest.mark.parametrize(("number", "others"), [(1, 1), (1, 2), (4, 3)])
@pytest.mark.parametrize("population", POPULATIONS)
def test_the_error_is_that_of_abadie_and_imbens(
    identified, population: str, number: int, others: int, scale: str
):
    frame = people(1)
    found = matching(
        frame,
        identified("age", "before", population=population, scale=scale),
        distance="mahalanobis",
        neighbours=number,
        bias_correction=False,
        variance_neighbours=others,
    )
    expected = by_hand(frame, population, scale, number, others)
    assert (found.value, found.standard_error) == pytest.approx(expected, rel=1e-9)


def test_the_bias_correction_is_a_regression_among_those_who_serve(identified):
    frame = people(2)
    asked = identified("age", "before", population="exposed")
    kratom, outcome = frame["kratom"].to_numpy(), frame["phq9"].to_numpy()
    matrix = frame[["age", "before"]].to_numpy()
    apart = cdist(matrix, matrix, "mahalanobis", VI=np.linalg.inv(np.cov(matrix.T)))
    share = nearest(apart, kratom != kratom[:, None], 1)[kratom]
    times = np.sqrt(share.sum(axis=0))
    terms = np.column_stack([np.ones(200), matrix])
    slopes = np.linalg.lstsq(terms * times[:, None], outcome * times, rcond=None)[0]
    remaining = (terms[kratom] - share @ terms) @ slopes
    expected = np.mean(outcome[kratom] - share @ outcome - remaining)
    assert matching(frame, asked, distance="mahalanobis").value == pytest.approx(expected)


@pytest.mark.parametrize("population", ["exposed", "unexposed"])
def test_without_replacement_the_error_is_that_of_the_pairs(identified, population: str):
    frame, few = people(3, 300), np.random.default_rng(4).random(300) < 0.4
    if population == "exposed":
        frame["kratom"] &= few
    else:
        frame["kratom"] |= few
    found = matching(
        frame,
        identified("age", "before", population=population),
        distance="mahalanobis",
        replacement=False,
        bias_correction=False,
    )
    number = found.figures["matched"]
    assert number == found.figures["matches used"]
    from causalkit.analysis.estimate.matched.pairs import matched_pairs

    pairs = matched_pairs(
        frame,
        identified("age", "before", population=population),
        distance="mahalanobis",
        replacement=False,
    )
    apart = frame["phq9"][pairs["person"]].to_numpy() - frame["phq9"][pairs["match"]].to_numpy()
    assert abs(found.value) == pytest.approx(abs(apart.mean()))
    assert found.standard_error == pytest.approx(apart.std() / np.sqrt(number))


@pytest.mark.parametrize("population", POPULATIONS)
@pytest.mark.parametrize("distance", ["propensity", "log-odds", "mahalanobis"])
def test_where_twins_are_exact_matching_is_stratification(identified, distance, population: str):
    frame = people(5, 400).assign(age=lambda f: f["age"] // 20, sex=lambda f: f["before"] > 0)
    frame["region"] = np.random.default_rng(6).choice(["north", "south"], 400)
    asked = identified("age", "region", "sex", population=population)
    frame["age"] = frame["age"].clip(1, 2)
    exact = stratification(frame, asked)
    found = matching(frame, asked, distance=distance, bias_correction=False)
    if distance == "mahalanobis":
        assert found.value == pytest.approx(exact.value)
        assert found.standard_error == pytest.approx(exact.standard_error, rel=0.03)
    corrected = matching(frame, asked, distance=distance)
    assert abs(corrected.value - exact.value) < exact.standard_error


@pytest.mark.parametrize("distance", ["propensity", "log-odds", "mahalanobis"])
def test_nothing_to_adjust_for_is_the_difference_of_means(identified, distance):
    naive = difference(people(7), NoConfounding(Question.of("kratom", "phq9")))
    found = matching(people(7), identified(), distance=distance)
    assert found.value == pytest.approx(naive.value)
    assert found.standard_error == pytest.approx(naive.standard_error, rel=0.01)


@pytest.mark.parametrize("distance", ["propensity", "mahalanobis"])
def test_turning_the_question_round_turns_the_answer_round(identified, distance):
    frame = people(8)
    forth = matching(frame, identified("age", "before"), distance=distance)
    back = matching(frame, identified("age", "before", treated=0, reference=1), distance=distance)
    assert back.value == pytest.approx(-forth.value)
    assert back.standard_error == pytest.approx(forth.standard_error)
    for one, other in (("exposed", "unexposed"), ("unexposed", "exposed")):
        turned = {"treated": 0, "reference": 1, "population": other}
        forth = matching(frame, identified("before", population=one), distance=distance)
        back = matching(frame, identified("before", **turned), distance=distance)
        assert back.standard_error == pytest.approx(forth.standard_error)


@pytest.mark.parametrize("corrected", [True, False])
@pytest.mark.parametrize("population", POPULATIONS)
def test_weights_are_copies_of_people(identified, population: str, corrected: bool):
    frame = people(9).assign(copies=lambda f: 1 + f.index % 3)
    asked = identified("age", "before", population=population)
    options = {"distance": "mahalanobis", "bias_correction": corrected}
    found = matching(frame, asked, sampling=Sampling(weights="copies"), **options)
    repeated = frame.loc[frame.index.repeat(frame["copies"])]
    assert found.value == pytest.approx(matching(repeated, asked, **options).value)
    assert found.value != pytest.approx(matching(frame, asked, **options).value)


def test_columns_of_any_kind(identified):
    frame = people(10).assign(pain=lambda f: (f["before"] > 0).astype("boolean"), year=2024)
    frame["region"] = pd.Categorical(np.random.default_rng(11).choice([*"nsw"], 200))
    frame["months"] = 12 * frame["age"]
    before = frame.copy()
    for distance in ("propensity", "mahalanobis"):
        found = matching(
            frame, identified("age", "months", "pain", "region", "year"), distance=distance
        )
        alone = matching(frame, identified("age", "pain", "region"), distance=distance)
        assert found.value == pytest.approx(alone.value)
        assert found.standard_error == pytest.approx(alone.standard_error)
    pd.testing.assert_frame_equal(frame, before)


def test_a_binary_outcome_on_the_odds_scale(identified):
    question = Question.of("kratom", "depressed", scale="odds ratio")
    asked = Backdoor(question, ("age", "before"), (("age", "before"),), complete=True)
    found = matching(people(12, 400), asked)
    assert 0 < found.low < found.value < found.high < 1.5


def test_inexact_matches_without_correction_are_noted(identified):
    asked = identified("age", "before")
    plain = matching(people(13), asked, distance="mahalanobis", bias_correction=False)
    assert plain.notes[0].startswith("Matches on 2 continuous covariates are never exact")
    assert matching(people(13), asked, distance="mahalanobis").notes == ()


def test_a_propensity_score_that_is_taken_for_given_is_noted(identified):
    frame = people(14)
    frame["kratom"] &= frame.index % 2 == 0
    found = matching(frame, identified("age", population="exposed"), replacement=False)
    assert found.notes == ("The interval takes the estimated propensity score for the true one.",)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"distance": "euclidean"}, "the distance is one of"),
        ({"neighbours": 0}, "the number of neighbours is 1, 2, 3, …; not 0"),
        ({"neighbours": 1.5}, "not 1.5"),
        ({"neighbours": True}, "not True"),
        ({"variance_neighbours": 0}, "the number of variance neighbours"),
        ({"caliper": -1}, "a caliper is a positive number"),
        ({"caliper": float("nan")}, "a caliper is a positive number"),
        ({"caliper": 0.2, "distance": "mahalanobis"}, 'use distance="log-odds" with it'),
        ({"replacement": False}, 'ask with population="exposed" or "unexposed"'),
        ({"level": 95}, "the level lies between 0 and 1"),
    ],
)
def test_options_that_mean_nothing(identified, options, message: str):
    with pytest.raises(EstimationError, match=message):
        matching(people(15), identified("age", "before"), **options)


class TestRefusals:
    """Data that matching has no answer for."""

    def test_clusters(self, identified):
        with pytest.raises(EstimationError, match="drawn or assigned together"):
            matching(people(16), identified("before"), sampling=Sampling(clusters="age"))

    def test_survey_weights_on_the_propensity_score(self, identified):
        frame = people(17).assign(people=lambda f: 1 + f.index % 3)
        with pytest.raises(EstimationError, match='use distance="mahalanobis", or weighting'):
            matching(frame, identified("before"), sampling=Sampling(weights="people"))

    def test_an_exposure_of_three_values(self, identified):
        frame = people(18).assign(kratom=lambda f: f.index % 3)
        with pytest.raises(EstimationError, match="another value than the two compared"):
            matching(frame, identified("age"))

    def test_a_continuous_exposure(self, identified):
        frame = people(19).assign(kratom=lambda f: f["age"])
        with pytest.raises(EstimationError, match="use regression for a continuous exposure"):
            matching(frame, identified("before", treated=40, reference=20))

    def test_a_covariate_that_decides(self, identified):
        frame = people(20).assign(kratom=lambda f: f["age"] > 40)
        with pytest.raises(EstimationError, match='decided by "age"'):
            matching(frame, identified("age", "before"))

    def test_nobody_within_the_caliper(self, identified):
        # Ages of the exposed lie between those of the others, and are never the same.
        frame = people(21).assign(age=lambda f: 2 * f["age"].round() + f["kratom"])
        with pytest.raises(EstimationError, match="nobody has a match within 1e-09 standard"):
            matching(frame, identified("age"), caliper=1e-9)

    def test_too_few_to_match_without_replacement(self, identified):
        frame = people(22).assign(kratom=lambda f: f.index % 3 > 0)
        with pytest.raises(EstimationError, match="seek a match without replacement among 67"):
            matching(frame, identified("age", population="exposed"), replacement=False)

    def test_too_few_for_the_correction(self, identified):
        frame = people(23, 9).assign(kratom=[1, 1, 0, 0, 0, 0, 0, 0, 0])
        asked = identified("age", "before", population="exposed")
        with pytest.raises(EstimationError, match="too few for a correction of the bias"):
            matching(frame, asked, distance="mahalanobis")
        found = matching(frame, asked, distance="mahalanobis", bias_correction=False)
        assert np.isfinite(found.standard_error)

    def test_another_argument(self):
        with pytest.raises(EstimationError, match="matching takes an identification"):
            matching(people(24), "age")


def test_nothing_is_printed_or_warned(identified, capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for distance in ("propensity", "mahalanobis"):
            matching(people(25), identified("age", "before"), distance=distance)
    assert capfd.readouterr() == ("", "")
