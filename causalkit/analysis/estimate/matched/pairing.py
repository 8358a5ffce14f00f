"""Everybody in the population beside those who were matched to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.matched.greedy import greedy
from causalkit.analysis.estimate.matched.matches import Matches, nobody
from causalkit.analysis.estimate.matched.nearest import nearest
from causalkit.analysis.estimate.matched.places import Places, places_of
from causalkit.analysis.estimate.matched.rule import Rule
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.errors import EstimationError


@dataclass(frozen=True, eq=False)
class Pairing:
    """Who was matched to whom under a rule.

    Parameters
    ----------
    rows : Rows
        The people.
    places : Places
        Where they stand.
    among_treated, among_reference : Matches
        The matches that people of one group found in the other.
    """

    rows: Rows
    places: Places
    among_treated: Matches
    among_reference: Matches

    @cached_property
    def matched(self) -> Mask:
        """The people averaged over who found a match, an array of shape (n,)."""
        return np.asarray(self.among_treated.found | self.among_reference.found)

    @property
    def unmatched(self) -> int:
        """How many people found nobody within reach."""
        return int(np.count_nonzero(self.rows.target) - np.count_nonzero(self.matched))

    @cached_property
    def goal(self) -> Numbers:
        """How much each person counts in the population, an array of shape (n,) of sum 1."""
        counted = self.rows.weights * self.matched
        return np.asarray(counted / counted.sum())

    @cached_property
    def weights(self) -> Numbers:
        """How much each person counts, as a member and as a match, an array of shape (n,)."""
        own, survey = self.rows.weights * self.matched, self.rows.weights
        loads = (each.load(own, survey) for each in (self.among_treated, self.among_reference))
        return np.asarray(own + sum(loads))


def pair_up(rows: Rows, terms: Numbers, rule: Rule) -> Pairing:
    """Return matches for everybody in the population asked about.

    Parameters
    ----------
    rows : Rows
        The people.
    terms : ndarray of float of shape (n, p)
        The design of the covariates, for the propensity score.
    rule : Rule
        How they are matched.

    Returns
    -------
    Pairing

    Raises
    ------
    EstimationError
        If the rows are not of two groups, have survey weights that do not go with the rule,
        nobody has a match within the caliper, or there are too few people to match without
        replacement.
    """
    check_two_groups(rows)
    _check_weights(rows, rule)
    places = places_of(rows, terms, rule)
    reach = None if rule.caliper is None else rule.caliper * places.spread(rows)
    pairing = Pairing(
        rows,
        places,
        _search(rows, places, rule, reach, among_treated=True),
        _search(rows, places, rule, reach, among_treated=False),
    )
    if not pairing.matched.any():
        raise EstimationError(
            f"nobody has a match within {rule.caliper:g} standard deviations of the log-odds of "
            f"exposure; widen the caliper, or look at how far the groups are apart"
        )
    return pairing


def check_two_groups(rows: Rows) -> None:
    """Raise unless everybody is in one of the two groups compared.

    Parameters
    ----------
    rows : Rows
        The people.

    Raises
    ------
    EstimationError
        If somebody is not, or a group has fewer than two people.
    """
    rows.check_arms()
    others = rows.n - np.count_nonzero(rows.treated) - np.count_nonzero(rows.reference)
    if others:
        names = " and ".join(f'"{column.name}"' for column in rows.exposures)
        raise EstimationError(
            f"matching compares two groups, but in {others} of {rows.n} rows {names} has "
            f"another value than the two compared; use regression or stratification"
        )


def _check_weights(rows: Rows, rule: Rule) -> None:
    # Within one score the weights depend on covariates, and a match is drawn without them.
    if rows.weighted and rule.on_a_line:
        raise EstimationError(
            "with survey weights, people matched on the propensity score stand for the sample and "
            'not for the population; use distance="mahalanobis", or weighting'
        )


def _search(
    rows: Rows, places: Places, rule: Rule, reach: float | None, *, among_treated: bool
) -> Matches:
    """Return the matches in one group of those people of the other who are averaged over."""
    donors = rows.treated if among_treated else rows.reference
    seekers = rows.target & ~donors
    if not seekers.any():
        return nobody(rows.n)
    if rule.replacement:
        return nearest(places, seekers, donors, rule.neighbours, reach)
    sought, left = np.count_nonzero(seekers), np.count_nonzero(donors)
    if sought > left:
        raise EstimationError(
            f"{sought} people seek a match without replacement among {left}; match with "
            f"replacement, or ask for the effect in the other group"
        )
    # The exposed with the largest propensity have the fewest unexposed near them.
    return greedy(places, seekers, donors, rule.neighbours, reach, largest_first=not among_treated)
