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
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.check.covariance_test import CovarianceTest, covariance_test
from causalkit.analysis.estimate.data.columns import Column, read_column
from causalkit.analysis.estimate.data.sampling import (
    SIMPLE,
    Groups,
    Sampling,
    read_clusters,
    read_weights,
)
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.identify import Independence, implied_independences
from causalkit.analysis.identify.phrases import being, listed
from causalkit.errors import EstimationError
from causalkit.graph.diagram import Diagram
from causalkit.graph.indicators import indicators
from causalkit.graph.separation import d_separated

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


@dataclass(frozen=True, eq=False)
class _Survey:
    """The columns of a table that a diagram speaks of."""

    diagram: Diagram
    columns: dict[str, Column]
    weights: np.ndarray[tuple[int], np.dtype[np.float64]]
    clusters: Groups | None
    indicator_of: dict[str, str]


@dataclass(frozen=True)
class _Tested:
    """What became of a claim: a test, or the reason why there is none."""

    claim: Independence
    rows: int
    test: CovarianceTest | None
    reason: str = ""


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
    survey = _read(data, diagram, sampling)
    claims = implied_independences(diagram, limit=limit)
    with quiet():
        tested = [_tested(survey, claim) for claim in claims.listed]
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


def _read(data: pd.DataFrame, diagram: Diagram, sampling: Sampling) -> _Survey:
    if not isinstance(data, pd.DataFrame):
        raise EstimationError(f"the data are a pandas DataFrame, not {type(data).__name__}")
    named = indicators(diagram)
    measured = [name for name in diagram.observed if name not in diagram.selected]
    columns = {name: _column(data, name, named) for name in measured}
    weights = read_weights(data, sampling)
    return _Survey(
        diagram=diagram,
        columns=columns,
        weights=np.where(np.isnan(weights), 0.0, weights),
        clusters=read_clusters(data, sampling),
        indicator_of={variable: indicator for indicator, variable in named.items()},
    )


def _column(data: pd.DataFrame, name: str, named: dict[str, str]) -> Column:
    if name in data.columns:
        return read_column(data, name)
    if name in named:
        gaps = read_column(data, named[name]).missing
        return Column(name, gaps.astype(np.float64))
    raise EstimationError(
        f'the data have no column "{name}"; if nobody measured it, mark it as latent in the diagram'
    )


def _tested(survey: _Survey, claim: Independence) -> _Tested:
    """Return what the complete rows say of a claim."""
    columns = [survey.columns[name] for name in (claim.left, claim.right, *claim.given)]
    known = ~np.logical_or.reduce([column.missing for column in columns])
    known &= survey.weights > 0
    if survey.clusters is not None:
        known &= survey.clusters >= 0
    rows = int(np.count_nonzero(known))
    spoilt = _spoilt_by_gaps(survey, claim)
    if spoilt or not rows:
        return _Tested(claim, rows, None, spoilt or "no row is complete")
    left, right, *given = (column.chosen(known) for column in columns)
    weights = survey.weights[known] / survey.weights[known].mean()
    clusters = None if survey.clusters is None else survey.clusters[known]
    try:
        return _Tested(claim, rows, covariance_test(left, right, tuple(given), weights, clusters))
    except EstimationError as error:
        return _Tested(claim, rows, None, str(error))


def _spoilt_by_gaps(survey: _Survey, claim: Independence) -> str:
    """Return why complete rows need not show an independence; nothing where they do."""
    names = {claim.left, claim.right, *claim.given}
    gaps = {
        survey.indicator_of[name]
        for name in names & survey.indicator_of.keys()
        if survey.columns[name].missing.any()
    } - names
    separated = not gaps or d_separated(
        survey.diagram, [claim.left], [claim.right], (*claim.given, *gaps)
    )
    if separated:
        return ""
    return f"complete rows need not show it, given how {listed(sorted(gaps))} came about"


def _table(
    diagram: Diagram, tested: Sequence[_Tested], level: float, correction: str
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
    diagram: Diagram, tested: _Tested, adjusted: float, level: float
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
