"""What programs read: results as JSON documents, each described by a schema in ``schemas/``."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from causalkit.meeting import Comparison, Trials
    from causalkit.nature import Truth, World


def print_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document.

    Parameters
    ----------
    document : mapping
        Strings, numbers, lists and mappings.
    """
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def origin(world: World) -> dict[str, Any]:
    """Return which world it is, so that it can be had again.

    Parameters
    ----------
    world : World
        Any world.

    Returns
    -------
    dict
        Name, preset and the values of all knobs.
    """
    return {
        "world": world.name,
        "preset": world.preset or None,
        "knobs": {knob.name: knob.value for knob in world.knobs},
    }


def truth_document(truth: Truth) -> dict[str, Any]:
    """Return a truth as JSON-able values.

    Parameters
    ----------
    truth : Truth
        An effect computed from equations.

    Returns
    -------
    dict
        Value, Monte-Carlo error, method and people.
    """
    return {
        "value": truth.value,
        "monte_carlo_error": truth.monte_carlo_error,
        "method": truth.method,
        "people": truth.people,
    }


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON-able values.

    Parameters
    ----------
    comparison : Comparison
        The table.

    Returns
    -------
    dict
        Question, truth, estimates and verdict.
    """
    return {
        "title": comparison.title,
        "question": str(comparison.question),
        "n": comparison.n,
        "truth": truth_document(comparison.truth) if comparison.truth else None,
        "estimates": [
            {
                "method": row.method,
                "kind": row.kind,
                "adjustment": None if row.kind == "naive" else list(row.adjustment),
                "value": row.value,
                "standard_error": row.standard_error,
                "low": row.low,
                "high": row.high,
            }
            for row in comparison.rows
        ],
        "notes": list(comparison.notes),
        "not_identified": comparison.reason or None,
        "verdict": comparison.verdict,
    }


def trials_document(trials: Trials) -> dict[str, Any]:
    """Return a simulation study as JSON-able values.

    Parameters
    ----------
    trials : Trials
        The study.

    Returns
    -------
    dict
        Truth, size, and one entry an estimator.
    """
    return {
        "title": trials.title,
        "question": str(trials.truth.question),
        "n": trials.n,
        "replications": trials.replications,
        "truth": truth_document(trials.truth),
        "methods": [asdict(each) for each in trials.performances],
        "notes": list(trials.notes),
    }


def world_document(world: World) -> dict[str, Any]:
    """Return what a world says of itself as JSON-able values.

    Parameters
    ----------
    world : World
        Any world.

    Returns
    -------
    dict
        Story, question, knobs, presets, variables and the diagram's arrows.
    """
    return {
        "world": world.name,
        "title": world.title,
        "story": world.story,
        "question": str(world.question),
        "knobs": [
            {"name": knob.name, "value": knob.value, **asdict(knob.remark)} for knob in world.knobs
        ],
        "presets": [
            {"name": preset.name, "label": preset.label, "values": dict(preset.values)}
            for preset in world.presets
        ],
        "variables": [
            {
                "name": each.name,
                "label": each.label,
                "unit": each.unit,
                "role": each.role,
                "kind": each.kind,
                "values": list(each.values),
                "ordered": each.ordered,
                "minimum": _finite(each.minimum),
                "maximum": _finite(each.maximum),
                "missing": each.missing,
                "source": each.source,
            }
            for each in world.codebook.variables
        ],
        "diagram": {
            "edges": [list(edge) for edge in world.diagram.edges],
            "latent": sorted(world.diagram.latent),
            "selected": sorted(world.diagram.selected),
        },
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
