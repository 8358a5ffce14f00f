"""Did the groups move in parallel before? A joint test, and what it cannot say.

Before exposure there is no effect, so all the differences-in-differences there should be nil.
A test asks whether they are so far from it, all together, that chance is no explanation. A
clear yes is bad news. A no is weak news: the test speaks of the past, while the assumption is
about what would have come; and in small samples it overlooks trends that are steep enough to
make up the whole effect. Worse, whoever reports only what passed the test reports the samples
in which chance hid the trend.

Source: Roth (2022), Pretest with caution: event-study estimates after testing for parallel
trends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.effect.contrast import normal_quantile
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.panel.few import FEW
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


@dataclass(frozen=True)
class Pretrend:
    """What a joint test of the periods before exposure found.

    Parameters
    ----------
    periods : int
        Number of periods tested, besides the reference.
    p_value : float or None
        How likely departures this large would be if there were none; None where nothing could
        be tested.
    verdict : str
        What that does and does not show.
    """

    periods: int
    p_value: float | None
    verdict: str


def pretrend(before: tuple[Mean, ...], clusters: Groups | None, level: float) -> Pretrend:
    """Return the joint test that all effects before exposure are nil.

    Parameters
    ----------
    before : tuple of Mean
        The effects before exposure, with the influence of each unit.
    clusters : ndarray of int of shape (u,), optional
        Which units were drawn together.
    level : float
        Level of confidence.

    Returns
    -------
    Pretrend

    Notes
    -----
    Hotelling's T², that is, Wald's test with an F distribution that knows of the number of
    units or clusters.

    Examples
    --------
    >>> pretrend((), None, 0.95).p_value is None
    True
    """
    if not before:
        return Pretrend(0, None, NOTHING)
    values = np.array([mean.value for mean in before])
    influences = _by_cluster(np.array([mean.influence for mean in before]), clusters)
    number, size = len(values), influences.shape[1]
    covariance = influences @ influences.T
    if size <= number or np.linalg.matrix_rank(covariance, hermitian=True) < number:
        return Pretrend(number, None, TOO_MANY)
    wald = float(values @ np.linalg.solve(covariance, values))
    p_value = _tail(wald, number, size)
    unseen = normal_quantile(level) * float(np.sqrt(np.diagonal(covariance)).max())
    return Pretrend(number, p_value, _verdict(p_value, number, unseen, level))


def _by_cluster(influences: Numbers, clusters: Groups | None) -> Numbers:
    """Return what each unit or cluster contributes to the error of each effect."""
    units = influences.shape[1]
    if clusters is None:
        return np.asarray(influences / units)
    _, members = np.unique(clusters, return_inverse=True)
    sums = np.array([np.bincount(members, weights=each) for each in influences])
    number = sums.shape[1]
    return np.asarray(sums / units * np.sqrt(number / (number - 1)))


def _tail(wald: float, number: int, size: int) -> float:
    from scipy.special import fdtrc

    return float(fdtrc(number, size - number, wald * (size - number) / (number * (size - 1))))


NOTHING = (
    f"No period before exposure, besides the reference, is seen in {FEW} or more exposed units, so "
    f"nothing shows whether the groups moved in parallel; it has to be believed."
)
TOO_MANY = (
    "The periods before exposure cannot be tested together, because there are too few units or "
    "clusters for so many; a shorter window may be tested."
)


def _verdict(p_value: float, number: int, unseen: float, level: float) -> str:
    shown = f"p = {p_value:.2g}"
    tested = "the period" if number == 1 else f"the {number} periods"
    if p_value < 1 - level:
        return (
            f"The groups did not move in parallel in {tested} before exposure ({shown}), so there "
            f"is no reason to think that they would have done so afterwards; what is shown after "
            f"exposure need not be its effect."
        )
    return (
        f"In {tested} before exposure no departure from parallel trends was seen ({shown}). That "
        f"does not show that trends are parallel: a departure of less than about {unseen:.2g} in a "
        f"period would hardly be noticed, and the test knows nothing of what came later "
        f"(Roth 2022)."
    )
