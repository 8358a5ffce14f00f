"""The verdict on an analysis with missing values, step by step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from causalkit.analysis.identify.adjustment.backdoor import backdoor_adjustment
from causalkit.analysis.identify.missingness import refusals, remedies
from causalkit.analysis.identify.missingness.complete_rows import (
    mixing_weights,
    show_contrast,
    show_effect,
    show_strata,
)
from causalkit.analysis.identify.missingness.gaps import Gaps
from causalkit.analysis.identify.missingness.lost import losses
from causalkit.analysis.identify.missingness.mechanism import mechanism
from causalkit.analysis.identify.missingness.ordering import NoOrder
from causalkit.analysis.identify.missingness.recoverability import (
    Recoverability,
    Verdict,
    Weight,
)
from causalkit.analysis.identify.missingness.weighting import sequential_weights
from causalkit.analysis.identify.selection.pair_check import check_pair
from causalkit.analysis.identify.selection.pair_criterion import PairCriterion
from causalkit.errors import QuestionError
from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path
from causalkit.graph.question import Question

MOST_ALTERNATIVES = 10
"""So many other adjustment sets are tried where one is not settled."""


def missing_values(
    diagram: Diagram, question: Question, adjustment: Iterable[str]
) -> Recoverability:
    """Return whether an effect can be had in spite of missing values, and how.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked. A variable
        called ``missing_pain`` says when ``pain`` is missing.
    question : Question
        The effect that is asked about.
    adjustment : iterable of str
        What is adjusted for. Were nothing missing, it would have to identify the effect.

    Returns
    -------
    Recoverability

    Raises
    ------
    NotIdentified
        If the set would not identify the effect even if nothing were missing.
    QuestionError
        If question or set do not fit the diagram, or everybody was selected to have a gap.

    Notes
    -----
    The steps: (1) are there gaps; (2) are the complete rows enough; (3) do they show each
    stratum, so that only their mixture has to be mended by weights; (4) can the joint
    distribution of everything needed be recovered by sequential weights; (5) is the effect
    provably lost. What passes none of these is not settled; (6) then another adjustment set
    may be, and the minimal ones are tried.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("age", "kratom"), ("age", "phq9"), ("kratom", "phq9"), ("age", "missing_phq9")]
    ... )
    >>> found = missing_values(diagram, Question.of("kratom", "phq9"), ["age"])
    >>> found.verdict, found.weighted_on
    ('weighting', ('age',))
    """
    varying = frozenset(diagram.ordered(adjustment)) - diagram.selected
    check_pair(diagram, question, varying)
    gaps = Gaps(diagram, question, tuple(sorted(varying)))
    _check_not_selected(gaps)
    found = _verdict(gaps)
    return _with_alternatives(found, gaps) if found.verdict == "not settled" else found


def _verdict(gaps: Gaps) -> Recoverability:
    if not gaps.incomplete:  # (1)
        return _finding(gaps, "nothing missing", remedies.nothing_missing(gaps))
    ends = (*gaps.question.exposure, *gaps.question.outcome)
    constant = [name for name in gaps.indicators if name in ends]
    if constant:
        return _finding(gaps, "not settled", refusals.no_variation(gaps, constant))
    if show_effect(gaps):  # (2)
        return _finding(gaps, "complete cases", remedies.complete_cases(gaps))
    return _misled(gaps, refusals.blame(gaps))


def _with_alternatives(found: Recoverability, gaps: Gaps) -> Recoverability:
    """Return the finding with the minimal sets whose adjustment is settled, (6)."""
    sets = backdoor_adjustment(gaps.diagram, gaps.question, limit=MOST_ALTERNATIVES).minimal_sets
    others = (
        _verdict(replace(gaps, adjustment=chosen)) for chosen in sets if chosen != gaps.adjustment
    )
    better = [other for other in others if other.recovered]
    if not better:
        return found
    reason = f"{found.reason} {remedies.alternative(better[0])}"
    return replace(found, reason=reason, alternatives=tuple(o.adjustment for o in better))


def _misled(gaps: Gaps, path: Path) -> Recoverability:
    """Return the finding where the complete rows alone do not give the effect."""
    for weights in mixing_weights(gaps):  # (3)
        return _weighted(gaps, path, weights)
    if not PairCriterion.of(gaps.diagram, gaps.question).blocks(gaps.kept):
        return _lost_or_open(gaps, path, refusals.gaps_adjusted_for(gaps, path))
    needed = [name for name in gaps.variables if name not in gaps.indicators]
    try:
        return _weighted(gaps, path, sequential_weights(gaps.diagram, needed, gaps.of))  # (4)
    except NoOrder as obstacle:
        return _lost_or_open(gaps, path, refusals.not_settled(gaps, path, obstacle))


def _lost_or_open(gaps: Gaps, path: Path, reason: str) -> Recoverability:
    """Return that the effect is lost, or for this reason not settled."""
    for loss in losses(gaps):  # (5)
        why = refusals.not_recoverable(gaps, loss)
        return _finding(gaps, "not recoverable", why, path=loss.path.nodes)
    return _finding(gaps, "not settled", reason, path=path.nodes)


def _weighted(gaps: Gaps, path: Path, weights: tuple[Weight, ...]) -> Recoverability:
    reason = remedies.weighting(gaps, weights, path)
    return _finding(gaps, "weighting", reason, path=path.nodes, weights=weights)


def _finding(
    gaps: Gaps,
    verdict: Verdict,
    reason: str,
    *,
    path: tuple[str, ...] = (),
    weights: tuple[Weight, ...] = (),
) -> Recoverability:
    return Recoverability(
        question=gaps.question,
        adjustment=gaps.adjustment,
        verdict=verdict,
        reason=reason,
        path=path,
        incomplete=gaps.incomplete,
        indicators=gaps.indicators,
        strata=show_contrast(gaps) and show_strata(gaps),
        weights=weights,
        alternatives=(),
        mechanism=mechanism(gaps.diagram, gaps.indicators),
    )


def _check_not_selected(gaps: Gaps) -> None:
    """Raise if everybody in the data was selected to have a gap."""
    for name in gaps.indicators:
        if name in gaps.diagram.selected:
            raise QuestionError(
                f"the data hold only people with {name} == 1, so no row has {gaps.of[name]}; "
                f"leave {name} unselected, or do not use {gaps.of[name]}"
            )
