"""Identification, estimates, checks and sensitivity of one question, in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pandas as pd

from causalkit.analysis.estimate import Estimate, Sampling, difference, regression
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.reading.sampling import SIMPLE
from causalkit.analysis.identify import Backdoor, NoConfounding
from causalkit.analysis.identify.findings import Findings, all_findings
from causalkit.analysis.workflow.analysis import Analysis
from causalkit.analysis.workflow.attempts import Attempts, Part, Progress
from causalkit.analysis.workflow.checks import (
    NO_CONTROLS,
    Controls,
    chosen_checks,
    chosen_sensitivity,
)
from causalkit.analysis.workflow.gaps import gaps, told_by
from causalkit.analysis.workflow.methods import METHODS, chosen_methods
from causalkit.analysis.workflow.ranges import chosen_bounds
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question


def analyse(
    data: pd.DataFrame,
    diagram: Diagram,
    question: Question,
    *,
    methods: Sequence[str] = (),
    sampling: Sampling = SIMPLE,
    level: float = 0.95,
    controls: Controls = NO_CONTROLS,
    refute: bool = False,
    seed: int = 1,
    title: str = "Your data",
    progress: Progress | None = None,
) -> Analysis:
    """Return identification, estimates, checks and sensitivity of one question.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    methods : sequence of str, optional
        Names of the estimators; otherwise the usual ones of the simplest argument that
        identifies the effect.
    sampling : Sampling, optional
        Survey weights, clusters and what is done about missing values. Where the diagram
        draws why values are missing, it decides.
    level : float, optional
        Level of confidence.
    controls : Controls, optional
        Negative controls.
    refute : bool, optional
        Whether dowhy's refuters are run; they take a while.
    seed : int, optional
        Of whatever is random.
    title : str, optional
        Title of the data.
    progress : callable, optional
        Called with the name of each part before it is done.

    Returns
    -------
    Analysis

    Raises
    ------
    QuestionError
        If the question does not fit the diagram.
    EstimationError
        If the level is none, or an estimator was asked for that does not exist or that the
        diagram does not license.

    Examples
    --------
    >>> import numpy as np
    >>> from causalkit.graph import Diagram
    >>> rng = np.random.default_rng(1)
    >>> pain = rng.integers(0, 2, 400)
    >>> kratom = rng.binomial(1, 0.3 + 0.4 * pain)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom})
    >>> frame["phq9"] = 4 + 3 * pain - kratom + rng.normal(size=400)
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> found = analyse(frame, diagram, Question.of("kratom", "phq9"), methods=["regression"])
    >>> [estimate.method for estimate in found.estimates]
    ['regression']
    """
    check_level(level)
    findings = all_findings(diagram, question)
    chosen = list(chosen_methods(findings, methods))
    attempts = Attempts(progress)
    naive = attempts("difference", partial(_naive, data, findings, sampling, level))
    estimates = _estimates(attempts, data, findings, chosen, sampling, level)
    bounds = _all(attempts, chosen_bounds(data, findings, sampling, level))
    checks = _all(attempts, chosen_checks(data, findings, sampling, controls, refute, seed))
    sensitivity = _all(attempts, chosen_sensitivity(data, findings, estimates, sampling, level))
    return Analysis(
        title=title,
        question=question,
        n=len(data),
        missing=gaps(data, findings),
        findings=findings,
        naive=naive,
        estimates=estimates,
        bounds=bounds,
        checks=checks,
        sensitivity=sensitivity,
        unavailable=tuple(attempts.failed),
    )


def _naive(data: pd.DataFrame, findings: Findings, sampling: Sampling, level: float) -> Estimate:
    """Compare groups by their means; a dose makes no groups, but a regression on it alone."""
    assumed = NoConfounding(findings.question, findings.diagram.selected)
    continuous = prepare(data, assumed, sampling=sampling).continuous
    method = regression if continuous else difference
    return method(data, assumed, level=level, sampling=sampling)


def _estimates(
    attempts: Attempts,
    data: pd.DataFrame,
    findings: Findings,
    chosen: Sequence[tuple[str, object]],
    sampling: Sampling,
    level: float,
) -> tuple[Estimate, ...]:
    found: tuple[Estimate, ...] = ()
    for name, argument in chosen:
        told = told_by(findings, sampling) if isinstance(argument, Backdoor) else sampling
        estimate = partial(METHODS[name], data, argument, level=level, sampling=told)
        found += attempts(name, estimate)
    return found


def _all(attempts: Attempts, parts: Iterator[tuple[str, Callable[[], Part]]]) -> tuple[Part, ...]:
    return tuple(done for name, part in parts for done in attempts(name, part))
