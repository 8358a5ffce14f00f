from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.plots.arrivals import APART, apart
from causalkit.plots.geometry import Box, Curve, crossings, passes

positions = st.floats(-5, 5)


def straight(start: tuple[float, float], end: tuple[float, float]) -> Curve:
    between = [
        (start[0] + (end[0] - start[0]) * share / 3, start[1] + (end[1] - start[1]) * share / 3)
        for share in range(4)
    ]
    return Curve("a", "b", tuple(between))


@given(positions, positions)
def test_a_straight_curve_is_as_long_as_the_distance(x, y):
    assert straight((0, 0), (x, y)).length == pytest.approx(math.hypot(x, y), abs=1e-9)


def test_an_arch_passes_over_a_box_that_a_straight_line_passes_through():
    box = Box(2.0, 0.0, 1.0, 0.5)
    arch = Curve("a", "b", ((0, 0), (1, 2), (3, 2), (4, 0)))
    assert passes(straight((0, 0), (4, 0)), box)
    assert not passes(arch, box)


def test_a_curve_passes_a_box_thinner_than_its_steps():
    assert passes(straight((0, 0), (100, 0)), Box(51.0, 0.0, 0.001, 1.0))


def test_a_curve_that_ends_inside_a_box_passes_it():
    assert passes(straight((0, 0), (1, 0)), Box(1.0, 0.0, 0.5, 0.5))


@given(positions, positions)
def test_two_diagonals_of_a_square_cross_once_wherever_it_lies(x, y):
    rising = straight((x, y), (x + 1, y + 1))
    falling = straight((x, y + 1), (x + 1, y))
    assert crossings((rising, falling)) == 1


def test_arrows_side_by_side_do_not_cross():
    assert crossings((straight((0, 0), (1, 0)), straight((0, 1), (1, 1)))) == 0


def test_an_s_crosses_its_axis_between_the_ends():
    bend = Curve("a", "b", ((0, 0.1), (1, 3), (2, -3), (3, -0.1)))
    assert crossings((bend, straight((0, 0), (3, 0)))) == 1


@given(st.lists(st.floats(-1, 2), min_size=1, max_size=8).map(sorted))
def test_tips_stay_in_order_in_range_and_apart(wanted):
    placed = apart(wanted, 0.0, 1.0)
    room = min(APART, 1.0 / max(1, len(wanted) - 1))
    assert all(-1e-9 <= position <= 1 + 1e-9 for position in placed)
    assert all(b - a >= room - 1e-9 for a, b in pairwise(placed))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5).map(sorted))
def test_tips_that_are_apart_already_stay_where_they_are(shifts):
    wanted = [place + shift * (1 - APART) for place, shift in enumerate(shifts)]
    assert apart(wanted, 0.0, 5.0) == pytest.approx(wanted)
