"""Who is matched to whom, beside a search through all pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.spatial.distance import cdist

from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.matched.matching import matching
from causalkit.analysis.estimate.matched.pairs import matched_pairs, matching_weights
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.errors import EstimationError

COVARIATES = ("age", "pain", "region")


def people(seed: int, n: int = 150) -> pd.DataFrame:
    """Coarse ages, so that many are equally near."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"age": rng.integers(20, 40, n), "pain": rng.random(n) < 0.4})
    frame["region"] = rng.choice(["north", "south", "west"], n)
    frame["kratom"] = rng.random(n) < 0.2 + 0.2 * frame["pain"] + 0.01 * (frame["age"] - 20)
    frame["phq9"] = rng.normal(5 + frame["pain"] + 0.1 * frame["age"], 1)
    return frame.set_index(pd.Index([f"person {each}" for each in range(n)]))


def log_odds(frame: pd.DataFrame, asked) -> np.ndarray:
    rows = prepare(frame, asked)
    terms = design(rows.covariates, rows.n).matrix
    return terms @ sm.Logit(frame["kratom"].astype(float), terms).fit(disp=0).params.to_numpy()


def distances(frame: pd.DataFrame, asked, distance: str) -> np.ndarray:
    """All distances, written out."""
    if distance == "mahalanobis":
        matrix = np.column_stack(
            [frame["age"], frame["pain"], frame["region"] == "south", frame["region"] == "west"]
        ).astype(float)
        return cdist(matrix, matrix, "mahalanobis", VI=np.linalg.inv(np.cov(matrix.T, ddof=0)))
    score = log_odds(frame, asked)
    score = score if distance == "log-odds" else 1 / (1 + np.exp(-score))
    return np.abs(score[:, None] - score)


def brute_force(frame, asked, distance: str, number: int, reach: float = np.inf) -> set:
    """Look through all pairs; equally near ones are all taken."""
    kratom = frame["kratom"].to_numpy()
    apart = distances(frame, asked, distance)
    score = log_odds(frame, asked)
    pairs = set()
    population = asked.question.population
    for row in range(len(frame)):
        if population == "all" or (population == "exposed") == kratom[row]:
            possible = (kratom != kratom[row]) & (np.abs(score - score[row]) <= reach)
            others = np.flatnonzero(possible)
            if len(others):
                gaps = apart[row, others]
                last = np.sort(gaps)[min(number, len(gaps)) - 1]
                near = others[gaps <= last + 1e-10]
                pairs |= {(frame.index[row], frame.index[other]) for other in near}
    return pairs


def as_set(pairs: pd.DataFrame) -> set:
    return set(zip(pairs["person"], pairs["match"], strict=True))


@pytest.mark.parametrize("number", [1, 3, 200])
@pytest.mark.parametrize("population", ["all", "exposed", "unexposed"])
@pytest.mark.parametrize("distance", ["propensity", "log-odds", "mahalanobis"])
def test_the_nearest_are_those_of_a_search_through_all_pairs(
    identified, distance: str, population: str, number: int
):
    frame, asked = people(1), identified(*COVARIATES, population=population)
    pairs = matched_pairs(frame, asked, distance=distance, neighbours=number)
    assert as_set(pairs) == brute_force(frame, asked, distance, number)
    sums = pairs.groupby("person")["weight"].sum()
    assert np.allclose(sums, 1)
    apart = pd.DataFrame(distances(frame, asked, distance), frame.index, frame.index)
    expected = [apart.loc[p, m] for p, m in zip(pairs["person"], pairs["match"], strict=True)]
    assert np.allclose(pairs["distance"], expected)


@pytest.mark.parametrize("distance", ["propensity", "log-odds"])
def test_nobody_is_matched_beyond_the_caliper(identified, distance: str):
    frame, asked = people(2).assign(pain=lambda f: f["age"] > 30), identified("age", "region")
    frame["kratom"] |= frame["age"] > 37
    reach = 0.02 * log_odds(frame, asked).std(ddof=1)
    pairs = matched_pairs(frame, asked, distance=distance, caliper=0.02)
    assert as_set(pairs) == brute_force(frame, asked, distance, 1, reach)
    found = matching(frame, asked, distance=distance, caliper=0.02)
    unmatched = len(frame) - pairs["person"].nunique()
    assert found.figures["unmatched"] == unmatched > 0
    assert found.figures["matched"] == len(frame) - unmatched
    assert found.notes[0].startswith(f"{unmatched} of 150 people found nobody within the caliper")


