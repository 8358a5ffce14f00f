"""The nearest people, with replacement: everybody may be chosen again and again.

Equally near people are all taken, and share the place (Abadie and Imbens 2006). Distances that
differ by less than rounding are equal; without that, which of two mirror images is nearer
would be decided by the last bit.

On a line the nearest of *n* points are found by sorting them and walking from the seeker to
both sides. In space a k-d tree finds how far the last of the nearest is away, and then
everybody who is no farther.

Source: Abadie and Imbens (2006), Large sample properties of matching estimators for average
treatment effects; Bentley (1975), Multidimensional binary search trees used for associative
searching.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.matched.matches import Matches, grouped, sets_of
from causalkit.analysis.estimate.matched.places import Places
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.reading.strata import Positions

ROUNDING = 1e-9
"""Distances that differ by less than this share of themselves are equal."""

ZERO = 1e-12
"""Distances that differ by less than this share of the whole spread are equal."""


def nearest(
    places: Places, seekers: Mask, donors: Mask, number: int, reach: float | None = None
) -> Matches:
    """Return the nearest donors of each seeker.

    Parameters
    ----------
    places : Places
        Where everybody is.
    seekers, donors : ndarray of bool of shape (n,)
        Who seeks, and who may be chosen; somebody who is both finds themselves first.
    number : int
        How many each gets; more where several are equally near.
    reach : float, optional
        How far away in log-odds of exposure a match may be; on a line only.

    Returns
    -------
    Matches
    """
    here, seeker = grouped(seekers, places.strata.number)
    there, donor = grouped(donors, places.strata.number)
    people = places.strata.count(donors)[there]
    if places.coordinates.shape[1] == 1:
        lengths, found = _on_a_line(places, here, there, people, number, reach)
    else:
        lengths, found = _in_space(places, here, there, people, number)
    return Matches(sets_of(lengths, found, len(there)), seeker, donor)


def _on_a_line(
    places: Places,
    here: Positions,
    there: Positions,
    people: Positions,
    number: int,
    reach: float | None,
) -> tuple[Positions, Positions]:
    """Return how many places each seeker's matches are at, and which, all in a row."""
    score = places.coordinates[:, 0]
    order = np.argsort(score[there], kind="stable")
    line, people = score[there][order], people[order]
    first, last = np.zeros(len(here), dtype=np.intp), np.full(len(here), len(there))
    if reach is not None:
        # Propensities are in the same order as their log-odds.
        log_odds, own = places.log_odds[there][order], places.log_odds[here]
        first = np.searchsorted(log_odds, own - reach * (1 + ROUNDING))
        last = np.searchsorted(log_odds, own + reach * (1 + ROUNDING), side="right")
    begin, end = _walk(score[here], line, people, number, first, last)
    lengths = end - begin
    starts = np.repeat(begin - (np.cumsum(lengths) - lengths), lengths)
    return lengths, order[starts + np.arange(lengths.sum())]


def _walk(
    seekers: Numbers,
    line: Numbers,
    people: Positions,
    number: int,
    first: Positions,
    last: Positions,
) -> tuple[Positions, Positions]:
    """Return where on a sorted line the nearest of each seeker begin and end."""
    left = np.clip(np.searchsorted(line, seekers), first, last) - 1
    right = left + 1
    zero = ZERO * float(np.ptp(np.concatenate([line, seekers])))
    reached, radius = np.zeros(len(seekers)), np.full(len(seekers), -np.inf)
    walking = np.arange(len(seekers))
    while walking.size:
        a, b, place = left[walking], right[walking], seekers[walking]
        leftward = np.where(a >= first[walking], place - line[a], np.inf)
        rightward = np.where(b < last[walking], line[np.minimum(b, len(line) - 1)] - place, np.inf)
        near = np.minimum(leftward, rightward)
        on = (reached[walking] < number) | (near <= radius[walking] * (1 + ROUNDING) + zero)
        on &= np.isfinite(near)
        walking, a, b, near = walking[on], a[on], b[on], near[on]
        limit = near * (1 + ROUNDING) + zero
        to_left, to_right = leftward[on] <= limit, rightward[on] <= limit
        reached[walking[to_left]] += people[a[to_left]]
        reached[walking[to_right]] += people[b[to_right]]
        left[walking] -= to_left
        right[walking] += to_right
        radius[walking] = near
    return left + 1, right


def _in_space(
    places: Places, here: Positions, there: Positions, people: Positions, number: int
) -> tuple[Positions, Positions]:
    """Return how many places each seeker's matches are at, and which, all in a row."""
    from scipy.spatial import cKDTree

    tree = cKDTree(places.coordinates[there])
    seekers = places.coordinates[here]
    most = min(number, len(there))
    distances, found = map(np.asarray, tree.query(seekers, k=np.arange(1, most + 1)))
    enough = np.cumsum(people[found], axis=1) >= number
    last = np.where(enough.any(axis=1), np.argmax(enough, axis=1), most - 1)
    radius = distances[np.arange(len(here)), last]
    zero = ZERO * float(np.ptp(places.coordinates, axis=0).max())
    within = tree.query_ball_point(seekers, radius * (1 + ROUNDING) + zero)
    lengths = np.fromiter(map(len, within), dtype=np.intp, count=len(here))
    return lengths, np.concatenate([np.asarray(each, dtype=np.intp) for each in within])
