"""What a whole analysis returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from causalkit.analysis.check import Check
from causalkit.analysis.estimate import Bounds, Estimate
from causalkit.analysis.identify.findings import Findings
from causalkit.graph.question import Question


@dataclass(frozen=True)
class Gaps:
    """How much is missing in the columns that the analysis uses.

    Parameters
    ----------
    columns : mapping of str to int
        For each column with missing values the number of rows without one.
    incomplete : int
        Number of rows that lack at least one value.
    verdict : str
        What the diagram says of leaving them out; empty where it draws no indicators.
    """

    columns: Mapping[str, int]
    incomplete: int
    verdict: str


@dataclass(frozen=True)
class Unavailable:
    """A part of the analysis that could not be done.

    Parameters
    ----------
    name : str
        The estimator or check.
    reason : str
        Why, in a sentence.
    """

    name: str
    reason: str


@dataclass(frozen=True, eq=False)
class Analysis:
    """A whole analysis of one table, one diagram and one question.

    Parameters
    ----------
    title : str
        Title of the data.
    question : Question
        The effect that was asked about.
    n : int
        Number of rows of the data.
    missing : Gaps
        What is missing.
    findings : Findings
        Everything the diagram says about the question.
    naive : tuple of Estimate
        The comparison that adjusts for nothing; none where it could not be made.
    estimates : tuple of Estimate
        What the diagram allows.
    bounds : tuple of Bounds
        Where nothing identifies the effect, the ranges in which it must lie.
    checks : tuple of Check
        What could be held against the data.
    sensitivity : tuple of Check
        How strong unmeasured confounding would have to be.
    unavailable : tuple of Unavailable
        What could not be done.
    """

    title: str
    question: Question
    n: int
    missing: Gaps
    findings: Findings
    naive: tuple[Estimate, ...]
    estimates: tuple[Estimate, ...]
    bounds: tuple[Bounds, ...]
    checks: tuple[Check, ...]
    sensitivity: tuple[Check, ...]
    unavailable: tuple[Unavailable, ...]
