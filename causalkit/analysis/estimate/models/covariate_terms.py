"""Which shape the covariates take in a model: curves, straight lines, or a formula.

Curves are the safe choice where nothing is known. Straight lines are what most papers
fit, and what an analysis has to fit in order to repeat them. A formula says everything
else: products of two covariates, powers, logarithms.

Source: Wilkinson and Rogers (1973), Symbolic description of factorial models for analysis
of variance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.columns import Column, Numbers
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.design import Design, design, independent
from causalkit.errors import EstimationError


def covariate_terms(rows: Rows, terms: str = "curves") -> Design:
    """Return the design of the covariates in one of three shapes.

    Parameters
    ----------
    rows : Rows
        Rows with their covariates.
    terms : {"curves", "lines"} or str, optional
        Numbers as smooth curves; numbers as straight lines; or the right-hand side of a
        formula, such as ``"age * pain + log(income)"``, which names covariates only.

    Returns
    -------
    Design

    Raises
    ------
    EstimationError
        If the formula cannot be read, names something else, or has no finite value somewhere.

    Examples
    --------
    >>> from causalkit.analysis.estimate.data.rows import prepare
    >>> from causalkit.analysis.identify import Backdoor
    >>> from causalkit.graph import Question
    >>> asked = Backdoor(Question.of("kratom", "phq9"), ("age",), (("age",),), True)
    >>> frame = pd.DataFrame({"kratom": [0, 1, 1, 0], "phq9": [1, 2, 3, 4], "age": [2, 3, 4, 6]})
    >>> covariate_terms(prepare(frame, asked), "age + I(age ** 2)").matrix.tolist()[-1]
    [1.0, 6.0, 36.0]
    """
    if not isinstance(terms, str):
        raise EstimationError(f'the terms are "curves", "lines" or a formula, not {terms!r}')
    if terms == "curves":
        return design(rows.covariates, rows.n)
    named = _lines(rows) if terms == "lines" else _formula(rows, terms)
    blocks = [("", np.ones((rows.n, 1))), *named]
    matrix = np.hstack([block for _, block in blocks])
    owners = [name for name, block in blocks for _ in block.T]
    kept = independent(matrix)
    return Design(np.ascontiguousarray(matrix[:, kept]), tuple(owners[column] for column in kept))


def _lines(rows: Rows) -> list[tuple[str, Numbers]]:
    return [(column.name, _line(column)) for column in rows.covariates]


def _line(column: Column) -> Numbers:
    if column.labels:
        return np.asarray(column.values[:, None] == column.levels[1:], dtype=np.float64)
    return column.values[:, None]


def _formula(rows: Rows, formula: str) -> list[tuple[str, Numbers]]:
    """Return the terms of a formula, each with the covariate it belongs to."""
    built = _built(rows, formula)
    values = np.asarray(built, dtype=np.float64)
    if not np.isfinite(values).all():
        worst = built.columns[~np.isfinite(values).all(axis=0)][0]
        raise EstimationError(
            f'the term "{worst}" of the formula "{formula}" has no finite value in some rows'
        )
    spec, names = built.model_spec, [column.name for column in rows.covariates]
    found = []
    for term, place in spec.term_slices.items():
        owner = next((name for name in names if name in spec.term_variables[term]), "")
        if owner:
            found.append((owner, values[:, place]))
    return found


def _built(rows: Rows, formula: str) -> Any:  # noqa: ANN401  # a class of formulaic
    from formulaic import ModelMatrix, model_matrix  # type: ignore[import-untyped]  # none exist
    from formulaic.errors import FormulaicError  # type: ignore[import-untyped]  # none exist

    frame = pd.DataFrame({column.name: _series(column) for column in rows.covariates})
    if "~" in formula:
        raise EstimationError(
            f'"{formula}" has a left-hand side; a formula of the covariates has none, such as '
            f'"age + pain"'
        )
    try:
        built = model_matrix(formula, frame, context={}, na_action="ignore")
    except (FormulaicError, SyntaxError) as error:
        known = ", ".join(column.name for column in rows.covariates) or "none"
        reason = str(error).splitlines()[0]
        raise EstimationError(
            f'the formula "{formula}" cannot be read as terms of the covariates ({known}): {reason}'
        ) from None
    if not isinstance(built, ModelMatrix):
        raise EstimationError(f'the formula "{formula}" has several parts; give one, without "|"')
    return built


def _series(column: Column) -> object:
    if not column.labels:
        return column.values
    labels = pd.Index(column.labels)
    return pd.Categorical(labels[column.values.astype(int)], categories=labels)
