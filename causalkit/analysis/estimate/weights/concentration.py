"""How many people carry the weight.

A weighted mean of a thousand people may rest on ten of them. The *effective sample size* is
the number of people with equal weights who would make a mean as precise. Where few people
carry most of the weight, the mean depends on who happened to be among them, and its
interval, made for many, is too short.

Source: Kish (1965), Survey sampling, section 11.7.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.reading.columns import Numbers

FEW, MANY = 0.1, 30
"""A group is carried by few people if half of its weight is on a tenth of it, fewer than 30."""


def effective_size(weights: Numbers) -> float:
    """Return the number of people with equal weights who would make a mean as precise.

    Parameters
    ----------
    weights : ndarray of float of shape (n,)
        The weights of a group; people of weight zero are outside of it.

    Returns
    -------
    float

    Examples
    --------
    >>> effective_size(np.array([1.0, 1.0, 2.0]))
    2.6666666666666665
    """
    return float(weights.sum() ** 2 / (weights @ weights))


def weight_figures(treated: Numbers, reference: Numbers) -> dict[str, float]:
    """Return the diagnostics of the weights of two groups.

    Parameters
    ----------
    treated, reference : ndarray of float of shape (n,)
        Their weights, survey weights included; zero outside of the group.

    Returns
    -------
    dict of str to float

    Examples
    --------
    >>> weight_figures(np.array([1.0, 3.0, 0.0]), np.array([0.0, 0.0, 2.0]))["largest weight share"]
    1.0
    """
    return {
        "effective sample size, treated": effective_size(treated),
        "effective sample size, reference": effective_size(reference),
        "largest weight share": max(_largest_share(each) for each in (treated, reference)),
    }


def weight_notes(**groups: Numbers) -> tuple[str, ...]:
    """Return a note for each group of which few people carry most of the weight.

    Parameters
    ----------
    **groups : ndarray of float of shape (n,)
        The weights of each group by its name; zero outside of it.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> weight_notes(treated=np.array([10.0] + [1.0] * 9), reference=np.ones(10))
    ('Half of the weight of the treated group rests on 1 of its 10 people, so the interval may \
be too short; see the overlap of the groups.',)
    """
    found = (
        (name, _carriers(weights), np.count_nonzero(weights)) for name, weights in groups.items()
    )
    return tuple(
        f"Half of the weight of the {name} group rests on {few} of its {size} people, so the "
        f"interval may be too short; see the overlap of the groups."
        for name, few, size in found
        if few <= FEW * size and few < MANY
    )


def _carriers(weights: Numbers) -> int:
    """Return the smallest number of people who have half of the weight."""
    largest_first = np.sort(weights)[::-1]
    return int(np.searchsorted(np.cumsum(largest_first), weights.sum() / 2) + 1)


def _largest_share(weights: Numbers) -> float:
    return float(weights.max() / weights.sum())
