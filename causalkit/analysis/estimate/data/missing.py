"""What is done about missing values: leave the rows out, refuse, or ask the diagram.

Leaving incomplete rows out is what all software does, and mostly it does so in silence. It
is a selection, and like any selection it may bias. The data cannot say whether it does;
a diagram with the causes of the gaps can. So the estimate always says how many rows it
left out, and what the diagram has to say about that if it was asked: that it does no harm,
that the complete rows have to be weighted, or that they mislead.

Source: Mohan and Pearl (2021), Graphical models for processing missing data; Robins,
Rotnitzky and Zhao (1994), Estimation of regression coefficients when some regressors are
not always observed.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from causalkit.analysis.estimate.data.completeness import chance_complete, columns_needed
from causalkit.analysis.estimate.data.gaps import TableGaps
from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Missing
from causalkit.analysis.identify.missingness import Recoverability
from causalkit.errors import EstimationError

AS_IF_KNOWN = (
    "The interval takes the weights of the complete rows as known. They were estimated, and "
    "usually that makes it too wide rather than too narrow; the bootstrap, which estimates them "
    "anew in each replicate, has it right."
)
"""What holds of every interval under weights for completeness, except that of the bootstrap."""


@dataclass(frozen=True, eq=False)
class Handled:
    """What became of the missing values.

    Parameters
    ----------
    gaps : TableGaps
        The gaps of everything that is needed; its ``kept`` are the rows to use.
    weights : ndarray of float of shape (n,)
        How much each row of the table counts.
    notes : tuple of str
        What a reader of the estimate has to know of it.
    """

    gaps: TableGaps
    weights: Numbers
    notes: tuple[str, ...] = ()


def handle_missing(
    data: pd.DataFrame,
    identification: Identification,
    gaps: TableGaps,
    weights: Numbers,
    policy: Missing,
) -> Handled:
    """Return which rows are used, how much they count, and what has to be said of it.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.
    gaps : TableGaps
        The gaps in what the estimator needs.
    weights : ndarray of float of shape (n,)
        Survey weights, NaN where missing.
    policy : {"complete cases", "refuse"} or Recoverability
        What is done.

    Returns
    -------
    Handled

    Raises
    ------
    EstimationError
        If there are gaps and the policy is to refuse them, if the finding from the diagram
        is about another question or adjustment set, or if the weights cannot be estimated.
    """
    if isinstance(policy, Recoverability):
        _check_about(policy, identification)
        return _as_diagram_says(data, gaps, weights, policy)
    if not gaps.dropped:
        return Handled(gaps, weights)
    if policy == "refuse":
        raise EstimationError(
            f"values are missing in {gaps.dropped} rows: {gaps.listed}; complete them, or say "
            f'with Sampling(missing=…) what is to be done, such as "complete cases"'
        )
    return Handled(gaps, weights, (_unasked(gaps),))


def _unasked(gaps: TableGaps) -> str:
    return (
        f"{gaps.left_out}. Whether that biases the estimate depends on why they are missing, "
        f"which the data cannot say: draw the causes of the gaps into the diagram, ask "
        f"missing_values, and give its answer as Sampling(missing=…)."
    )


def _check_about(finding: Recoverability, identification: Identification) -> None:
    """Raise unless the finding is about this analysis."""
    asked, answered = identification.question, finding.question
    if (set(asked.exposure), asked.outcome, asked.population) != (
        set(answered.exposure),
        answered.outcome,
        answered.population,
    ):
        raise EstimationError(
            f"the finding on missing values is about the {answered}, not about the {asked}; ask "
            f"missing_values again"
        )
    adjusted = set(identification.adjustment) - identification.selected
    if adjusted != set(finding.adjustment):
        raise EstimationError(
            f"the finding on missing values is about adjusting for {_names(finding.adjustment)}, "
            f"but the effect is identified by adjusting for {_names(sorted(adjusted))}; ask "
            f"missing_values again"
        )


def _names(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names) or "nothing"


def _as_diagram_says(
    data: pd.DataFrame, gaps: TableGaps, weights: Numbers, finding: Recoverability
) -> Handled:
    if finding.verdict == "weighting":
        return _weighted(data, gaps, weights, finding)
    if not gaps.dropped:
        return Handled(gaps, weights)
    notes = (_allowed(gaps),) if finding.recovered else (_misleading(gaps, finding),)
    return Handled(gaps, weights, (*notes, *_unforeseen(gaps, finding)))


def _weighted(
    data: pd.DataFrame, gaps: TableGaps, weights: Numbers, finding: Recoverability
) -> Handled:
    """Weight each complete row by one over the chance that it is complete."""
    gaps = gaps.needing(columns_needed(data, finding.weights))
    if not gaps.dropped or not gaps.kept.any():
        return Handled(gaps, weights)
    whole = weights / chance_complete(data, finding.weights, weights)
    used = whole[gaps.kept]
    effective = used.sum() ** 2 / (used @ used)
    factors = " × ".join(map(str, finding.weights))
    note = (
        f"{gaps.left_out}. As the diagram says, the {len(used)} complete rows are weighted by "
        f"1 / ({factors}) to stand for all; they tell as much as {effective:.0f} rows of equal "
        f"weight."
    )
    return Handled(gaps, whole, (note, AS_IF_KNOWN, *_unforeseen(gaps, finding)))


def _allowed(gaps: TableGaps) -> str:
    return f"{gaps.left_out}. The diagram says that the complete rows give the effect."


def _misleading(gaps: TableGaps, finding: Recoverability) -> str:
    path = f" (the path through {', '.join(finding.path)})" if finding.path else ""
    return (
        f"WARNING: {gaps.left_out}. The diagram does not say that the complete rows give the "
        f"effect, and the estimate may be biased{path}. {finding.reason}"
    )


def _unforeseen(gaps: TableGaps, finding: Recoverability) -> tuple[str, ...]:
    """Return that there are gaps of which the diagram knows nothing, if there are."""
    known = {*finding.incomplete, *_weighted_for(finding)}
    names = [name for name in gaps.counts if name not in known]
    if not names:
        return ()
    shown = ", ".join(f'"{name}"' for name in names)
    note = (
        f"WARNING: the diagram gives no missing values to {shown}, but the data do; what it "
        f"says of the gaps does not cover these. Draw an indicator for each."
    )
    return (note,)


def _weighted_for(finding: Recoverability) -> set[str]:
    from causalkit.graph.indicators import MISSING

    return {name.removeprefix(MISSING) for weight in finding.weights for name in weight.indicators}
