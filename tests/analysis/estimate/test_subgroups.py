"""Effects in groups, each identified anew, and the test that they are the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.special import expit
from statsmodels.stats.meta_analysis import combine_effects

from causalkit.analysis.estimate import difference, regression, weighting
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.subgroups import subgroup_effects
from causalkit.analysis.identify import Backdoor, missing_values
from causalkit.errors import EstimationError, NotIdentified, QuestionError
from causalkit.graph import Diagram, Question

ASKED = Question.of("kratom", "phq9")
ARROWS = [
    ("pain", "kratom"),
    ("pain", "phq9"),
    ("region", "phq9"),
    ("kratom", "phq9"),
    ("kratom", "sleep"),
]
DIAGRAM = Diagram.of(ARROWS)


def people(seed: object = 1, n: int = 600, differing: float = 1.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    pain = rng.random(n) < 0.4
    region = rng.choice(["north", "south", "west"], n)
    kratom = rng.random(n) < expit(-0.5 + pain)
    effect = -1 + differing * (region == "west")
    phq9 = 9 + 2 * pain + (region == "south") + effect * kratom + rng.normal(0, 1.5, n)
    frame = pd.DataFrame({"pain": pain, "region": region, "kratom": kratom, "phq9": phq9})
    return frame.assign(sleep=kratom + rng.normal(size=n), depressed=phq9 > 10)


@pytest.mark.parametrize("method", [regression, weighting])
def test_each_group_is_estimated_on_its_own(method):
    found = subgroup_effects(method, people(), DIAGRAM, ASKED, "region")
    assert found.groups == ("north", "south", "west")
    for name, each in zip(found.groups, found.estimates, strict=True):
        frame = people()
        alone = Backdoor(ASKED, ("pain",), (("pain",),), complete=True)
        expected = method(frame[frame["region"] == name], alone)
        assert (each.value, each.standard_error) == (expected.value, expected.standard_error)
        assert each.question.population[0].variable == "region"


@pytest.mark.parametrize("scale", ["difference", "ratio", "odds ratio"])
def test_the_test_is_that_of_a_meta_analysis(scale: str):
    asked = Question.of("kratom", "depressed", scale=scale)
    diagram = Diagram.of([(a, b.replace("phq9", "depressed")) for a, b in ARROWS])
    found = subgroup_effects(regression, people(2), diagram, asked, "region")
    values = np.array([each.value for each in found.estimates])
    errors = np.array([each.standard_error for each in found.estimates])
    if scale != "difference":
        values, errors = np.log(values), errors / values
    expected = combine_effects(values, errors**2, method_re="dl")
    assert (found.statistic, found.degrees) == (pytest.approx(expected.q), 2)
    assert found.p_value == pytest.approx(stats.chi2.sf(expected.q, 2))


def test_two_groups_are_compared_as_by_wald():
    found = subgroup_effects(regression, people(3), DIAGRAM, ASKED, "pain")
    assert found.groups == ("0", "1")
    first, second = found.estimates
    z = (first.value - second.value) / np.hypot(first.standard_error, second.standard_error)
    assert found.statistic == pytest.approx(z**2)
    assert found.p_value == pytest.approx(2 * stats.norm.sf(abs(z)))


def test_within_a_group_that_confounds_nothing_is_left_to_adjust_for():
    found = subgroup_effects(difference, people(4), DIAGRAM, ASKED, "pain")
    assert [each.adjustment for each in found.estimates] == [(), ()]


def test_a_group_can_call_for_adjustment_that_the_whole_does_not_need():
    """A collider that forms the groups opens a path."""
    arrows = [("pain", "kratom"), ("pain", "clinic"), ("age", "clinic"), ("age", "phq9")]
    diagram = Diagram.of([*arrows, ("kratom", "phq9")])
    rng = np.random.default_rng(5)
    pain, age = rng.normal(size=(2, 3000))
    kratom = rng.random(3000) < expit(pain)
    frame = pd.DataFrame({"kratom": kratom, "clinic": pain + age > 0, "age": age})
    frame["phq9"] = 2 * age - kratom + rng.normal(size=3000)
    found = subgroup_effects(regression, frame, diagram, ASKED, "clinic")
    assert all(each.adjustment in (("age",), ("pain",)) for each in found.estimates)
    assert all(each.covers(-1) for each in found.estimates)


def test_verdicts_say_what_they_do_not_mean():
    apart = subgroup_effects(regression, people(6, differing=2), DIAGRAM, ASKED, "region")
    assert apart.p_value < 0.001
    assert "differ between the groups of region by more than chance (Q = " in apart.verdict
    assert "does not say that region makes the difference" in apart.verdict
    alike = subgroup_effects(regression, people(6, differing=0), DIAGRAM, ASKED, "region")
    assert alike.p_value > 0.05
    assert "2 degrees of freedom" in alike.verdict
    assert "does not say that they are the same" in alike.verdict


def test_conditions_add_to_the_group():
    asked = Question.of("kratom", "phq9", population="pain == 1")
    found = subgroup_effects(difference, people(), DIAGRAM, asked, "region")
    frame = people()
    assert found.estimates[0].n == (frame["pain"] & (frame["region"] == "north")).sum()


def test_weights_and_clusters_come_along():
    frame = people().assign(people=lambda f: 1 + f["pain"])
    frame["school"] = frame["region"] + (np.arange(600) % 20).astype(str)
    sampling = Sampling("people", "school")
    found = subgroup_effects(regression, frame, DIAGRAM, ASKED, "region", sampling=sampling)
    argument = Backdoor(ASKED, ("pain",), (("pain",),), complete=True)
    north = regression(frame[frame["region"] == "north"], argument, sampling=sampling)
    assert found.estimates[0].standard_error == pytest.approx(north.standard_error)
    frame["school"] = np.arange(600) % 20
    with pytest.raises(EstimationError, match='20 clusters of "school" have people in several'):
        subgroup_effects(regression, frame, DIAGRAM, ASKED, "region", sampling=sampling)


def test_missing_values_are_asked_about_anew_in_each_group():
    diagram = Diagram.of([*ARROWS, ("pain", "missing_phq9")])
    frame = people()
    frame.loc[np.random.default_rng(2).random(600) < 0.1 + 0.4 * frame["pain"], "phq9"] = np.nan
    sampling = Sampling(missing=missing_values(diagram, ASKED, ["pain"]))
    found = subgroup_effects(regression, frame, diagram, ASKED, "region", sampling=sampling)
    assert all("P(missing_phq9 = 0 |" in each.notes[0] for each in found.estimates)


class TestRefused:
    """Groups of which no effect can be asked."""

    def test_the_exposure_must_not_change_who_belongs(self):
        frame = people().assign(sleep=lambda f: f["sleep"] > 0.5)
        with pytest.raises(NotIdentified, match="kratom changes who belongs to the group"):
            subgroup_effects(regression, frame, DIAGRAM, ASKED, "sleep")

    def test_the_diagram_must_know_the_variable(self):
        with pytest.raises(QuestionError, match="no variable"):
            subgroup_effects(regression, people(), Diagram.of(ARROWS[:2]), ASKED, "region")

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"region": np.arange(600.0)}, '"region" takes 600 different values, .* no groups'),
            ({"region": "north"}, '"region" takes only one value'),
            ({"kratom": False}, "among people with region = north: no complete row has"),
        ],
    )
    def test_data_without_groups(self, change, message: str):
        with pytest.raises(EstimationError, match=message):
            subgroup_effects(regression, people().assign(**change), DIAGRAM, ASKED, "region")

    def test_the_exposed_are_no_group_of_groups(self):
        asked = Question.of("kratom", "phq9", population="exposed")
        with pytest.raises(EstimationError, match="among the exposed cannot be asked for by gr"):
            subgroup_effects(regression, people(), DIAGRAM, asked, "region")

    def test_an_effect_without_error(self):
        frame = people().assign(phq9=lambda f: 1.0 * f["kratom"])
        diagram = Diagram.of([("region", "phq9"), ("kratom", "phq9")])
        with pytest.raises(EstimationError, match="region = north the effect has no error"):
            subgroup_effects(difference, frame, diagram, ASKED, "region")


def test_equal_effects_are_told_apart_as_often_as_chance_does():
    found = [
        subgroup_effects(regression, people([7, each], 400, differing=0), DIAGRAM, ASKED, "region")
        for each in range(300)
    ]
    p_values = np.array([each.p_value for each in found])
    assert 0.02 <= np.mean(p_values < 0.05) <= 0.08
    assert stats.kstest(p_values, "uniform").pvalue > 0.05
    covered = [each.covers(-1) for one in found for each in one.estimates]
    assert 0.93 <= np.mean(covered) <= 0.97


def test_the_table_is_as_it_was():
    frame, before = people(), people()
    subgroup_effects(regression, frame, DIAGRAM, ASKED, "region")
    pd.testing.assert_frame_equal(frame, before)
