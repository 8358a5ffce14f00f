"""What is reported of a matching beside the estimate."""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.matched.pairing import Pairing
from causalkit.analysis.estimate.matched.rule import Rule
from causalkit.analysis.estimate.reading.columns import Column

MOST_EXACT = 20
"""A number with more different values than this is hardly ever matched exactly."""


def figures_of(pairing: Pairing) -> dict[str, float]:
    """Return the diagnostics of a matching by name.

    Parameters
    ----------
    pairing : Pairing
        Who was matched to whom.

    Returns
    -------
    dict of str to float
    """
    ones = np.ones(pairing.rows.n)
    loads = (
        each.load(pairing.goal, ones) for each in (pairing.among_treated, pairing.among_reference)
    )
    return {
        "matched": float(np.count_nonzero(pairing.matched)),
        "unmatched": float(pairing.unmatched),
        "matches used": float(sum(np.count_nonzero(load) for load in loads)),
    }


def notes_on(pairing: Pairing, rule: Rule, *, corrected: bool) -> tuple[str, ...]:
    """Return what a reader has to know of a matching.

    Parameters
    ----------
    pairing : Pairing
        Who was matched to whom.
    rule : Rule
        How.
    corrected : bool
        Whether the bias was corrected.

    Returns
    -------
    tuple of str
    """
    notes = []
    if rule.caliper is not None and pairing.unmatched:
        notes.append(
            f"{pairing.unmatched} of {np.count_nonzero(pairing.rows.target)} people found nobody "
            f"within the caliper of {rule.caliper:g} standard deviations of the log-odds of "
            f"exposure and are left out; the effect is that in the others."
        )
    curves = [column for column in pairing.rows.covariates if _is_continuous(column)]
    if not rule.on_a_line and not corrected and len(curves) > 1:
        notes.append(
            f"Matches on {len(curves)} continuous covariates are never exact, and what remains "
            f"between them biases the effect; bias_correction=True takes account of it."
        )
    if rule.on_a_line and not rule.replacement:
        notes.append("The interval takes the estimated propensity score for the true one.")
    return tuple(notes)


def _is_continuous(column: Column) -> bool:
    return not column.labels and len(column.levels) > MOST_EXACT