def greedy_by_hand(frame, asked, distance: str, number: int, reach: float) -> set:
    kratom, score = frame["kratom"].to_numpy(), log_odds(frame, asked)
    apart, exposed = distances(frame, asked, distance), asked.question.population == "exposed"
    order = np.argsort(-score if exposed else score, kind="stable")
    left, pairs = set(np.flatnonzero(kratom != exposed)), set()
    for _ in range(number):
        for row in order[kratom[order] == exposed]:
            near = [each for each in sorted(left) if abs(score[each] - score[row]) <= reach]
            if near:
                shortest = min(apart[row, each] for each in near)
                first = next(each for each in near if apart[row, each] <= shortest + 1e-10)
                left.remove(first)
                pairs.add((frame.index[row], frame.index[first]))
    return pairs


@pytest.mark.parametrize(
    ("distance", "number", "caliper"),
    [
        ("propensity", 1, None),
        ("propensity", 1, 0.1),
        ("log-odds", 2, 0.3),
        ("mahalanobis", 1, None),
        ("mahalanobis", 2, None),
    ],
)
@pytest.mark.parametrize("population", ["exposed", "unexposed"])
def test_without_replacement_the_hardest_to_match_choose_first(
    identified, distance: str, number: int, caliper: float | None, population: str
):
    frame = people(3, 180)
    most = np.random.default_rng(4).random(180) < 0.55
    if population == "exposed":
        frame["kratom"] &= most
    else:
        frame["kratom"] |= most
    asked = identified(*COVARIATES, population=population)
    reach = np.inf if caliper is None else caliper * log_odds(frame, asked).std(ddof=1)
    pairs = matched_pairs(
        frame, asked, distance=distance, neighbours=number, caliper=caliper, replacement=False
    )
    assert pairs["match"].is_unique
    assert as_set(pairs) == greedy_by_hand(frame, asked, distance, number, reach)


@pytest.mark.parametrize("replacement", [True, False])
@pytest.mark.parametrize("distance", ["propensity", "mahalanobis"])
def test_the_estimate_is_the_difference_of_means_under_the_weights(
    identified, distance: str, replacement: bool
):
    frame, asked = people(5), identified(*COVARIATES, population="exposed")
    frame["kratom"] &= np.random.default_rng(6).random(150) < 0.7
    options = {"distance": distance, "replacement": replacement, "neighbours": 1}
    weights = matching_weights(prepare(frame, asked), **options)
    kratom, outcome = frame["kratom"].to_numpy(), frame["phq9"].to_numpy()
    means = [np.average(outcome[arm], weights=weights[arm]) for arm in (kratom, ~kratom)]
    found = matching(frame, asked, bias_correction=False, **options)
    assert found.value == pytest.approx(means[0] - means[1])
    assert weights[kratom].tolist() == [1.0] * np.count_nonzero(kratom)
    assert weights[~kratom].sum() == pytest.approx(np.count_nonzero(kratom))
    assert found.figures["matches used"] == np.count_nonzero(weights[~kratom])


def test_people_with_equal_covariates_share_a_place_by_their_survey_weights(identified):
    frame = pd.DataFrame({"age": [30, 30, 30, 50, 50], "kratom": [1, 0, 0, 0, 1]})
    frame = frame.assign(phq9=[9, 4, 7, 1, 2], people=[1, 1, 3, 5, 1])
    asked = identified("age", population="exposed")
    pairs = matched_pairs(frame, asked, sampling=Sampling("people"), distance="mahalanobis")
    assert pairs["match"].tolist() == [1, 2, 3]
    assert pairs["weight"].tolist() == [0.25, 0.75, 1]
    assert pairs["distance"].tolist() == [0, 0, 0]


def test_incomplete_rows_are_nobodys_match_and_labels_are_those_of_the_data(identified):
    frame = people(7).assign(row=1)
    frame.loc["person 3", "phq9"] = np.nan
    before = frame.copy()
    pairs = matched_pairs(frame, identified(*COVARIATES))
    assert "person 3" not in set(pairs["person"]) | set(pairs["match"])
    assert set(pairs["person"]) == set(frame.index) - {"person 3"}
    pd.testing.assert_frame_equal(frame, before)


def test_what_cannot_be_matched(identified):
    frame, asked = people(8), identified(*COVARIATES)
    with pytest.raises(EstimationError, match="leaves most of the larger group out"):
        matched_pairs(frame, asked, replacement=False)
    with pytest.raises(EstimationError, match="neighbours is 1, 2, 3"):
        matching_weights(prepare(frame, asked), neighbours=0)
