"""Implied independences: whether the data contradict the diagram.

Each missing arrow is a claim that two variables are independent among people alike in some
others. Here each claim is held against the data. One that is refuted says that an
arrow or a hidden common cause is missing somewhere between the two; it does not say which.
Many claims are tested at once, so a p-value of 0.05 somewhere is to be expected, and
the p-values are made larger accordingly (Holm): if the diagram is right, no claim at all is
refuted in 95 of 100 surveys.

That nothing is refuted does not make a diagram right. Other diagrams imply the same claims,
a small survey refutes little, and of hidden variables nothing can be tested at all.

Source: Shah and Peters (2020), The hardness of conditional independence testing and the
generalised covariance measure; Holm (1979), A simple sequentially rejective multiple test
procedure; Ankan, Wortel and Textor (2021), Testing graphical causal models using the R
package dagitty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.check.claims import Tested, read_survey, tested_claim
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.identify import Independence, implied_independences
from causalkit.analysis.identify.phrases import being, listed
from causalkit.errors import EstimationError
from causalkit.graph.diagram import Diagram

Correction = Literal["Holm", "Benjamini-Hochberg"]
"""What is kept small: the chance of any false refutation, or the share of false ones."""

METHODS: dict[str, str] = {"Holm": "holm", "Benjamini-Hochberg": "fdr_bh"}

NAMED = 3
"""So many refuted claims are explained in the verdict."""

MEANING = (
    "A refuted independence shows that the diagram is wrong somewhere near the two variables, or "
    "that curves without products do not describe how they depend on the others; it does not show "
    "where the missing arrow goes, and the effect asked about may be untouched by it. An "
    "independence that is not refuted is not proved: the test sees dependence on average only, "
    "and small data refute little. Diagrams that imply the same independences cannot be told "
    "apart, and independences that involve hidden variables cannot be tested."
)


def independences(
    data: pd.DataFrame,
    diagram: Diagram,
    *,
    level: float = 0.05,
    correction: Correction = "Holm",
    limit: int = 100,
    sampling: Sampling = SIMPLE,
) -> Check:
    """Return which of the independences that a diagram implies the data refute.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person; a column for each variable that is not hidden. Where the diagram has
        an indicator of missing values, such as ``missing_pain``, it is read off the gaps of its
        variable. The table is not changed.
    diagram : Diagram
        The causal diagram.
    level : float, optional
        Probability of refuting anything if the diagram is right; with Benjamini and Hochberg's
        correction, the expected share of refuted claims that are true.
    correction : {"Holm", "Benjamini-Hochberg"}, optional
        How p-values are adjusted for the number of claims.
    limit : int, optional
        At most so many claims are tested.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Check
        Its table has a row for each claim: "independence", its "left", "right" and "given",
        the complete "rows", the "correlation" of what the others leave of the two, the
        "p-value", the "adjusted p-value", the "result" ("refuted", "not refuted" or "not
        tested") and an "explanation": what would explain it, or why there is no test.

    Raises
    ------
    EstimationError
        If the table lacks a variable that the diagram does not mark as hidden, or a column
        cannot be used.

    Notes
    -----
    Each claim is tested on the rows in which its variables are known. Where the diagram says
    that such rows need not show the independence, it is not tested. Selected variables are
    held fixed by the data themselves.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> pain = rng.normal(size=500)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": pain + rng.normal(size=500)})
    >>> frame["phq9"] = frame["kratom"] + frame["pain"] + rng.normal(size=500)
    >>> chain = Diagram.of([("pain", "kratom"), ("kratom", "phq9")])
    >>> print(independences(frame, chain).verdict)
    1 of 1 implied independence is refuted. pain ⊥ phq9 | kratom (p < 0.001) would be explained \
by an arrow pain → phq9, or a hidden common cause of the two.
    """
    check_level(level)
    _check_options(correction, limit)
    survey = read_survey(data, diagram, sampling)
    claims = implied_independences(diagram, limit=limit)
    with quiet():
        tested = [tested_claim(survey, claim) for claim in claims.listed]
    table = _table(diagram, tested, level, correction)
    return Check(
        name="implied independences",
        finding=_finding(table),
        verdict=_verdict(diagram, table, complete=claims.complete),
        meaning=MEANING,
        table=table,
        figures=_figures(table),
    )


def _check_options(correction: str, limit: int) -> None:
    if correction not in METHODS:
        raise EstimationError(f"the correction is {' or '.join(METHODS)}, not {correction!r}")
    if limit < 1:
        raise EstimationError(f"at least one independence has to be tested, not {limit}")


def _table(
    diagram: Diagram, tested: Sequence[Tested], level: float, correction: str
) -> pd.DataFrame:
    adjusted = _adjusted([each.test.p_value for each in tested if each.test], correction)
    waiting = iter(adjusted)
    rows = [_row(diagram, each, next(waiting) if each.test else np.nan, level) for each in tested]
    return pd.DataFrame(rows, columns=list(COLUMNS))


COLUMNS = (
    "independence",
    "left",
    "right",
    "given",
    "rows",
    "correlation",
    "p-value",
    "adjusted p-value",
    "result",
    "explanation",
)


def _adjusted(p_values: list[float], correction: str) -> list[float]:
    from statsmodels.stats.multitest import multipletests

    if not p_values:
        return []
    return list(map(float, multipletests(p_values, method=METHODS[correction])[1]))


def _row(
    diagram: Diagram, tested: Tested, adjusted: float, level: float
) -> tuple[str | int | float, ...]:
    claim, test = tested.claim, tested.test
    named = (str(claim), claim.left, claim.right, ", ".join(claim.given), tested.rows)
    if test is None:
        return (*named, np.nan, np.nan, np.nan, "not tested", tested.reason)
    refuted = adjusted <= level
    result = "refuted" if refuted else "not refuted"
    explanation = _explained(diagram, claim) if refuted else ""
    return (*named, test.correlation, test.p_value, adjusted, result, explanation)


def _explained(diagram: Diagram, claim: Independence) -> str:
    """Return what would explain that two variables are associated after all."""
    pairs = ((claim.left, claim.right), (claim.right, claim.left))
    arrows = [
        f"an arrow {cause} → {effect}"
        for cause, effect in pairs
        if effect not in diagram.ancestors(cause)
    ]
    return f"{' or '.join(arrows)}, or a hidden common cause of the two"


def _finding(table: pd.DataFrame) -> Finding:
    if (table["result"] == "refuted").any():
        return "alarming"
    return "reassuring" if (table["result"] == "not refuted").any() else "doubtful"


def _verdict(diagram: Diagram, table: pd.DataFrame, *, complete: bool) -> str:
    said = [_counted(table), *_refutations(table)]
    untested = int((table["result"] == "not tested").sum())
    if untested:
        said.append(f"{untested} could not be tested; the table says why.")
    if not complete:
        said.append("The diagram implies more than were tested; raise the limit.")
    hidden = diagram.ordered(diagram.latent)
    if hidden:
        said.append(f"Of {listed(hidden)} nothing can be tested: {being(hidden, 'hidden')}.")
    return " ".join(said)


def _counted(table: pd.DataFrame) -> str:
    if table.empty:
        return "The diagram implies no independence, so nothing in the data could contradict it."
    tested = int((table["result"] != "not tested").sum())
    if not tested:
        return "None of the implied independences could be tested."
    refuted = int((table["result"] == "refuted").sum())
    claims = "implied independence" if tested == 1 else "implied independences"
    count = "None" if refuted == 0 else str(refuted)
    return f"{count} of {tested} {claims} {'is' if refuted <= 1 else 'are'} refuted."


def _refutations(table: pd.DataFrame) -> list[str]:
    refuted = table[table["result"] == "refuted"].sort_values("p-value", kind="stable")
    return [
        f"{claim} ({_probability(p_value)}) would be explained by {explanation}."
        for claim, p_value, explanation in zip(
            refuted["independence"][:NAMED],
            refuted["adjusted p-value"],
            refuted["explanation"],
            strict=False,
        )
    ]


def _probability(p_value: float) -> str:
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"


def _figures(table: pd.DataFrame) -> dict[str, float]:
    counts = {
        name: float((table["result"] == result).sum())
        for name, result in (
            ("refuted", "refuted"),
            ("not refuted", "not refuted"),
            ("not tested", "not tested"),
        )
    }
    least = table["adjusted p-value"].min() if len(table) else np.nan
    return counts if np.isnan(least) else {**counts, "least adjusted p-value": float(least)}
