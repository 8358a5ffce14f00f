"""Formulas filled with counted shares: by hand, beside other estimators, and the truth."""

from __future__ import annotations

import random
import warnings
from functools import partial

import numpy as np
import pandas as pd
import pytest
from replications import performance

from causalkit.analysis.estimate import difference, regression
from causalkit.analysis.estimate.front_door import front_door
from causalkit.analysis.estimate.plug_in import plug_in
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import Backdoor, NoConfounding, identify
from causalkit.analysis.identify.frontdoor.frontdoor import Frontdoor
from causalkit.analysis.identify.general import (
    Functional,
    identify_distribution,
    identify_functional,
)
from causalkit.analysis.identify.general.expression import Probability, Product, Quotient
from causalkit.analysis.identify.general.query import Query
from causalkit.errors import EstimationError, NotIdentified
from causalkit.graph import Diagram, Question

ASKED = Question.of("kratom", "phq9")
NAPKIN = Diagram.of(
    [
        ("worry", "price"),
        ("price", "kratom"),
        ("kratom", "phq9"),
        ("pain", "worry"),
        ("pain", "kratom"),
        ("grief", "worry"),
        ("grief", "phq9"),
    ],
    latent=["pain", "grief"],
)
FORMULA = identify(NAPKIN, ASKED)
TRIANGLE = Diagram.of([("worry", "kratom"), ("worry", "phq9"), ("kratom", "phq9")])


def napkin(rng: np.random.Generator, n: int = 2000, despair: float = 0.0) -> pd.DataFrame:
    """Pain and grief are hidden; despair is what grief does to use."""
    pain, grief = rng.random((2, n)) < 0.5
    worry = rng.random(n) < 0.1 + 0.4 * pain + 0.4 * grief
    price = rng.random(n) < 0.3 + 0.4 * worry
    kratom = rng.random(n) < 0.15 + (0.4 - despair) * price + 0.3 * pain + despair * grief
    phq9 = 8 + (-2 + 2 * grief) * kratom + 4 * grief + rng.normal(size=n)
    depressed = rng.random(n) < 0.2 + 0.5 * grief - 0.15 * kratom
    columns = {"worry": worry, "price": price, "kratom": kratom, "phq9": phq9}
    return pd.DataFrame(columns).assign(depressed=depressed, village=rng.integers(0, 50, n))


def by_hand(frame: pd.DataFrame, kratom: bool, price: bool, outcome: str = "phq9") -> float:
    """Σ_w P(y, x | r, w) P(w) divided by Σ_w P(x | r, w) P(w), with loops."""
    above = below = 0.0
    for worry in (True, False):
        share = (frame.worry == worry).mean()
        group = frame[(frame.worry == worry) & (frame.price == price)]
        above += share * (group[outcome] * (group.kratom == kratom)).mean()
        below += share * (group.kratom == kratom).mean()
    return above / below


