"""Natural effects: on many samples, beside other programs, and by formulas written out."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy.special import expit
from statsmodels.stats.mediation import Mediation as Simulated

from causalkit.analysis.estimate.mediation.natural import (
    natural_direct_effect,
    natural_indirect_effect,
)
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import Backdoor
from causalkit.errors import EstimationError
from causalkit.graph import Question

EFFECTS = {
    "direct": (natural_direct_effect, (1, 0), (0, 0)),
    "indirect": (natural_indirect_effect, (1, 1), (1, 0)),
}


def on_scale(treated: float, reference: float, scale: str) -> float:
    if scale == "difference":
        return treated - reference
    if scale == "ratio":
        return treated / reference
    return treated / (1 - treated) / (reference / (1 - reference))


def strata(frame: pd.DataFrame, exposure: int, other: int, among) -> float:
    """The mediation formula over strata of pain: no model at all."""
    total = 0.0
    for pain, share in frame[among]["pain"].value_counts(normalize=True).items():
        alike = frame[frame["pain"] == pain]
        mean = alike[alike["x"] == exposure].groupby("m")["y"].mean()
        chance = alike[alike["x"] == other]["m"].value_counts(normalize=True)
        total += share * float((mean * chance).sum())
    return total


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed"])
@pytest.mark.parametrize("scale", ["difference", "ratio", "odds ratio"])
@pytest.mark.parametrize(("method", "first", "second"), EFFECTS.values(), ids=EFFECTS)
def test_one_stratum_at_a_time_it_is_the_formula(
    people, asked, method, first, second, scale, population
):
    frame = people("levels", binary=True).draw(np.random.default_rng(1), 3000)
    # In each stratum on its own, so that the outcome model has every product.
    found = []
    for pain in (False, True):
        alike = frame[frame["pain"] == pain]
        identification = asked(question={"scale": scale, "population": population})
        among = {"all": slice(None), "exposed": alike["x"], "unexposed": ~alike["x"]}[population]
        expected = on_scale(*(strata(alike, *each, among) for each in (first, second)), scale)
        found.append(method(alike, identification).value)
        assert found[-1] == pytest.approx(expected)


def test_the_formulas_of_vanderweele_and_vansteelandt(people, asked):
    """For a linear outcome, with interaction: coefficients of two ordinary regressions."""
    frame = people("number", binary=False).draw(np.random.default_rng(2), 800) * 1.0
    outcome = smf.ols("y ~ x * (m + pain)", frame).fit().params
    mediator = smf.ols("m ~ x * pain", frame).fit().params
    pain = frame["pain"].mean()
    without = mediator["Intercept"] + mediator["pain"] * pain
    shift = mediator["x"] + mediator["x:pain"] * pain
    direct = outcome["x"] + outcome["x:pain"] * pain + outcome["x:m"] * without
    indirect = (outcome["m"] + outcome["x:m"]) * shift
    assert natural_direct_effect(frame, asked("pain")).value == pytest.approx(direct)
    assert natural_indirect_effect(frame, asked("pain")).value == pytest.approx(indirect)


@pytest.mark.parametrize(("mediator", "binary"), [("number", True), ("truth", False)])
def test_simulation_by_statsmodels_agrees(people, asked, mediator: str, binary: bool):
    frame = people(mediator, binary=binary).draw(np.random.default_rng(3), 700) * 1.0
    if mediator == "number":
        # They have one spread for both groups.
        frame["m"] -= (
            0.3 * (frame["m"] - frame["m"].groupby(frame["x"]).transform("mean")) * (frame["x"])
        )
    family = sm.families.Binomial()
    models = [
        sm.GLM.from_formula(formula, frame, family=family if logistic else sm.families.Gaussian())
        for formula, logistic in (
            ("y ~ x * (m + pain)", binary),
            ("m ~ x * pain", mediator == "truth"),
        )
    ]
    np.random.seed(4)  # noqa: NPY002  # the only seed that they take
    theirs = Simulated(*models, "x", "m").fit(method="parametric", n_rep=60).summary()
    for method, row in (
        (natural_direct_effect, "ADE (control)"),
        (natural_indirect_effect, "ACME (treated)"),
    ):
        found, expected = method(frame, asked("pain")), theirs.loc[row]
        error = (expected["Upper CI bound"] - expected["Lower CI bound"]) / (2 * 1.96)
        assert found.value == pytest.approx(expected["Estimate"], abs=4 * error / math.sqrt(60))


def test_a_normal_mediator_of_a_yes_or_no_is_integrated_out(people, asked):
    """By a million draws of the fitted normal."""
    frame = people("number", binary=True).draw(np.random.default_rng(6), 2000) * 1.0
    model = smf.logit("y ~ m", frame[frame["x"] == 1]).fit(disp=0).params
    noise = np.random.default_rng(7).normal(size=1_000_000)

    def mean(other: int) -> float:
        seen = frame.loc[frame["x"] == other, "m"]
        return float(
            expit(model["Intercept"] + model["m"] * (seen.mean() + seen.std() * noise)).mean()
        )

    found = natural_indirect_effect(frame, asked())
    assert found.value == pytest.approx(mean(1) - mean(0), abs=1e-3)
    assert "normal, with one spread for each group" in found.notes[1]


def test_weights_are_copies_and_clusters_of_one_are_none(people, asked):
    frame = people("truth", binary=True).draw(np.random.default_rng(8))
    frame = frame.assign(count=1 + frame["pain"] * 2, alone=range(500))
    copies = frame.loc[frame.index.repeat(frame["count"])]
    for method in (natural_direct_effect, natural_indirect_effect):
        weighted = method(frame, asked("pain"), sampling=Sampling("count"))
        assert weighted.value == pytest.approx(method(copies, asked("pain")).value)
        plain = method(frame, asked("pain")).standard_error
        clustered = method(frame, asked("pain"), sampling=Sampling(clusters="alone"))
        assert clustered.standard_error == pytest.approx(plain * math.sqrt(500 / 499))


def test_labels_are_levels_and_the_table_is_left_alone(people, asked, capfd):
    frame = people("levels", binary=False).draw(np.random.default_rng(9))
    words = frame.assign(m=pd.Categorical(np.array(["a", "b", "c"])[frame["m"]]))
    before = words.copy()
    found = natural_indirect_effect(words, asked("age"))
    assert found.value == pytest.approx(natural_indirect_effect(frame, asked("age")).value)
    pd.testing.assert_frame_equal(words, before)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("binary", [False, True])
def test_units_do_not_matter(people, asked, binary: bool):
    frame = people("number", binary=binary).draw(np.random.default_rng(11))
    large = frame.assign(m=1e9 * frame["m"] + 1e12)
    for method in (natural_direct_effect, natural_indirect_effect):
        found, expected = method(large, asked("age")), method(frame, asked("age"))
        assert found.value == pytest.approx(expected.value, rel=1e-5)
        assert found.standard_error == pytest.approx(expected.standard_error, rel=1e-5)


class TestRefusals:
    """What cannot be estimated, and what to do instead."""

    @pytest.fixture
    def frame(self, people) -> pd.DataFrame:
        return people("levels", binary=True).draw(np.random.default_rng(10))

    def test_where_natural_effects_are_not_identified(self, frame, asked):
        identification = asked(intermediate=("pain",), reasons=("pain is affected",))
        with pytest.raises(EstimationError, match=r"needs natural effects .*: pain is affected"):
            natural_direct_effect(frame, identification)

    def test_of_another_argument(self, frame):
        backdoor = Backdoor(Question.of("x", "y"), (), ((),), complete=True)
        with pytest.raises(EstimationError, match="natural_direct_effect does not suit an effect"):
            natural_direct_effect(frame, backdoor)

    def test_of_several_mediators(self, frame, asked):
        with pytest.raises(EstimationError, match="for one mediator, not 2"):
            natural_indirect_effect(frame, asked(mediators=("m", "pain")))

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"x": lambda f: f["age"]}, '"x" takes 500 different values, and mediation compares'),
            ({"m": 1}, 'the mediator "m" is 1 in every row, so nothing passes through it'),
            ({"m": lambda f: f["pain"]}, 'some kinds of "m" do not occur .* or repeat what'),
            ({"m": lambda f: f["m"] * f["x"]}, 'some kinds of "m" do not occur among those with'),
            ({"y": lambda f: f["y"] | (f["m"] == 2)}, 'the outcome "y" is the same for everybody'),
            ({"m": lambda f: f["m"].where(f["x"], f["pain"] * 2)}, "no overlap|same for everybody"),
        ],
    )
    def test_of_data_that_cannot_tell(self, frame, asked, change, message: str):
        changed = frame.assign(**change)
        question = {} if "x" not in change else {"treated": 0.5, "reference": 0}
        with pytest.raises(EstimationError, match=message):
            natural_direct_effect(changed, asked("pain", question=question))

    def test_of_too_few_people(self, frame, asked):
        few = pd.concat([frame[frame["x"] & (frame["m"] == level)][:1] for level in range(3)])
        others = frame[~frame["x"]]
        with pytest.raises(
            EstimationError, match=r"with \d terms cannot be fitted to 3 rows among"
        ):
            natural_direct_effect(pd.concat([few, others]), asked())

    def test_of_a_level_of_confidence(self, frame, asked):
        with pytest.raises(EstimationError, match="the level lies between"):
            natural_direct_effect(frame, asked(), level=2)
