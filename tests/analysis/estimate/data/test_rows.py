"""From a table to rows: types, gaps, groups, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.estimate import difference, regression, weighting
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.identify import NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question

METHODS = [regression, weighting]

CODINGS = {
    "bool": lambda x: x.astype(bool),
    "int8": lambda x: x.astype("int8"),
    "float": lambda x: x.astype(float),
    "nullable boolean": lambda x: x.astype("boolean"),
    "nullable integer": lambda x: x.astype("Int64"),
    "objects": lambda x: x.astype(bool).astype(object),
    "category of numbers": lambda x: x.astype("category"),
    "arrow": lambda x: x.astype("int64[pyarrow]"),
}


@pytest.mark.parametrize("coding", CODINGS.values(), ids=CODINGS)
@pytest.mark.parametrize("method", METHODS)
def test_the_same_people_give_the_same_estimate_however_they_are_coded(
    identified, survey, method, coding
):
    plain = survey(1).astype({"kratom": int, "pain": int})
    coded = plain.assign(kratom=coding(plain["kratom"]), pain=coding(plain["pain"]))
    asked = identified("pain", "age", "region")
    assert method(coded, asked).value == pytest.approx(method(plain, asked).value)


@pytest.mark.parametrize("method", METHODS)
def test_labels_may_be_text_or_categories(identified, survey, method):
    frame = survey(1)
    text = frame.assign(
        region=frame["region"].astype(str), kratom=np.where(frame["kratom"], "yes", "no")
    )
    asked = identified("region", treated="yes", reference="no")
    assert method(text, asked).value == pytest.approx(method(frame, identified("region")).value)


@pytest.mark.parametrize("method", METHODS)
def test_incomplete_rows_are_left_out_and_counted(identified, survey, method):
    whole = survey(1)
    gaps = whole.copy()
    gaps.loc[:9, "age"] = np.nan
    gaps.loc[5:14, "region"] = np.nan
    gaps.loc[20:24, "phq9"] = np.nan
    gaps["unused"] = np.nan
    found = method(gaps, identified("age", "region"))
    assert (found.n, found.dropped) == (480, 20)
    complete = whole.drop(index=[*range(15), *range(20, 25)])
    assert found.value == pytest.approx(method(complete, identified("age", "region")).value)


def test_only_gaps_that_matter_are_counted(identified, survey):
    frame = survey(1)
    frame.loc[frame["pain"], "age"] = np.nan
    rows = prepare(frame, identified("age", population="pain == 0"))
    assert rows.dropped == 0
    assert rows.n == np.count_nonzero(~frame["pain"])


def test_people_of_whom_nobody_knows_whether_they_belong_are_counted(identified, survey):
    frame = survey(1)
    frame.loc[:4, "region"] = np.nan
    rows = prepare(frame, identified("age", population="region == north"))
    assert rows.dropped == 5


def test_a_selected_variable_need_not_be_a_column(survey):
    asked = Question.of("kratom", "phq9", population="responds")
    found = difference(survey(1), NoConfounding(asked, frozenset({"responds"})))
    assert found.n == 500
    with pytest.raises(EstimationError, match='no column "responds"'):
        difference(survey(1), NoConfounding(asked))


def replaced(frame: pd.DataFrame, **columns: object) -> pd.DataFrame:
    return frame.assign(**columns)


REFUSED = {
    "a misspelt column": (
        lambda f: f.rename(columns={"age": "agee"}),
        'no column "age". Did you mean "agee"',
    ),
    "infinite values": (
        lambda f: f.assign(age=f["age"].where(f["age"] > 20, np.inf)),
        'column "age" has .* infinite values',
    ),
    "dates": (lambda f: f.assign(age=pd.Timestamp("2024-01-01")), 'column "age" holds datetime'),
    "mixed objects": (
        lambda f: f.assign(age=pd.Series(["a", 1] * 250, dtype=object)),
        'column "age" holds mixed',
    ),
    "complex numbers": (lambda f: f.assign(age=1j), 'column "age" holds complex'),
    "the same name twice": (
        lambda f: pd.concat([f, f[["age"]]], axis=1),
        '2 columns named "age"',
    ),
    "an outcome of words": (
        lambda f: f.assign(phq9="well"),
        'outcome "phq9" has the labels well',
    ),
    "a constant outcome": (lambda f: f.assign(phq9=7), 'outcome "phq9" is 7 in every row'),
    "nothing complete": (
        lambda f: f.assign(age=np.nan),
        'no row is complete: "age" is missing in 500 of 500',
    ),
    "no rows": (lambda f: f.iloc[:0], "the data have no rows"),
    "nobody exposed": (
        lambda f: f[~f["kratom"]],
        'no complete row has "kratom" = 1 .kratom takes 0.*treated=',
    ),
    "one person exposed": (
        lambda f: pd.concat([f[~f["kratom"]], f[f["kratom"]].iloc[:1]]),
        'only one complete row has "kratom" = 1',
    ),
    "labels that are not asked about": (
        lambda f: f.assign(kratom=np.where(f["kratom"], "yes", "no")),
        'no complete row has "kratom" = 1 .kratom takes no, yes',
    ),
    "a table of another kind": (lambda f: f.to_dict(), "the data are a pandas DataFrame, not dict"),
}


@pytest.mark.parametrize(("change", "message"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("method", METHODS)
def test_what_cannot_be_used_is_refused_by_name(identified, survey, method, change, message):
    with pytest.raises(EstimationError, match=message):
        method(change(survey(1)), identified("age"))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("level", [0, 1, 95, -0.1])
def test_a_level_is_a_share(identified, survey, method, level: float):
    with pytest.raises(EstimationError, match="level lies between 0 and 1"):
        method(survey(1), identified("age"), level=level)


def test_one_outcome_at_a_time(survey):
    asked = NoConfounding(Question.of("kratom", ["phq9", "age"]))
    with pytest.raises(EstimationError, match="takes one outcome"):
        difference(survey(1), asked)


@pytest.mark.parametrize("method", METHODS)
def test_a_ratio_of_means_that_are_not_positive_is_refused(identified, survey, method):
    frame = survey(1)
    frame["phq9"] -= 20
    with pytest.raises(EstimationError, match="a ratio needs positive means"):
        method(frame, identified("age", scale="ratio"))