class TestFormulas:
    def test_the_napkin_needs_a_formula_of_its_own(self):
        assert isinstance(FORMULA, Functional)
        frame = napkin(np.random.default_rng(1))
        frequent = bool(frame.price.mode()[0])
        treated, reference = (by_hand(frame, each, frequent) for each in (True, False))
        assert plug_in(frame, FORMULA).value == pytest.approx(treated - reference)
        ratio = Question.of("kratom", "phq9", scale="ratio")
        assert plug_in(frame, FORMULA, question=ratio).value == pytest.approx(treated / reference)

    def test_an_odds_ratio(self):
        frame = napkin(np.random.default_rng(2))
        asked = Question.of("kratom", "depressed", scale="odds ratio")
        formula = identify(renamed("depressed"), asked)
        frequent = bool(frame.price.mode()[0])
        risks = [by_hand(frame, each, frequent, "depressed") for each in (True, False)]
        odds = [risk / (1 - risk) for risk in risks]
        found = plug_in(frame, formula, question=asked)
        assert found.value == pytest.approx(odds[0] / odds[1])

    def test_for_adjustment_it_is_stratification_and_so_is_its_error(self):
        frame = napkin(np.random.default_rng(3))
        formula = identify_distribution(TRIANGLE, "phq9", "kratom")
        found = plug_in(frame, formula)
        strata = regression(frame, Backdoor(ASKED, ("worry",), (("worry",),), complete=True))
        assert found.value == pytest.approx(strata.value, rel=1e-9)
        assert found.standard_error == pytest.approx(strata.standard_error, rel=2e-3)

    def test_the_influence_of_adjustment_by_its_formula(self):
        """Hahn (1998): inverse-probability weighted residuals and the spread of the effects."""
        frame = napkin(np.random.default_rng(4))
        cells = frame.groupby(["worry", "kratom"]).phq9.mean()
        chance = frame.worry.map(frame.groupby("worry").kratom.mean())
        with_use = frame.worry.map(cells.xs(True, level="kratom"))
        without = frame.worry.map(cells.xs(False, level="kratom"))
        own = np.where(frame.kratom, with_use, without)
        weight = np.where(frame.kratom, 1 / chance, -1 / (1 - chance))
        influence = weight * (frame.phq9 - own) + with_use - without
        influence -= influence.mean()
        found = plug_in(frame, identify_distribution(TRIANGLE, "phq9", "kratom"))
        expected = np.sqrt(np.mean(influence**2) / len(frame))
        assert found.standard_error == pytest.approx(expected, rel=1e-6)

    def test_for_the_front_door_it_is_the_front_door(self):
        rng = np.random.default_rng(5)
        pain = rng.random(900) < 0.5
        kratom = rng.random(900) < 0.2 + 0.5 * pain
        relief = rng.integers(0, 2, 900) + kratom
        frame = pd.DataFrame({"kratom": kratom, "relief": relief})
        frame["phq9"] = 9 + 3 * pain - relief + rng.normal(size=900)
        edges = [("pain", "kratom"), ("pain", "phq9"), ("kratom", "relief"), ("relief", "phq9")]
        frame.loc[(frame.relief == 0) & (rng.random(900) < 0.2), "kratom"] = True
        frame.loc[(frame.relief == 2) & (rng.random(900) < 0.2), "kratom"] = False
        formula = identify_functional(Diagram.of(edges, latent=["pain"]), ASKED)
        found = plug_in(frame, formula)
        other = front_door(frame, Frontdoor(ASKED, ("relief",), (("relief",),), complete=True))
        assert found.value == pytest.approx(other.value, rel=1e-9)
        assert found.standard_error == pytest.approx(other.standard_error, rel=0.02)

    def test_random_formulas_give_the_mean_of_what_they_give_in_full(self, random_diagram):
        chance, seen = random.Random(6), 0
        while seen < 25:
            diagram, exposure, outcome = random_diagram(chance, largest=6)
            try:
                functional = identify_distribution(diagram, outcome, exposure)
            except NotIdentified:
                continue
            rng = np.random.default_rng(seen)
            names = [name for name in diagram.nodes if name not in diagram.latent]
            frame = pd.DataFrame(rng.integers(0, 2, (400, len(names))), columns=names)
            frame[outcome] += rng.integers(0, 3, 400)
            try:
                found = plug_in(frame, functional)
            except EstimationError as error:
                assert "conditions on" in str(error)  # noqa: PT017  # some formulas do
                continue
            # The arbitrary variables are independent of everything, so hold them likewise.
            full = functional.evaluate(frame.value_counts(names))
            means = full.to_numpy() @ full.columns.to_numpy()
            assert found.value == pytest.approx(means[-1] - means[0], abs=1e-12)
            seen += 1

    def test_a_formula_that_conditions_on_the_outcome_needs_zeros_and_ones(self):
        """Bayes' rule for P(y | x); with other outcomes there is no lottery."""
        above = Product((Probability(("kratom",), ("phq9",)), Probability(("phq9",))))
        formula = Functional(
            Query(("phq9",), ("kratom",)), Quotient(above, Probability(("kratom",)))
        )
        frame = napkin(np.random.default_rng(16))
        with pytest.raises(EstimationError, match='the formula conditions on "phq9", so plug_in'):
            plug_in(frame, formula)
        frame["phq9"] = frame.depressed
        naive = difference(frame, NoConfounding(ASKED))
        found = plug_in(frame, formula)
        assert found.value == pytest.approx(naive.value)
        assert found.standard_error == pytest.approx(naive.standard_error, rel=2e-3)

    def test_the_standard_error_is_that_of_the_jackknife(self):
        frame = napkin(np.random.default_rng(7), n=160)
        # A jackknife knows nothing of any formula, but must not hold the price elsewhere.
        frame["price"] |= np.arange(160) < 30
        asked = Question.of("kratom", "phq9", scale="ratio")
        estimate = partial(plug_in, identification=FORMULA, question=asked)
        logs = np.log([estimate(frame.drop(index=row)).value for row in frame.index])
        found = estimate(frame)
        jackknife = np.sqrt(159 * logs.var())
        assert found.standard_error / found.value == pytest.approx(jackknife, rel=0.1)


