"""Two-way fixed effects: each unit its own level, each period its own shift.

The outcome is regressed on the exposure, an indicator for each unit and one for each period.
The first take away what is constant about a unit, the second what happens to all in a period.
With one group that becomes exposed and one that does not, the coefficient is the change of the
first from all periods before to all periods after, less that of the second. With several
groups it is something else: a mixture in which groups exposed earlier serve as controls for
those exposed later, and an effect that grows over time counts against itself.

Source: Angrist and Pischke (2009), Mostly harmless econometrics, section 5.2; Goodman-Bacon
(2021), Difference-in-differences with variation in treatment timing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.panel.panel import Panel
from causalkit.analysis.estimate.reading.columns import Mask


def two_way_fixed_effects(panel: Panel) -> tuple[float, float]:
    """Return the coefficient of exposure beside unit and period effects, with its error.

    Parameters
    ----------
    panel : Panel
        The panel. Periods in which the exposure may already work in some group that is not
        exposed yet are left out.

    Returns
    -------
    (float, float)
        The coefficient and its standard error, by clusters of units.

    Notes
    -----
    linearmodels fits. The error is that of Liang and Zeger (1986) with the factor G / (G - 1)
    for G clusters. The effects of units are not counted as parameters, because each lies
    within one cluster.
    """
    from linearmodels.panel import PanelOLS

    units, periods = panel.outcome.shape
    index = pd.MultiIndex.from_product([range(units), range(periods)], names=["unit", "period"])
    exposed = np.arange(periods) >= panel.starts[:, None]
    clusters = np.arange(units) if panel.clusters is None else panel.clusters
    table = pd.DataFrame(
        {
            "outcome": panel.outcome.ravel(),
            "exposed": exposed.ravel().astype(np.float64),
            "weight": np.repeat(panel.weights, periods),
            "cluster": np.repeat(clusters, periods),
        },
        index=index,
    )
    table = table[np.tile(_settled(panel), units)]
    fitted = PanelOLS(
        table["outcome"],
        table[["exposed"]],
        weights=table["weight"] if panel.rows.weighted else None,
        entity_effects=True,
        time_effects=True,
    ).fit(
        cov_type="clustered",
        clusters=table[["cluster"]],
        group_debias=True,
        debiased=False,
        auto_df=False,
        count_effects=False,
    )
    return float(fitted.params["exposed"]), float(fitted.std_errors["exposed"])


def mixture(panel: Panel) -> float:
    """Return only the coefficient of that regression, by taking means away.

    Parameters
    ----------
    panel : Panel
        The panel.

    Returns
    -------
    float
        What is left of the exposure after unit and period means, held against the outcome
        (Frisch and Waugh 1933, Partial time regressions as compared with individual trends).
    """
    settled = _settled(panel)
    exposed = (np.arange(len(panel.periods)) >= panel.starts[:, None]).astype(np.float64)
    exposed, outcome = exposed[:, settled], panel.outcome[:, settled]
    left = exposed - exposed.mean(axis=1, keepdims=True)
    left = left - np.average(left, axis=0, weights=panel.weights)
    weighted = panel.weights[:, None] * left
    return float((weighted * outcome).sum() / (weighted * left).sum())


def _settled(panel: Panel) -> Mask:
    """Return the periods in which no group anticipates its exposure."""
    periods = np.arange(len(panel.periods))
    settled = np.ones(len(periods), dtype=bool)
    for start in panel.groups:
        settled &= ~((periods >= start - panel.anticipation) & (periods < start))
    return settled
