"""Diagrams that are large, dense, deep or full of paths: right answers, and no hanging.

A complete diagram, thousands of back doors side by side, chains of ten thousand variables,
a grid, a hidden cause of thousands, and ladders on which there are 2 ** 40 paths. Whatever
is exponential has to be listed one by one and to say that it was capped; whatever calls
itself would hit the limit of recursion here.
"""

from __future__ import annotations

from itertools import islice

import pytest
from large_diagrams import (
    BACK_DOORS,
    CHILDREN,
    LENGTH,
    RUNGS,
    SIDE,
    all_of,
    at,
    causes,
    complete,
    grid,
    hidden_cause,
    ladder,
    ladder_of_mediators,
    long_way_round,
    long_way_through,
    side_by_side,
)

from causalkit.analysis.identify import (
    adjustment_sets,
    backdoor_sets,
    direct_effect_sets,
    explain,
    identify,
    is_adjustment_set,
    is_direct_adjustment_set,
    minimal_adjustment,
    minimum_cost_adjustment,
    optimal_adjustment,
    satisfies_backdoor,
)
from causalkit.errors import NotIdentified
from causalkit.graph import Question, d_separated, open_path, paths
from causalkit.graph.open_paths import open_paths

EFFECT = Question.of("x", "y")


def test_a_complete_diagram_has_one_minimal_set():
    diagram, only = complete(), causes()
    for find in (minimal_adjustment, minimum_cost_adjustment, optimal_adjustment):
        assert find(diagram, EFFECT) == only
    for listing in (adjustment_sets, backdoor_sets):
        assert list(listing(diagram, EFFECT)) == [only]
    found = identify(diagram, EFFECT)
    assert (found.adjustment, found.minimal_sets, found.complete) == (only, (only,), True)
    everything = tuple(sorted(set(diagram.nodes) - {"x", "y"}))
    assert list(direct_effect_sets(diagram, EFFECT)) == [everything]
    assert is_direct_adjustment_set(diagram, EFFECT, everything)
    assert not is_direct_adjustment_set(diagram, EFFECT, everything[1:])
    assert is_adjustment_set(diagram, EFFECT, only)
    assert satisfies_backdoor(diagram, EFFECT, only)
    assert not any(is_adjustment_set(diagram, EFFECT, set(only) - {name}) for name in only)
    assert not is_adjustment_set(diagram, EFFECT, [*only, "m7"])


def test_a_complete_diagram_is_explained():
    nothing = explain(complete(), EFFECT, [])
    assert (len(nothing.reasons), nothing.complete) == (20, False)
    assert {len(reason.path) for reason in nothing.reasons} == {3}
    assert (nothing.repair.adjustment, nothing.repair.smallest) == (causes(), False)
    mediator = explain(complete(), EFFECT, [*causes(), "m7"])
    assert [reason.kind for reason in mediator.reasons] == ["causal path blocked"]
    assert (mediator.repair.remove, mediator.repair.smallest) == (("m7",), True)
    one_short = explain(complete(), EFFECT, causes()[1:], limit=5)
    assert (len(one_short.reasons), one_short.complete) == (5, False)
    assert (one_short.repair.add, one_short.repair.smallest) == (("c0",), True)


def test_separation_in_a_complete_diagram():
    diagram = complete().without_edges([("c0", "y")])
    rest = set(diagram.nodes) - {"c0", "y"}
    assert d_separated(diagram, ["c0"], ["y"], rest)
    assert not d_separated(diagram, ["c0"], ["y"], rest - {"m5"})
    assert open_path(diagram, ["c0"], ["y"], rest - {"m5"}).nodes == ("c0", "m5", "y")
    found = open_paths(diagram, ["c0"], ["y"], limit=10)
    assert ({len(path.nodes) for path in found.paths}, found.complete) == ({3}, False)
    listed = list(islice(paths(diagram, "c0", "y"), 10))
    assert len(set(listed)) == 10


