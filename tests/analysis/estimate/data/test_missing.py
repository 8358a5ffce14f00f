"""Missing values: left out with a word, refused, or dealt with as the diagram says."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from replications import Draw, performance
from scipy.special import expit

from causalkit.analysis.estimate import difference, regression, weighting
from causalkit.analysis.estimate.data.completeness import chance_complete
from causalkit.analysis.estimate.data.missing import AS_IF_KNOWN
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import (
    Backdoor,
    NoConfounding,
    Recoverability,
    backdoor_adjustment,
    missing_values,
)
from causalkit.analysis.identify.missingness import Weight
from causalkit.errors import EstimationError
from causalkit.graph import Diagram, Question
from causalkit.graph.condition import Condition

ASKED = Question.of("kratom", "phq9")
ARROWS = [("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9"), ("phq9", "visits")]
CAUSES = {
    "nothing": "",
    "pain": "pain",
    "a consequence": "visits",
    "the value itself": "phq9",
}
EFFECT = -1 + 0.4 * 1.5
"""The effect is -1 without pain and 0.5 with it, which two in five have."""


def diagram(cause: str) -> Diagram:
    """Draw the world in which phq9 is missing for this cause."""
    arrows = [*ARROWS, *([(CAUSES[cause], "missing_phq9")] if CAUSES[cause] else [])]
    return Diagram.of(arrows, nodes=["missing_phq9"])


def survey(cause: str, n: int = 1000) -> Draw:
    def draw(rng: np.random.Generator) -> pd.DataFrame:
        pain = rng.random(n) < 0.4
        kratom = rng.random(n) < expit(-0.4 + 0.8 * pain)
        phq9 = 6 + 2 * pain + (-1 + 1.5 * pain) * kratom + rng.normal(0, 1.5, n)
        visits = phq9 + rng.normal(0, 1, n)
        log_odds = {
            "nothing": np.full(n, -0.6),
            "pain": -1.5 + 2.2 * pain,
            "a consequence": 0.35 * (visits - 7),
            "the value itself": 1.2 * (phq9 - 7),
        }[cause]
        frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9, "visits": visits})
        frame.loc[rng.random(n) < expit(log_odds), "phq9"] = np.nan
        return frame

    return draw


def one_survey(cause: str, seed: int = 1, n: int = 600) -> pd.DataFrame:
    return survey(cause, n)(np.random.default_rng(seed))


def identified(cause: str = "nothing", **question: object) -> Backdoor:
    return backdoor_adjustment(diagram(cause), Question.of("kratom", "phq9", **question))


def said(cause: str) -> Recoverability:
    return missing_values(diagram(cause), ASKED, ["pain"])


class TestCompleteCases:
    """The rows with gaps are left out, and the reader is told."""

    def test_the_note_counts_them_and_says_how_to_ask(self):
        frame = one_survey("pain")
        found = regression(frame, identified())
        gaps = int(frame["phq9"].isna().sum())
        assert found.dropped == gaps
        assert (
            f'{gaps} of 600 rows were left out because of missing values: "phq9" ({gaps})'
            in (found.notes[0])
        )
        assert "Sampling(missing=…)" in found.notes[0]

    def test_nothing_is_said_where_nothing_is_missing(self):
        frame = one_survey("pain").dropna()
        assert regression(frame, identified()).notes == ()

    def test_gaps_in_weights_clusters_and_groups_are_named(self):
        frame = one_survey("nothing").assign(people=1.0, school=np.arange(600) % 50)
        frame["age"] = 40.0
        for row, name in enumerate(["people", "school", "age"]):
            frame.loc[row, name] = np.nan
        sampling = Sampling(weights="people", clusters="school")
        asked = replace(ASKED, population=(Condition("age", ">=", 30),))
        argument = Backdoor(asked, ("pain",), (("pain",),), complete=True)
        found = regression(frame, argument, sampling=sampling)
        for name in ("people", "school", "age"):
            assert f'"{name}" (1)' in found.notes[0]

    def test_one_row_is_one_row(self):
        frame = one_survey("nothing").dropna()
        frame.iloc[3, 2] = np.nan
        assert "1 of" in (note := regression(frame, identified()).notes[0])
        assert "row was left out" in note

    def test_rows_that_count_for_nothing_leave_no_gap(self):
        frame = one_survey("pain").assign(people=lambda f: f["phq9"].notna().astype(int))
        found = regression(frame, identified(), sampling=Sampling("people"))
        assert (found.dropped, found.notes) == (0, ())


class TestRefuse:
    """Whoever wants no gaps is told where they are."""

    def test_columns_and_counts_are_named(self):
        frame = one_survey("nothing").astype({"pain": float})
        frame.loc[:4, "pain"] = np.nan
        with pytest.raises(EstimationError, match=r'missing in \d+ rows: "phq9" \(\d+\), "pain"'):
            regression(frame, identified(), sampling=Sampling(missing="refuse"))

    def test_a_whole_table_passes(self):
        frame = one_survey("pain").dropna()
        found = regression(frame, identified(), sampling=Sampling(missing="refuse"))
        assert found == regression(frame, identified())

    def test_there_is_no_other_way(self):
        with pytest.raises(EstimationError, match='"complete cases", "refuse" or by what'):
            Sampling(missing="impute")


class TestTheDiagramIsAsked:
    """What the diagram says of the gaps is done and said."""

    def estimate(self, cause: str, frame: pd.DataFrame | None = None, method=regression):
        table = one_survey(cause) if frame is None else frame
        return method(table, identified(cause), sampling=Sampling(missing=said(cause)))

    def test_complete_rows_are_enough(self):
        found = self.estimate("nothing")
        assert said("nothing").verdict == "complete cases"
        assert found.value == regression(one_survey("nothing"), identified()).value
        assert "The diagram says that the complete rows give the effect." in found.notes[0]

    def test_complete_rows_mislead_and_cannot_be_mended(self):
        found = self.estimate("the value itself")
        assert said("the value itself").verdict == "not recoverable"
        assert found.value == regression(one_survey("the value itself"), identified()).value
        assert found.notes[0].startswith("WARNING")
        assert "missing_phq9 ← phq9" in found.notes[0]

    @pytest.mark.parametrize("method", [regression, weighting])
    def test_weights_are_those_of_a_logistic_regression(self, method):
        frame = one_survey("pain")
        found = self.estimate("pain", method=method)
        seen = frame["phq9"].notna()
        chance = seen.groupby(frame["pain"]).transform("mean")
        by_hand = frame.assign(people=1 / chance).dropna()
        expected = method(by_hand, identified(), sampling=Sampling("people"))
        assert found.value == pytest.approx(expected.value, rel=1e-8)
        assert found.standard_error == pytest.approx(expected.standard_error, rel=1e-6)
        effective = by_hand["people"].sum() ** 2 / (by_hand["people"] ** 2).sum()
        assert f"the {seen.sum()} complete rows are weighted" in found.notes[0]
        assert f"as much as {effective:.0f} rows of equal weight" in found.notes[0]
        assert found.notes[1] == AS_IF_KNOWN

    def test_survey_weights_are_carried_along(self):
        frame = one_survey("pain", n=200)
        copies = np.random.default_rng(2).integers(0, 4, 200)
        weighted = frame.assign(people=copies)
        sampling = Sampling("people", missing=said("pain"))
        found = regression(weighted, identified(), sampling=sampling)
        expected = self.estimate("pain", frame.loc[frame.index.repeat(copies)])
        assert found.value == pytest.approx(expected.value, rel=1e-8)

    def test_nothing_missing_is_nothing_to_weight(self):
        frame = one_survey("pain").dropna()
        assert self.estimate("pain", frame) == regression(frame, identified())

    def test_gaps_that_the_diagram_does_not_foresee(self):
        frame = one_survey("pain").astype({"kratom": float})
        frame.loc[:9, "kratom"] = np.nan
        assert 'no missing values to "kratom"' in self.estimate("pain", frame).notes[-1]
        bare = missing_values(Diagram.of(ARROWS), ASKED, ["pain"])
        found = regression(frame, identified(), sampling=Sampling(missing=bare))
        assert bare.verdict == "nothing missing"
        assert 'no missing values to "kratom", "phq9"' in found.notes[-1]

    def test_a_finding_about_another_question_is_refused(self):
        sampling = Sampling(missing=said("pain"))
        with pytest.raises(EstimationError, match=r"about adjusting for pain, but .* for nothing"):
            difference(one_survey("pain"), NoConfounding(ASKED), sampling=sampling)
        among = identified("pain", population="exposed")
        with pytest.raises(EstimationError, match=r"is about the effect .*, not about the effect"):
            regression(one_survey("pain"), among, sampling=sampling)

    def test_another_contrast_or_scale_is_the_same_analysis(self):
        asked = identified("pain", treated=0, reference=1)
        sampling = Sampling(missing=said("pain"))
        back = regression(one_survey("pain"), asked, sampling=sampling)
        assert back.value == pytest.approx(-self.estimate("pain").value)

    def test_the_table_is_as_it_was(self):
        frame = one_survey("a consequence")
        before = frame.copy()
        self.estimate("a consequence", frame)
        pd.testing.assert_frame_equal(frame, before)


class TestChance:
    """The chance of a complete row, factor by factor."""

    def test_each_factor_is_fitted_where_it_is_seen(self):
        rng = np.random.default_rng(3)
        frame = pd.DataFrame({"a": rng.random(800) < 0.5, "b": rng.random(800) < 0.5}).astype(float)
        gap_b = rng.random(800) < expit(-1 + frame["a"])
        gap_y = rng.random(800) < expit(-1 + frame["b"])
        frame["b"] = frame["b"].mask(gap_b)
        frame["y"] = rng.normal(size=800)
        frame["y"] = frame["y"].mask(gap_y)
        factors = (
            Weight(("missing_y",), ("b",), ("missing_b",)),
            Weight(("missing_b",), ("a",), ()),
        )
        chance = chance_complete(frame, factors, np.ones(800))
        seen = ~gap_b
        first = sm.Logit(~gap_y[seen], sm.add_constant(frame.loc[seen, "b"])).fit(disp=0)
        second = sm.Logit(~gap_b, sm.add_constant(frame["a"])).fit(disp=0)
        expected = first.predict() * second.predict()[seen]
        assert chance[seen] == pytest.approx(expected, rel=1e-6)
        assert np.isnan(chance[gap_b]).all()

    def test_an_indicator_in_the_diagram_need_not_be_a_column(self):
        frame = pd.DataFrame({"a": [1.0, np.nan] * 20, "y": [1.0, 2.0, 3.0, np.nan] * 10})
        chance = chance_complete(frame, (Weight(("missing_y",), ("missing_a",), ()),), np.ones(40))
        assert chance == pytest.approx(np.array([1.0, 0.5] * 20), rel=1e-6)

    def test_kinds_that_are_always_complete_need_no_model(self):
        region = np.repeat(["north", "south", "west"], 20)
        y = np.tile([1.0, np.nan], 30)
        y[region == "west"] = 2.0
        frame = pd.DataFrame({"region": region, "y": y})
        chance = chance_complete(frame, (Weight(("missing_y",), ("region",), ()),), np.ones(60))
        assert chance == pytest.approx(np.where(region == "west", 1.0, 0.5), rel=1e-6)

    def test_kinds_that_are_never_complete_are_named(self):
        frame = pd.DataFrame({"region": ["north", "south"] * 20, "y": [1.0, np.nan] * 20})
        with pytest.raises(EstimationError, match='nobody with "region" = south is complete'):
            chance_complete(frame, (Weight(("missing_y",), ("region",), ()),), np.ones(40))

    def test_a_number_that_decides_is_named(self):
        age = np.arange(40.0)
        frame = pd.DataFrame({"age": age, "y": np.where(age < 25, 1.0, np.nan)})
        with pytest.raises(EstimationError, match='who is complete is decided by "age"'):
            chance_complete(frame, (Weight(("missing_y",), ("age",), ()),), np.ones(40))

    def test_too_few_rows(self):
        frame = pd.DataFrame({"age": [1.0, 2.0, 3.0, 4.0], "y": [1.0, np.nan, 1.0, np.nan]})
        with pytest.raises(EstimationError, match="cannot be fitted to 4 rows"):
            chance_complete(frame, (Weight(("missing_y",), ("age",), ()),), np.ones(4))


def test_rows_say_where_they_stand_in_the_table():
    frame = one_survey("pain")
    rows = prepare(frame, identified())
    assert (frame["phq9"].to_numpy()[rows.positions] == rows.outcome.values).all()
    exposed = rows.chosen(rows.treated)
    assert frame["kratom"].to_numpy()[exposed.positions].all()
    assert replace(rows, positions=None).chosen(rows.treated).positions is None


class TestReplications:
    """Many surveys: when complete rows are right, when weights are, and when nothing is."""

    @staticmethod
    def run(cause: str, replications: int, *, asked: bool, method=regression):
        sampling = Sampling(missing=said(cause)) if asked else Sampling()
        estimate = partial(method, identification=identified(cause), sampling=sampling)
        return performance(estimate, survey(cause), EFFECT, replications)

    def test_gaps_by_chance_do_no_harm(self):
        self.run("nothing", 600, asked=False).check_right()

    def test_weights_mend_what_complete_rows_mix_wrongly(self):
        assert said("pain").verdict == "weighting"
        self.check_mended("pain", 700, regression)

    def test_weights_mend_what_a_consequence_of_the_outcome_hides(self):
        assert said("a consequence").weighted_on == ("visits",)
        self.check_mended("a consequence", 600, weighting)

    def check_mended(self, cause: str, replications: int, method):
        """Weighted rows are right, with an interval that is rather too wide; others are wrong."""
        found = self.run(cause, replications, asked=True, method=method)
        assert abs(found.bias) < 2 * found.monte_carlo_error
        assert found.coverage >= 0.93
        assert 0.93 < found.standard_error_ratio < 1.2
        complete = self.run(cause, 200, asked=False, method=method)
        assert abs(complete.bias) > 10 * complete.monte_carlo_error

    def test_what_hides_itself_stays_wrong(self):
        found = self.run("the value itself", 200, asked=True)
        assert abs(found.bias) > 10 * found.monte_carlo_error
