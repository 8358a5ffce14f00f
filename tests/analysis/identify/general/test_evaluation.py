"""Putting probabilities into formulas: what is accepted, what is refused, and what is empty."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.identify.general import NotIdentifiable, identify_distribution
from causalkit.analysis.identify.general.table import Table, multiplied, total_product
from causalkit.errors import EstimationError
from causalkit.graph import Diagram


@pytest.fixture
def backdoor(arrows):
    return identify_distribution(arrows("c>x c>y x>y"), "y", "x")


def people(rows: str) -> pd.DataFrame:
    """One person a word: the values of c, x and y."""
    return pd.DataFrame([list(map(int, row)) for row in rows.split()], columns=["c", "x", "y"])


EVERYBODY = people("000 000 001 010 011 011 100 101 110 110 111 111")


def test_counts_of_people_give_the_standardised_risk(backdoor):
    found = backdoor.evaluate(EVERYBODY.value_counts(["c", "x", "y"]))
    by_hand = EVERYBODY.groupby(["x", "c"])["y"].mean().unstack() @ np.array([0.5, 0.5])
    assert np.allclose(found[1], by_hand)
    assert np.allclose(found.sum(axis=1), 1)
    assert found.index.name == "x"
    assert found.columns.name == "y"


def test_probabilities_counts_order_and_spare_variables_make_no_difference(backdoor):
    counts = EVERYBODY.value_counts(["c", "x", "y"])
    expected = backdoor.evaluate(counts)
    spare = EVERYBODY.assign(z=EVERYBODY["c"] % 2)
    shares = spare.value_counts(["z", "y", "c", "x"], normalize=True)
    for other in (counts / counts.sum(), counts.sort_index(), shares, counts.astype("Int64")):
        pd.testing.assert_frame_equal(backdoor.evaluate(other), expected)


def test_settings_listed_twice_are_added_up(backdoor):
    counts = EVERYBODY.value_counts(["c", "x", "y"])
    one_by_one = pd.Series(1, pd.MultiIndex.from_frame(EVERYBODY))
    pd.testing.assert_frame_equal(backdoor.evaluate(one_by_one), backdoor.evaluate(counts))


def test_labels_of_any_kind_come_out_as_they_went_in(arrows):
    doses = pd.Categorical(["low", "low", "high", "high"], ["low", "mid", "high"], ordered=True)
    frame = pd.DataFrame({"x": doses, "y": ["no", "yes", "yes", "yes"]})
    found = identify_distribution(arrows("x>y"), "y", "x")
    table = found.evaluate(frame.value_counts(["x", "y"]))
    assert list(table.index) == ["low", "high"]
    assert list(table.columns) == ["no", "yes"]
    assert table.loc["high", "yes"] == 1
    mixed = pd.MultiIndex.from_tuples([(1, "a"), ("many", "a")], names=["x", "y"])
    assert list(found.evaluate(pd.Series([1, 1], mixed)).index) == [1, "many"]


def test_several_exposures_and_outcomes_have_a_row_and_a_column_each(arrows, model_of):
    diagram = arrows("a>y b>y y>z a>b")
    found = identify_distribution(diagram, ["y", "z"], ["b", "a"])
    table = found.evaluate(model_of(diagram, np.random.default_rng(1), 1).observed())
    assert table.shape == (9, 9)
    assert table.index.names == ["b", "a"]
    assert table.columns.names == ["y", "z"]


def test_an_exposure_without_effect_has_equal_rows(arrows, model_of):
    diagram = arrows("y>x")
    table = identify_distribution(diagram, "y", "x").evaluate(
        model_of(diagram, np.random.default_rng(1)).observed()
    )
    assert (table.loc[0] == table.loc[1]).all()


def test_without_an_exposure_there_is_one_row(arrows):
    found = identify_distribution(arrows("x>y"), "y")
    counts = pd.Series([1, 3], pd.MultiIndex.from_tuples([(0, 0), (0, 1)], names=["x", "y"]))
    assert found.evaluate(counts).to_numpy().tolist() == [[0.25, 0.75]]
    single = pd.Series([1, 3], pd.Index([0, 1], name="y"))
    assert found.evaluate(single).to_numpy().tolist() == [[0.25, 0.75]]


def named(series: pd.Series, *names: str) -> pd.Series:
    return series.rename_axis(list(names))


GOOD = EVERYBODY.value_counts(["c", "x", "y"]).sort_index()
GAP = pd.MultiIndex.from_tuples([(0, 0, 0), (None, 1, 1)], names=["c", "x", "y"])
BAD = {
    "a frame": (EVERYBODY, "a pandas series of probabilities or counts"),
    "nothing": (GOOD.iloc[:0], "is empty"),
    "a missing variable": (GOOD.groupby(["x", "y"]).sum(), "lacks c; the levels"),
    "two missing variables": (GOOD.groupby("x").sum(), "lacks y and c"),
    "a variable with another name": (named(GOOD, "c", "xx", "y"), 'Did you mean "xx"?'),
    "a name twice": (named(GOOD, "x", "x", "y"), 'two levels of the index are called "x"'),
    "a negative count": (GOOD - 2, "the probability of c = 0, x = 0, y = 1 is negative"),
    "no number": (GOOD.astype(float).replace(2.0, np.nan), "c = 0, x = 0, y = 0 is no finite"),
    "words": (GOOD.astype(str), "holds numbers, not"),
    "booleans": (GOOD > 1, "holds numbers, not bool"),
    "only zeros": (GOOD * 0, "all counts of the distribution are zero"),
    "a sum that is not one": (GOOD / 10, "add up to 1.2, not to 1"),
    "a missing value": (pd.Series([1, 1], GAP), "c has a missing value"),
}


@pytest.mark.parametrize(("series", "message"), BAD.values(), ids=BAD)
def test_what_is_no_distribution_is_refused_with_the_reason(backdoor, series, message: str):
    with pytest.raises(EstimationError) as caught:
        backdoor.evaluate(series)
    assert message in str(caught.value)


def test_rounded_probabilities_are_accepted(backdoor):
    rounded = (GOOD / GOOD.sum()).round(7) + 1e-8
    assert abs(rounded.sum() - 1) > 1e-8
    assert np.allclose(backdoor.evaluate(rounded), backdoor.evaluate(GOOD), atol=1e-5)


def test_a_group_that_is_needed_and_empty_is_named(backdoor):
    nobody = EVERYBODY[(EVERYBODY["c"] == 0) | (EVERYBODY["x"] == 0)]
    with pytest.raises(EstimationError) as caught:
        backdoor.evaluate(nobody.value_counts(["c", "x", "y"]))
    assert str(caught.value) == (
        "P(y | do(x)) cannot be computed for x = 1: the formula needs what happens to people with "
        "c = 1, x = 1, and the distribution has nobody like that"
    )


def test_a_group_that_is_empty_and_not_needed_is_no_matter(arrows):
    """Nobody has both a and b, so nobody asks what x would do to them."""
    found = identify_distribution(arrows("a>x b>x a>y b>y x>y a>b"), "y", "x")
    cells = [cell for cell in product((0, 1), repeat=4) if cell[:2] != (1, 1)]
    frame = pd.DataFrame(cells, columns=["a", "b", "x", "y"])
    table = found.evaluate(frame.value_counts(["a", "b", "x", "y"]))
    assert np.allclose(table, 0.5)


def test_an_arbitrary_variable_is_held_where_nothing_is_undefined(arrows, model_of):
    """At the napkin's most frequent z nobody has x = 1, at another z somebody has."""
    diagram = arrows("w>z z>x x>y u>w u>x v>w v>y", "u v")
    found = identify_distribution(diagram, "y", "x")
    model = model_of(diagram, np.random.default_rng(4), 0)
    z = diagram.parents("x").index("z")
    never = [slice(None), slice(None)]
    never[z] = 1
    model.chances["x"][tuple(never)] = [1, 0]
    model.chances["z"][:] = [0.2, 0.8]
    table = found.evaluate(model.observed())
    assert np.allclose(table, model.truth(found.query).reshape(2, 2), atol=1e-12)


