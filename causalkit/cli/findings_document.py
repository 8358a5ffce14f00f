"""What programs read of a diagram: the findings as one JSON document.

``null`` says that there is none; an empty list inside a list says that the empty set
suffices; ``complete`` is false where a list was cut short.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from causalkit.analysis.identify.explanation.explanation import NoRepair
from causalkit.analysis.identify.explanation.repair import Repair
from causalkit.analysis.identify.general import NotIdentifiable
from causalkit.errors import NotIdentified

if TYPE_CHECKING:
    from causalkit.analysis.identify import Explanation
    from causalkit.analysis.identify.findings import Findings, Listing


def findings_document(found: Findings) -> dict[str, Any]:
    """Return what a diagram says about a question as JSON-able values.

    Parameters
    ----------
    found : Findings
        The findings.

    Returns
    -------
    dict
        Names are sorted.
    """
    return {
        "question": str(found.question),
        "exposure": sorted(found.question.exposure),
        "outcome": sorted(found.question.outcome),
        "identified": found.identified,
        "by": list(found.by),
        "adjustment": _adjustment(found),
        "adjusted": next((_explained(each) for each in found.explanations), None),
        "direct": _listing(found.direct),
        "frontdoor": _frontdoor(found),
        "instruments": _instruments(found),
        "functional": _functional(found),
        "hedge": _hedge(found),
        "not_identified": _reasons(found),
        "implied_independences": [
            [each.left, each.right, list(each.given)] for each in found.independences.listed
        ],
        "implied_independences_complete": found.independences.complete,
        "unoriented": [list(pair) for pair in found.equivalence.undirected],
        "missing_values": _missing(found),
        "controls": [
            {"variable": each.variable, "verdict": each.verdict, "reason": each.reason}
            for each in found.controls
        ],
        "roles": {name: list(parts) for name, parts in sorted(found.roles.items())},
    }


def _adjustment(found: Findings) -> dict[str, Any]:
    answer, optimal, minimal = found.adjustment, found.optimal, found.optimal_minimal
    backdoor = found.backdoor
    return {
        "exists": not isinstance(answer, NotIdentified),
        "minimal_sets": None if isinstance(answer, NotIdentified) else _sets(answer.minimal_sets),
        "complete": isinstance(answer, NotIdentified) or answer.complete,
        "minimum": None if isinstance(answer, NotIdentified) else list(answer.adjustment),
        "optimal": None if isinstance(optimal, NotIdentified) else list(optimal),
        "optimal_minimal": None if isinstance(minimal, NotIdentified) else list(minimal),
        "backdoor_minimal_sets": _listing(backdoor)["minimal_sets"],
    }


def _listing(answer: Listing | NotIdentified) -> dict[str, Any]:
    if isinstance(answer, NotIdentified):
        return {"minimal_sets": None, "complete": True}
    return {"minimal_sets": _sets(answer.sets), "complete": answer.complete}


def _frontdoor(found: Findings) -> list[list[str]] | None:
    answer = found.frontdoor
    return None if isinstance(answer, NotIdentified) else _sets(answer.minimal_sets)


def _instruments(found: Findings) -> list[dict[str, Any]] | None:
    answer = found.instruments
    if isinstance(answer, NotIdentified):
        return None
    return [{"instrument": each.instrument, "given": list(each.given)} for each in answer]


def _functional(found: Findings) -> dict[str, str] | None:
    answer = found.functional
    if isinstance(answer, NotIdentified):
        return None
    return {"text": answer.text, "latex": answer.latex}


def _missing(found: Findings) -> dict[str, Any] | None:
    answer = found.missing
    if isinstance(answer, NotIdentified):
        return None
    return {
        "verdict": answer.verdict,
        "reason": answer.reason,
        "weighted_on": list(answer.weighted_on),
    }


def _hedge(found: Findings) -> str | None:
    return str(found.functional) if isinstance(found.functional, NotIdentifiable) else None


def _reasons(found: Findings) -> dict[str, str]:
    answers = {
        "adjustment": found.adjustment,
        "optimal": found.optimal,
        "backdoor": found.backdoor,
        "direct": found.direct,
        "frontdoor": found.frontdoor,
        "functional": found.functional,
        "instruments": found.instruments,
    }
    return {name: str(each) for name, each in answers.items() if isinstance(each, NotIdentified)}


def _explained(explanation: Explanation) -> dict[str, Any]:
    return {
        "set": list(explanation.adjusted),
        "valid": explanation.valid,
        "reasons": [
            {"kind": each.kind, "path": list(each.path), "text": each.text}
            for each in explanation.reasons
        ],
        "complete": explanation.complete,
        "repair": _repair(explanation.repair),
    }


def _repair(repair: Repair | NoRepair) -> dict[str, Any] | None:
    if isinstance(repair, NoRepair):
        return None
    return {
        "add": list(repair.add),
        "remove": list(repair.remove),
        "set": list(repair.adjustment),
        "smallest": repair.smallest,
    }


def _sets(sets: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return [list(names) for names in sets]
