"""Parts of the rows for cross-fitting: nobody is predicted by a model that has seen them.

A flexible model bends towards the people it was fitted to. Judged by those same people, its
errors look smaller than they are. So the rows are dealt out into parts at random, and each
part is predicted by models of the others. People who were drawn together stay together, for
a model that has seen a pupil's class has seen something of the pupil.

Source: Chernozhukov et al. (2018), Double/debiased machine learning for treatment and
structural parameters.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.nuisance.propensity import setting_groups
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError


def check_folds(rows: Rows, folds: int | None) -> None:
    """Raise unless the rows can be dealt out into so many parts.

    Parameters
    ----------
    rows : Rows
        The rows.
    folds : int, optional
        The number of parts.

    Raises
    ------
    EstimationError
        If it is not a whole number of at least two, or some setting of the exposure has fewer
        people than parts, or there are fewer clusters.
    """
    if folds is None:
        return
    if isinstance(folds, bool) or not isinstance(folds, (int, np.integer)) or folds < 2:
        raise EstimationError(f"folds is a whole number of at least 2, such as 5; not {folds!r}")
    if rows.clusters is not None:
        smallest, what = len(np.unique(rows.clusters)), "clusters"
    else:
        smallest, what = int(np.bincount(setting_groups(rows)).min()), "rows of some setting"
    if smallest < folds:
        raise EstimationError(
            f"{smallest} {what} cannot be dealt out into {folds} folds; take fewer folds"
        )


def fold_numbers(rows: Rows, folds: int, seed: int) -> Groups:
    """Return the part of each row, dealt out at random and evenly.

    Parameters
    ----------
    rows : Rows
        The rows.
    folds : int
        The number of parts.
    seed : int
        Decides who is in which part.

    Returns
    -------
    ndarray of int of shape (n,)
        The groups are spread evenly over the parts; where there are clusters, the clusters are.
    """
    rng = np.random.default_rng(seed)
    if rows.clusters is not None:
        _, clusters = np.unique(rows.clusters, return_inverse=True)
        return np.asarray(rng.permutation(np.arange(clusters.max() + 1) % folds)[clusters])
    # Shuffled first and sorted by group then, so that dealing in turn spreads each group.
    order = rng.permutation(rows.n)
    order = order[np.argsort(setting_groups(rows)[order], kind="stable")]
    dealt = np.empty(rows.n, dtype=np.intp)
    dealt[order] = np.arange(rows.n) % folds
    return dealt