def test_thousands_of_back_doors_side_by_side():
    diagram = side_by_side()
    assert minimal_adjustment(diagram, EFFECT) == all_of("b")
    assert optimal_adjustment(diagram, EFFECT) == all_of("b")
    cheap = {f"a{index}": 0.5 for index in range(0, BACK_DOORS, 2)}
    cheapest = minimum_cost_adjustment(diagram, EFFECT, cheap)
    assert set(cheapest) == {*cheap, *(f"b{index}" for index in range(1, BACK_DOORS, 2))}
    assert is_adjustment_set(diagram, EFFECT, cheapest)
    assert not is_adjustment_set(diagram, EFFECT, cheapest[1:])
    assert not is_adjustment_set(diagram, EFFECT, [])


@pytest.mark.parametrize("listing", [adjustment_sets, backdoor_sets, direct_effect_sets])
def test_of_two_to_the_three_thousandth_sets_each_next_one_is_found(listing):
    found = list(islice(listing(side_by_side(), EFFECT), 50))
    assert len(set(found)) == 50
    # One of each pair, as a set of 3 000 that has no two with the same number.
    assert all(len({name[1:] for name in each}) == len(each) == BACK_DOORS for each in found)


def test_a_capped_list_says_so():
    found = identify(side_by_side(), EFFECT, limit=20)
    assert (len(found.minimal_sets), found.complete) == (20, False)
    nothing = explain(side_by_side(), EFFECT, [])
    assert (len(nothing.reasons), nothing.complete) == (20, False)
    assert (nothing.repair.adjustment, nothing.repair.smallest) == (all_of("b"), False)
    opened = open_paths(side_by_side(), ["x"], ["y"], limit=10)
    assert (len(opened.paths), opened.complete) == (10, False)


def test_one_open_back_door_among_thousands():
    diagram, closed = side_by_side(), set(all_of("b")) - {"b7"}
    (reason,) = explain(diagram, EFFECT, closed).reasons
    assert (reason.path, reason.variables) == (("x", "a7", "b7", "y"), ("a7", "b7"))
    without_effect = diagram.without_edges([("x", "y")])
    opened = open_paths(without_effect, ["x"], ["y"], closed)
    assert ([path.nodes for path in opened.paths], opened.complete) == ([reason.path], True)
    assert open_path(without_effect, ["x"], ["y"], closed).nodes == reason.path
    assert d_separated(without_effect, ["x"], ["y"], closed | {"a7"})
    first, *others = islice(paths(diagram, "x", "y"), 10)
    assert first.nodes == ("x", "y")
    assert [len(path.nodes) for path in others] == [4] * 9


def test_a_back_door_of_ten_thousand_variables():
    diagram, last = long_way_round(), f"r{LENGTH - 1}"
    for find in (minimal_adjustment, minimum_cost_adjustment, optimal_adjustment):
        assert find(diagram, EFFECT) == (last,)
    for listing in (adjustment_sets, backdoor_sets, direct_effect_sets):
        found = list(islice(listing(diagram, EFFECT), 50))
        assert found[:2] == [(f"l{LENGTH - 1}",), (f"l{LENGTH - 2}",)]
        assert len(set(found)) == 50
    assert all(is_adjustment_set(diagram, EFFECT, [name]) for name in ("root", "l0", "r0", last))
    assert not is_adjustment_set(diagram, EFFECT, [])
    found = identify(diagram, EFFECT, limit=20)
    assert ({len(each) for each in found.minimal_sets}, found.complete) == ({1}, False)


def test_a_back_door_of_ten_thousand_variables_is_explained():
    diagram = long_way_round()
    nothing = explain(diagram, EFFECT, [])
    assert [len(reason.path) for reason in nothing.reasons] == [2 * LENGTH + 3]
    assert (nothing.complete, nothing.repair.adjustment) == (True, ("root",))
    without_effect = diagram.without_edges([("x", "y")])
    assert len(open_path(without_effect, ["x"], ["y"]).nodes) == 2 * LENGTH + 3
    assert d_separated(without_effect, ["x"], ["y"], ["l17"])
    opened = open_paths(diagram, ["x"], ["y"], limit=10)
    assert ([len(path.nodes) for path in opened.paths], opened.complete) == ([2, 10_003], True)
    assert [len(path.nodes) for path in islice(paths(diagram, "x", "y"), 10)] == [2, 10_003]


