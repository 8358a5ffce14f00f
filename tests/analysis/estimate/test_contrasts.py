"""Every level of an exposure against the reference."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from causalkit.analysis.estimate import difference, regression
from causalkit.analysis.estimate.contrasts import each_contrast
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.resampling.bootstrap import bootstrap
from causalkit.analysis.identify import NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question

LEVELS = ("never", "weekly", "daily", "hourly")
NAIVE = NoConfounding(Question.of("kratom", "phq9", treated="daily", reference="never"))


def users(seed: int | np.random.Generator = 1, n: int = 400, gain: float = 0.5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    pain = rng.random(n) < 0.4
    use = np.where(pain, rng.choice(4, n, p=[0.1, 0.3, 0.3, 0.3]), rng.choice(4, n))
    frame = pd.DataFrame({"pain": pain, "dose": use, "kratom": np.array(LEVELS)[use]})
    frame["phq9"] = 6 + 2 * pain + gain * use + rng.normal(0, 2, n)
    return frame


def test_each_is_the_question_asked_for_that_level(identified):
    asked = identified("pain", treated="daily", reference="never")
    found = each_contrast(regression, users(), asked)
    assert [each.question.treated for each in found] == [("daily",), ("hourly",), ("weekly",)]
    for each in found:
        alone = identified("pain", treated=each.question.treated, reference="never")
        assert each == regression(users(), alone)


def test_another_reference_may_be_named():
    found = each_contrast(difference, users(), NAIVE, reference="daily")
    assert [each.question.treated[0] for each in found] == ["hourly", "never", "weekly"]
    assert {each.question.reference for each in found} == {("daily",)}


@pytest.mark.parametrize("coding", [int, "category", "Int64", float])
def test_levels_may_be_a_few_numbers(coding):
    frame = users().assign(kratom=lambda f: f["dose"].astype(coding))
    asked = NoConfounding(Question.of("kratom", "phq9"))
    found = each_contrast(difference, frame, asked)
    assert [each.question.treated for each in found] == [(1,), (2,), (3,)]
    by_name = each_contrast(difference, users(), NAIVE)
    assert found[1].value == by_name[0].value


def test_an_order_of_categories_is_kept_and_unused_ones_are_left_out():
    kratom = pd.Categorical(users()["kratom"], ["never", "weekly", "daily", "hourly", "always"])
    found = each_contrast(difference, users().assign(kratom=kratom), NAIVE)
    assert [each.question.treated[0] for each in found] == ["weekly", "daily", "hourly"]


def test_bonferroni_is_a_higher_level_for_each():
    found = each_contrast(difference, users(), NAIVE, simultaneous="bonferroni", level=0.94)
    frame = users()
    for each in found:
        assert each.level == pytest.approx(0.98)
        groups = (
            DescrStatsW(frame.loc[frame["kratom"] == name, "phq9"])
            for name in (each.question.treated[0], "never")
        )
        expected = CompareMeans(*groups).tconfint_diff(alpha=0.02, usevar="unequal")
        assert (each.low, each.high) == pytest.approx(expected)
        assert "The 3 intervals hold at once at level 0.94" in each.notes[-1]


def test_holm_gives_the_p_values_of_statsmodels():
    frame = users(gain=0.15)
    found = each_contrast(difference, frame, NAIVE, simultaneous="holm")
    alone = [each.figures["p value"] for each in found]
    expected = [2 * norm.sf(abs(each.value / each.standard_error)) for each in found]
    assert alone == pytest.approx(expected)
    together = [each.figures["Holm p value"] for each in found]
    assert together == pytest.approx(multipletests(alone, method="holm")[1])
    assert {each.level for each in found} == {0.95}


def test_p_values_of_ratios_are_those_of_their_logarithms():
    ratio = NoConfounding(Question.of("kratom", "phq9", reference="never", scale="ratio"))
    found = each_contrast(difference, users(gain=0.1), ratio, simultaneous="holm")
    for each in found:
        assert (each.figures["p value"] > 0.05) == each.covers(1)


def test_groups_without_spread_differ_for_certain_or_not_at_all():
    frame = pd.DataFrame({"kratom": [0, 0, 1, 1, 2, 2], "phq9": [4, 4, 4, 4, 7, 7]})
    asked = NoConfounding(Question.of("kratom", "phq9"))
    found = each_contrast(difference, frame, asked, simultaneous="holm")
    assert [each.figures["p value"] for each in found] == [1, 0]


def test_weights_clusters_options_and_the_bootstrap_are_passed_on():
    frame = users().assign(people=lambda f: 1 + f["pain"], school=np.arange(400) % 50)
    sampling = Sampling("people", "school")
    found = each_contrast(difference, frame, NAIVE, sampling=sampling)
    assert found[0] == difference(frame, NAIVE, sampling=sampling)
    resampled = each_contrast(partial(bootstrap, difference), frame, NAIVE, seed=1, replicates=40)
    assert resampled[0] == bootstrap(difference, frame, NAIVE, seed=1, replicates=40)


@pytest.mark.parametrize(
    ("simultaneous", "low", "high"), [("no", 0.84, 0.92), ("bonferroni", 0.93, 0.98)]
)
def test_simultaneous_intervals_contain_all_truths_at_once(simultaneous, low: float, high: float):
    held = []
    for replication in range(300):
        rng = np.random.default_rng([3, replication])
        dose = np.arange(240) % 4
        frame = pd.DataFrame({"kratom": dose, "phq9": 5 + 0.5 * dose + rng.normal(size=240)})
        asked = NoConfounding(Question.of("kratom", "phq9"))
        found = each_contrast(difference, frame, asked, simultaneous=simultaneous)
        held.append(all(e.covers(0.5 * e.question.treated[0]) for e in found))
    assert low <= np.mean(held) <= high


def test_what_cannot_be_contrasted(identified):
    frame = users()
    numbers = NoConfounding(Question.of("phq9", "dose"))
    with pytest.raises(EstimationError, match='"phq9" takes 400 different values and is cont'):
        each_contrast(difference, frame, numbers)
    with pytest.raises(EstimationError, match=r'reference "kratom" = 0; it takes daily, hourly'):
        each_contrast(difference, frame, NoConfounding(Question.of("kratom", "phq9")))
    with pytest.raises(EstimationError, match='"kratom" is never in every complete row'):
        each_contrast(difference, frame.assign(kratom="never"), NAIVE)
    both = NoConfounding(Question.of(["dose", "pain"], "phq9"))
    with pytest.raises(EstimationError, match=r'one exposure at a time .* not "dose", "pain"'):
        each_contrast(difference, frame, both)
    with pytest.raises(EstimationError, match='as "no", "bonferroni" or "holm", not \'tukey\''):
        each_contrast(difference, frame, NAIVE, simultaneous="tukey")
    with pytest.raises(EstimationError, match="the difference of means adjusts for nothing"):
        each_contrast(difference, frame, identified("pain", treated="daily", reference="never"))


def test_the_table_is_as_it_was():
    frame, before = users(), users()
    each_contrast(difference, frame, NAIVE, simultaneous="holm")
    pd.testing.assert_frame_equal(frame, before)
