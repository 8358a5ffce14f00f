"""The Wald estimator: by hand, beside two-stage least squares, Fieller's formula and the truth."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
from linearmodels.iv import IV2SLS
from replications import performance
from scipy.stats import norm

from causalkit.analysis.estimate import difference
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.two_stage_least_squares import two_stage_least_squares
from causalkit.analysis.estimate.wald import wald
from causalkit.analysis.identify import Backdoor, NoConfounding
from causalkit.analysis.identify.instruments.instruments import Instrument
from causalkit.errors import EstimationError
from causalkit.graph import Question

ASKED = Instrument("prize", (), Question.of("kratom", "phq9"))
NEVER, COMPLIES, ALWAYS, DEFIES = range(4)
EFFECTS = np.array([4.0, -2.0, 1.0, 6.0])


def lottery(
    rng: np.random.Generator, n: int = 600, defiers: float = 0.0, compliers: float = 0.5
) -> pd.DataFrame:
    """Winners pay half the price. What people do with it, nobody knows of anybody."""
    shares = [0.7 - compliers - defiers, compliers, 0.3, defiers]
    kind, prize = rng.choice(4, n, p=shares), rng.random(n) < 0.5
    kratom = np.select([kind == COMPLIES, kind == DEFIES], [prize, ~prize], kind == ALWAYS)
    phq9 = 8 + EFFECTS[kind] * kratom + 2 * (kind == ALWAYS) + rng.normal(0, 1 + kratom, n)
    village = rng.integers(0, 50, n)
    return pd.DataFrame({"prize": prize, "kratom": kratom, "phq9": phq9, "village": village})


def test_it_is_the_quotient_of_two_differences():
    frame = lottery(np.random.default_rng(1))
    means = frame.groupby("prize")[["kratom", "phq9"]].mean()
    gained, moved = means.phq9[True] - means.phq9[False], means.kratom[True] - means.kratom[False]
    found = wald(frame, ASKED)
    assert found.value == pytest.approx(gained / moved)
    assert found.figures["difference in outcome"] == pytest.approx(gained)
    assert found.figures["difference in exposure"] == pytest.approx(moved)
    assert found.figures["complier share"] == pytest.approx(moved)
    assert found.figures["always-taker share"] == pytest.approx(means.kratom[False])
    assert found.figures["never-taker share"] == pytest.approx(1 - means.kratom[True])


def test_the_error_is_that_of_the_delta_method():
    frame = lottery(np.random.default_rng(2))
    found, variance, moved = wald(frame, ASKED), 0.0, 1.0
    for won, sign in ((True, 1), (False, -1)):
        group = frame[frame.prize == won]
        variance += np.var(group.phq9 - found.value * group.kratom) / len(group)
        moved += sign * group.kratom.mean()
    by_hand = np.sqrt(variance * 600 / 598) / (moved - 1)
    assert found.standard_error == pytest.approx(by_hand)
    assert found.high - found.low == pytest.approx(2 * norm.ppf(0.975) * by_hand)


@pytest.mark.parametrize(
    "sampling",
    [Sampling(), Sampling(clusters="village"), Sampling("people"), Sampling("people", "village")],
    ids=["simple", "clusters", "weights", "both"],
)
def test_it_is_two_stage_least_squares(sampling):
    frame = lottery(np.random.default_rng(3)).assign(people=lambda f: 1 + f.village % 3)
    for one, other in (("delta", "wald"), ("fieller", "anderson-rubin")):
        found = wald(frame, ASKED, sampling=sampling, interval=one)
        stages = two_stage_least_squares(frame, ASKED, sampling=sampling, interval=other)
        ends = found.value, found.standard_error, found.low, found.high
        assert ends == pytest.approx((stages.value, stages.standard_error, stages.low, stages.high))
        assert found.figures["first-stage F"] == pytest.approx(stages.figures["first-stage F"])


def test_linearmodels_agrees():
    frame = lottery(np.random.default_rng(4)).astype(float)
    ones = np.ones(len(frame))
    theirs = IV2SLS(frame.phq9, ones, frame.kratom, frame.prize).fit(debiased=True)
    found = wald(frame, ASKED)
    assert found.value == pytest.approx(theirs.params["kratom"])
    assert found.standard_error == pytest.approx(theirs.std_errors["kratom"])


def test_fiellers_interval_by_his_formula():
    frame = lottery(np.random.default_rng(5), n=80, compliers=0.6)
    groups = [frame[frame.prize], frame[~frame.prize]]
    gained, moved = groups[0].mean() - groups[1].mean(), None
    covariance = sum(group.cov(ddof=0) / len(group) for group in groups) * 80 / 78
    gained, moved = gained["phq9"], gained["kratom"]
    z2 = norm.ppf(0.975) ** 2
    a = moved**2 - z2 * covariance.loc["kratom", "kratom"]
    b = gained * moved - z2 * covariance.loc["kratom", "phq9"]
    c = gained**2 - z2 * covariance.loc["phq9", "phq9"]
    half = np.sqrt(b**2 - a * c) / a
    found = wald(frame, ASKED, interval="fieller")
    assert (found.low, found.high) == pytest.approx((b / a - half, b / a + half))


def test_it_is_the_effect_in_compliers_and_in_nobody_else():
    estimate = partial(wald, identification=ASKED)
    performance(estimate, lottery, EFFECTS[COMPLIES], 400).check_right()
    naive = partial(difference, identification=NoConfounding(ASKED.question))
    performance(naive, lottery, EFFECTS[COMPLIES], 60).check_wrong()


def test_people_who_defy_the_instrument_spoil_it():
    estimate = partial(wald, identification=ASKED)
    defied = partial(lottery, defiers=0.15)
    performance(estimate, defied, EFFECTS[COMPLIES], 60).check_wrong()


def test_fiellers_interval_holds_however_few_comply():
    weak = partial(lottery, n=200, compliers=0.04)
    covers, bounded = [], []
    for replication in range(500):
        frame = weak(np.random.default_rng([6, replication]))
        if frame.groupby("prize").kratom.mean().nunique() == 1:
            continue  # by chance nobody is moved at all, and that is refused
        found = wald(frame, ASKED, interval="fieller")
        covers.append(found.covers(EFFECTS[COMPLIES]))
        bounded.append(bool(np.isfinite(found.low)))
        assert bounded[-1] or "too weak to bound the effect" in found.notes[-1]
    assert np.mean(covers) >= 0.93
    assert np.mean(bounded) < 0.3


def test_turning_the_question_round_turns_the_answer_round():
    frame = lottery(np.random.default_rng(7))
    forth = wald(frame, ASKED)
    asked = Question.of("kratom", "phq9", treated=0, reference=1)
    back = wald(frame, Instrument("prize", (), asked))
    assert (back.value, back.low, back.high) == pytest.approx(
        (-forth.value, -forth.high, -forth.low)
    )
    assert back.figures["complier share"] == pytest.approx(forth.figures["complier share"])


def test_an_exposure_that_is_no_group_has_an_effect_a_unit_and_no_compliers():
    rng = np.random.default_rng(8)
    frame = lottery(rng).assign(kratom=lambda f: rng.gamma(2 + f.prize))
    frame["phq9"] = 5 - 0.5 * frame.kratom + rng.normal(size=600)
    found = wald(frame, ASKED)
    assert found.covers(-0.5)
    assert "complier share" not in found.figures


def test_labels_read_like_numbers_and_the_table_stays():
    frame = lottery(np.random.default_rng(9))
    plain = wald(frame, ASKED)
    frame["prize"] = pd.Categorical(np.where(frame.prize, "won", "lost"), ["lost", "won"])
    before = frame.copy()
    assert wald(frame, ASKED).value == pytest.approx(plain.value)
    pd.testing.assert_frame_equal(frame, before)


def test_weights_are_copies_of_rows_and_clusters_of_one_are_none():
    frame = lottery(np.random.default_rng(10)).assign(people=lambda f: 1 + f.village % 3)
    copies = frame.loc[frame.index.repeat(frame.people)]
    weighted = wald(frame, ASKED, sampling=Sampling("people"))
    copied = wald(copies, ASKED)
    assert weighted.value == pytest.approx(copied.value)
    assert weighted.figures["complier share"] == pytest.approx(copied.figures["complier share"])
    alone = wald(frame.assign(person=range(600)), ASKED, sampling=Sampling(clusters="person"))
    assert alone.standard_error == pytest.approx(wald(frame, ASKED).standard_error)


FRAME = lottery(np.random.default_rng(11), n=60)
REFUSED = {
    "covariates": (
        FRAME,
        Instrument("prize", ("age",), ASKED.question),
        "an instrument given age; use two_stage_least_squares",
    ),
    "a third value": (FRAME.assign(prize=np.arange(60) % 3), ASKED, '"prize" has 3; use two_stage'),
    "one value": (FRAME.assign(prize=1), ASKED, '"prize" has 1; use two_stage'),
    "adjustment": (
        FRAME,
        Backdoor(ASKED.question, (), ((),), complete=True),
        "does not suit .* adjustment",
    ),
    "several": (FRAME, (ASKED, ASKED), "takes an identification .Instrument., not tuple"),
    "a ratio": (
        FRAME,
        Instrument("prize", (), Question.of("kratom", "phq9", scale="ratio")),
        "wald divides two differences of means",
    ),
    "the unexposed": (
        FRAME,
        Instrument("prize", (), Question.of("kratom", "phq9", population="unexposed")),
        "cannot tell the unexposed apart",
    ),
    "nobody moved": (
        pd.DataFrame({"prize": [0, 1, 0, 1], "kratom": [0, 0, 1, 1], "phq9": [1, 2, 3, 5]}),
        ASKED,
        "does not move the exposure at all",
    ),
    "a constant outcome": (FRAME.assign(phq9=3), ASKED, "is 3 in every row"),
}


@pytest.mark.parametrize(("frame", "asked", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_answered_is_refused_with_the_reason(frame, asked, message: str):
    with pytest.raises(EstimationError, match=message):
        wald(frame, asked)


def test_an_interval_that_does_not_exist_is_refused():
    with pytest.raises(EstimationError, match="interval is one of delta, fieller, not 'wald'"):
        wald(FRAME, ASKED, interval="wald")
