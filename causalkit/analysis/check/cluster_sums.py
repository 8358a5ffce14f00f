"""Influences of people who were drawn together, added up before they are squared."""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


def cluster_sums(influence: Numbers, clusters: Groups | None) -> Numbers:
    """Return influences, whose outer products add up to a covariance matrix, by cluster.

    Parameters
    ----------
    influence : ndarray of float of shape (n, k)
        The influence of each row on each of several figures.
    clusters : ndarray of int of shape (n,), optional
        Who was drawn together.

    Returns
    -------
    ndarray of float of shape (g, k)
        The sum in each of the g clusters, times the square root of g / (g - 1) for having
        few of them; the influences themselves where there are no clusters.

    Examples
    --------
    >>> cluster_sums(np.array([[1.0], [2.0], [-3.0]]), np.array([0, 0, 1])).round(3)
    array([[ 4.243],
           [-4.243]])
    """
    if clusters is None:
        return influence
    numbers = np.unique(clusters, return_inverse=True)[1]
    sums = np.zeros((numbers.max() + 1, influence.shape[1]))
    np.add.at(sums, numbers, influence)
    return np.asarray(sums * np.sqrt(len(sums) / (len(sums) - 1)))
