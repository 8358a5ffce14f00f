"""Noise: one number for each person and each variable, whoever else is drawn."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from causalkit.nature.noise import BLOCK_ROWS, BlockNoise, generator

KINDS = ("uniform", "normal", "exponential")
ROWS = 20_000


def noise(name="pain", kind="uniform", *, seed=1, block=0, rows=ROWS):
    return BlockNoise(seed, block, rows).fill(np.empty(rows), name, kind)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30, deadline=None)
@given(
    few=st.integers(1, 300),
    more=st.integers(0, 3_000),
    seed=st.integers(0, 2**130),
    name=st.text(min_size=1, max_size=9),
    block=st.integers(0, 10**6),
)
def test_the_first_numbers_do_not_depend_on_how_many_are_drawn(kind, few, more, seed, name, block):
    short = noise(name, kind, seed=seed, block=block, rows=few)
    long = noise(name, kind, seed=seed, block=block, rows=few + more)
    np.testing.assert_array_equal(short, long[:few])


@pytest.mark.parametrize(
    ("kind", "cdf"),
    [("uniform", stats.uniform.cdf), ("normal", stats.norm.cdf), ("exponential", stats.expon.cdf)],
)
def test_noise_has_its_distribution(kind, cdf):
    values = noise(kind=kind, rows=BLOCK_ROWS)
    assert stats.kstest(values, cdf).pvalue > 1e-3


def test_uniform_noise_lies_below_1():
    values = noise(rows=BLOCK_ROWS)
    assert 0 <= values.min() < values.max() < 1


@pytest.mark.parametrize("kind", KINDS)
def test_variables_blocks_and_seeds_are_independent(kind):
    others = [
        noise("pain", kind),
        noise("pain_1", kind),
        noise("Pain", kind),
        noise("niap", kind),
        noise("pain", kind, block=1),
        noise("pain", kind, block=2**20),
        noise("pain", kind, seed=2),
        noise("pain", kind, seed=1 + 2**32),
        noise("pain_1", kind, seed=0, block=1),
    ]
    for one, other in combinations(others, 2):
        assert abs(stats.spearmanr(one, other).statistic) < 5 / np.sqrt(ROWS)
        assert not np.isin(one[:100], other).any()


def test_neighbours_are_independent():
    values = noise(kind="normal", rows=BLOCK_ROWS)
    for lag in (1, 2, 3, 64):
        assert abs(np.corrcoef(values[:-lag], values[lag:])[0, 1]) < 5 / np.sqrt(BLOCK_ROWS)


def test_the_same_people_have_the_same_noise_today_and_tomorrow():
    """Published surveys are drawn again from their seed: these numbers must never change."""
    assert generator(7, "kratom", 0).random() == 0.49046164818208116


@pytest.mark.parametrize("kind", KINDS)
def test_shared_noise_is_the_noise_that_is_not_shared(kind):
    shared = BlockNoise(1, 0, ROWS, shared=True)
    first = shared.fill(np.empty(ROWS), "pain", kind)
    np.testing.assert_array_equal(first, noise("pain", kind))
    first[:] = 0  # a draw may overwrite what it was given
    again = shared.fill(np.empty(ROWS), "pain", kind)
    np.testing.assert_array_equal(again, noise("pain", kind))


def test_shared_noise_keeps_kinds_and_variables_apart():
    shared = BlockNoise(1, 0, 100, shared=True)
    filled = {
        (name, kind): shared.fill(np.empty(100), name, kind)
        for name in ("pain", "mood")
        for kind in KINDS
    }
    for (name, kind), values in filled.items():
        np.testing.assert_array_equal(values, noise(name, kind, rows=100))
