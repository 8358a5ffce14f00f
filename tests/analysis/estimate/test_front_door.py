"""The front door: by hand, beside its efficient influence function, dowhy, and the truth."""

from __future__ import annotations

import warnings
from functools import partial

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from dowhy import CausalModel
from replications import performance
from scipy.special import expit

from causalkit.analysis.estimate import regression
from causalkit.analysis.estimate.front_door import front_door
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import Backdoor, identify
from causalkit.analysis.identify.frontdoor.frontdoor import Frontdoor
from causalkit.errors import EstimationError
from causalkit.graph import Diagram, Question

POPULATIONS = ["all", "exposed", "unexposed"]


def through(*mediators: str, outcome: str = "phq9", **question: object) -> Frontdoor:
    """Say that the effect of kratom is identified by way of these mediators."""
    asked = Question.of("kratom", outcome, **question)
    return Frontdoor(asked, mediators, (mediators,), complete=True)


def clinic(rng: np.random.Generator, n: int = 500, direct: float = 0.0) -> pd.DataFrame:
    """Pain, which nobody measured, drives use and depression; use acts by relief and sleep.

    The relief has two values, sleep is a number; direct is what use does besides.
    """
    pain = rng.normal(size=n)
    kratom = rng.random(n) < expit(pain)
    relief = rng.random(n) < 0.2 + 0.5 * kratom
    sleep = 6 + 1.0 * kratom + rng.normal(size=n)
    benefit = -1.5 * relief + 0.5 * np.sin(sleep) - 0.6 * sleep
    phq9 = 12 + 2 * pain + benefit + direct * kratom + rng.normal(size=n)
    columns = {"kratom": kratom, "relief": relief, "sleep": sleep, "phq9": phq9}
    return pd.DataFrame(columns).assign(
        depressed=rng.random(n) < expit(pain + benefit + 5), village=rng.integers(0, 40, n)
    )


def relieved(rng: np.random.Generator, n: int = 500, direct: float = 0.0) -> pd.DataFrame:
    """The same where relief is all that use does, and does more to those in pain."""
    pain = rng.normal(size=n)
    kratom = rng.random(n) < expit(pain)
    relief = rng.random(n) < 0.2 + 0.5 * kratom
    phq9 = 12 + 2 * pain - (1.5 + pain) * relief + direct * kratom + rng.normal(size=n)
    depressed = rng.random(n) < expit(pain - 1.5 * relief)
    columns = {"kratom": kratom, "relief": relief, "phq9": phq9, "depressed": depressed}
    return pd.DataFrame(columns).assign(village=rng.integers(0, 40, n))


def by_hand(frame: pd.DataFrame, population: str = "all") -> tuple[float, float]:
    """Pearl's formula with loops over values; the means under kratom = 1 and 0."""
    among = {"all": frame, "exposed": frame[frame.kratom], "unexposed": frame[~frame.kratom]}
    means = []
    for setting in (True, False):
        mean = 0.0
        for relief in (True, False):
            inner = 0.0
            for use in (True, False):
                share = (among[population].kratom == use).mean()
                cell = frame[(frame.kratom == use) & (frame.relief == relief)]
                inner += share * cell.phq9.mean() if share else 0
            mean += (frame[frame.kratom == setting].relief == relief).mean() * inner
        means.append(mean)
    return means[0], means[1]


@pytest.mark.parametrize("population", POPULATIONS)
def test_it_is_pearls_formula(population: str):
    frame = relieved(np.random.default_rng(1))
    treated, reference = by_hand(frame, population)
    found = front_door(frame, through("relief", population=population))
    assert found.value == pytest.approx(treated - reference)
    ratio = front_door(frame, through("relief", population=population, scale="ratio"))
    assert ratio.value == pytest.approx(treated / reference)
    frame["phq9"] = frame.depressed
    treated, reference = by_hand(frame, population)
    odds = front_door(frame, through("relief", population=population, scale="odds ratio"))
    expected = treated / (1 - treated) / reference * (1 - reference)
    assert odds.value == pytest.approx(expected)