def renamed(outcome: str) -> Diagram:
    """The napkin with another outcome."""
    edges = [(cause, outcome if effect == "phq9" else effect) for cause, effect in NAPKIN.edges]
    return Diagram.of(edges, latent=["pain", "grief"])


class TestTruth:
    def test_it_is_right_where_adjustment_is_not(self):
        performance(partial(plug_in, identification=FORMULA), napkin, -1.0, 300).check_right()
        given = ("price", "worry")
        adjusted = partial(
            regression, identification=Backdoor(ASKED, given, (given,), complete=True)
        )
        performance(adjusted, partial(napkin, n=8000), -1.0, 30).check_wrong()

    def test_an_arrow_that_the_diagram_lacks_misleads(self):
        estimate = partial(plug_in, identification=FORMULA)
        performance(estimate, partial(napkin, despair=0.2), -1.0, 40).check_wrong()

    def test_the_odds_ratio_of_a_probability(self):
        asked = Question.of("kratom", "depressed", scale="odds ratio")
        formula = identify(renamed("depressed"), asked)
        estimate = partial(plug_in, identification=formula, question=asked)
        found = performance(estimate, napkin, (0.3 / 0.7) / (0.45 / 0.55), 300)
        assert 0.93 <= found.coverage <= 0.97
        assert abs(found.bias) < 0.03

    def test_people_of_one_village_are_no_independent_draws(self):
        def villages(rng: np.random.Generator) -> pd.DataFrame:
            frame = napkin(rng, n=1500).assign(village=np.repeat(np.arange(100), 15))
            gloom, supply = rng.normal(size=100), rng.random(100) < 0.5
            frame["worry"] = supply[frame.village] ^ (rng.random(1500) < 0.1)
            frame["kratom"] = rng.random(1500) < 0.3 + 0.4 * frame.worry
            mood = frame.worry + gloom[frame.village]
            return frame.assign(phq9=5 - frame.kratom + mood + rng.normal(size=1500))

        formula = identify_distribution(TRIANGLE, "phq9", "kratom")
        sampling = Sampling(clusters="village")
        estimate = partial(plug_in, identification=formula, sampling=sampling)
        performance(estimate, villages, -1.0, 300).check_right()


