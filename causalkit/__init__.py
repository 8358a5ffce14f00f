"""Causal inference taught with data whose truth is known.

A correlation is not an effect; with real data nobody can show the difference,
because nobody knows the effect. Here every dataset comes from a world whose
equations are on the page. So a student sees what a naive comparison claims, what
an adjusted estimate claims, and what is true.

Examples
--------
>>> import causalkit
>>> triangle = causalkit.world("triangle")
>>> found = causalkit.compare(triangle, n=2_000, seed=1, ask_second_opinion=False)
>>> found.naive.covers(found.truth.value), found.adjusted[0].covers(found.truth.value)
(False, True)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from causalkit.version import __version__

if TYPE_CHECKING:
    from causalkit.analysis.check import specification_curve
    from causalkit.analysis.estimate import (
        Sampling,
        augmented_weighting,
        bootstrap,
        difference,
        matching,
        regression,
        stratification,
        weighting,
    )
    from causalkit.analysis.identify import (
        backdoor_adjustment,
        explain,
        identify,
        identify_functional,
    )
    from causalkit.analysis.workflow import analyse
    from causalkit.graph import Diagram, Path, Question, d_separated
    from causalkit.meeting import compare, replicate
    from causalkit.nature import World, shipped_worlds, world
    from causalkit.plots import plot_diagram, plot_forest
    from causalkit.report.page import write_report

_HOMES = {
    "Diagram": "causalkit.graph",
    "Path": "causalkit.graph",
    "Question": "causalkit.graph",
    "Sampling": "causalkit.analysis.estimate",
    "World": "causalkit.nature",
    "analyse": "causalkit.analysis.workflow",
    "augmented_weighting": "causalkit.analysis.estimate",
    "backdoor_adjustment": "causalkit.analysis.identify",
    "bootstrap": "causalkit.analysis.estimate",
    "compare": "causalkit.meeting",
    "d_separated": "causalkit.graph",
    "difference": "causalkit.analysis.estimate",
    "explain": "causalkit.analysis.identify",
    "identify": "causalkit.analysis.identify",
    "identify_functional": "causalkit.analysis.identify",
    "matching": "causalkit.analysis.estimate",
    "plot_diagram": "causalkit.plots",
    "plot_forest": "causalkit.plots",
    "regression": "causalkit.analysis.estimate",
    "replicate": "causalkit.meeting",
    "shipped_worlds": "causalkit.nature",
    "specification_curve": "causalkit.analysis.check",
    "stratification": "causalkit.analysis.estimate",
    "weighting": "causalkit.analysis.estimate",
    "world": "causalkit.nature",
    "write_report": "causalkit.report.page",
}

__all__ = [
    "Diagram",
    "Path",
    "Question",
    "Sampling",
    "World",
    "__version__",
    "analyse",
    "augmented_weighting",
    "backdoor_adjustment",
    "bootstrap",
    "compare",
    "d_separated",
    "difference",
    "explain",
    "identify",
    "identify_functional",
    "matching",
    "plot_diagram",
    "plot_forest",
    "regression",
    "replicate",
    "shipped_worlds",
    "specification_curve",
    "stratification",
    "weighting",
    "world",
    "write_report",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load a public name from its home when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'causalkit' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
