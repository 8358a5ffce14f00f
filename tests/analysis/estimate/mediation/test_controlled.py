"""The controlled direct effect: by strata, by hand, and with a confounder after the exposure."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from replications import performance
from scipy.special import expit

from causalkit.analysis.estimate.mediation.controlled import controlled_direct_effect
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.errors import EstimationError


def later(rng: np.random.Generator, binary: bool = False, n: int = 700) -> pd.DataFrame:
    """A cause of mediator and outcome, l, that the exposure affects and a hidden one too."""
    pain, hidden = rng.random(n) < 0.4, rng.normal(size=n)
    x = rng.random(n) < expit(-0.3 + 0.8 * pain)
    late = (rng.random(n) < expit(-0.5 + x + 0.5 * pain + 0.7 * hidden)).astype(int)
    m = 0.5 * x + 0.8 * late + 0.4 * pain + rng.normal(size=n)
    linear = -0.5 + 0.6 * x + 0.7 * late + 0.4 * m + 0.2 * x * m + 0.3 * pain
    y = rng.random(n) < expit(linear) if binary else linear + 0.8 * hidden + rng.normal(size=n)
    return pd.DataFrame({"pain": pain, "x": x, "l": late, "m": m, "y": y})


def set_by_hand(value: float, binary: bool, n: int = 1_000_000) -> float:
    """The true controlled direct effect, everybody's mediator set."""
    rng = np.random.default_rng(98)
    pain, hidden, luck = rng.random(n) < 0.4, rng.normal(size=n), rng.random(n)
    means = []
    for x in (1, 0):
        late = luck < expit(-0.5 + x + 0.5 * pain + 0.7 * hidden)
        linear = -0.5 + 0.6 * x + 0.7 * late + 0.4 * value + 0.2 * x * value + 0.3 * pain
        means.append((expit(linear) if binary else linear).mean())
    return float(means[0] - means[1])


@pytest.mark.parametrize("binary", [False, True])
def test_a_confounder_after_the_exposure_is_adjusted_for_in_two_steps(asked, binary: bool):
    estimate = partial(
        controlled_direct_effect, identification=asked("pain", intermediate=("l",)), at={"m": 1}
    )
    draw = partial(later, binary=binary)
    performance(estimate, draw, set_by_hand(1, binary), 300).check_right()


@pytest.mark.parametrize("wrongly", [("l", "pain"), ("pain",)], ids=["in one step", "left out"])
def test_any_other_way_is_wrong(asked, wrongly):
    estimate = partial(controlled_direct_effect, identification=asked(*wrongly), at={"m": 1})
    performance(estimate, partial(later, n=8_000), set_by_hand(1, False), 30).check_wrong()


@pytest.mark.parametrize("value", [0, 1, 2])
def test_in_strata_it_is_a_difference_of_means(people, asked, value: int):
    frame = people("levels", binary=True).draw(np.random.default_rng(1), 2000)
    alike = frame[frame["m"] == value].groupby("x")["y"].mean()
    found = controlled_direct_effect(frame, asked(), at={"m": value})
    assert found.value == pytest.approx(alike[True] - alike[False])


def test_the_sequential_formula_written_out(asked):
    """The sum over l of P(l | x) E[Y | x, m, l], with one regression of the outcome."""
    frame = later(np.random.default_rng(2))
    means = {}
    for x in (1, 0):
        among = frame[frame["x"] == x]
        outcome = smf.ols("y ~ m + l", among).fit()
        chance = among["l"].value_counts(normalize=True)
        by_level = outcome.predict(pd.DataFrame({"m": [0.5, 0.5], "l": [0, 1]}))
        means[x] = float(chance.sort_index().to_numpy() @ by_level)
    found = controlled_direct_effect(frame, asked(intermediate=("l",)), at={"m": 0.5})
    assert found.value == pytest.approx(means[1] - means[0])


@pytest.mark.parametrize("binary", [False, True])
def test_the_error_is_that_of_the_jackknife(asked, binary: bool):
    frame = later(np.random.default_rng(3), binary, n=160).assign(weight=lambda f: 1 + f["pain"])
    once = partial(
        controlled_direct_effect,
        identification=asked("pain", intermediate=("l",), question={"population": "exposed"}),
        at={"m": 0},
        sampling=Sampling("weight"),
    )
    without = np.array([once(frame.drop(index=row)).value for row in frame.index])
    jackknife = np.sqrt((len(frame) - 1) * without.var())
    assert once(frame).standard_error == pytest.approx(jackknife, rel=0.1)


def test_several_mediators_are_set_together(asked):
    frame = later(np.random.default_rng(4))
    found = controlled_direct_effect(frame, asked(mediators=("l", "m")), at={"m": 0.5, "l": 1})
    fits = [smf.ols("y ~ l + m", frame[frame["x"] == x]).fit() for x in (1, 0)]
    by_hand = [float(fit.predict(pd.DataFrame({"l": [1], "m": [0.5]})).iloc[0]) for fit in fits]
    assert found.value == pytest.approx(by_hand[0] - by_hand[1])
    assert found.notes == ('The mediator is set to "l" = 1 and "m" = 0.5 for everybody.',)


def test_weights_are_copies_and_clusters_of_one_are_none(asked):
    frame = later(np.random.default_rng(5)).assign(
        count=lambda f: 1 + f["pain"] * 2, alone=range(700)
    )
    before = frame.copy()
    identification = asked("pain", intermediate=("l",))
    once = partial(controlled_direct_effect, identification=identification, at={"m": 0})
    copies = once(frame.loc[frame.index.repeat(frame["count"])])
    assert once(frame, sampling=Sampling("count")).value == pytest.approx(copies.value)
    clustered = once(frame, sampling=Sampling(clusters="alone")).standard_error
    assert clustered == pytest.approx(once(frame).standard_error * np.sqrt(700 / 699))
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ({}, 'gives no value for the mediator "m"'),
        ({"m": 0, "l": 1}, '"l" is none of the mediators m'),
        ({"m": 50}, r'"m" cannot be set to 50, which does not occur; it takes -\d'),
        ({"m": "high"}, '"m" cannot be set to high'),
    ],
)
def test_what_a_mediator_cannot_be_set_to(asked, at, message: str):
    with pytest.raises(EstimationError, match=message):
        controlled_direct_effect(later(np.random.default_rng(6)), asked("pain"), at=at)


def test_a_label_that_does_not_occur_is_named(people, asked):
    frame = people("levels", binary=False).draw(np.random.default_rng(7))
    words = frame.assign(m=np.array(["a", "b", "c"])[frame["m"]])
    with pytest.raises(EstimationError, match=r'"m" cannot be set to d, .* it takes a, b, c'):
        controlled_direct_effect(words, asked("age"), at={"m": "d"})
