"""What people read of a diagram: the findings as tables and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.cli.screen import console, table
from causalkit.errors import NotIdentified
from causalkit.report.findings import answers, names_in_words, shortened, verdict

if TYPE_CHECKING:
    from rich.table import Table

    from causalkit.analysis.identify import Backdoor
    from causalkit.analysis.identify.findings import Findings

SHOWN, MOST_ROLES = 12, 60
"""Rows of a table for people; programs get them all."""


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


def _ways(found: Findings) -> Table:
    shown = table("What the diagram allows", "way", "answer")
    for way, answer in answers(found):
        shown.add_row(way, answer)
    return shown


def _sets(found: Backdoor) -> Table:
    title = "Minimal sets to adjust for" + ("" if found.complete else " (there are more)")
    shown = table(title, "set", "")
    for names in found.minimal_sets[:SHOWN]:
        mark = "smallest, nearest to the outcome" if names == found.adjustment else ""
        shown.add_row(names_in_words(names), mark)
    _add_rest(shown, len(found.minimal_sets))
    return shown


def _independences(found: Findings) -> Table:
    listed = found.independences
    title = "What must be independent in the data" + ("" if listed.complete else " (and more)")
    shown = table(title, "variables", "among people alike in")
    for each in listed.listed[:SHOWN]:
        shown.add_row(f"{each.left} and {each.right}", names_in_words(each.given))
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
    return f"No data can tell the direction of these arrows: {shortened(', '.join(pairs))}."


def _add_rest(shown: Table, rows: int, most: int = SHOWN) -> None:
    if rows > most:
        shown.add_row(f"… {rows - most:,} more", "with --json")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
