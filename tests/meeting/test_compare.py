"""The main job: naive, adjusted and true in one table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import causalkit
from causalkit.analysis.estimate import difference, regression, weighting
from causalkit.analysis.identify import NoConfounding, identify
from causalkit.errors import EstimationError, QuestionError
from causalkit.graph import Diagram, Question
from causalkit.meeting import Comparison, Row, compare
from causalkit.nature import World

DIAGRAM = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
QUESTION = Question.of("kratom", "phq9")
DOSE = """effect of dose on score from 1 to 2
pain ~ normal(0, 1)
dose ~ normal(0.7*pain, 1)
score ~ normal(dose + pain, 1)  # Score [points]"""


def figures(rows: tuple[Row, ...]) -> list[tuple[float, ...]]:
    return [(each.value, each.standard_error, each.low, each.high) for each in rows]


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    chance = np.random.default_rng(5)
    pain = chance.random(800) < 0.4
    kratom = chance.random(800) < 0.2 + 0.4 * pain
    return pd.DataFrame(
        {"pain": pain, "kratom": kratom, "phq9": 5 + 4 * pain - kratom + chance.normal(size=800)}
    )


def without_second_opinion(*arguments, **options) -> Comparison:
    return compare(*arguments, ask_second_opinion=False, **options)


def test_a_world_is_compared_on_the_survey_that_it_gives():
    triangle = causalkit.world("triangle")
    found = without_second_opinion(triangle, n=700, seed=5)
    data, asked = triangle.sample(700, 5).frame, triangle.question
    identified = identify(triangle.diagram, asked)
    by_hand = (
        Row.of(difference(data, NoConfounding(asked)), "naive"),
        Row.of(regression(data, identified), "adjusted"),
        Row.of(weighting(data, identified), "adjusted"),
    )
    assert found.rows == by_hand
    assert found.truth == triangle.truth()
    assert (found.n, found.title) == (700, triangle.title)
    assert found.outcome_label == "PHQ-9 sum [points]"


def test_the_naive_is_misled_and_the_adjusted_are_not():
    found = without_second_opinion(causalkit.world("triangle"), n=4000, seed=1)
    assert not found.naive.covers(found.truth.value)
    assert [row.covers(found.truth.value) for row in found.adjusted] == [True, True]
    assert found.verdict.startswith("The naive difference, ")
    assert found.verdict.endswith("Adjusted for pain: regression and weighting contain it.")


def test_data_are_compared_without_a_truth(survey):
    found = without_second_opinion(survey, DIAGRAM, QUESTION, title="Ours")
    assert found.truth is None
    assert (found.n, found.title, found.outcome_label) == (800, "Ours", "phq9")
    assert [row.kind for row in found.rows] == ["naive", "adjusted", "adjusted"]
    assert [row.adjustment for row in found.adjusted] == [("pain",), ("pain",)]
    assert found.naive.value > 0
    assert [row.covers(-1) for row in found.rows] == [False, True, True]
    assert found.verdict.endswith("That is the effect if the diagram is right.")


def test_dowhy_agrees_and_leaves_the_data_as_they_were(survey):
    before = survey.copy(deep=True)
    found = compare(survey, DIAGRAM, QUESTION)
    pd.testing.assert_frame_equal(survey, before)
    assert survey.attrs == before.attrs
    opinion = found.rows[-1]
    assert (opinion.method, opinion.kind) == ("dowhy regression", "second opinion")
    assert opinion.adjustment == ("pain",)
    assert opinion.value == pytest.approx(found.adjusted[0].value, abs=0.02)
    assert opinion not in found.adjusted


def test_a_world_without_confounding_is_adjusted_for_nothing():
    found = without_second_opinion(causalkit.world("m_bias"), n=3000, seed=2)
    assert [row.adjustment for row in found.adjusted] == [(), ()]
    assert [row.value for row in found.adjusted] == pytest.approx([found.naive.value] * 2)
    assert "nothing has to be adjusted for" in found.verdict


def test_what_is_not_identified_is_not_adjusted():
    found = without_second_opinion(causalkit.world("clinic"), n=1000, seed=1)
    assert (found.rows, found.adjusted) == ((found.naive,), ())
    assert "kratom → patient ← phq9 stays open" in found.reason
    assert found.reason in found.verdict
    assert found.truth is not None


def test_an_estimator_that_cannot_be_used_is_noted_and_the_others_stand():
    """Everybody in pain uses kratom: nobody is left to weigh them against."""
    alike = pd.DataFrame(
        {"pain": [0, 0, 0, 0, 1, 1], "kratom": [0, 1, 0, 1, 1, 1], "phq9": [4, 5, 6, 5, 9, 8]}
    )
    found = without_second_opinion(alike, DIAGRAM, QUESTION)
    assert found.naive.value == pytest.approx(1.75)
    assert [note.partition(":")[0] for note in found.notes] == ["regression", "weighting"]
    assert "No adjusted estimate can be given: regression: " in found.verdict


def test_a_dose_has_a_naive_estimate_too():
    found = without_second_opinion(World.from_text(DOSE), n=4000, seed=1)
    assert (found.naive.method, found.naive.adjustment) == ("regression", ())
    assert found.naive.low > found.truth.value == 1
    assert [row.adjustment for row in found.adjusted] == [("pain",)] * 2
    assert all(row.covers(1) for row in found.adjusted)
    assert found.notes == ()


def test_a_ratio_is_compared_as_a_ratio():
    asked = causalkit.world("triangle").ask("effect of kratom on phq9 as ratio")
    found = without_second_opinion(asked, n=4000, seed=1)
    assert found.naive.value > 1 > found.truth.value > 0
    assert found.verdict.startswith("The naive ratio, ")


def test_data_need_diagram_and_question(survey):
    with pytest.raises(QuestionError, match="data need a diagram and a question"):
        compare(survey, DIAGRAM)


def test_a_world_takes_no_other_diagram():
    with pytest.raises(QuestionError, match="a world brings its own diagram and question"):
        compare(causalkit.world("triangle"), DIAGRAM, QUESTION)


def test_a_column_to_be_adjusted_for_must_be_there(survey):
    misspelt = survey.rename(columns={"pain": "pains"})
    with pytest.raises(EstimationError, match=r'no column "pain".* Did you mean "pains"'):
        without_second_opinion(misspelt, DIAGRAM, QUESTION)
    with pytest.raises(EstimationError, match='no column "phq9"'):
        without_second_opinion(survey.drop(columns="phq9"), DIAGRAM, QUESTION)
