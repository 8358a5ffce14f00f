"""A whole analysis in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causalkit.report.findings import verdict
from causalkit.report.tables import cell

if TYPE_CHECKING:
    from causalkit.analysis.check import Check
    from causalkit.analysis.estimate import Estimate
    from causalkit.analysis.workflow import Analysis


def summary(analysis: Analysis) -> Iterator[str]:
    """Return what was found, in short.

    Parameters
    ----------
    analysis : Analysis
        The analysis.

    Yields
    ------
    str
        A sentence or two.
    """
    yield verdict(analysis.findings)
    for each in analysis.naive:
        yield f"Taken naively, the {analysis.question.scale} is {interval(each)}."
    if analysis.estimates:
        found = "; ".join(
            f"{each.method.replace('_', ' ')} {interval(each)}" for each in analysis.estimates
        )
        yield f"By what the diagram allows: {found}. That is the effect if the diagram is right."
    for bound in analysis.bounds:
        name = bound.method.replace("_", " ")
        yield f"By {name} the effect lies between {cell(bound.low)} and {cell(bound.high)}."
    for check in (*analysis.checks, *analysis.sensitivity):
        if check.finding != "reassuring":
            yield _warning(check)


def interval(estimate: Estimate) -> str:
    """Return an estimate with its interval, in words.

    Parameters
    ----------
    estimate : Estimate
        The estimate.

    Returns
    -------
    str
    """
    share = f"{100 * estimate.level:g} %"
    low, high = cell(estimate.low), cell(estimate.high)
    return f"{cell(estimate.value)} ({share} interval {low} to {high})"


def data_sentences(analysis: Analysis) -> Iterator[str]:
    """Return what the data are.

    Parameters
    ----------
    analysis : Analysis
        The analysis.

    Yields
    ------
    str
        A sentence or two.
    """
    yield f"{analysis.n:,} rows."
    missing = analysis.missing
    if not missing.columns:
        yield "Nothing is missing in the columns that the analysis uses."
        return
    yield f"{missing.incomplete:,} rows lack a value that the analysis uses."
    yield missing.verdict or (
        "The diagram does not draw why values are missing, so nobody can tell from it whether "
        "leaving these rows out is harmless."
    )


def notes(analysis: Analysis) -> Iterator[str]:
    """Return what a reader has to know of the estimates, each note once.

    Parameters
    ----------
    analysis : Analysis
        The analysis.

    Yields
    ------
    str
        A note, with the methods it is about.
    """
    about: dict[str, list[str]] = {}
    noted = [
        *((each.method, each.notes) for each in analysis.estimates),
        *((each.method, each.notes) for each in analysis.bounds),
    ]
    for method, found in noted:
        for note in found:
            about.setdefault(note, []).append(method.replace("_", " "))
    for note, methods in about.items():
        yield f"{', '.join(methods)}: {note}"


def _warning(check: Check) -> str:
    return f"{check.finding.capitalize()}: {check.name}. {check.verdict}"