def test_a_denominator_that_is_zero_is_named(arrows):
    """P(y | do(x), z) for a z that x makes impossible."""
    diagram = arrows("x>z u>z u>y x>y", "u")
    found = identify_distribution(diagram, "y", "x", "z")
    frame = pd.DataFrame([(0, 0, 0), (0, 1, 1), (1, 1, 0), (1, 1, 1)], columns=["x", "z", "y"])
    with pytest.raises(EstimationError, match=r"people with .*x = 1.*z = 0|z = 0.*x = 1"):
        found.evaluate(frame.value_counts(["x", "z", "y"]))


def test_undefined_numbers_never_come_out(random_case, model_of):
    """With many probabilities set to zero: the truth, or an error that names people."""
    chance, rng = random.Random(11), np.random.default_rng(11)
    seen = {"number": 0, "error": 0}
    for _ in range(500):
        diagram, query = random_case(chance, largest=6)
        try:
            found = identify_distribution(diagram, query.outcome, query.exposure)
        except NotIdentifiable:
            continue
        model = model_of(diagram, rng)
        for chances in model.chances.values():
            certain = rng.random(chances.shape[:-1]) < 0.35
            chances[certain] = np.eye(2)[rng.integers(0, 2, certain.sum())]
        observed = model.observed()
        ends = query.outcome + query.exposure
        if any(observed.groupby(name).sum().eq(0).any() for name in ends):
            continue
        try:
            table = found.evaluate(observed)
        except EstimationError:
            with pytest.raises(EstimationError, match="nobody like that"):
                found.evaluate(observed)
            seen["error"] += 1
        else:
            truth = model.truth(query).reshape(table.shape)
            assert np.allclose(table, truth, atol=1e-10), (diagram, query)
            seen["number"] += 1
    assert seen["number"] > 150
    assert seen["error"] > 15


