"""Diagrams that are large, dense, deep or full of paths, each with an effect of x on y."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise

from causalkit.graph import Diagram

BACK_DOORS, CHILDREN, LENGTH, SIDE, RUNGS = 3_000, 3_000, 5_000, 100, 40


@cache
def complete() -> Diagram:
    """Everything affects everything after it: 100 causes of x, 200 mediators, y."""
    names = [*causes(), "x", *(f"m{index}" for index in range(200)), "y"]
    return Diagram.of(combinations(names, 2))


def causes() -> tuple[str, ...]:
    return tuple(sorted(f"c{index}" for index in range(100)))


@cache
def side_by_side() -> Diagram:
    """Thousands of back doors x ← a ← b → y that have nothing in common."""
    doors = [pair for i in range(BACK_DOORS) for pair in pairwise((f"b{i}", f"a{i}", "x"))]
    return Diagram.of([*doors, *((f"b{i}", "y") for i in range(BACK_DOORS)), ("x", "y")])


def all_of(letter: str, count: int = BACK_DOORS) -> tuple[str, ...]:
    return tuple(sorted(f"{letter}{index}" for index in range(count)))


@cache
def long_way_round() -> Diagram:
    """One back door of ten thousand variables: from the root left to x, and right to y."""
    left = ["root", *(f"l{index}" for index in range(LENGTH)), "x"]
    right = ["root", *(f"r{index}" for index in range(LENGTH)), "y"]
    return Diagram.of([("x", "y"), *pairwise(left), *pairwise(right)])


@cache
def long_way_through() -> Diagram:
    """An effect through ten thousand mediators, and one confounder."""
    way = ["x", *(f"m{index}" for index in range(2 * LENGTH)), "y"]
    return Diagram.of([("c", "x"), ("c", "y"), *pairwise(way)])


@cache
def grid() -> Diagram:
    """Streets that lead east and south; x is the crossing in the middle, y the last one."""
    streets = [(at(i, j), at(i + 1, j)) for i in range(SIDE - 1) for j in range(SIDE)]
    avenues = [(at(i, j), at(i, j + 1)) for i in range(SIDE) for j in range(SIDE - 1)]
    return Diagram.of([*streets, *avenues])


def at(row: int, column: int) -> str:
    ends = {(SIDE // 2, SIDE // 2): "x", (SIDE - 1, SIDE - 1): "y"}
    return ends.get((row, column), f"{row},{column}")


@cache
def hidden_cause(*, of_exposure: bool) -> Diagram:
    """A hidden variable with thousands of children, all of them causes of x, and y its child."""
    below = [pair for i in range(CHILDREN) for pair in pairwise(("u", f"a{i}", "x"))]
    direct = [("u", "x")] if of_exposure else []
    return Diagram.of([*below, *direct, ("u", "y"), ("x", "y")], latent=["u"])


def rungs(first: str, last: str) -> list[tuple[str, str]]:
    """Forty diamonds one after the other: at each one may go left or right."""
    nodes = [first, *(f"d{index}" for index in range(1, RUNGS)), last]
    return [
        step
        for index, (above, below) in enumerate(pairwise(nodes))
        for side in (f"l{index}", f"r{index}")
        for step in pairwise((above, side, below))
    ]


@cache
def ladder() -> Diagram:
    """2 ** 40 back doors from x up to the top of the ladder and down it to y."""
    return Diagram.of([("top", "x"), ("x", "y"), *rungs("top", "y")])


@cache
def ladder_of_mediators() -> Diagram:
    """2 ** 40 ways in which x affects y, and one confounder."""
    return Diagram.of([("c", "x"), ("c", "y"), *rungs("x", "y")])
