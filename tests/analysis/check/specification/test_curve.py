"""All choices of covariates, each with the diagram's verdict."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.check import specification_curve
from causalkit.analysis.estimate import regression, weighting
from causalkit.analysis.identify import ConditionalExchangeability, explain
from causalkit.errors import EstimationError
from causalkit.graph import Diagram, Question

ASKED = Question.of("kratom", "phq9")
DIAGRAM = Diagram.of(
    [
        ("pain", "kratom"),
        ("pain", "phq9"),
        ("kratom", "relief"),
        ("relief", "phq9"),
        ("kratom", "visit"),
        ("phq9", "visit"),
    ]
)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    n = 3000
    pain = rng.normal(size=n)
    kratom = (rng.normal(size=n) + pain > 0).astype(int)
    relief = rng.normal(size=n) + kratom
    phq9 = 3 * pain - relief + rng.normal(size=n)
    visit = (rng.normal(size=n) + 2 * kratom + phq9 > 0).astype(int)
    columns = {"pain": pain, "kratom": kratom, "relief": relief, "phq9": phq9, "visit": visit}
    return pd.DataFrame(columns)


def test_every_choice_is_run_and_judged_as_explain_judges_it(table):
    found = specification_curve(table, DIAGRAM, ASKED)
    assert len(found.table) == 2**3
    for size in range(4):
        for chosen in combinations(("pain", "relief", "visit"), size):
            row = found.table[found.table["adjustment"] == (", ".join(chosen) or "nothing")].iloc[0]
            judged = explain(DIAGRAM, ASKED, chosen)
            assert (row["kind"] == "valid") == judged.valid
            assert judged.valid or row["reason"] == judged.reasons[0].text
            expected = regression(table, ConditionalExchangeability(ASKED, chosen))
            assert row[["estimate", "low", "high"]].tolist() == [
                expected.value,
                expected.low,
                expected.high,
            ]


def test_the_curve_is_in_order_and_the_valid_choice_is_right(table):
    found = specification_curve(table, DIAGRAM, ASKED)
    assert found.table["estimate"].is_monotonic_increasing
    valid = found.table[found.table["kind"] == "valid"]
    assert valid["adjustment"].tolist() == ["pain"]
    assert valid["low"].item() < -1 < valid["high"].item()
    wrong = found.table[found.table["kind"] != "valid"]
    assert (wrong["estimate"] + 1).abs().min() > 0.2
    assert found.finding == "reassuring"
    assert found.verdict.startswith("Of all 8 choices of covariates the diagram calls 1 valid")


def test_valid_choices_that_disagree_are_doubtful():
    rng = np.random.default_rng(4)
    pain = rng.normal(size=2000)
    kratom = (rng.normal(size=2000) + pain > 0).astype(int)
    table = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": 2 * pain - kratom})
    says_nothing_confounds = Diagram.of([("pain", "phq9"), ("kratom", "phq9")])
    assert specification_curve(table, says_nothing_confounds, ASKED).finding == "doubtful"


def test_no_valid_choice_is_alarming(table):
    hidden = Diagram.of([("u", "kratom"), ("u", "phq9"), ("pain", "phq9")], latent=["u"])
    found = specification_curve(table, hidden, ASKED)
    assert found.finding == "alarming"
    assert "calls 0 valid" in found.verdict


def test_too_many_choices_are_drawn_with_a_seed_and_have_the_notable_ones():
    rng = np.random.default_rng(5)
    names = [f"c{index}" for index in range(10)]
    edges = [(name, end) for name in names for end in ("kratom", "phq9")]
    table = pd.DataFrame(rng.normal(size=(400, 10)), columns=names)
    table["kratom"] = (rng.normal(size=400) + table["c0"] > 0).astype(int)
    table["phq9"] = rng.normal(size=400)
    diagram = Diagram.of([*edges, ("kratom", "phq9")])
    first, again, other = (
        specification_curve(table, diagram, ASKED, limit=20, seed=seed) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first.table, again.table)
    assert set(first.table["adjustment"]) != set(other.table["adjustment"])
    assert len(first.table) == first.table["adjustment"].nunique() == 20
    assert {"nothing", ", ".join(names)} <= set(first.table["adjustment"])
    assert "20 of 1024 choices" in first.verdict


def test_another_estimator_and_a_choice_of_covariates(table):
    calls = []
    found = specification_curve(
        table,
        DIAGRAM,
        ASKED,
        method=weighting,
        covariates=["pain"],
        progress=lambda done, of: calls.append((done, of)),
    )
    assert calls == [(1, 2), (2, 2)]
    argument = ConditionalExchangeability(ASKED, ("pain",))
    assert weighting(table, argument).value in found.table["estimate"].tolist()


def test_what_cannot_be_estimated_is_counted(table):
    decided = table.assign(pain=table["kratom"] + 0.0)
    found = specification_curve(decided, DIAGRAM, ASKED, method=weighting)
    assert found.figures["choices that could not be estimated"] == 4
    assert found.verdict.endswith("4 could not be estimated.")


def test_what_is_no_covariate_is_refused(table):
    with pytest.raises(EstimationError, match='"phq9" is no covariate'):
        specification_curve(table, DIAGRAM, ASKED, covariates=["phq9"])
    with pytest.raises(EstimationError, match="no choice of covariates can be estimated"):
        specification_curve(table.assign(kratom=1), DIAGRAM, ASKED)