def test_an_effect_through_ten_thousand_mediators():
    diagram = long_way_through()
    for find in (minimal_adjustment, minimum_cost_adjustment, optimal_adjustment):
        assert find(diagram, EFFECT) == ("c",)
    assert list(adjustment_sets(diagram, EFFECT)) == [("c",)]
    assert list(backdoor_sets(diagram, EFFECT)) == [("c",)]
    direct = list(islice(direct_effect_sets(diagram, EFFECT), 50))
    assert direct[:2] == [("c", "m0"), ("c", "m1")]
    assert all(is_direct_adjustment_set(diagram, EFFECT, each) for each in direct)
    late = explain(diagram, EFFECT, ["m9990", "m20"])
    kinds = ["open back-door path", "causal path blocked", "causal path blocked"]
    assert [reason.kind for reason in late.reasons] == kinds
    assert [len(reason.path) for reason in late.reasons] == [3, 10_002, 10_002]
    assert late.repair.adjustment == ("c",)


def test_a_grid_of_ten_thousand_crossings():
    diagram = grid()
    before = (at(49, 50), at(50, 49))
    assert minimum_cost_adjustment(diagram, EFFECT) == before
    dear = minimum_cost_adjustment(diagram, EFFECT, dict.fromkeys(before, 100))
    assert not set(dear) & set(before)
    nearest = minimal_adjustment(diagram, EFFECT)
    for chosen in (dear, nearest, optimal_adjustment(diagram, EFFECT)):
        assert is_adjustment_set(diagram, EFFECT, chosen)
    assert not any(is_adjustment_set(diagram, EFFECT, set(nearest) - {each}) for each in nearest)
    listed = list(islice(adjustment_sets(diagram, EFFECT), 50))
    assert listed[0] == before
    assert len(set(listed)) == 50
    assert list(islice(backdoor_sets(diagram, EFFECT), 50)) == listed
    assert all(is_adjustment_set(diagram, EFFECT, each) for each in listed)
    direct = list(islice(direct_effect_sets(diagram, EFFECT), 20))
    assert all(is_direct_adjustment_set(diagram, EFFECT, each) for each in direct)


def test_a_grid_is_explained():
    nothing = explain(grid(), EFFECT, [])
    assert (len(nothing.reasons), nothing.complete) == (20, False)
    assert nothing.repair.adjustment == (at(49, 50), at(50, 49))
    found = open_paths(grid(), ["x"], ["y"], limit=10)
    assert ({len(path.nodes) for path in found.paths}, found.complete) == ({99}, False)
    corners = [at(0, SIDE - 1)], [at(SIDE - 1, 0)]
    assert len(open_path(grid(), *corners).nodes) == 2 * SIDE - 1
    assert d_separated(grid(), *corners, [at(0, 0), at(0, 1), at(1, 0)])
    listed = list(islice(paths(grid(), "x", "y"), 10))
    assert (len(set(listed)), len(listed[0].nodes)) == (10, 99)


def test_a_hidden_cause_of_thousands_is_blocked_by_all_its_children():
    diagram, only = hidden_cause(of_exposure=False), all_of("a", CHILDREN)
    for find in (minimal_adjustment, minimum_cost_adjustment):
        assert find(diagram, EFFECT) == only
    for listing in (adjustment_sets, backdoor_sets, direct_effect_sets):
        assert list(listing(diagram, EFFECT)) == [only]
    assert is_adjustment_set(diagram, EFFECT, only)
    assert not is_adjustment_set(diagram, EFFECT, only[1:])
    with pytest.raises(NotIdentified, match="u is hidden, and would belong to it"):
        optimal_adjustment(diagram, EFFECT)
    nothing = explain(diagram, EFFECT, [])
    assert (len(nothing.reasons), nothing.complete) == (20, False)
    assert nothing.repair.adjustment == only
    assert open_path(diagram, ["a0"], ["a1"]).nodes == ("a0", "u", "a1")
    assert not d_separated(diagram, ["a0"], ["a1"], only[5:])