class TestTables:
    def test_labels_and_several_levels(self):
        frame = napkin(np.random.default_rng(8))
        plain = plug_in(frame, FORMULA)
        dressed = frame.assign(
            kratom=np.where(frame.kratom, "user", "other"),
            worry=pd.Categorical(np.where(frame.worry, "much", "little")),
            price=np.where(frame.price, 2.5, 1.25),
        )
        asked = Question.of("kratom", "phq9", treated="user", reference="other")
        found = plug_in(dressed, FORMULA, question=asked)
        assert found.value == pytest.approx(plain.value)
        assert found.standard_error == pytest.approx(plain.standard_error)

    def test_a_group_is_asked_about_within_the_formula(self):
        diagram = Diagram.of(
            [("worry", "kratom"), ("worry", "phq9"), ("kratom", "phq9"), ("sex", "phq9")]
        )
        rng = np.random.default_rng(9)
        frame = napkin(rng).assign(sex=rng.choice(["female", "male"], 2000))
        frame["phq9"] += 2 * (frame.sex == "male") * frame.kratom
        asked = Question.of("kratom", "phq9", population="sex == male")
        found = plug_in(frame, identify_functional(diagram, asked), question=asked)
        alone = regression(
            frame[frame.sex == "male"],
            Backdoor(ASKED, ("worry",), (("worry",),), complete=True),
        )
        assert found.value == pytest.approx(alone.value, abs=0.05)
        assert found.question == asked
        default = plug_in(frame, identify_functional(diagram, asked))
        assert (default.value, default.question) == (found.value, asked)

    def test_weights_are_copies_of_rows_and_clusters_of_one_are_none(self):
        frame = napkin(np.random.default_rng(10)).assign(people=lambda f: 1 + f.village % 3)
        copies = frame.loc[frame.index.repeat(frame.people)]
        weighted = plug_in(frame, FORMULA, sampling=Sampling("people"))
        assert weighted.value == pytest.approx(plug_in(copies, FORMULA).value)
        plain = plug_in(frame, FORMULA)
        person = frame.assign(person=np.arange(2000))
        alone = plug_in(person, FORMULA, sampling=Sampling(clusters="person"))
        assert alone.standard_error == pytest.approx(plain.standard_error * np.sqrt(2000 / 1999))

    def test_copies_in_clusters_have_the_error_of_the_weighted_rows(self):
        frame = napkin(np.random.default_rng(11)).assign(person=np.arange(2000))
        frame["people"] = 1 + frame.village % 3
        copies = frame.loc[frame.index.repeat(frame.people)]
        weighted = plug_in(frame, FORMULA, sampling=Sampling("people", "person"))
        copied = plug_in(copies, FORMULA, sampling=Sampling(clusters="person"))
        assert copied.standard_error == pytest.approx(weighted.standard_error, rel=1e-6)

    def test_the_table_is_not_changed_and_nothing_is_said(self, capfd):
        frame = napkin(np.random.default_rng(12))
        before = frame.copy()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            plug_in(frame, FORMULA)
        pd.testing.assert_frame_equal(frame, before)
        assert capfd.readouterr() == ("", "")

    def test_an_arbitrary_variable_is_held_where_everybody_needed_occurs(self):
        frame = napkin(np.random.default_rng(13))
        frequent = frame.price.mode()[0]
        frame["kratom"] &= frame.price != frequent
        treated, reference = (by_hand(frame, each, not frequent) for each in (True, False))
        assert plug_in(frame, FORMULA).value == pytest.approx(treated - reference)

    def test_an_effect_that_the_diagram_rules_out_is_none(self):
        formula = identify_distribution(Diagram.of([("phq9", "kratom")]), "phq9", "kratom")
        found = plug_in(napkin(np.random.default_rng(14)), formula)
        assert (found.value, found.standard_error) == pytest.approx((0, 0), abs=1e-12)


FRAME = napkin(np.random.default_rng(15), n=300)
ADJUSTED = identify_distribution(TRIANGLE, "phq9", "kratom")
REFUSED = {
    "adjustment": (
        FRAME,
        Backdoor(ASKED, ("worry",), (("worry",),), complete=True),
        None,
        "plug_in does not suit .* adjustment",
    ),
    "another outcome": (
        FRAME,
        FORMULA,
        Question.of("kratom", "depressed"),
        r"the formula is for P\(phq9 \| do\(kratom\)\), which does not answer the effect of kratom",
    ),
    "the exposed": (
        FRAME,
        FORMULA,
        Question.of("kratom", "phq9", population="exposed"),
        "which does not answer the effect",
    ),
    "another group": (
        FRAME,
        identify_distribution(TRIANGLE, "phq9", "kratom", "worry"),
        None,
        "the formula is for people with a value of worry",
    ),
    "a setting that does not occur": (
        FRAME,
        FORMULA,
        Question.of("kratom", "phq9", treated=3),
        'no complete row has "kratom" = 3',
    ),
    "empty cells": (
        FRAME[~FRAME.kratom | FRAME.worry],
        ADJUSTED,
        None,
        "people with (kratom = 1, worry = 0|worry = 0, kratom = 1), and .* nobody like that",
    ),
    "a number that cannot be counted": (
        FRAME.assign(worry=np.arange(300)),
        FORMULA,
        None,
        '"worry" takes 300 different values, and plug_in counts the people with each',
    ),
    "a dose": (
        FRAME.assign(kratom=np.arange(300) % 8),
        FORMULA,
        None,
        '"kratom" takes 8 different values, and plug_in counts',
    ),
    "a group that does not occur": (
        FRAME.assign(worry="some"),
        identify_functional(TRIANGLE, Question.of("kratom", "phq9", population="worry == none")),
        None,
        'nobody has worry = none; "worry" takes some',
    ),
    "a constant outcome": (FRAME.assign(phq9=3), FORMULA, None, "is 3 in every row"),
    "a lacking column": (FRAME.drop(columns="price"), FORMULA, None, 'no column "price"'),
}


@pytest.mark.parametrize(("frame", "formula", "asked", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_answered_is_refused_with_the_reason(frame, formula, asked, message: str):
    with pytest.raises(EstimationError, match=message):
        plug_in(frame, formula, question=asked)
