"""What people read of a diagram: the findings as tables and sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from causalkit.analysis.identify.phrases import listed
from causalkit.cli.screen import console, table
from causalkit.errors import NotIdentified

if TYPE_CHECKING:
    from rich.table import Table

    from causalkit.analysis.identify import Backdoor, Instrument
    from causalkit.analysis.identify.findings import Findings

WAYS = {
    "adjustment": "adjusting for covariates",
    "frontdoor": "the front-door criterion",
    "functional": "a formula of what is observed",
}
SHOWN, MOST_ROLES = 12, 60
"""Rows of a table for people; programs get them all."""

LONGEST = 800
"""Characters of an answer that people still read."""

Answer = TypeVar("Answer")


def print_findings(name: str, found: Findings) -> None:
    """Print what a diagram says about a question.

    Parameters
    ----------
    name : str
        Name of the diagram.
    found : Findings
        The findings.
    """
    screen = console()
    screen.print(name, style="bold")
    screen.print(f"Question: {found.question}")
    screen.print(f"{verdict(found)}\n")
    for explanation in found.explanations:
        screen.print(f"{_capital(str(explanation))}\n")
    screen.print(_ways(found))
    if not isinstance(found.adjustment, NotIdentified):
        screen.print(_sets(found.adjustment))
    if found.independences.listed:
        screen.print(_independences(found))
    screen.print(_roles(found))
    screen.print(_orientable(found))


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


def _ways(found: Findings) -> Table:
    shown = table("What the diagram allows", "way", "answer")
    for way, answer in _answers(found):
        shown.add_row(way, answer)
    return shown


def _answers(found: Findings) -> Iterator[tuple[str, str]]:
    adjustment, direct = found.adjustment, found.direct
    frontdoor, functional, instruments = found.frontdoor, found.functional, found.instruments
    yield "adjust for", _either(adjustment, lambda each: _names(each.adjustment))
    if not isinstance(adjustment, NotIdentified):
        yield "most precise", _most_precise(found)
    if not isinstance(found.missing, NotIdentified) and found.missing.incomplete:
        yield "missing values", f"{found.missing.verdict}: {found.missing.reason}"
    yield "direct effect", _either(direct, lambda each: f"adjust for {_names(each.sets[0])}")
    yield "front door", _either(frontdoor, lambda each: f"through {_names(each.mediators)}")
    yield "formula", _either(functional, lambda each: each.text)
    yield "instruments", _either(instruments, _instruments)


def _most_precise(found: Findings) -> str:
    if not isinstance(found.optimal, NotIdentified):
        return _names(found.optimal)
    return f"{_either(found.optimal_minimal, _names)} (of the minimal sets)"


def _instruments(found: tuple[Instrument, ...]) -> str:
    assumption = "with linearity, or if nobody is moved the wrong way"
    return f"{'; '.join(map(str, found))} ({assumption})"


def _either(answer: Answer | NotIdentified, write: Callable[[Answer], str]) -> str:
    return _short(f"none: {answer}" if isinstance(answer, NotIdentified) else write(answer))


def _names(names: Iterable[str]) -> str:
    return _short(", ".join(names) or "nothing")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … (whole with --json)"


def _sets(found: Backdoor) -> Table:
    title = "Minimal sets to adjust for" + ("" if found.complete else " (there are more)")
    shown = table(title, "set", "")
    for names in found.minimal_sets[:SHOWN]:
        mark = "smallest, nearest to the outcome" if names == found.adjustment else ""
        shown.add_row(_names(names), mark)
    _add_rest(shown, len(found.minimal_sets))
    return shown


def _independences(found: Findings) -> Table:
    listed = found.independences
    title = "What must be independent in the data" + ("" if listed.complete else " (and more)")
    shown = table(title, "variables", "among people alike in")
    for each in listed.listed[:SHOWN]:
        shown.add_row(f"{each.left} and {each.right}", _names(each.given))
    _add_rest(shown, len(listed.listed))
    return shown


def _roles(found: Findings) -> Table:
    shown = table("Variables", "variable", "role", "to adjust for it")
    controls = {each.variable: each.verdict for each in found.controls}
    for name in found.diagram.nodes[:MOST_ROLES]:
        shown.add_row(name, ", ".join(found.roles[name]), controls.get(name, ""))
    _add_rest(shown, len(found.diagram.nodes), MOST_ROLES)
    return shown


def _orientable(found: Findings) -> str:
    pairs = [f"{one} – {other}" for one, other in found.equivalence.undirected]
    if not pairs:
        return "Data could tell the direction of every arrow, were everything measured."
    return f"No data can tell the direction of these arrows: {_short(', '.join(pairs))}."


def _add_rest(shown: Table, rows: int, most: int = SHOWN) -> None:
    if rows > most:
        shown.add_row(f"… {rows - most:,} more", "with --json")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
