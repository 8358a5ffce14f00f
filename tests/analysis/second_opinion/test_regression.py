"""dowhy behind its guard: right numbers, nothing changed, nothing leaked."""

from __future__ import annotations

import logging
import random
import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from causalkit.analysis import second_opinion
from causalkit.analysis.identify import Backdoor, backdoor_adjustment
from causalkit.analysis.second_opinion import asking
from causalkit.errors import EstimationError, NotIdentified
from causalkit.graph import Diagram, Question

CONFOUNDED = [
    ("pain", "kratom"),
    ("pain", "phq9"),
    ("region", "kratom"),
    ("region", "phq9"),
    ("age", "phq9"),
    ("kratom", "phq9"),
]
DIAGRAM = Diagram.of([*CONFOUNDED, ("genes", "pain")], latent=["genes"])
ASKED = Question.of("kratom", "phq9")


def survey(n: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    pain, age = rng.random(n) < 0.4, rng.uniform(18, 70, n)
    region = rng.choice(["north", "south", "west"], n)
    kratom = rng.random(n) < 0.2 + 0.3 * pain + 0.2 * (region == "south")
    phq9 = 5 + 3 * pain + 2 * (region == "west") - kratom + age / 50 + rng.normal(0, 2, n)
    return pd.DataFrame(
        {"pain": pain, "age": age, "region": region, "kratom": kratom, "phq9": phq9}
    )


@pytest.mark.parametrize("level", [0.9, 0.95])
def test_it_is_least_squares_on_what_dowhy_adjusts_for(level: float):
    found = second_opinion.regression(survey(), DIAGRAM, ASKED, level=level)
    assert found.adjustment == ("pain", "region")
    fitted = smf.ols("phq9 ~ kratom + pain + C(region)", survey()).fit()
    assert found.value == pytest.approx(fitted.params["kratom[T.True]"])
    assert found.standard_error == pytest.approx(fitted.bse["kratom[T.True]"])
    interval = fitted.conf_int(1 - level).loc["kratom[T.True]"]
    assert (found.low, found.high) == pytest.approx(tuple(interval))
    assert (found.n, found.level) == (400, level)


def test_labels_and_gaps_are_prepared_for_it():
    frame = survey().astype({"pain": "boolean"})
    frame.loc[:9, "age"] = np.nan
    frame.loc[5:24, "pain"] = pd.NA
    frame["kratom"] = np.where(frame["kratom"], "yes", "no")
    asked = Question.of("kratom", "phq9", treated="yes", reference="no")
    found = second_opinion.regression(frame, DIAGRAM, asked)
    assert (found.n, found.dropped) == (380, 20)
    same = second_opinion.regression(survey().drop(index=range(5, 25)), DIAGRAM, ASKED)
    assert found.value == pytest.approx(same.value)


def test_a_group_is_analysed_on_its_own():
    asked = Question.of("kratom", "phq9", population="region == south")
    found = second_opinion.regression(survey(), DIAGRAM, asked)
    south = survey().query("region == 'south'")
    fitted = smf.ols("phq9 ~ kratom + pain", south).fit()
    assert found.value == pytest.approx(fitted.params["kratom[T.True]"])


def test_a_dose_is_a_straight_line_for_it():
    frame = survey()
    frame["kratom"] = frame["kratom"] * 3 + frame["pain"] + np.random.default_rng(2).random(400)
    asked = Question.of("kratom", "phq9", treated=3, reference=1)
    fitted = smf.ols("phq9 ~ kratom + pain + C(region)", frame).fit()
    found = second_opinion.regression(frame, DIAGRAM, asked)
    assert found.value == pytest.approx(2 * fitted.params["kratom"])
    assert found.standard_error == pytest.approx(2 * fitted.bse["kratom"])
    back = Question.of("kratom", "phq9", treated=1, reference=3)
    turned = second_opinion.regression(frame, DIAGRAM, back)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))
    assert turned.standard_error == pytest.approx(found.standard_error)


