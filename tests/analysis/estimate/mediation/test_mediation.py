"""The whole of a mediation analysis, on many samples and beside the jackknife."""

from __future__ import annotations

from dataclasses import fields
from functools import partial

import numpy as np
import pandas as pd
import pytest
from replications import performance

from causalkit.analysis.estimate import Estimate, regression
from causalkit.analysis.estimate.mediation.controlled import controlled_direct_effect
from causalkit.analysis.estimate.mediation.mediation import MediationEstimates, mediation
from causalkit.analysis.estimate.mediation.natural import (
    natural_direct_effect,
    natural_indirect_effect,
)
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import Backdoor
from causalkit.errors import EstimationError
from causalkit.graph import Question

SEED = 7
NAMES = tuple(field.name for field in fields(MediationEstimates))
LAWS = {
    "a number and a number": ("number", False, "difference"),
    "a number and a yes or no": ("number", True, "ratio"),
    "two yes or noes": ("truth", True, "odds ratio"),
    "levels and a number": ("levels", False, "difference"),
}


def compared(treated: float, reference: float, scale: str) -> float:
    """The contrast on the scale on which it is normal."""
    if scale == "difference":
        return treated - reference
    if scale == "ratio":
        return float(np.log(treated / reference))
    return float(np.log(treated / (1 - treated) * (1 - reference) / reference))


def truths(law, scale: str) -> dict[str, float]:
    high, middle, low = (law.nested(*each) for each in ((1, 1), (1, 0), (0, 0)))
    return {
        "total": compared(high, low, scale),
        "natural_direct": compared(middle, low, scale),
        "natural_indirect": compared(high, middle, scale),
        "controlled_direct": compared(law.controlled(1, 1), law.controlled(0, 1), scale),
        "proportion_mediated": (high - middle) / (high - low),
    }


def normal(found: Estimate) -> tuple[float, float]:
    """An estimate and its error on the scale on which it is normal."""
    if found.question.scale == "difference":
        return found.value, found.standard_error
    return float(np.log(found.value)), found.standard_error / found.value


def check(found: list[tuple[float, float]], truth: float) -> None:
    """Bias, coverage and error within three Monte-Carlo errors, as sixteen are judged at once."""
    values, errors = np.array(found).T
    number, spread = len(values), values.std(ddof=1)
    assert abs(values.mean() - truth) < 3 * spread / np.sqrt(number)
    covered = np.mean(np.abs(values - truth) < 1.96 * errors)
    assert abs(covered - 0.95) < 3 * np.sqrt(0.95 * 0.05 / number)
    assert abs(errors.mean() / spread - 1) < 3 / np.sqrt(2 * number)


@pytest.mark.parametrize(("mediator", "binary", "scale"), LAWS.values(), ids=LAWS)
def test_all_are_right_on_average_and_their_intervals(people, asked, mediator, binary, scale):
    law = people(mediator, binary=binary)
    identification = asked("age", "pain", question={"scale": scale})
    truth = truths(law, scale)
    found = [
        mediation(law.draw(np.random.default_rng([SEED, each]), 700), identification, at={"m": 1})
        for each in range(200)
    ]
    for name in NAMES[:-1]:
        check([normal(getattr(each, name)) for each in found], truth[name])
    # A proportion is skewed, and its average is not the truth; half of them are below it.
    shares = [each.proportion_mediated for each in found]
    assert 0.92 <= np.mean([each.covers(truth["proportion_mediated"]) for each in shares]) <= 0.99
    middle = np.median([each.value for each in shares])
    assert middle == pytest.approx(truth["proportion_mediated"], rel=0.1)


@pytest.mark.parametrize(
    ("method", "first", "second"),
    [(natural_direct_effect, (1, 0), (0, 0)), (natural_indirect_effect, (1, 1), (1, 0))],
)
def test_natural_effects_are_right(people, asked, method, first, second):
    law = people("number", binary=False)
    truth = law.nested(*first) - law.nested(*second)
    estimate = partial(method, identification=asked("age", "pain"))
    performance(estimate, law.draw, truth, 400).check_right()


@pytest.mark.parametrize("method", [natural_direct_effect, natural_indirect_effect])
def test_a_confounder_of_mediator_and_outcome_left_out(asked, method):
    def draw(rng: np.random.Generator) -> pd.DataFrame:
        x, hidden = rng.random(2000) < 0.5, rng.normal(size=2000)
        m = 0.5 * x + hidden + rng.normal(size=2000)
        y = 0.5 * x + 0.5 * m + hidden + rng.normal(size=2000)
        return pd.DataFrame({"x": x, "m": m, "y": y})

    truth = 0.5 if method is natural_direct_effect else 0.25
    performance(partial(method, identification=asked()), draw, truth, 40).check_wrong()


