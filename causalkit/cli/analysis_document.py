"""What programs read of a whole analysis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from causalkit.cli.findings_document import findings_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from causalkit.analysis.check import Check
    from causalkit.analysis.estimate import Bounds, Estimate
    from causalkit.analysis.workflow import Analysis


def analysis_document(found: Analysis) -> dict[str, Any]:
    """Return a whole analysis as JSON-able values.

    Parameters
    ----------
    found : Analysis
        The analysis.

    Returns
    -------
    dict
    """
    return {
        "question": str(found.question),
        "n": found.n,
        "missing": {
            "columns": dict(found.missing.columns),
            "incomplete": found.missing.incomplete,
            "verdict": found.missing.verdict or None,
        },
        "identification": findings_document(found.findings),
        "estimates": [
            *(_estimate(each, "naive") for each in found.naive),
            *(_estimate(each, "identified") for each in found.estimates),
        ],
        "bounds": [_bounds(each) for each in found.bounds],
        "checks": _checks(found.checks),
        "sensitivity": _checks(found.sensitivity),
        "unavailable": [{"name": each.name, "reason": each.reason} for each in found.unavailable],
    }


def _estimate(each: Estimate, kind: str) -> dict[str, Any]:
    return {
        "method": each.method,
        "kind": kind,
        "adjustment": None if kind == "naive" else list(each.adjustment),
        "value": each.value,
        "standard_error": _number(each.standard_error),
        "low": _number(each.low),
        "high": _number(each.high),
        "level": each.level,
        "n": each.n,
        "dropped": each.dropped,
        "notes": list(each.notes),
        "figures": _figures(each.figures),
    }


def _bounds(each: Bounds) -> dict[str, Any]:
    return {
        "method": each.method,
        "low": each.low,
        "high": each.high,
        "interval_low": each.interval_low,
        "interval_high": each.interval_high,
        "level": each.level,
        "assumptions": list(each.assumptions),
        "notes": list(each.notes),
    }


def _checks(checks: Sequence[Check]) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "finding": each.finding,
            "verdict": each.verdict,
            "figures": _figures(each.figures),
        }
        for each in checks
    ]


def _figures(figures: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in figures.items()}


def _number(value: float) -> float | None:
    """Return a number as JSON can hold it: an unbounded end is null."""
    return float(value) if math.isfinite(value) else None
