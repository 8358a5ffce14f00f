"""Where nothing identifies the effect: in which range it must lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

from causalkit.analysis.estimate import (
    Bounds,
    Sampling,
    instrument_bounds,
    no_assumption_bounds,
)
from causalkit.analysis.identify.findings import Findings
from causalkit.errors import NotIdentified

Part = tuple[str, Callable[[], Bounds]]


def chosen_bounds(
    data: pd.DataFrame, findings: Findings, sampling: Sampling, level: float
) -> Iterator[Part]:
    """Return the bounds that can be given where the effect is not identified.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person.
    findings : Findings
        What the diagram says.
    sampling : Sampling
        Survey weights and clusters.
    level : float
        Level of confidence.

    Yields
    ------
    name : str
        The kind of bounds.
    bounds : callable
        Computes them.
    """
    if findings.identified:
        return
    asked = partial(no_assumption_bounds, data, findings.question)
    yield "no-assumption bounds", partial(asked, level=level, sampling=sampling)
    if isinstance(findings.instruments, NotIdentified):
        return
    for each in findings.instruments[:1]:
        if not each.given:
            bounds = partial(instrument_bounds, data, findings.question, each.instrument)
            yield "instrument bounds", partial(bounds, level=level, sampling=sampling)