def test_its_error_is_that_of_the_efficient_influence_function():
    """Fulcher et al. (2020), theorem 1, without covariates, written out for one setting each."""
    frame = relieved(np.random.default_rng(2), n=4000)
    use, relief = frame.kratom.to_numpy(), frame.relief.to_numpy()
    y, share = frame.phq9.to_numpy(), frame.kratom.mean()
    mean = frame.groupby(["kratom", "relief"]).phq9.mean()
    relieved_among = frame.groupby("kratom").relief.mean()

    def density(setting: bool | np.ndarray) -> np.ndarray:
        chance = np.where(setting, relieved_among[True], relieved_among[False])
        return np.where(relief, chance, 1 - chance)

    def influence(setting: bool) -> np.ndarray:
        own = mean.reindex(pd.MultiIndex.from_arrays([use, relief])).to_numpy()
        inner = {m: share * mean[True, m] + (1 - share) * mean[False, m] for m in (True, False)}
        chance = relieved_among[setting]
        eta = {x: chance * mean[x, True] + (1 - chance) * mean[x, False] for x in (True, False)}
        value = share * eta[True] + (1 - share) * eta[False]
        first = (y - own) * density(np.full(4000, setting)) / density(use)
        chance_of_setting = share if setting else 1 - share
        second = (use == setting) / chance_of_setting * (np.where(relief, *inner.values()) - value)
        return first + second + np.where(use, *eta.values()) - value

    error = np.sqrt(np.mean((influence(True) - influence(False)) ** 2) / 4000)
    found = front_door(frame, through("relief"))
    assert found.standard_error == pytest.approx(error, rel=2e-3)


@pytest.mark.parametrize(
    ("mediators", "outcome", "scale", "population", "n"),
    [
        (("relief",), "phq9", "difference", "all", 200),
        (("relief",), "phq9", "difference", "exposed", 200),
        (("relief",), "depressed", "odds ratio", "unexposed", 200),
        # With few people a jackknife exaggerates what a single outlying mediator does.
        (("relief", "sleep"), "depressed", "ratio", "exposed", 600),
    ],
)
def test_the_standard_error_is_that_of_the_jackknife(mediators, outcome, scale, population, n):
    frame = clinic(np.random.default_rng(3), n=n)
    asked = through(*mediators, outcome=outcome, scale=scale, population=population)
    without = np.array([front_door(frame.drop(index=row), asked).value for row in frame.index])
    found, relative = front_door(frame, asked), 1.0
    if scale != "difference":
        without, relative = np.log(without), found.value
    jackknife = np.sqrt((len(frame) - 1) * without.var())
    assert found.standard_error / relative == pytest.approx(jackknife, rel=0.1)


def test_curves_are_regressions_of_statsmodels_put_together():
    frame = clinic(np.random.default_rng(4))
    frame["sleep"] = frame.sleep > 6
    terms = sm.add_constant(frame[["relief", "sleep"]].astype(float))
    inner = sum(
        (frame.kratom == use).mean()
        * sm.Logit(frame.depressed[frame.kratom == use], terms[frame.kratom == use])
        .fit(disp=0)
        .predict(terms)
        for use in (True, False)
    )
    by_use = inner.groupby(frame.kratom).mean()
    asked = through("relief", "sleep", outcome="depressed")
    found = front_door(frame, asked, model="curves")
    assert found.value == pytest.approx(by_use[True] - by_use[False], rel=1e-5)
    cells = front_door(frame, asked)
    assert cells.value != found.value
    assert cells.value == pytest.approx(found.value, abs=0.05)


