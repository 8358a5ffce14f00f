"""What a diagram implies, held against surveys from right and from wrong diagrams."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from scipy.stats import binomtest
from statsmodels.stats.multitest import multipletests

from causalkit.analysis.check.covariance_test import covariance_test
from causalkit.analysis.check.independences import independences
from causalkit.analysis.estimate.reading.columns import read_column
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import implied_independences
from causalkit.errors import EstimationError
from causalkit.graph import Diagram

ARROWS = [
    ("age", "pain"),
    ("age", "kratom"),
    ("pain", "kratom"),
    ("pain", "phq9"),
    ("region", "kratom"),
    ("kratom", "phq9"),
]
DIAGRAM = Diagram.of(ARROWS)


def people(seed: int, n: int = 300, direct: float = 0.0) -> pd.DataFrame:
    """People as the diagram has them, apart from an arrow from age to phq9."""
    rng = np.random.default_rng([8, seed])
    age = rng.normal(size=n)
    region = rng.choice(["north", "south", "west"], n)
    pain = rng.random(n) < expit(0.8 * age - 0.4)
    kratom = rng.random(n) < expit(-0.8 + pain + 0.5 * age + (region == "south"))
    phq9 = 5 + 2 * pain - kratom + direct * age + rng.normal(0, 1.5, n)
    return pd.DataFrame(
        {"age": age, "region": region, "pain": pain, "kratom": kratom, "phq9": phq9}
    )


def test_a_right_diagram_is_refuted_as_often_as_the_level_says():
    refuted = [independences(people(s), DIAGRAM).figures["refuted"] > 0 for s in range(150)]
    assert len(implied_independences(DIAGRAM).listed) == 4
    assert np.mean(refuted) < 0.05 + 2 * np.sqrt(0.05 * 0.95 / 150)
    some = [(independences(people(s), DIAGRAM).table["p-value"] < 0.1).mean() for s in range(100)]
    assert 0.05 < np.mean(some) < 0.15
    assert binomtest(int(np.sum(refuted)), 150, 0.05, alternative="greater").pvalue > 0.01


def test_a_missing_arrow_is_found_and_named():
    found = [independences(people(seed, direct=0.5), DIAGRAM) for seed in range(40)]
    named = [check for check in found if "age ⊥ phq9 | kratom, pain" in check.verdict]
    assert len(named) > 0.9 * len(found)
    check = named[0]
    assert check.finding == "alarming"
    assert "would be explained by an arrow age → phq9, or a hidden common cause" in check.verdict
    refuted = check.table.query("result == 'refuted'")
    assert refuted["left"].tolist() == ["age"]
    assert "phq9 → age" not in refuted["explanation"].item()


def test_the_right_diagram_is_not_refuted_and_the_verdict_counts():
    check = independences(people(1), DIAGRAM)
    assert check.finding == "reassuring"
    assert check.verdict == "None of 4 implied independences is refuted."
    assert set(check.table["result"]) == {"not refuted"}
    assert check.table["rows"].tolist() == [300] * 4
    with_arrow = independences(people(1, direct=0.5), Diagram.of([*ARROWS, ("age", "phq9")]))
    assert with_arrow.finding == "reassuring"


def test_each_claim_has_its_test_and_holms_p_value():
    frame = people(2, direct=0.3)
    table = independences(frame, DIAGRAM).table
    for row in table.to_dict("records"):
        given = tuple(read_column(frame, name) for name in row["given"].split(", ") if name)
        left, right = read_column(frame, row["left"]), read_column(frame, row["right"])
        alone = covariance_test(left, right, given, np.ones(300))
        assert row["p-value"] == pytest.approx(alone.p_value)
        assert row["correlation"] == pytest.approx(alone.correlation)
    adjusted = multipletests(table["p-value"], method="holm")[1]
    assert table["adjusted p-value"].tolist() == pytest.approx(adjusted)
    other = independences(frame, DIAGRAM, correction="Benjamini-Hochberg").table
    adjusted = multipletests(table["p-value"], method="fdr_bh")[1]
    assert other["adjusted p-value"].tolist() == pytest.approx(adjusted)


def test_either_direction_explains_where_neither_makes_a_cycle():
    frame = people(3)
    frame["region"] = np.where(frame["age"] > 0, "north", "south")
    table = independences(frame, DIAGRAM).table.set_index("independence")
    assert table.loc["age ⊥ region", "explanation"] == (
        "an arrow age → region or an arrow region → age, or a hidden common cause of the two"
    )


def test_of_hidden_variables_nothing_is_tested_or_read():
    hidden = Diagram.of(ARROWS, latent=["age"])
    check = independences(people(4).drop(columns="age"), hidden)
    assert "Of age nothing can be tested: age is hidden." in check.verdict
    assert "age" not in "".join(check.table["independence"])


def test_without_a_claim_nothing_is_refuted_and_nothing_reassures():
    frame = people(5)
    check = independences(frame, Diagram.of([("pain", "kratom")]))
    assert check.finding == "doubtful"
    assert check.table.empty
    assert check.verdict.startswith("The diagram implies no independence")
    constant = independences(frame.assign(pain=1), Diagram.of([], ["pain", "kratom"]))
    assert constant.finding == "doubtful"
    assert constant.verdict.startswith("None of the implied independences could be tested. 1 could")
    assert constant.table["explanation"].tolist() == ["pain does not vary"]


def test_each_claim_uses_the_rows_in_which_its_variables_are_known():
    frame = people(6)
    frame.loc[:49, "age"] = np.nan
    frame.loc[40:79, "region"] = None
    before = frame.copy(deep=True)
    table = independences(frame, DIAGRAM).table.set_index("independence")
    pd.testing.assert_frame_equal(frame, before)
    assert table.loc["age ⊥ region", "rows"] == 220
    assert table.loc["age ⊥ phq9 | kratom, pain", "rows"] == 250
    assert table.loc["pain ⊥ region", "rows"] == 260
    nobody = independences(frame.assign(age=np.nan), DIAGRAM).table.set_index("independence")
    assert nobody.loc["age ⊥ region", "explanation"] == "no row is complete"


def test_claims_that_complete_rows_need_not_show_are_not_tested():
    """Pain and region both make people leave out their age: a collider of the gaps."""
    gaps = [("pain", "missing_age"), ("region", "missing_age")]
    frame = people(7)
    chance = expit(-3 + 2 * frame["pain"] + 2 * (frame["region"] == "south"))
    lost = np.random.default_rng(1).random(300) < chance
    frame.loc[lost, "age"] = np.nan
    diagram = Diagram.of([*ARROWS, *gaps])
    table = independences(frame, diagram).table.set_index("independence")
    assert table.loc["age ⊥ region", "result"] == "not tested"
    assert "given how missing_age came about" in table.loc["age ⊥ region", "explanation"]
    assert table.loc["pain ⊥ region", "result"] == "not refuted"
    indicator = table.loc["kratom ⊥ missing_age | pain, region"]
    assert (indicator["result"], indicator["rows"]) == ("not refuted", 300)
    complete = independences(people(7), diagram).table.set_index("independence")
    assert complete.loc["age ⊥ region", "result"] == "not refuted"


def test_weights_and_clusters_enter():
    frame = people(8).assign(people=lambda table: 1 + table["pain"], clinic=np.arange(300) // 3)
    frame.loc[0, "people"] = 0
    plain = independences(frame, DIAGRAM).table
    weighted = independences(frame, DIAGRAM, sampling=Sampling(weights="people")).table
    clustered = independences(frame, DIAGRAM, sampling=Sampling(clusters="clinic")).table
    assert weighted["rows"].tolist() == [299] * 4
    assert (weighted["correlation"] != plain["correlation"]).all()
    assert clustered["correlation"].tolist() == pytest.approx(plain["correlation"].tolist())
    assert (clustered["p-value"] != plain["p-value"]).all()


def test_the_limit_is_said():
    check = independences(people(9), DIAGRAM, limit=2)
    assert len(check.table) == 2
    assert "implies more than were tested; raise the limit" in check.verdict


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": 5}, "the level lies between 0 and 1"),
        ({"correction": "Bonferroni"}, "the correction is Holm or Benjamini-Hochberg"),
        ({"limit": 0}, "at least one independence has to be tested, not 0"),
    ],
)
def test_options_are_checked(options: dict, message: str):
    with pytest.raises(EstimationError, match=message):
        independences(people(1), DIAGRAM, **options)


def test_a_column_that_is_not_there_is_to_be_marked_as_latent():
    with pytest.raises(EstimationError, match='no column "age"; if nobody measured it, mark it'):
        independences(people(1).drop(columns="age"), DIAGRAM)
    with pytest.raises(EstimationError, match="a pandas DataFrame, not dict"):
        independences({}, DIAGRAM)