@pytest.mark.parametrize(
    "find",
    [
        minimal_adjustment,
        minimum_cost_adjustment,
        optimal_adjustment,
        adjustment_sets,
        backdoor_sets,
        direct_effect_sets,
        identify,
    ],
)
def test_a_hidden_cause_of_thousands_and_of_the_exposure_is_not_blocked(find):
    with pytest.raises(NotIdentified, match="effect of x on y"):
        find(hidden_cause(of_exposure=True), EFFECT)


def test_where_no_set_will_do_the_explanation_names_the_open_paths():
    found = explain(hidden_cause(of_exposure=True), EFFECT, all_of("a", CHILDREN))
    assert [reason.path for reason in found.reasons] == [("x", "u", "y")]
    assert "x ← u → y stays open, because u is hidden" in str(found)


def test_a_ladder_of_back_doors():
    diagram = ladder()
    middle, sides = RUNGS - 1, 2 * RUNGS
    assert minimum_cost_adjustment(diagram, EFFECT) == (f"d{middle}",)
    for find in (minimal_adjustment, optimal_adjustment):
        assert find(diagram, EFFECT) == (f"l{middle}", f"r{middle}")
    for listing in (adjustment_sets, backdoor_sets, direct_effect_sets):
        found = list(listing(diagram, EFFECT))
        assert len(set(found)) == len(found) == sides
        assert {len(each) for each in found} == {1, 2}
        assert all(is_adjustment_set(diagram, EFFECT, each) for each in found)
    assert identify(diagram, EFFECT, limit=sides).complete
    assert not identify(diagram, EFFECT, limit=sides - 1).complete


def test_a_ladder_of_back_doors_is_explained():
    nothing = explain(ladder(), EFFECT, [])
    assert (len(nothing.reasons), nothing.complete) == (20, False)
    assert {len(reason.path) for reason in nothing.reasons} == {2 * RUNGS + 2}
    assert (nothing.repair.adjustment, nothing.repair.smallest) == (("top",), True)
    one_side = explain(ladder(), EFFECT, [f"l{index}" for index in range(RUNGS)])
    (reason,) = one_side.reasons
    assert (len(reason.path), one_side.complete) == (2 * RUNGS + 2, True)
    opened = open_paths(ladder(), ["top"], ["y"], limit=10)
    assert [len(path.nodes) for path in opened.paths] == [3] + [2 * RUNGS + 1] * 9
    assert not opened.complete
    assert len(open_path(ladder(), ["top"], ["y"], ["x"]).nodes) == 2 * RUNGS + 1
    assert not d_separated(ladder(), ["top"], ["y"], ["x"])
    assert d_separated(ladder(), ["top"], ["y"], ["x", "d20"])
    assert len(set(islice(paths(ladder(), "top", "y"), 10))) == 10


def test_a_ladder_of_mediators():
    diagram = ladder_of_mediators()
    for find in (minimal_adjustment, minimum_cost_adjustment, optimal_adjustment):
        assert find(diagram, EFFECT) == ("c",)
    for listing in (adjustment_sets, backdoor_sets):
        assert list(listing(diagram, EFFECT)) == [("c",)]
    direct = list(direct_effect_sets(diagram, EFFECT))
    assert len(set(direct)) == len(direct) == 2 * RUNGS - 1
    assert all(is_direct_adjustment_set(diagram, EFFECT, each) for each in direct)
    found = explain(diagram, EFFECT, ["c", "l20"])
    assert [reason.kind for reason in found.reasons] == ["causal path blocked"]
    assert (found.repair.remove, found.complete) == (("l20",), True)
