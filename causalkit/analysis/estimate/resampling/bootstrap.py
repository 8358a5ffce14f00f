"""The bootstrap: a standard error and an interval for any estimator.

(1) Draw as many rows as there are, with replacement, whole clusters where people came in
clusters; survey weights come with the rows. (2) Estimate again, with everything that the
estimator does on the way. (3) Do so hundreds of times; the spread of the estimates is the
standard error. The estimate itself stays that of the original data.

Source: Efron and Tibshirani (1993), An introduction to the bootstrap; Cameron, Gelbach and
Miller (2008), Bootstrap-based improvements for inference with clustered errors.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.missing import AS_IF_KNOWN
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.resampling.analysis import Analysis, Estimator, normal
from causalkit.analysis.estimate.resampling.interval import (
    Interval,
    acceleration,
    bca,
    normal_interval,
    percentile,
)
from causalkit.analysis.estimate.resampling.replicates import Replicates
from causalkit.errors import EstimationError

Seeds = Sequence[np.random.SeedSequence]
Answer = tuple[Numbers, list[str]]

AT_ONCE = 125
"""So many samples are computed at once where they are counts."""

IN_MEMORY = 32_000_000
"""But at most so many counts."""

A_FEW = 10
"""So many samples are computed by one process before it reports, where each is a table."""

MOST_FAILURES = 0.05
"""The share of samples that may have no estimate."""


def bootstrap(
    method: Estimator,
    data: pd.DataFrame,
    identification: Identification,
    *,
    replicates: int = 500,
    seed: int,
    level: float = 0.95,
    interval: Interval = "percentile",
    sampling: Sampling = SIMPLE,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
    **options: Any,  # noqa: ANN401  # each estimator has its own
) -> Estimate:
    """Return an estimate with the standard error and interval of the bootstrap.

    Parameters
    ----------
    method : callable
        The estimator, called as ``method(data, identification, level=..., sampling=...)``.
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or other
        The argument that the estimator takes.
    replicates : int, optional
        How many samples are drawn.
    seed : int
        Seed of all draws. The answer does not depend on ``jobs``.
    level : float, optional
        Level of confidence, between 0 and 1.
    interval : {"percentile", "normal", "bca"}, optional
        How the interval is made. The last, bias-corrected and accelerated, needs one more
        estimate for each row or cluster.
    sampling : Sampling, optional
        Survey weights, which come with the rows; clusters, which are drawn as a whole; and
        what is done about missing values. Weights for completeness are estimated anew in
        each sample.
    jobs : int, optional
        Number of processes.
    progress : callable, optional
        Called with the number of samples done so far.
    **options
        Further options of the estimator.

    Returns
    -------
    Estimate
        The value, notes and figures of the estimator, with the number of replicates and of
        failures among the figures. Of a ratio the interval is made on the log scale.

    Raises
    ------
    EstimationError
        If the estimator has no answer for the data, or for more than one in twenty of the
        samples.

    Notes
    -----
    ``difference``, ``regression`` and ``weighting`` without options of their own are computed
    for many samples at once. The joints of curves then stay where the original data have
    them; any other estimator is called with each sample as a table.

    The bootstrap is no cure for everything. It fails for estimators that are not smooth in
    the data, such as a maximum, or matching with replacement on a fixed number of neighbours:
    Abadie and Imbens (2008), On the failure of the bootstrap for matching estimators.

    Examples
    --------
    >>> from causalkit.analysis.estimate import difference
    >>> from causalkit.analysis.identify import NoConfounding
    >>> from causalkit.graph.question import Question
    >>> frame = pd.DataFrame({"kratom": [1, 1, 1, 0, 0, 0] * 5, "phq9": [9, 7, 8, 4, 6, 5] * 5})
    >>> asked = NoConfounding(Question.of("kratom", "phq9"))
    >>> found = bootstrap(difference, frame, asked, seed=1)
    >>> found.value, round(found.standard_error, 1)
    (3.0, 0.3)
    """
    check_level(level)
    _check_replicates(replicates, interval, level)
    analysis = Analysis(method, identification, sampling, level, options)
    original = analysis.estimate(data)
    drawn = Replicates.of(data, analysis, normal(original))
    seeds = np.random.SeedSequence(seed).spawn(replicates)
    values, reasons = _collected(drawn, seeds, jobs, progress)
    _check_failures(reasons, replicates)
    values = values[~np.isnan(values)]
    figures = {"replicates": replicates, "failures": len(reasons)}
    ends = _ends(drawn, values, normal(original), level, interval)
    return _with_error(
        replace(original, figures={**original.figures, **figures}),
        values,
        ends,
        _notes(replicates, reasons, sampling, interval),
    )


def _check_replicates(replicates: int, interval: str, level: float) -> None:
    if interval not in get_args(Interval):
        raise EstimationError(f'the interval is "percentile", "normal" or "bca", not {interval!r}')
    fewest = 2 if interval == "normal" else math.ceil(round(2 / (1 - level), 6))
    if replicates < fewest:
        raise EstimationError(
            f"{replicates} replicates are too few for a {interval} interval at level {level:g}; "
            f"draw at least {fewest}, and better 500"
        )


def _collected(
    drawn: Replicates, seeds: Seeds, jobs: int, progress: Callable[[int], None] | None
) -> Answer:
    """Return the estimates of all samples, in the order of their seeds."""
    found: list[Numbers] = []
    reasons: list[str] = []
    for values, why in _answers(drawn, _shared_out(drawn, seeds), jobs):
        found.append(values)
        reasons += why
        if progress:
            progress(sum(map(len, found)))
    return np.concatenate(found), reasons


def _shared_out(drawn: Replicates, seeds: Seeds) -> list[Seeds]:
    """Return the seeds in parts, whose size does not depend on the number of processes."""
    at_once = A_FEW if drawn.fast is None else AT_ONCE
    at_once = max(1, min(at_once, IN_MEMORY // len(drawn.urn.sizes)))
    return [seeds[start : start + at_once] for start in range(0, len(seeds), at_once)]


def _answers(drawn: Replicates, parts: list[Seeds], jobs: int) -> Iterator[Answer]:
    if jobs == 1:
        return map(drawn.drawn, parts)
    import joblib

    work = (joblib.delayed(drawn.drawn)(part) for part in parts)
    answers: Iterator[Answer] = joblib.Parallel(n_jobs=jobs, return_as="generator")(work)
    return answers


def _check_failures(reasons: list[str], replicates: int) -> None:
    if len(reasons) > MOST_FAILURES * replicates:
        raise EstimationError(
            f"{len(reasons)} of {replicates} samples have no estimate, so the bootstrap cannot "
            f"tell how much it varies; mostly: {_usual(reasons)}"
        )


def _usual(reasons: list[str]) -> str:
    return Counter(reasons).most_common(1)[0][0]


def _ends(
    drawn: Replicates, values: Numbers, estimate: float, level: float, interval: Interval
) -> tuple[float, float]:
    if interval == "percentile":
        return percentile(values, level)
    if interval == "normal":
        return normal_interval(values, estimate, level)
    return bca(values, estimate, level, _acceleration(drawn))


def _acceleration(drawn: Replicates) -> float:
    """Return the acceleration, from the estimates without one unit at a time."""
    sizes = drawn.urn.sizes
    without = np.empty(len(sizes))
    at_once = max(1, min(AT_ONCE, IN_MEMORY // len(sizes)))
    for lacking, counts in drawn.urn.without_one(at_once):
        without[lacking], reasons = drawn.values(counts)
        if reasons:
            raise EstimationError(
                f"there is no estimate without some single row or cluster, as a bca interval "
                f"needs it: {_usual(reasons)}; ask for a percentile interval"
            )
    return acceleration(without, sizes)


def _notes(
    replicates: int, reasons: list[str], sampling: Sampling, interval: str
) -> tuple[str, ...]:
    units = "rows" if sampling.clusters is None else f'clusters of "{sampling.clusters}"'
    kind = {"normal": "normal", "percentile": "percentile", "bca": "BCa"}[interval]
    note = f"Standard error and {kind} interval are those of {replicates} samples of {units}."
    if not reasons:
        return (note,)
    failed = (
        f"{len(reasons)} of {replicates} samples had no estimate and are left out; mostly: "
        f"{_usual(reasons)}"
    )
    return note, failed


def _with_error(
    original: Estimate, values: Numbers, ends: tuple[float, float], notes: tuple[str, ...]
) -> Estimate:
    low, high = ends
    spread = float(values.std(ddof=1))
    if original.question.scale != "difference":
        low, high, spread = math.exp(low), math.exp(high), original.value * spread
    kept = tuple(note for note in original.notes if note != AS_IF_KNOWN)
    return replace(
        original,
        standard_error=spread,
        low=low,
        high=high,
        notes=(*kept, *notes),
    )
