"""What a diagram says about a question, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from causalkit.analysis.identify.phrases import listed
from causalkit.errors import NotIdentified

if TYPE_CHECKING:
    from causalkit.analysis.identify import Instrument
    from causalkit.analysis.identify.findings import Findings

WAYS = {
    "adjustment": "adjusting for covariates",
    "frontdoor": "the front-door criterion",
    "functional": "a formula of what is observed",
}
LONGEST = 800
"""Characters of an answer that people still read."""

Answer = TypeVar("Answer")


def verdict(found: Findings) -> str:
    """Return in one sentence whether the effect is identified, and by what.

    Parameters
    ----------
    found : Findings
        The findings.

    Returns
    -------
    str
    """
    if found.identified:
        return f"Identified by {listed(WAYS[way] for way in found.by)}."
    return "Not identified: no formula of what is observed gives the effect."


def answers(found: Findings) -> Iterator[tuple[str, str]]:
    """Return every way to the effect and what the diagram says of it.

    Parameters
    ----------
    found : Findings
        The findings.

    Yields
    ------
    way, answer : str
        What was looked for; what was found, or why there is none.
    """
    adjustment, direct = found.adjustment, found.direct
    frontdoor, functional, instruments = found.frontdoor, found.functional, found.instruments
    yield "adjust for", _either(adjustment, lambda each: names_in_words(each.adjustment))
    if not isinstance(adjustment, NotIdentified):
        yield "most precise", _most_precise(found)
    if not isinstance(found.missing, NotIdentified) and found.missing.incomplete:
        yield "missing values", f"{found.missing.verdict}: {found.missing.reason}"
    yield (
        "direct effect",
        _either(direct, lambda each: f"adjust for {names_in_words(each.sets[0])}"),
    )
    yield "front door", _either(frontdoor, lambda each: f"through {names_in_words(each.mediators)}")
    yield "formula", _either(functional, lambda each: each.text)
    yield "instruments", _either(instruments, _instruments)


def _most_precise(found: Findings) -> str:
    if not isinstance(found.optimal, NotIdentified):
        return names_in_words(found.optimal)
    return f"{_either(found.optimal_minimal, names_in_words)} (of the minimal sets)"


def _instruments(found: tuple[Instrument, ...]) -> str:
    assumption = "with linearity, or if nobody is moved the wrong way"
    return f"{'; '.join(map(str, found))} ({assumption})"


def _either(answer: Answer | NotIdentified, write: Callable[[Answer], str]) -> str:
    return shortened(f"none: {answer}" if isinstance(answer, NotIdentified) else write(answer))


def names_in_words(names: Iterable[str]) -> str:
    """Return some variables as words.

    Parameters
    ----------
    names : iterable of str
        The variables.

    Returns
    -------
    str

    Examples
    --------
    >>> names_in_words(["age", "pain"]), names_in_words([])
    ('age, pain', 'nothing')
    """
    return shortened(", ".join(names) or "nothing")


def shortened(text: str) -> str:
    """Return a text, cut where nobody would read on.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str

    Examples
    --------
    >>> shortened("pain")
    'pain'
    """
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … (whole with --json)"