def test_what_is_not_identified_never_reaches_it():
    diagram = Diagram.of([*CONFOUNDED, ("u", "kratom"), ("u", "phq9")], latent=["u"])
    with pytest.raises(NotIdentified, match="u is hidden"):
        second_opinion.regression(survey(), diagram, ASKED)


def test_a_confounder_that_the_table_lacks_is_not_ignored():
    with pytest.raises(EstimationError, match='no column "pain"'):
        second_opinion.regression(survey().drop(columns="pain"), DIAGRAM, ASKED)


def test_it_may_disagree(monkeypatch):
    """Were identification wrong, dowhy would notice."""
    wrong = Backdoor(ASKED, ("region",), (("region",),), complete=True)
    monkeypatch.setattr(asking, "backdoor_adjustment", lambda diagram, question: wrong)
    with pytest.raises(EstimationError, match="dowhy does not agree that adjusting for region"):
        second_opinion.regression(survey(), DIAGRAM, ASKED)


def test_it_agrees_with_identification_on_random_diagrams(random_diagram):
    chance, rng = random.Random(1), np.random.default_rng(1)
    agreed = 0
    while agreed < 40:
        diagram, exposure, outcome = random_diagram(chance)
        question = Question.of(exposure, outcome, treated=1, reference=-1)
        try:
            expected = backdoor_adjustment(diagram, question).adjustment
        except NotIdentified:
            continue
        frame = pd.DataFrame(rng.normal(size=(60, len(diagram.nodes))), columns=diagram.nodes)
        if exposure[0] in diagram.ancestors(outcome):
            agreed += 1
            found = second_opinion.regression(frame[list(diagram.observed)], diagram, question)
            assert found.adjustment == expected


def test_a_large_diagram_does_not_keep_it_busy():
    """Ten confounders and twenty other causes: dowhy alone would try a million sets."""
    confounders, causes = [f"c{i}" for i in range(10)], [f"q{i}" for i in range(20)]
    edges = [(c, end) for c in confounders for end in ("kratom", "phq9")]
    diagram = Diagram.of([*edges, *((q, "phq9") for q in causes), ("kratom", "phq9")])
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(200, 30)), columns=[*confounders, *causes])
    frame["kratom"], frame["phq9"] = rng.random(200) < 0.5, rng.normal(size=200)
    assert len(second_opinion.regression(frame, diagram, ASKED).adjustment) == 10


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Question.of(["kratom", "pain"], "phq9"), "one exposure at a time"),
        (Question.of("kratom", "phq9", scale="ratio"), "a difference, not a ratio"),
    ],
)
def test_what_it_cannot_answer_is_refused(asked: Question, message: str):
    with pytest.raises(EstimationError, match=message):
        second_opinion.regression(survey(), DIAGRAM, asked)


def test_nothing_is_printed_logged_or_warned(capfd, caplog):
    with warnings.catch_warnings(), caplog.at_level(logging.DEBUG):
        warnings.simplefilter("error")
        second_opinion.regression(survey(), DIAGRAM, ASKED)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_the_state_of_the_interpreter_stays_as_it_was():
    """In a fresh interpreter, because importing dowhy is what changes things."""
    program = """
import sys, warnings, logging
import numpy as np, pandas as pd
from causalkit.analysis import second_opinion
from causalkit.graph import Diagram, Question
assert "dowhy" not in sys.modules
frame = pd.DataFrame({"x": [0, 1] * 20, "y": np.arange(40) % 7})
before = sys.displayhook, list(warnings.filters), np.random.get_state()[1].tolist()
level = logging.root.manager.disable, logging.root.level
second_opinion.regression(frame, Diagram.of([("x", "y")]), Question.of("x", "y"))
assert "dowhy" in sys.modules
assert before == (sys.displayhook, list(warnings.filters), np.random.get_state()[1].tolist())
assert level == (logging.root.manager.disable, logging.root.level)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == done.stderr == ""
