"""The scale of an effect: what two true means are, compared."""

from __future__ import annotations

from causalkit.errors import TruthError


def effect_of(treated: float, reference: float, scale: str) -> tuple[float, tuple[float, float]]:
    """Return the effect that two means make, and how it changes with each of them.

    Parameters
    ----------
    treated, reference : float
        Mean outcome under either setting.
    scale : {"difference", "ratio", "odds ratio"}
        How they are compared.

    Returns
    -------
    value : float
        The effect.
    slopes : tuple of float
        Its derivatives with respect to the two means, for the delta method.

    Raises
    ------
    TruthError
        If the reference mean is 0, or an odds ratio is asked for and a mean is no
        probability between 0 and 1.

    Examples
    --------
    >>> effect_of(0.5, 0.25, "ratio")[0], round(effect_of(0.5, 0.25, "odds ratio")[0], 6)
    (2.0, 3.0)
    """
    if scale == "difference":
        return treated - reference, (1.0, -1.0)
    if scale == "ratio":
        return _ratio(treated, reference)
    return _odds_ratio(treated, reference)


def _ratio(treated: float, reference: float) -> tuple[float, tuple[float, float]]:
    if reference == 0.0:
        raise TruthError("the mean outcome under the reference is 0; ask for a difference.")
    value = treated / reference
    return value, (1 / reference, -value / reference)


def _odds_ratio(treated: float, reference: float) -> tuple[float, tuple[float, float]]:
    if not (0 < treated < 1 and 0 < reference < 1):
        raise TruthError(
            f"the mean outcomes are {treated:g} and {reference:g}; odds need an outcome of zeros "
            f"and ones with a mean between them, so ask for a difference."
        )
    value = treated / (1 - treated) / (reference / (1 - reference))
    return value, (value / (treated * (1 - treated)), -value / (reference * (1 - reference)))
