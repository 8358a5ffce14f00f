"""Rosenbaum's bounds, beside his book, scipy and every assignment counted out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import norm, wilcoxon

from causalkit.analysis.check.sensitivity.rosenbaum_bounds import rosenbaum_bounds
from causalkit.analysis.check.sensitivity.signed_ranks import MOST_EXACT, tail
from causalkit.errors import EstimationError

# Lead in the blood of children of battery workers and of their neighbours (Morton et al. 1982).
WORKERS = [38, 23, 41, 18, 37, 36, 23, 62, 31, 34, 24, 14, 21, 17, 16, 20, 15, 10, 45, 39, 22, 35]
WORKERS += [49, 48, 44, 35, 43, 39, 34, 13, 73, 25, 27]
NEIGHBOURS = [16, 18, 18, 24, 19, 11, 10, 15, 16, 18, 18, 13, 19, 10, 16, 16, 24, 13, 9, 14, 21, 19]
NEIGHBOURS += [7, 18, 19, 12, 11, 22, 25, 16, 13, 11, 13]
LEAD = np.subtract(WORKERS, NEIGHBOURS)


def largest(differences: object, **options: object) -> list[float]:
    return rosenbaum_bounds(differences, **options).table["largest p-value"].tolist()


def test_the_published_bounds_for_lead_in_children():
    """Rosenbaum (2002), Observational studies, table 4.1."""
    found = largest(LEAD, alternative="greater", gammas=[1, 2, 3, 4, 4.25, 5])
    assert found[0] < 0.0001
    assert [round(each, 4) for each in found[1:]] == [0.0018, 0.0136, 0.0388, 0.0468, 0.0740]
    check = rosenbaum_bounds(LEAD, alternative="greater")
    assert 4.25 < check.figures["largest gamma"] < 4.5
    assert check.finding == "reassuring"
    assert "by more than 4.3" in check.verdict


def test_without_pairs_that_do_not_differ_by_the_formula_written_out():
    changed = LEAD[LEAD != 0]
    ranks = np.array(
        [np.mean(np.flatnonzero(np.sort(abs(changed)) == abs(d))) + 1 for d in changed]
    )
    for gamma in (1.0, 2.5, 6.0):
        chance = gamma / (1 + gamma)
        mean, variance = chance * ranks.sum(), chance * (1 - chance) * (ranks**2).sum()
        expected = norm.sf((ranks[changed > 0].sum() - mean) / np.sqrt(variance))
        found = largest(changed, alternative="greater", gammas=[gamma])
        assert found == pytest.approx([expected])


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_without_hidden_bias_it_is_the_test_of_scipy(alternative: str):
    rng = np.random.default_rng(1)
    for n, method in ((12, "exact"), (60, "approx")):
        differences = rng.normal(0.3, 1, n)
        expected = wilcoxon(differences, alternative=alternative, method=method).pvalue
        check = rosenbaum_bounds(differences, alternative=alternative, gammas=[1])
        assert check.table.iloc[0].tolist() == pytest.approx([1, expected, expected])
        assert check.figures["p-value"] == pytest.approx(expected)


@pytest.mark.parametrize("gamma", [1.0, 1.7, 4.0])
def test_few_pairs_are_counted_out(gamma: float):
    """Every way in which chance may have assigned exposure within eight pairs, with ties and 0."""
    differences = np.array([3.0, -1.0, 2.0, 2.0, 5.0, 0.0, 4.0, -2.0])
    ranks = np.array([6, 2, 4, 4, 8, 1, 7, 4])
    seen = ranks[differences > 0].sum()
    signed = ranks[differences != 0]
    for name, chance in (("largest", gamma / (1 + gamma)), ("smallest", 1 / (1 + gamma))):
        expected = sum(
            chance ** sum(signs) * (1 - chance) ** (7 - sum(signs))
            for signs in product((0, 1), repeat=7)
            if np.dot(signs, signed) >= seen
        )
        table = rosenbaum_bounds(differences, alternative="greater", gammas=[gamma]).table
        assert table[f"{name} p-value"].tolist() == pytest.approx([expected])


@pytest.mark.parametrize("chance", [0.5, 0.6, 0.75])
def test_the_exact_tail_is_nearly_normal_where_it_ends(chance: float):
    ranks = np.arange(1.0, MOST_EXACT + 1)
    mean, spread = chance * ranks.sum(), np.sqrt(chance * (1 - chance) * (ranks**2).sum())
    for deviate in (0.5, 1.0, 1.6):
        total = np.ceil(mean + deviate * spread)
        normal = norm.sf((total - 0.5 - mean) / spread)
        assert tail(total, ranks, chance) == pytest.approx(normal, abs=0.02)


def test_at_the_largest_gamma_the_p_value_is_the_limit():
    for level, alternative in ((0.95, "two-sided"), (0.99, "greater")):
        gamma = rosenbaum_bounds(LEAD, level=level, alternative=alternative).figures[
            "largest gamma"
        ]
        found = largest(LEAD, alternative=alternative, gammas=[gamma])
        assert found == pytest.approx([1 - level])


def test_bounds_widen_with_gamma_and_the_table_reaches_beyond():
    check = rosenbaum_bounds(LEAD)
    table = check.table
    assert (np.diff(table["largest p-value"]) > 0).all()
    assert (np.diff(table["smallest p-value"]) < 0).all()
    assert table["gamma"].iloc[0] == 1
    assert table["gamma"].iloc[-1] > check.figures["largest gamma"]


def test_turning_the_outcome_round_changes_nothing_but_the_direction():
    assert rosenbaum_bounds(-LEAD).figures == rosenbaum_bounds(LEAD).figures
    less, greater = largest(-LEAD, alternative="less"), largest(LEAD, alternative="greater")
    assert less == greater


def test_hidden_bias_of_that_size_makes_such_findings_no_more_often_than_allowed():
    """Pairs without effect, whose exposure is loaded 2 to 1 for whoever fares worse anyway."""
    rng = np.random.default_rng(3)
    loaded = [
        np.abs(rng.normal(size=80)) * rng.choice([1, -1], 80, p=[2 / 3, 1 / 3]) for _ in range(400)
    ]
    naive, bounded = np.array(
        [largest(each, alternative="greater", gammas=[1, 2]) for each in loaded]
    ).T
    assert np.mean(naive <= 0.05) > 0.5
    assert 0.025 < np.mean(bounded <= 0.05) < 0.075


def test_no_effect_is_no_conclusion():
    rng = np.random.default_rng(4)
    check = rosenbaum_bounds(rng.normal(size=40))
    assert (check.finding, check.figures["largest gamma"]) == ("alarming", 1.0)
    assert "no conclusion to be undone" in check.verdict


def test_a_weak_conclusion_is_doubtful():
    evenly = norm.ppf((np.arange(60) + 0.5) / 60)
    assert rosenbaum_bounds(evenly + 0.35).finding == "doubtful"
    assert rosenbaum_bounds(evenly + 0.7).finding == "reassuring"


@pytest.mark.parametrize(
    ("differences", "options", "message"),
    [
        (["a", "b"], {}, "the differences are numbers"),
        (np.ones((2, 2)), {}, r"one number for each pair, not an array of shape \(2, 2\)"),
        ([], {}, "not an array of shape"),
        ([1.0, np.nan, np.inf], {}, "2 of 3 differences are missing or infinite"),
        ([0.0, 0.0], {}, "no pair differs"),
        ([1.0, 2.0], {"alternative": "more"}, "not 'more'"),
        ([1.0, 2.0], {"gammas": [0.5]}, "a gamma is 1"),
        ([1.0, 2.0], {"level": 95}, "the level lies between 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_refused(differences, options, message: str):
    with pytest.raises(EstimationError, match=message):
        rosenbaum_bounds(differences, **options)