@pytest.mark.parametrize(
    ("mediator", "binary", "population"),
    [
        ("number", False, "unexposed"),
        ("number", True, "all"),
        ("levels", True, "exposed"),
    ],
)
def test_the_errors_are_those_of_the_jackknife(people, asked, mediator, binary, population):
    frame = people(mediator, binary=binary).draw(np.random.default_rng(5), 140)
    frame = frame.assign(weight=1 + frame["pain"])
    once = partial(
        mediation,
        identification=asked("pain", question={"population": population}),
        sampling=Sampling("weight"),
        at={"m": 1},
    )
    without = [once(frame.drop(index=row)) for row in frame.index]
    found = once(frame)
    for name in NAMES[:-1]:
        values = np.array([getattr(each, name).value for each in without])
        jackknife = np.sqrt((len(frame) - 1) * values.var())
        assert getattr(found, name).standard_error == pytest.approx(jackknife, rel=0.12), name


@pytest.mark.parametrize(("mediator", "binary", "scale"), LAWS.values(), ids=LAWS)
def test_direct_and_indirect_make_the_total(people, asked, mediator, binary, scale):
    frame = people(mediator, binary=binary).draw(np.random.default_rng(1))
    found = mediation(frame, asked("age", question={"scale": scale}))
    direct, indirect = found.natural_direct.value, found.natural_indirect.value
    whole = direct + indirect if scale == "difference" else direct * indirect
    assert whole == pytest.approx(found.total.value)


def test_each_is_what_its_own_function_returns(people, asked):
    frame = people("levels", binary=True).draw(np.random.default_rng(2))
    identification = asked("pain", question={"scale": "odds ratio"})
    found = mediation(frame, identification, at={"m": 2})
    assert found.natural_direct == natural_direct_effect(frame, identification)
    assert found.natural_indirect == natural_indirect_effect(frame, identification)
    assert found.controlled_direct == controlled_direct_effect(frame, identification, at={"m": 2})


def test_the_total_effect_is_that_of_a_regression_without_the_mediator(people, asked):
    frame = people("number", binary=False).draw(np.random.default_rng(3))
    backdoor = Backdoor(Question.of("x", "y"), ("age", "pain"), (("age", "pain"),), complete=True)
    total, expected = mediation(frame, asked("age", "pain")).total, regression(frame, backdoor)
    assert total.value == pytest.approx(expected.value)
    assert total.standard_error == pytest.approx(expected.standard_error, rel=0.02)


def test_the_mediator_is_set_to_what_is_usual(people, asked):
    frame = people("number", binary=False).draw(np.random.default_rng(4))
    note = mediation(frame, asked()).controlled_direct.notes[0]
    assert note == f'The mediator is set to "m" = {frame["m"].median()} for everybody.'
    words = frame.assign(m=np.where(frame["m"] > -1, "much", "little"))
    assert '"m" = much' in mediation(words, asked()).controlled_direct.notes[0]
    numbers = pd.Categorical(np.where(frame["m"] > -1, 7, 5))
    assert '"m" = 7' in mediation(frame.assign(m=numbers), asked()).controlled_direct.notes[0]


def test_a_proportion_that_is_none_says_so(asked):
    rng = np.random.default_rng(5)
    x = np.arange(400) % 2
    m = x + rng.normal(size=400)
    frame = pd.DataFrame({"x": x, "m": m, "y": x - 1.5 * m + rng.normal(size=400)})
    found = mediation(frame, asked())
    assert "this is no proportion" in found.proportion_mediated.notes[0]


def test_a_small_total_effect_says_so(asked):
    rng = np.random.default_rng(6)
    x = np.arange(400) % 2
    frame = pd.DataFrame({"x": x, "m": rng.normal(size=400), "y": rng.normal(size=400)})
    found = mediation(frame, asked()).proportion_mediated
    assert any("cannot tell the total effect from none" in note for note in found.notes)


def test_no_effect_at_all_has_no_proportion(asked):
    frame = pd.DataFrame(
        {"x": [0, 1] * 8, "m": [0, 0, 1, 1] * 4, "y": [0, 0, 1, 1] * 2 + [1, 1, 0, 0] * 2}
    )
    with pytest.raises(EstimationError, match="the total effect is exactly 0"):
        mediation(frame.astype(float), asked())
