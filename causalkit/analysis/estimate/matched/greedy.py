"""The nearest people, without replacement: whoever has been chosen is gone.

Then the order matters. The people who are hardest to match choose first: for the exposed those
with the largest propensity score, for the unexposed those with the smallest. Each takes the
nearest who is left, and of several equally near the one who comes first in the table. Everybody
takes one match before anybody takes a second. This is *greedy*: nobody gives way later to
somebody who needs a match more.

Source: Rosenbaum (2002), Observational studies, section 10.3; Austin (2014), A comparison of 12
algorithms for matching on the propensity score, for the order.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from causalkit.analysis.estimate.matched.matches import Matches, grouped, sets_of
from causalkit.analysis.estimate.matched.nearest import ROUNDING
from causalkit.analysis.estimate.matched.places import Places
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.reading.strata import Positions

FEW = 4
"""So many of the nearest in space are looked at first."""


class Stock(Protocol):
    """The places at which donors are left."""

    def near(self, place: int) -> list[int]:
        """Return the nearest places that are left, all equally near; empty where there is none."""

    def remove(self, place: int) -> None:
        """Take a place out, because nobody is left there."""


def greedy(
    places: Places,
    seekers: Mask,
    donors: Mask,
    number: int,
    reach: float | None,
    *,
    largest_first: bool,
) -> Matches:
    """Return the nearest donors of each seeker, nobody chosen twice.

    Parameters
    ----------
    places : Places
        Where everybody is.
    seekers, donors : ndarray of bool of shape (n,)
        Who seeks, and who may be chosen.
    number : int
        How many each gets.
    reach : float or None
        How far away in log-odds of exposure a match may be; on a line only.
    largest_first : bool
        Whether the seekers with the largest propensity score choose first, or those with the
        smallest.

    Returns
    -------
    Matches
    """
    log_odds = places.log_odds[places.strata.number]
    own, seeker = grouped(seekers, np.arange(len(seekers)))
    there, donor = grouped(donors, np.arange(len(donors)))
    order = np.argsort(-log_odds[own] if largest_first else log_odds[own], kind="stable")
    queues = _queues(places, donors)
    stock = _stock(places, np.array(sorted(queues), dtype=np.intp), reach)
    chosen: list[list[int]] = [[] for _ in own]
    for _ in range(number):
        for each in order.tolist():
            near = stock.near(int(places.strata.number[own[each]]))
            if near:
                chosen[each].append(_take(queues, stock, near))
    lengths = np.fromiter(map(len, chosen), dtype=np.intp, count=len(own))
    found = donor[np.array([row for rows in chosen for row in rows], dtype=np.intp)]
    return Matches(sets_of(lengths, found, len(there)), seeker, donor)


def _queues(places: Places, donors: Mask) -> dict[int, list[int]]:
    """Return the donors at each place, the first in the table last in the list."""
    queues: dict[int, list[int]] = {}
    for row in np.flatnonzero(donors)[::-1].tolist():
        queues.setdefault(int(places.strata.number[row]), []).append(row)
    return queues


def _take(queues: dict[int, list[int]], stock: Stock, near: list[int]) -> int:
    place = min(near, key=lambda each: queues[each][-1])
    row = queues[place].pop()
    if not queues[place]:
        stock.remove(place)
    return row


def _stock(places: Places, there: Positions, reach: float | None) -> Stock:
    if places.coordinates.shape[1] == 1:
        return Line(places.coordinates[:, 0], places.log_odds, there, reach)
    return Space(places.coordinates, there)


class Line:
    """Places on a line, each of which knows the next that is left on either side.

    Parameters
    ----------
    score, log_odds : ndarray of float of shape (k,)
        Where all the places are, and their log-odds of exposure, in the same order.
    there : ndarray of int of shape (b,)
        The places with donors.
    reach : float or None
        How far away in log-odds a match may be.
    """

    def __init__(
        self, score: Numbers, log_odds: Numbers, there: Positions, reach: float | None
    ) -> None:
        self._places = there[np.argsort(score[there], kind="stable")]
        self._score, self._log_odds = score, log_odds
        self._reach = np.inf if reach is None else reach * (1 + ROUNDING)
        self._begin = np.searchsorted(score[self._places], score).tolist()
        self._position = {int(place): at for at, place in enumerate(self._places.tolist())}
        # Position 0 and the last one are ends at which nobody is.
        self._left = list(range(len(there) + 2))
        self._right = list(range(len(there) + 2))

    def near(self, place: int) -> list[int]:
        """Return the nearest places that are left, all equally near; empty where there is none."""
        begin = self._begin[place]
        found = self._beside(place, self._left, begin, -1)
        found += self._beside(place, self._right, begin + 1, 1)
        shortest = min((gap for gap, _ in found), default=0.0)
        return [each for gap, each in found if gap <= shortest * (1 + ROUNDING)]

    def _beside(self, place: int, chain: list[int], at: int, step: int) -> list[tuple[float, int]]:
        """Return the nearest places on one side with their distances."""
        found: list[tuple[float, int]] = []
        while 0 < (at := _followed(chain, at)) <= len(self._places):
            each = int(self._places[at - 1])
            gap = abs(float(self._score[each] - self._score[place]))
            if abs(self._log_odds[each] - self._log_odds[place]) > self._reach:
                break
            if found and gap > found[0][0] * (1 + ROUNDING):
                break
            found.append((gap, each))
            at += step
        return found

    def remove(self, place: int) -> None:
        """Take a place out, because nobody is left there."""
        at = self._position[place] + 1
        self._left[at], self._right[at] = at - 1, at + 1


def _followed(next_left: list[int], at: int) -> int:
    """Return where the chain of removed places ends, and shorten it on the way."""
    end = at
    while next_left[end] != end:
        end = next_left[end]
    while next_left[at] != end:
        next_left[at], at = end, next_left[at]
    return end


class Space:
    """Places in space, in a tree that is built anew whenever half of them are gone.

    Parameters
    ----------
    coordinates : ndarray of float of shape (k, d)
        Where all the places are.
    there : ndarray of int of shape (b,)
        The places with donors.
    """

    def __init__(self, coordinates: Numbers, there: Positions) -> None:
        self._coordinates = coordinates
        self._plant(there)

    def _plant(self, there: Positions) -> None:
        from scipy.spatial import cKDTree

        self._there, self._gone = there, np.zeros(len(there), dtype=bool)
        self._position = {int(place): at for at, place in enumerate(there.tolist())}
        self._tree = cKDTree(self._coordinates[there])

    def near(self, place: int) -> list[int]:
        """Return the nearest places that are left, all equally near; empty where there is none."""
        for number in _doubled(FEW, len(self._there)):
            nearest = self._tree.query(self._coordinates[place], k=np.arange(1, number + 1))
            gaps, found = map(np.asarray, nearest)
            left = ~self._gone[found]
            if not left.any():
                continue
            limit = gaps[left][0] * (1 + ROUNDING)
            if number == len(self._there) or gaps[-1] > limit:
                return [int(each) for each in self._there[found[left & (gaps <= limit)]]]
        return []

    def remove(self, place: int) -> None:
        """Take a place out, because nobody is left there."""
        self._gone[self._position[place]] = True
        if 2 * np.count_nonzero(self._gone) >= len(self._there):
            self._plant(self._there[~self._gone])


def _doubled(number: int, most: int) -> list[int]:
    """Return numbers that double, up to the most there are."""
    numbers = []
    while number < most:
        numbers.append(number)
        number *= 2
    return [*numbers, most] if most else []
