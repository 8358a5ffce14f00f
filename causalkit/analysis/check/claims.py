"""A claim of a diagram, held against the rows in which its variables are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from causalkit.analysis.check.covariance_test import CovarianceTest, covariance_test
from causalkit.analysis.estimate.reading.columns import Column, Numbers, read_column
from causalkit.analysis.estimate.reading.sampling import (
    Groups,
    Sampling,
    read_clusters,
    read_weights,
)
from causalkit.analysis.identify import Independence
from causalkit.analysis.identify.phrases import listed
from causalkit.errors import EstimationError
from causalkit.graph.diagram import Diagram
from causalkit.graph.indicators import indicators
from causalkit.graph.separation import d_separated


@dataclass(frozen=True, eq=False)
class Survey:
    """What a table says of the variables of a diagram.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    columns : dict of str to Column
        The measured variables, with their gaps.
    weights : ndarray of float of shape (n,)
        How much each row counts; zero where that is not known.
    clusters : ndarray of int of shape (n,), optional
        Who was drawn together; -1 where that is not known.
    indicator_of : dict of str to str
        For each variable with gaps that the diagram speaks of, their indicator.
    """

    diagram: Diagram
    columns: dict[str, Column]
    weights: Numbers
    clusters: Groups | None
    indicator_of: dict[str, str]


@dataclass(frozen=True)
class Tested:
    """What became of a claim: a test, or the reason why there is none.

    Parameters
    ----------
    claim : Independence
        The claim.
    rows : int
        Number of rows in which its variables are known.
    test : CovarianceTest, optional
        The test.
    reason : str
        Why there is none.
    """

    claim: Independence
    rows: int
    test: CovarianceTest | None
    reason: str = ""


def read_survey(data: pd.DataFrame, diagram: Diagram, sampling: Sampling) -> Survey:
    """Return what a table says of the variables of a diagram.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    diagram : Diagram
        The causal diagram.
    sampling : Sampling
        Survey weights and clusters.

    Returns
    -------
    Survey

    Raises
    ------
    EstimationError
        If the table lacks a variable that is not hidden, or a column cannot be used.
    """
    if not isinstance(data, pd.DataFrame):
        raise EstimationError(f"the data are a pandas DataFrame, not {type(data).__name__}")
    named = indicators(diagram)
    measured = [name for name in diagram.observed if name not in diagram.selected]
    columns = {name: _column(data, name, named) for name in measured}
    weights = read_weights(data, sampling)
    return Survey(
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


def tested_claim(survey: Survey, claim: Independence) -> Tested:
    """Return what the complete rows say of a claim.

    Parameters
    ----------
    survey : Survey
        The columns.
    claim : Independence
        The claim.

    Returns
    -------
    Tested
    """
    columns = [survey.columns[name] for name in (claim.left, claim.right, *claim.given)]
    known = ~np.logical_or.reduce([column.missing for column in columns])
    known &= survey.weights > 0
    if survey.clusters is not None:
        known &= survey.clusters >= 0
    rows = int(np.count_nonzero(known))
    spoilt = _spoilt_by_gaps(survey, claim)
    if spoilt or not rows:
        return Tested(claim, rows, None, spoilt or "no row is complete")
    left, right, *given = (column.chosen(known) for column in columns)
    weights = survey.weights[known] / survey.weights[known].mean()
    clusters = None if survey.clusters is None else survey.clusters[known]
    try:
        return Tested(claim, rows, covariance_test(left, right, tuple(given), weights, clusters))
    except EstimationError as error:
        return Tested(claim, rows, None, str(error))


def _spoilt_by_gaps(survey: Survey, claim: Independence) -> str:
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
