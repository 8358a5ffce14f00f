"""The refuters as a check: what they cannot see, and what they can."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis import second_opinion
from causalkit.analysis.check.refutation import refutation
from causalkit.analysis.second_opinion.refuters import Refutation
from causalkit.graph import Diagram, Question

DIAGRAM = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
ASKED = Question.of("kratom", "phq9")


def survey(hidden: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    pain, illness = rng.normal(size=(2, 300))
    kratom = rng.random(300) < 1 / (1 + np.exp(-pain - hidden * illness))
    phq9 = 5 + pain + 2 * hidden * illness - kratom + rng.normal(size=300)
    return pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})


@pytest.mark.parametrize("hidden", [0.0, 1.5])
def test_a_hidden_confounder_is_not_refuted(hidden: float):
    """The lesson of the check: it passes, though the estimate of -1 is far off."""
    check = refutation(survey(hidden), DIAGRAM, ASKED, simulations=20)
    assert check.finding == "reassuring"
    assert "says nothing of confounders that were not measured" in check.verdict
    assert (check.figures["estimate"] > 0) == (hidden > 0)


def test_the_table_tells_what_was_expected_and_found():
    frame = survey()
    before = frame.copy(deep=True)
    check = refutation(frame, DIAGRAM, ASKED, simulations=10, seed=3)
    pd.testing.assert_frame_equal(frame, before)
    raw = second_opinion.refutations(frame, DIAGRAM, ASKED, simulations=10, seed=3)
    estimate = second_opinion.regression(frame, DIAGRAM, ASKED).value
    for row, found in zip(check.table.to_dict("records"), raw, strict=True):
        assert row["refuter"] == found.refuter
        assert row["estimate"] == pytest.approx(estimate)
        assert row["expected"] == pytest.approx(
            0 if row["refuter"] == "placebo treatment" else estimate
        )
        assert row["mean"] == found.effects.mean()
        assert row["spread"] == np.std(found.effects, ddof=1)
        assert row["low"] <= row["mean"] <= row["high"]
        assert check.figures[f"p-value of the {found.refuter}"] == row["p-value"]


def test_an_effect_that_hangs_on_one_person_is_less_certain_in_subsets():
    spreads = []
    for score in (5.0, 3000.0):
        frame = survey()
        frame.loc[frame.index[frame["kratom"]][:1], "phq9"] = score
        check = refutation(frame, DIAGRAM, ASKED, refuters=("data subset",), simulations=20)
        spreads.append(check.table.loc[0, "spread"] / abs(check.table.loc[0, "estimate"]))
    assert spreads[1] > 3 * spreads[0]


@pytest.mark.parametrize(
    ("refuted", "finding", "said"),
    [
        (["placebo treatment"], "alarming", "an exposure dealt out at random seems to have"),
        (["bootstrap"], "doubtful", "small errors in the covariates move the estimate"),
        (["bootstrap", "data subset"], "alarming", "leaving out a fifth of the people moves"),
        (["random common cause"], "doubtful", "adjusting for noise moves the estimate (p = 0.01)"),
    ],
)
def test_refutations_are_told_in_words(monkeypatch, refuted: list, finding: str, said: str):
    found = [
        Refutation(name, -1.0, -1.0, np.array([-1.0, -1.2]), 0.01 if name in refuted else 0.8)
        for name in second_opinion.REFUTERS
    ]
    monkeypatch.setattr(second_opinion, "refutations", lambda *_, **__: found)
    check = refutation(survey(), DIAGRAM, ASKED)
    assert check.finding == finding
    assert said in check.verdict
    assert check.table.query("result == 'refuted'")["refuter"].tolist() == [
        name for name in second_opinion.REFUTERS if name in refuted
    ]
