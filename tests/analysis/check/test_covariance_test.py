"""The generalised covariance measure: beside partial correlation, its level and its limits."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit
from scipy.stats import binomtest, f, pearsonr

from causalkit.analysis.check.covariance_test import covariance_test
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.columns import Column
from causalkit.errors import EstimationError


def number(rng: np.random.Generator, z: np.ndarray, w: np.ndarray) -> Column:
    return Column("number", np.sin(1.5 * z) + w + rng.normal(0, 1 + 0.3 * w, len(z)))


def truth_value(rng: np.random.Generator, z: np.ndarray, w: np.ndarray) -> Column:
    return Column("truth value", (rng.random(len(z)) < expit(-0.5 + z + 0.5 * w)).astype(float))


def label(rng: np.random.Generator, z: np.ndarray, w: np.ndarray) -> Column:
    utility = np.column_stack([0 * z, 0.5 * z + w, -0.5 * z - 0.5]) + rng.gumbel(size=(len(z), 3))
    return Column("label", utility.argmax(1).astype(float), ("a", "b", "c"))


KINDS = {"number": number, "truth value": truth_value, "label": label}


def drawn(seed: int, one: str, other: str, n: int = 300) -> tuple[Column, Column, tuple]:
    """Two variables that depend on two others, and not on each other."""
    rng = np.random.default_rng([5, seed])
    z, w = rng.uniform(-2, 2, n), (rng.random(n) < 0.4).astype(float)
    given = (Column("z", z), Column("w", w))
    return KINDS[one](rng, z, w), KINDS[other](rng, z, w), given


@pytest.mark.parametrize(("one", "other"), [*combinations_with_replacement(KINDS, 2)])
def test_the_level_is_what_it_claims_for_every_pair_of_kinds(one: str, other: str):
    with quiet():
        found = np.array(
            [covariance_test(*drawn(seed, one, other), np.ones(300)).p_value for seed in range(150)]
        )
    assert binomtest(int(np.sum(found < 0.1)), 150, 0.1).pvalue > 0.01
    assert np.mean(found) == pytest.approx(0.5, abs=0.08)


def test_for_normal_variables_it_is_the_test_of_the_partial_correlation():
    rng = np.random.default_rng(1)
    z = rng.normal(size=3000)
    left, right = z + rng.normal(size=3000), z + rng.normal(size=3000)
    right += 0.04 * left
    terms = design((Column("z", z),), 3000).matrix
    one, other = (sm.OLS(values, terms).fit().resid for values in (left, right))
    partial = pearsonr(one, other).statistic
    freedom = 3000 - terms.shape[1] - 1
    found = covariance_test(
        Column("left", left), Column("right", right), (Column("z", z),), np.ones(3000)
    )
    assert found.correlation == pytest.approx(partial, rel=1e-9)
    expected = f.sf(partial**2 / (1 - partial**2) * freedom, 1, freedom)
    assert 0.001 < expected < 0.3
    assert found.p_value == pytest.approx(expected, rel=0.1)


def test_without_conditions_it_is_nearly_pearsons_chi_square_for_labels():
    from scipy.stats import chi2_contingency

    rng = np.random.default_rng(2)
    left, right = rng.integers(0, 3, (2, 4000)).astype(float)
    right = np.where(rng.random(4000) < 0.03, left, right)
    table = np.histogram2d(left, right, bins=3)[0]
    found = covariance_test(
        Column("left", left, ("a", "b", "c")), Column("right", right, ("x", "y", "z")), (),
        np.ones(4000),
    )  # fmt: skip
    assert found.degrees == 4
    assert found.degrees * found.statistic == pytest.approx(chi2_contingency(table)[0], rel=0.06)


def test_it_has_power_against_a_direct_dependence():
    refuted = []
    for seed in range(60):
        left, right, given = drawn(seed, "number", "truth value")
        moved = Column("number", left.values + 0.6 * right.values)
        refuted.append(covariance_test(moved, right, given, np.ones(300)).p_value < 0.05)
    assert np.mean(refuted) > 0.9


def test_one_prediction_of_the_right_shape_is_enough():
    """Their product matters for the left, which the model lacks; the right is a straight line."""
    found = []
    for seed in range(200):
        rng = np.random.default_rng([6, seed])
        z, w = rng.normal(size=(2, 300))
        left, right = z * w + rng.normal(size=300), z + w + rng.normal(size=300)
        columns = [Column(name, values) for name, values in zip("lrzw", (left, right, z, w))]  # noqa: B905
        found.append(covariance_test(*columns[:2], tuple(columns[2:]), np.ones(300)).p_value)
    assert binomtest(int(np.sum(np.array(found) < 0.1)), 200, 0.1).pvalue > 0.01


def test_a_product_that_both_predictions_lack_looks_like_dependence():
    rng = np.random.default_rng(7)
    z, w = rng.normal(size=(2, 500))
    left, right = z * w + rng.normal(size=500), z * w + rng.normal(size=500)
    given = (Column("z", z), Column("w", w))
    found = covariance_test(Column("left", left), Column("right", right), given, np.ones(500))
    assert found.p_value < 1e-6


def test_a_dependence_that_averages_out_escapes_it():
    rng = np.random.default_rng(8)
    left = rng.normal(size=500)
    right = left**2 + rng.normal(size=500)
    assert covariance_test(Column("l", left), Column("r", right), (), np.ones(500)).p_value > 0.05


def test_units_do_not_matter_and_neither_does_order():
    left, right, given = drawn(3, "number", "label")
    plain = covariance_test(left, right, given, np.ones(300))
    scaled = covariance_test(Column("number", 1e6 * left.values + 5), right, given, np.ones(300))
    turned = covariance_test(right, left, given, np.ones(300))
    assert scaled.p_value == pytest.approx(plain.p_value, rel=1e-6)
    assert turned.p_value == pytest.approx(plain.p_value, rel=0.05)


def test_clusters_of_copies_count_once():
    """Everybody is in the table five times; as clusters they are one person each again."""
    naive, clustered = [], []
    for seed in range(150):
        rng = np.random.default_rng([9, seed])
        left, right = (Column(name, np.repeat(rng.normal(size=60), 5)) for name in "lr")
        naive.append(covariance_test(left, right, (), np.ones(300)).p_value)
        person = np.repeat(np.arange(60), 5)
        clustered.append(covariance_test(left, right, (), np.ones(300), person).p_value)
    assert np.mean(np.array(naive) < 0.1) > 0.3
    assert binomtest(int(np.sum(np.array(clustered) < 0.1)), 150, 0.1).pvalue > 0.01


def test_clusters_of_one_are_nearly_no_clusters():
    left, right, given = drawn(4, "number", "truth value")
    alone = covariance_test(left, right, given, np.ones(300), np.arange(300))
    assert alone.p_value == pytest.approx(
        covariance_test(left, right, given, np.ones(300)).p_value, rel=0.05
    )


def test_weights_give_the_covariance_of_the_duplicated_table():
    left, right, _ = drawn(5, "number", "number", n=200)
    copies = np.random.default_rng(1).integers(1, 4, 200)
    kind = Column("kind", (np.arange(200) % 3).astype(float), ("a", "b", "c"))
    weighted = covariance_test(left, right, (kind,), copies / copies.mean())
    rows = np.repeat(np.arange(200), copies)
    columns = [Column(c.name, c.values[rows], c.labels) for c in (left, right, kind)]
    copied = covariance_test(*columns[:2], (columns[2],), np.ones(len(rows)), rows)
    assert weighted.correlation == pytest.approx(copied.correlation)
    assert weighted.statistic == pytest.approx(copied.statistic, rel=0.05)


def test_a_kind_of_people_who_are_all_alike_does_not_stop_it():
    kind = np.repeat([0.0, 1.0], 100)
    rng = np.random.default_rng(10)
    left = np.where(kind == 1, 1.0, rng.integers(0, 2, 200))
    right = rng.normal(size=200)
    found = covariance_test(
        Column("left", left), Column("right", right), (Column("kind", kind),), np.ones(200)
    )
    assert 0 < found.p_value < 1


@pytest.mark.parametrize(
    ("left", "given", "message"),
    [
        (np.ones(40), (), "left does not vary"),
        (
            np.arange(40) % 4 / 2,
            (Column("z", np.arange(40.0) % 4),),
            "left is decided by the others",
        ),
        (
            np.arange(40.0),
            (Column("z", np.arange(40.0), tuple(range(40))),),
            r"too few rows \(40\) for a model with 40 terms",
        ),
    ],
)
def test_what_cannot_be_tested_is_refused(left: np.ndarray, given: tuple, message: str):
    right = Column("right", np.random.default_rng(1).normal(size=40))
    with pytest.raises(EstimationError, match=message):
        covariance_test(Column("left", left), right, given, np.ones(40))


def test_more_pairs_of_levels_than_rows_are_refused():
    rng = np.random.default_rng(2)
    left, right = (
        Column(name, rng.permutation(60) % 12.0, tuple(range(12))) for name in ("left", "right")
    )
    weights = np.full(60, 20.0)  # as if there were twenty of each
    with pytest.raises(EstimationError, match="too few rows for so many levels"), quiet():
        covariance_test(left, right, (), weights)


def test_two_rare_traits_that_nobody_has_both_of_prove_nothing():
    rare, other = np.zeros(2000), np.zeros(2000)
    rare[:36], other[36:99] = 1, 1
    with pytest.raises(EstimationError, match="too few people can be expected to have both"):
        covariance_test(Column("a", rare), Column("b", other), (), np.ones(2000))


def test_two_rare_traits_together_can_be_expected_in_enough_people():
    rng = np.random.default_rng(7)
    found = [
        covariance_test(
            Column("a", (rng.random(2000) < 0.08).astype(float)),
            Column("b", (rng.random(2000) < 0.09).astype(float)),
            (),
            np.ones(2000),
        ).p_value
        for _ in range(400)
    ]
    assert 0.02 < np.mean(np.array(found) < 0.05) < 0.09
