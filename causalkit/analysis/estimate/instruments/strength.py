"""How strong an instrument is: how far its move of the exposure stands out from chance.

If the instrument hardly moves the exposure, the estimate divides by nearly nothing. Then it
is drawn towards the naive estimate, its distribution is far from normal, and the usual
interval misses the truth far too often. The *first-stage F statistic* tells. Where errors
differ between people or go together within clusters, the usual F is misleading, and the
*effective* F takes its place; for a single instrument it is the robust F.

Source: Staiger and Stock (1997), Instrumental variables regression with weak instruments;
Montiel Olea and Pflueger (2013), A robust test for weak instruments; Lee, McCrary, Moreira
and Porter (2022), Valid t-ratio inference for IV.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.instruments.reduced_form import ReducedForm

WEAK = 10.0
"""A first-stage F below this is weak, by the rule of Staiger and Stock."""

SAFE = 104.7
"""From this F on the usual 95 % interval of a single instrument holds its level."""


@dataclass(frozen=True)
class Strength:
    """How strongly the instruments move the exposure.

    Parameters
    ----------
    f : float
        The effective F statistic of the first stage.
    partial_r2 : float
        The share of the exposure's variation, given the covariates, that they explain.
    """

    f: float
    partial_r2: float

    @property
    def figures(self) -> dict[str, float]:
        """The figures by name."""
        return {"first-stage F": self.f, "partial R²": self.partial_r2}

    def notes(self, robust: str) -> tuple[str, ...]:
        """Return what a reader of the usual interval has to know.

        Parameters
        ----------
        robust : str
            What to ask for to get an interval that is valid all the same.

        Returns
        -------
        tuple of str
        """
        if self.f < WEAK:
            sentence = (
                f"The instrument is weak: the first-stage F is {self.f:.1f}, and below {WEAK:g} "
                f"(Staiger and Stock 1997) the estimate is biased and the usual interval does not "
                f"hold its level; ask for {robust}."
            )
        else:
            sentence = (
                f"The first-stage F is {self.f:.1f}. Below {SAFE} the usual 95 % interval may be "
                f"too short (Lee et al. 2022); {robust} holds its level at any F."
            )
        return (sentence,) if self.f < SAFE else ()


def strength(form: ReducedForm) -> Strength:
    """Return how strongly the instruments move the exposure.

    Parameters
    ----------
    form : ReducedForm
        What they do to it.

    Returns
    -------
    Strength

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> form = ReducedForm(np.array([3.0]), np.array([1.0]), one, 0.01 * one, 0 * one, one, 2.0)
    >>> strength(form)
    Strength(f=100.0, partial_r2=0.5)
    """
    explained = float(form.exposure @ form.products @ form.exposure)
    chance = float(np.trace(form.exposure_covariance @ form.products))
    return Strength(explained / chance if chance > 0 else np.inf, explained / form.variation)
