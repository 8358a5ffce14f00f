"""What is asked for: the distribution of outcomes when exposures are set by hand."""

from __future__ import annotations

from dataclasses import dataclass

from causalkit.analysis.identify.phrases import listed


@dataclass(frozen=True)
class Query:
    """An interventional distribution, P(outcome | do(exposure), given).

    Parameters
    ----------
    outcome : tuple of str
        The variables whose distribution is asked for, at least one.
    exposure : tuple of str
        The variables that are set by hand.
    given : tuple of str
        The variables that are known, after the exposures have been set.

    Examples
    --------
    >>> print(Query(("phq9",), ("kratom",), ("age",)))
    P(phq9 | do(kratom), age)
    """

    outcome: tuple[str, ...]
    exposure: tuple[str, ...] = ()
    given: tuple[str, ...] = ()

    def __str__(self) -> str:
        done = (f"do({', '.join(self.exposure)})",) if self.exposure else ()
        known = ", ".join((*done, *self.given))
        return f"P({', '.join(self.outcome)}{f' | {known}' if known else ''})"

    @property
    def variables(self) -> tuple[str, ...]:
        """All variables that it names."""
        return (*self.outcome, *self.exposure, *self.given)

    @property
    def effect(self) -> str:
        """What is asked for, as the subject of a sentence."""
        if not self.exposure:
            return f"distribution of {listed(self.outcome)}"
        among = f" given {listed(self.given)}" if self.given else ""
        return f"effect of {listed(self.exposure)} on {listed(self.outcome)}{among}"
