"""What people read of a whole analysis on the terminal; the report has the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from causalkit.cli.screen import console, table
from causalkit.report.summary import interval, summary

if TYPE_CHECKING:
    from rich.table import Table

    from causalkit.analysis.workflow import Analysis


def print_analysis(found: Analysis, report: Path) -> None:
    """Print a whole analysis.

    Parameters
    ----------
    found : Analysis
        The analysis.
    report : Path
        Where the report stands.
    """
    screen = console()
    screen.print(found.title, style="bold")
    screen.print(f"Question: {found.question}\n")
    if found.naive or found.estimates:
        screen.print(_estimates(found))
    if found.checks or found.sensitivity:
        screen.print(_checks(found))
    for sentence in summary(found):
        screen.print(sentence)
    for each in found.unavailable:
        screen.print(f"Not done: {each.name}. {each.reason}")
    screen.print(f"\nReport: {report}")


def _estimates(found: Analysis) -> Table:
    shown = table("Estimates", "method", "", "adjusted for", "estimate and interval")
    for each in found.naive:
        shown.add_row(each.method, "naive", "nothing", interval(each))
    for each in found.estimates:
        adjusted = ", ".join(each.adjustment) or "nothing"
        shown.add_row(each.method.replace("_", " "), "identified", adjusted, interval(each))
    return shown


def _checks(found: Analysis) -> Table:
    shown = table("Checks", "check", "finding", "verdict")
    for each in (*found.checks, *found.sensitivity):
        shown.add_row(each.name, each.finding, each.verdict)
    return shown
