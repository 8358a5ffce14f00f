"""What is missing in the columns that an analysis uses, and what the diagram says of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from causalkit.analysis.estimate import Sampling
from causalkit.analysis.identify import Recoverability
from causalkit.analysis.identify.findings import Findings
from causalkit.analysis.workflow.analysis import Gaps


def gaps(data: pd.DataFrame, findings: Findings) -> Gaps:
    """Return what is missing.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person.
    findings : Findings
        What the diagram says.

    Returns
    -------
    Gaps
        Of exposure, outcome and what is adjusted for, as far as the data have them.
    """
    question = findings.question
    names = dict.fromkeys((*question.exposure, *question.outcome, *findings.shown_adjustment))
    used = data[[name for name in names if name in data.columns]]
    counts = used.isna().sum()
    return Gaps(
        columns={str(name): int(count) for name, count in counts.items() if count},
        incomplete=int(used.isna().any(axis=1).sum()),
        verdict="".join(each.reason for each in drawn(findings)),
    )


def told_by(findings: Findings, sampling: Sampling) -> Sampling:
    """Return how rows with gaps are dealt with: as the diagram says, where it says anything.

    Parameters
    ----------
    findings : Findings
        What the diagram says.
    sampling : Sampling
        What the user said; a policy other than the usual one is kept.

    Returns
    -------
    Sampling
    """
    if sampling.missing != "complete cases":
        return sampling
    return next((replace(sampling, missing=each) for each in drawn(findings)), sampling)


def drawn(findings: Findings) -> tuple[Recoverability, ...]:
    """Return what the diagram says of missing values; nothing where it draws no indicators.

    Parameters
    ----------
    findings : Findings
        What the diagram says.

    Returns
    -------
    tuple of Recoverability
    """
    missing = findings.missing
    if not isinstance(missing, Recoverability) or missing.verdict == "nothing missing":
        return ()
    return (missing,)
