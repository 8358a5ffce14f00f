"""Every choice of covariates at once, and which of the answers the diagram would allow.

Two analysts with the same data and different covariates get different effects. A
*specification curve* runs all the choices and shows the answers in order. Alone it invites a
vote: most choices say this, so this is true. But truth is not settled by counting, since most
choices of covariates may be wrong in the same way. So here each answer carries the diagram's
verdict on its covariates, and its kind of error. What valid choices say is one
thing; what invalid ones say, and where they gather, is a lesson about bias.

Source: Simonsohn, Simmons and Nelson (2020), Specification curve analysis; Cinelli, Forney
and Pearl (2022), A crash course in good and bad controls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.check.specification.choices import candidates_for, choices
from causalkit.analysis.check.specification.judgement import VALID, Specification, judged
from causalkit.analysis.estimate import Estimate, regression
from causalkit.analysis.identify import ConditionalExchangeability
from causalkit.errors import EstimationError
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

MINUS = "\N{MINUS SIGN}"
MEANING = (
    "Whether a choice is valid is what the diagram says, not what the data say: with another "
    "diagram the colours change. The share of choices that agree is no evidence, since choices "
    "that leave the same path open err in the same direction. Look at how far the valid ones lie "
    "apart: if the diagram and the model are right, only chance and precision set them apart."
)


def specification_curve(
    data: pd.DataFrame,
    diagram: Diagram,
    question: Question,
    *,
    method: Callable[..., Estimate] = regression,
    covariates: Iterable[str] | None = None,
    limit: int = 256,
    seed: int = 1,
    level: float = 0.95,
    progress: Callable[[int, int], None] | None = None,
) -> Check:
    """Return the effect for every choice of covariates, with the diagram's verdict on each.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    method : callable, optional
        An estimator that adjusts for covariates.
    covariates : iterable of str, optional
        What may be adjusted for; otherwise every variable that the diagram and the data
        have, but for exposure, outcome and group.
    limit : int, optional
        With more choices than this, so many are drawn, among them nothing, everything and a
        valid one, if any is.
    seed : int, optional
        Of the draw.
    level : float, optional
        Level of confidence.
    progress : callable, optional
        Called with the number of choices done, and of all.

    Returns
    -------
    Check
        Its table has one row a choice, smallest estimate first: adjustment, estimate, low,
        high, kind and reason.

    Raises
    ------
    EstimationError
        If no choice can be estimated, or a covariate is unknown.

    Examples
    --------
    >>> from causalkit.graph import Diagram
    >>> rng = np.random.default_rng(1)
    >>> pain = rng.normal(size=500)
    >>> kratom = (rng.normal(size=500) + pain > 0).astype(int)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": pain - kratom})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> found = specification_curve(frame, diagram, Question.of("kratom", "phq9"))
    >>> found.table[["adjustment", "kind"]].values.tolist()
    [['pain', 'valid'], ['nothing', 'open back-door path']]
    """
    candidates = candidates_for(data, diagram, question, covariates)
    chosen = choices(diagram, question, candidates, limit, seed)
    estimated, failures = [], []
    for done, adjustment in enumerate(chosen, start=1):
        argument = ConditionalExchangeability(question, adjustment, diagram.selected)
        try:
            found = method(data, argument, level=level)
        except EstimationError as error:
            failures.append(error)
        else:
            estimated.append((judged(diagram, question, adjustment), found))
        if progress:
            progress(done, len(chosen))
    if not estimated:
        raise EstimationError(f"no choice of covariates can be estimated: {failures[0]}")
    table = _table(estimated)
    figures = _figures(table, 2 ** len(candidates), len(failures))
    return Check(
        "specification curve", _finding(table), _verdict(table, figures), MEANING, table, figures
    )


def _table(estimated: list[tuple[Specification, Estimate]]) -> pd.DataFrame:
    rows = [
        {
            "adjustment": ", ".join(choice.adjustment) or "nothing",
            "estimate": found.value,
            "low": found.low,
            "high": found.high,
            "kind": choice.kind,
            "reason": choice.reason,
        }
        for choice, found in estimated
    ]
    return pd.DataFrame(rows).sort_values("estimate", kind="stable", ignore_index=True)


def _figures(table: pd.DataFrame, possible: int, failed: int) -> dict[str, float]:
    valid = table["kind"] == VALID
    counts = {
        "choices": len(table),
        "possible choices": possible,
        "valid choices": int(valid.sum()),
        "choices that could not be estimated": failed,
    }
    return {**counts, **_range("valid", table[valid]), **_range("invalid", table[~valid])}


def _range(name: str, table: pd.DataFrame) -> dict[str, float]:
    if table.empty:
        return {}
    estimates = table["estimate"]
    return {f"smallest {name}": estimates.min(), f"largest {name}": estimates.max()}


def _finding(table: pd.DataFrame) -> Finding:
    """Say whether valid choices agree: each within the interval of the most precise one."""
    valid = table[table["kind"] == VALID]
    if valid.empty:
        return "alarming"
    best = int(np.argmin(valid["high"] - valid["low"]))
    low, high = valid["low"].iloc[best], valid["high"].iloc[best]
    return "reassuring" if valid["estimate"].between(low, high).all() else "doubtful"


def _verdict(table: pd.DataFrame, figures: dict[str, float]) -> str:
    count, possible = len(table), int(figures["possible choices"])
    of = f"{count} of {possible} choices" if count < possible else f"all {count} choices"
    parts = [f"Of {of} of covariates the diagram calls {int(figures['valid choices'])} valid"]
    parts += [
        f"the {name} {_said(figures[f'smallest {name}'], figures[f'largest {name}'])}"
        for name in ("valid", "invalid")
        if f"smallest {name}" in figures
    ]
    failed = int(figures["choices that could not be estimated"])
    left = f" {failed} could not be estimated." if failed else ""
    return f"{'; '.join(parts)}.{left}"


def _said(low: float, high: float) -> str:
    ends = [f"{each:.3g}".replace("-", MINUS) for each in (low, high)]
    return f"one says {ends[0]}" if low == high else f"ones say {ends[0]} to {ends[1]}"