def test_dowhys_two_stage_regression_agrees_where_all_is_linear():
    rng = np.random.default_rng(5)
    pain, n = rng.normal(size=20_000), 20_000
    kratom = (rng.random(n) < expit(pain)).astype(int)
    sleep = kratom + rng.normal(size=n)
    frame = pd.DataFrame({"kratom": kratom, "sleep": sleep})
    frame["phq9"] = 2 * pain - 1.5 * sleep + rng.normal(size=n)
    graph = nx.DiGraph(
        [("pain", "kratom"), ("pain", "phq9"), ("kratom", "sleep"), ("sleep", "phq9")]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = CausalModel(frame.copy(), "kratom", "phq9", graph=graph)
        estimand = model.identify_effect(proceed_when_unidentifiable=True)
        theirs = model.estimate_effect(estimand, method_name="frontdoor.two_stage_regression")
    found = front_door(frame, through("sleep"))
    assert found.value == pytest.approx(theirs.value, abs=0.02)
    assert found.covers(-1.5)


class TestTruth:
    def test_it_is_right_where_adjustment_is_not(self):
        def naive(frame: pd.DataFrame):
            question = Question.of("kratom", "phq9")
            return regression(frame, Backdoor(question, (), ((),), complete=True))

        estimate = partial(front_door, identification=through("relief"))
        performance(estimate, relieved, -0.75, 400).check_right()
        performance(naive, relieved, -0.75, 60).check_wrong()

    @pytest.mark.parametrize("population", ["exposed", "unexposed"])
    def test_those_who_are_exposed_gain_another_amount(self, population: str):
        big = relieved_pain(population)
        estimate = partial(front_door, identification=through("relief", population=population))
        performance(estimate, relieved, -0.5 * (1.5 + big), 400).check_right()

    def test_a_number_among_the_mediators(self):
        draws = 6 + np.random.default_rng(6).normal(size=2_000_000)
        slept = (0.5 * np.sin(draws + 1) - 0.5 * np.sin(draws)).mean() - 0.6
        estimate = partial(front_door, identification=through("relief", "sleep"))
        performance(estimate, clinic, -0.75 + slept, 400).check_right()

    def test_the_odds_ratio_of_a_probability(self):
        pain = np.random.default_rng(7).normal(size=2_000_000)
        risk = {relief: expit(pain - 1.5 * relief).mean() for relief in (0, 1)}
        risks = [(1 - share) * risk[0] + share * risk[1] for share in (0.7, 0.2)]
        odds = [each / (1 - each) for each in risks]
        asked = through("relief", outcome="depressed", scale="odds ratio")
        estimate = partial(front_door, identification=asked)
        performance(estimate, partial(relieved, n=1500), odds[0] / odds[1], 600).check_right()

    def test_an_effect_that_bypasses_the_mediator_is_missed(self):
        estimate = partial(front_door, identification=through("relief"))
        performance(estimate, partial(relieved, direct=-2.0), -2.75, 60).check_wrong()

    def test_confounding_of_the_mediator_misleads(self):
        def confounded(rng: np.random.Generator) -> pd.DataFrame:
            pain = rng.normal(size=500)
            kratom = rng.random(500) < expit(pain)
            relief = rng.random(500) < expit(kratom - 4 * pain)
            phq9 = 12 + 2 * pain + rng.normal(size=500)
            return pd.DataFrame({"kratom": kratom, "relief": relief, "phq9": phq9})

        estimate = partial(front_door, identification=through("relief"))
        performance(estimate, confounded, 0.0, 60).check_wrong()

    def test_people_of_one_village_are_no_independent_draws(self):
        def villages(rng: np.random.Generator) -> pd.DataFrame:
            village = np.repeat(np.arange(60), 10)
            gloom, supply = rng.normal(size=60)[village], (rng.random(60) < 0.5)[village]
            pain = rng.normal(size=600)
            kratom = rng.random(600) < expit(pain)
            relief = rng.random(600) < 0.05 + 0.5 * kratom + 0.4 * supply
            phq9 = 12 + 2 * pain - 1.5 * relief + 2 * gloom + rng.normal(size=600)
            columns = {"kratom": kratom, "relief": relief, "phq9": phq9, "village": village}
            return pd.DataFrame(columns)

        estimate = partial(front_door, identification=through("relief"))
        clustered = partial(estimate, sampling=Sampling(clusters="village"))
        performance(clustered, villages, -0.75, 400).check_right()
        assert performance(estimate, villages, -0.75, 100).standard_error_ratio < 0.9


def relieved_pain(population: str) -> float:
    """The mean pain of those who are exposed, or of those who are not."""
    pain = np.random.default_rng(9).normal(size=2_000_000)
    chance = expit(pain) if population == "exposed" else 1 - expit(pain)
    return float(np.average(pain, weights=chance))


def test_an_exposure_of_several_levels_takes_the_inner_sum_over_all_of_them():
    rng = np.random.default_rng(10)
    pain = rng.normal(size=30_000)
    level = np.clip(np.round(1 + 0.7 * pain + 0.5 * rng.normal(size=30_000)), 0, 2).astype(int)
    relief = rng.choice(3, 30_000) + level
    frame = pd.DataFrame({"kratom": np.array(["never", "weekly", "daily"])[level]})
    frame["relief"] = np.minimum(relief, 2)
    frame["relief"] = np.where(rng.random(30_000) < 0.1, rng.choice(3, 30_000), frame["relief"])
    frame["phq9"] = 10 + 2 * pain - np.array([0, 1, 3])[frame.relief] + rng.normal(size=30_000)
    asked = through("relief", treated="daily", reference="never")
    found = front_door(frame, asked)
    felt = frame.groupby("kratom").relief.apply(lambda each: np.array([0, 1, 3])[each].mean())
    assert found.covers(-(felt["daily"] - felt["never"]))
    assert found.n == 30_000


def test_several_exposures_are_set_together():
    rng = np.random.default_rng(11)
    pain = rng.normal(size=20_000)
    kratom, opioids = rng.random((2, 20_000)) < expit(pain)
    relief = rng.random(20_000) < 0.1 + 0.3 * kratom + 0.4 * opioids
    frame = pd.DataFrame({"kratom": kratom, "opioids": opioids, "relief": relief})
    frame["phq9"] = 3 * pain - 2 * relief + rng.normal(size=20_000)
    asked = Frontdoor(Question.of(["kratom", "opioids"], "phq9"), ("relief",), (("relief",),), True)
    assert front_door(frame, asked).covers(-1.4)


def test_what_the_diagram_finds_is_what_it_takes():
    diagram = Diagram.of(
        [("pain", "kratom"), ("pain", "phq9"), ("kratom", "relief"), ("relief", "phq9")],
        latent=["pain"],
    )
    found = identify(diagram, Question.of("kratom", "phq9"))
    frame = relieved(np.random.default_rng(12))
    assert front_door(frame, found) == front_door(frame, through("relief"))


def test_without_any_path_there_is_no_effect():
    frame = relieved(np.random.default_rng(13))
    found = front_door(frame, through())
    assert (found.value, found.low, found.high) == pytest.approx((0, 0, 0), abs=1e-12)
    assert "no path leads" in found.notes[0]


def test_a_group_is_analysed_on_its_own():
    frame = clinic(np.random.default_rng(14))
    found = front_door(frame, through("relief", population="sleep >= 6"))
    alone = front_door(frame[frame.sleep >= 6], through("relief"))
    assert (found.value, found.standard_error, found.n) == (
        alone.value,
        alone.standard_error,
        alone.n,
    )


@pytest.mark.parametrize("mediators", [("relief",), ("relief", "sleep")])
def test_weights_are_copies_of_rows(mediators):
    frame = clinic(np.random.default_rng(15)).assign(people=lambda f: 1 + f.village % 3)
    # Joints of the curves do not know of weights, so the copies get theirs.
    frame["sleep"] = frame.sleep.round().clip(5, 7)
    copies = frame.loc[frame.index.repeat(frame.people)]
    for population in POPULATIONS:
        asked = through(*mediators, population=population)
        weighted = front_door(frame, asked, sampling=Sampling("people"))
        assert weighted.value == pytest.approx(front_door(copies, asked).value)


@pytest.mark.parametrize("mediators", [("relief",), ("relief", "sleep")])
def test_clusters_of_one_person_are_none(mediators):
    frame = clinic(np.random.default_rng(16)).assign(person=np.arange(500))
    plain = front_door(frame, through(*mediators))
    alone = front_door(frame, through(*mediators), sampling=Sampling(clusters="person"))
    assert alone.value == plain.value
    assert alone.standard_error == pytest.approx(plain.standard_error * np.sqrt(500 / 499))


def test_rows_copied_into_clusters_keep_their_error():
    frame = clinic(np.random.default_rng(17)).assign(person=np.arange(500))
    doubled = pd.concat([frame, frame])
    plain = front_door(frame, through("relief"))
    found = front_door(doubled, through("relief"), sampling=Sampling(clusters="person"))
    assert found.standard_error == pytest.approx(plain.standard_error, rel=0.02)


def test_labels_read_like_numbers_and_nothing_is_changed_or_said(capfd):
    frame = relieved(np.random.default_rng(18))
    plain = front_door(frame, through("relief"))
    frame["relief"] = np.where(frame.relief, "some", "none")
    before = frame.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert front_door(frame, through("relief")).value == pytest.approx(plain.value)
    pd.testing.assert_frame_equal(frame, before)
    assert capfd.readouterr() == ("", "")


def test_a_mediator_that_hardly_overlaps_is_noted():
    frame = clinic(np.random.default_rng(19))
    frame["sleep"] += 1.2 * frame.kratom
    found = front_door(frame, through("sleep"))
    assert "extended on trust" in found.notes[-1]
    assert "extended on trust" not in " ".join(
        front_door(frame.assign(sleep=frame.sleep - 2 * frame.kratom), through("sleep")).notes
    )


FRAME = clinic(np.random.default_rng(20), n=80)
REFUSED = {
    "adjustment": (
        FRAME,
        Backdoor(Question.of("kratom", "phq9"), (), ((),), complete=True),
        {},
        "front_door does not suit .* adjustment",
    ),
    "a model": (FRAME, through("relief"), {"model": "lines"}, "model is one of cells, curves"),
    "a level": (FRAME, through("relief"), {"level": 0}, "between 0 and 1"),
    "a dose": (
        FRAME.assign(kratom=FRAME.sleep),
        through("relief"),
        {},
        '"kratom" takes 80 different values, and front_door looks at the mediators within each',
    ),
    "nobody": (FRAME, through("relief", treated=7), {}, 'no complete row has "kratom" = 7'),
    "an empty cell": (
        FRAME.assign(relief=FRAME.kratom),
        through("relief"),
        {},
        'nobody with kratom = 0 has relief = 1, so nobody knows .* use model="curves"',
    ),
    "no overlap": (
        FRAME.assign(relief=FRAME.kratom),
        through("relief"),
        {"model": "curves"},
        'the mediators "relief" vary too little with kratom = 0',
    ),
    "few rows": (
        FRAME.head(8),
        through("sleep"),
        {},
        "a model with 5 terms cannot be fitted to [1-5] rows with kratom =",
    ),
    "separation": (
        FRAME.assign(depressed=FRAME.sleep > 6),
        through("sleep", outcome="depressed"),
        {},
        'with kratom = 0 the mediators decide the outcome "depressed"',
    ),
    "a constant outcome": (FRAME.assign(phq9=1), through("relief"), {}, "is 1 in every row"),
    "a lacking mediator": (FRAME, through("releif"), {}, 'Did you mean "relief"'),
}


@pytest.mark.parametrize(("frame", "asked", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_answered_is_refused_with_the_reason(frame, asked, options, message: str):
    with pytest.raises(EstimationError, match=message):
        front_door(frame, asked, **options)
