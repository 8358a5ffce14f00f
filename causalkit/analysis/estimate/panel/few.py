"""Where an interval cannot be believed because too few units became exposed.

The interval is made from how units of one group differ among each other. Where a single state
changes its law, nothing shows how much that state's path would have strayed by chance, and the
interval takes it for certain. No number of periods makes up for that.

Source: Conley and Taber (2011), Inference with "difference in differences" with a small number
of policy changes; MacKinnon and Webb (2018), The wild bootstrap for few (treated) clusters.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.panel.panel import Panel
from causalkit.analysis.estimate.reading.columns import Mask
from causalkit.errors import EstimationError

FEW = 5
"""With fewer units or clusters than this in a group, its chance is not known."""


def few_exposed(panel: Panel) -> tuple[str, ...]:
    """Return a note on each side of the comparison that has very few units or clusters.

    Parameters
    ----------
    panel : Panel
        The panel.

    Returns
    -------
    tuple of str
        Empty where both sides have enough.

    Raises
    ------
    EstimationError
        If there is one on either side, so that no error can be estimated at all.
    """
    sides = {"exposed": ~panel.never, "never exposed": panel.never}
    counts = {name: units_or_clusters(panel, side) for name, side in sides.items() if side.any()}
    if set(counts.values()) == {1}:
        raise EstimationError(
            f"one {_noun(panel)} on either side: nothing shows how far chance alone moves it, so "
            f"there is no interval; add units"
        )
    return tuple(
        f"Only {count} {name} {_noun(panel)}{'s' if count > 1 else ''}: how far chance alone moves "
        f"so few can hardly be seen, and the interval is likely far too short (Conley and "
        f"Taber 2011)."
        for name, count in counts.items()
        if count < FEW
    )


def units_or_clusters(panel: Panel, chosen: Mask) -> int:
    """Return how many units, or clusters of units, there are among some.

    Parameters
    ----------
    panel : Panel
        The panel.
    chosen : ndarray of bool of shape (u,)
        Which units.

    Returns
    -------
    int
    """
    if panel.clusters is None:
        return int(np.count_nonzero(chosen))
    return len(np.unique(panel.clusters[chosen]))


def _noun(panel: Panel) -> str:
    return "unit" if panel.clusters is None else "cluster"
