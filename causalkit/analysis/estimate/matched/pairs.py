"""The matches themselves, to be looked at, and the weights that they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.matched.matches import NOBODY, Matches
from causalkit.analysis.estimate.matched.pairing import Pairing, pair_up
from causalkit.analysis.estimate.matched.rule import Distance, Rule
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.reading.strata import Positions
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def matched_pairs(
    data: pd.DataFrame,
    identification: Identification,
    *,
    sampling: Sampling = SIMPLE,
    distance: Distance = "propensity",
    neighbours: int = 1,
    replacement: bool = True,
    caliper: float | None = None,
) -> pd.DataFrame:
    """Return who was matched to whom.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor
        The question, and what to adjust for.
    sampling : Sampling, optional
        Survey weights.
    distance, neighbours, replacement, caliper : optional
        How people are matched, as in
        :func:`~causalkit.analysis.estimate.matched.matching.matching`.

    Returns
    -------
    pandas.DataFrame
        One row for each pair: ``person`` and ``match`` are row labels of the data, ``weight``
        is the share of the match in the set of the person, and ``distance`` how far apart they
        are. Who found no match does not occur.

    Raises
    ------
    EstimationError
        If people cannot be matched so.

    Examples
    --------
    >>> from causalkit.analysis.identify import Backdoor
    >>> from causalkit.graph.question import Question
    >>> frame = pd.DataFrame({"age": [30, 31, 50, 52, 40], "kratom": [1, 0, 1, 0, 0]})
    >>> frame["phq9"] = [9, 7, 6, 8, 5]
    >>> asked = Question.of("kratom", "phq9", population="exposed")
    >>> backdoor = Backdoor(asked, ("age",), (("age",),), complete=True)
    >>> pairs = matched_pairs(frame, backdoor, distance="mahalanobis")
    >>> pairs[["person", "match", "weight"]].values.tolist()
    [[0.0, 1.0, 1.0], [2.0, 3.0, 1.0]]
    """
    check_suits("matching", identification, ADJUSTMENT)
    place = _unused(data)
    numbered = data.assign(**{place: np.arange(len(data))})
    rows = prepare(numbered, identification, sampling=sampling, others=(place,))
    pairing = _pairing(rows, Rule(distance, neighbours, replacement, caliper))
    tables = [_table(pairing, each) for each in (pairing.among_treated, pairing.among_reference)]
    pairs = pd.concat(tables).sort_values(["person", "distance", "match"], ignore_index=True)
    labels = data.index[rows.others[0].values.astype(int)]
    return pairs.assign(person=labels[pairs["person"]], match=labels[pairs["match"]])


def matching_weights(
    rows: Rows,
    *,
    distance: Distance = "propensity",
    neighbours: int = 1,
    replacement: bool = True,
    caliper: float | None = None,
) -> Numbers:
    """Return how much each row counts after matching, for itself and as a match of others.

    Parameters
    ----------
    rows : Rows
        The people, as :func:`~causalkit.analysis.estimate.data.rows.prepare` returns them.
    distance, neighbours, replacement, caliper : optional
        How people are matched, as in
        :func:`~causalkit.analysis.estimate.matched.matching.matching`.

    Returns
    -------
    ndarray of float of shape (n,)
        Without bias correction, the difference of the means under these weights is the
        estimate. Zero for who was not matched and is nobody's match.

    Raises
    ------
    EstimationError
        If people cannot be matched so.

    Examples
    --------
    >>> from causalkit.analysis.identify import Backdoor
    >>> from causalkit.graph.question import Question
    >>> frame = pd.DataFrame({"age": [30, 31, 30, 52, 40], "kratom": [1, 0, 1, 0, 0]})
    >>> frame["phq9"] = [9, 7, 6, 8, 5]
    >>> asked = Question.of("kratom", "phq9", population="exposed")
    >>> rows = prepare(frame, Backdoor(asked, ("age",), (("age",),), complete=True))
    >>> matching_weights(rows, distance="mahalanobis").tolist()
    [1.0, 2.0, 1.0, 0.0, 0.0]
    """
    return _pairing(rows, Rule(distance, neighbours, replacement, caliper)).weights


def _pairing(rows: Rows, rule: Rule) -> Pairing:
    rule.check(rows.question.population)
    with quiet():
        return pair_up(rows, design(rows.covariates, rows.n).matrix, rule)


def _unused(data: pd.DataFrame) -> str:
    """Return a name that no column has."""
    name = "row"
    while name in data.columns:
        name += "_"
    return name


def _table(pairing: Pairing, matches: Matches) -> pd.DataFrame:
    """Return the pairs of one direction, with positions of rows."""
    pairs = _by_person(matches).tocoo()
    person, match = pairs.coords
    weights = pairing.rows.weights[match]
    places = pairing.places.coordinates[pairing.places.strata.number]
    apart = np.sqrt(((places[person] - places[match]) ** 2).sum(axis=1))
    total = np.bincount(person, weights, minlength=pairing.rows.n)[person]
    return pd.DataFrame(
        {"person": person, "match": match, "weight": weights / total, "distance": apart}
    )


def _by_person(matches: Matches) -> csr_array[np.float64]:
    """Return one where a row is in the set of another, an array of shape (n, n)."""
    seekers = _members(matches.seeker, matches.sets.shape[0])
    donors = _members(matches.donor, matches.sets.shape[1])
    return seekers @ matches.sets @ donors.T


def _members(group: Positions, groups: int) -> csr_array[np.float64]:
    """Return one where a row is in a group, an array of shape (n, groups)."""
    from scipy.sparse import csr_array

    inside = np.flatnonzero(group != NOBODY)
    coordinates = (inside, group[inside])
    return csr_array((np.ones(len(inside)), coordinates), shape=(len(group), groups))
