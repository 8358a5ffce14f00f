"""Which checks suit what the diagram found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from causalkit.analysis.check import (
    Check,
    balance,
    calibration,
    e_value,
    independences,
    negative_controls,
    overlap,
    refutation,
    robustness_value,
    specification_curve,
)
from causalkit.analysis.estimate import Estimate, Sampling
from causalkit.analysis.estimate.reading.columns import read_column
from causalkit.analysis.identify import Backdoor
from causalkit.analysis.identify.findings import Findings

Part = tuple[str, Callable[[], Check]]


@dataclass(frozen=True)
class Controls:
    """Negative controls: on which, or of which, there can be no effect.

    Parameters
    ----------
    outcomes : tuple of str, optional
        Variables that the exposure cannot change.
    exposures : tuple of str, optional
        Variables that cannot change the outcome.
    """

    outcomes: tuple[str, ...] = ()
    exposures: tuple[str, ...] = ()


NO_CONTROLS = Controls()
"""Nobody named any."""


def chosen_checks(
    data: pd.DataFrame,
    findings: Findings,
    sampling: Sampling,
    controls: Controls,
    refute: bool,
    seed: int,
) -> Iterator[Part]:
    """Return the checks that can be held against the data.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person.
    findings : Findings
        What the diagram says.
    sampling : Sampling
        Survey weights and clusters.
    controls : Controls
        Negative controls.
    refute : bool
        Whether dowhy's refuters are run.
    seed : int
        Of whatever is random.

    Yields
    ------
    name : str
        The check.
    check : callable
        Does it.
    """
    diagram, question = findings.diagram, findings.question
    found = findings.adjustment
    if isinstance(found, Backdoor):
        if found.adjustment:
            yield "balance", partial(balance, data, found, weights="weighting", sampling=sampling)
            yield "overlap", partial(overlap, data, found, sampling=sampling)
            yield "calibration", partial(calibration, data, found, sampling=sampling, seed=seed)
        if controls.outcomes or controls.exposures:
            yield (
                "negative controls",
                partial(
                    negative_controls,
                    data,
                    found,
                    outcomes=controls.outcomes,
                    exposures=controls.exposures,
                ),
            )
    yield "implied independences", partial(independences, data, diagram, sampling=sampling)
    yield "specification curve", partial(specification_curve, data, diagram, question, seed=seed)
    if refute:
        yield "refutation", partial(refutation, data, diagram, question, seed=seed)


def chosen_sensitivity(
    data: pd.DataFrame,
    findings: Findings,
    estimates: Sequence[Estimate],
    sampling: Sampling,
    level: float,
) -> Iterator[Part]:
    """Return how strong unmeasured confounding would have to be.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person.
    findings : Findings
        What the diagram says.
    estimates : sequence of Estimate
        Of which the first is asked about.
    sampling : Sampling
        Survey weights and clusters.
    level : float
        Level of confidence.

    Yields
    ------
    name : str
        The analysis.
    check : callable
        Does it.
    """
    found = findings.adjustment
    if not isinstance(found, Backdoor) or not estimates:
        return
    yield "E-value", partial(e_value, estimates[0], spread=_spread(data, findings))
    yield "robustness value", partial(robustness_value, data, found, level=level, sampling=sampling)


def _spread(data: pd.DataFrame, findings: Findings) -> float:
    """Return the standard deviation of the outcome."""
    return float(np.nanstd(read_column(data, findings.question.outcome[0]).values, ddof=1))