def test_a_table_that_is_too_large_is_refused():
    names = [f"c{i}" for i in range(70)]
    edges = [*((c, end) for c in names for end in "xy"), ("x", "y")]
    found = identify_distribution(Diagram.of(edges), "y", "x")
    rng = np.random.default_rng(1)
    for height in (2, 200):
        frame = pd.DataFrame(rng.integers(0, 2, (height, 72)), columns=[*names, "x", "y"])
        with pytest.raises(EstimationError, match=r"a table of more than 67,108,864 cells"):
            found.evaluate(frame.value_counts([*names, "x", "y"]))


def test_many_variables_are_added_up_one_by_one():
    """Multiplied first and added up then, this would take 3 to the 41 cells."""
    rng = np.random.default_rng(2)
    steps = [rng.dirichlet(np.ones(3), size=3) for _ in range(40)]
    tables = [Table((f"v{i}", f"v{i + 1}"), step) for i, step in enumerate(steps)]
    found = total_product(tables, [f"v{i}" for i in range(1, 40)])
    values, _ = found.spread(["v0", "v40"])
    assert np.allclose(values, np.linalg.multi_dot(steps), atol=1e-14)


def test_zero_times_undefined_is_zero_and_the_empty_group_is_remembered():
    undefined = Table(("x",), np.array([np.nan, np.nan, 0.5]), np.array([7, 8, -1]))
    weights = Table(("x", "z"), np.array([[0, 1], [0, 0], [1, 1]], dtype=float))
    found = multiplied([undefined, weights])
    assert np.array_equal(found.values, [[0, np.nan], [0, 0], [0.5, 0.5]], equal_nan=True)
    assert found.empty.tolist() == [[-1, 7], [-1, -1], [-1, -1]]
    total = found.without(["x"])
    assert np.array_equal(total.values, [0.5, np.nan], equal_nan=True)
    assert total.empty.tolist() == [-1, 7]


def test_the_series_is_not_changed(backdoor):
    counts = GOOD.copy()
    backdoor.evaluate(counts)
    pd.testing.assert_series_equal(counts, GOOD)
