"""Why complete rows mislead, and why nothing, or nothing known here, makes up for them."""

from __future__ import annotations

from collections.abc import Sequence

from causalkit.analysis.identify.missingness.complete_rows import show_contrast, show_strata
from causalkit.analysis.identify.missingness.gaps import Gaps
from causalkit.analysis.identify.missingness.lost import Loss
from causalkit.analysis.identify.missingness.ordering import NoOrder
from causalkit.analysis.identify.missingness.wording import misled, strata
from causalkit.analysis.identify.phrases import effect, listed
from causalkit.graph.path import Path
from causalkit.graph.separation import open_path


def blame(gaps: Gaps) -> Path:
    """Return what the complete rows alone get wrong.

    Parameters
    ----------
    gaps : Gaps
        An analysis of which the complete rows do not show the effect.

    Returns
    -------
    Path
        From the gaps to the outcome; or, if these are not tied, from exposure to outcome.

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("z", "y"), ("z", "missing_y")])
    >>> print(blame(Gaps(diagram, Question.of("x", "y"), ("z",))))
    missing_y ← z → y
    """
    pair, question = gaps.complete_rows, gaps.question
    if not pair.bridges(()):
        return open_path(pair.target_graph, pair.selection, question.outcome)
    graph = pair.criterion.backdoor_graph
    return open_path(graph, question.exposure, question.outcome, gaps.kept)


def not_recoverable(gaps: Gaps, loss: Loss) -> str:
    """Return why nothing can be done with these data alone.

    Parameters
    ----------
    gaps : Gaps
        An analysis whose effect is lost.
    loss : Loss
        How.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("y", "missing_y")])
    >>> path = Path(("missing_y", "y"), (False,))
    >>> loss = Loss("outcome", "y", "x", "y", path)
    >>> print(not_recoverable(Gaps(diagram, Question.of("x", "y"), ()), loss))
    Whether y is missing depends on y itself: missing_y ← y. Worlds with different effects ...
    """
    subject = f"{loss.name}, which confounds," if loss.role == "confounder" else loss.name
    if all(not forward for forward in loss.path.forward):
        how = f"Whether {subject} is missing depends on {loss.name} itself: {loss.path}"
    elif all(loss.path.forward):
        how = f"Being missing changes {subject} itself: {loss.path}"
    else:
        how = f"{subject} and its gaps have a hidden cause in common: {loss.path}"
    if loss.role == "exposure":
        how += f", and the gaps have to do with {loss.outcome} too, directly"
    return (
        f"{how}. Worlds with different {_effects(gaps)} leave the same data behind, so these data "
        f"alone do not tell. {_within(gaps)}Find out some of the missing values of {loss.name}, or "
        f"say how far they may lie from the others and show how much the effect would change."
    )


def not_settled(gaps: Gaps, path: Path, obstacle: NoOrder) -> str:
    """Return why neither yes nor no can be said.

    Parameters
    ----------
    gaps : Gaps
        An analysis that no theorem used here settles.
    path : Path
        What the complete rows alone get wrong.
    obstacle : NoOrder
        What stands in the way of weights.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("y", "m"), ("m", "missing_y"), ("m", "missing_m")])
    >>> gaps = Gaps(diagram, Question.of("x", "y"), ())
    >>> path = Path(("missing_y", "m", "y"), (False, False))
    >>> obstacle = NoOrder("missing_m", "m", frozenset(["y", "m"]), capped=False)
    >>> print(not_settled(gaps, path, obstacle))
    Not settled. Complete rows alone mislead: missing_y ← m ← y. Nor can they be weighted by ...
    """
    ends = obstacle.indicator, obstacle.other
    tie = open_path(gaps.diagram, ends[:1], ends[1:], obstacle.given.difference(ends))
    name = gaps.of[obstacle.indicator]
    if obstacle.other in gaps.of:
        knot = f"ties the gaps of {name} to those of {gaps.of[obstacle.other]}"
    else:
        knot = f"ties the gaps of {name} to {name} itself"
    search = "; the search for other weights was cut short" if obstacle.capped else ""
    return (
        f"Not settled. {misled(gaps, path)} Nor can they be weighted by what is measured: {tie} "
        f"{knot}{search}. That does not prove the effect lost; the theorems used here say neither "
        f"yes nor no. Measure more of what leads to the gaps, or say how far the missing values "
        f"may lie from the others and show how much the effect would change."
    )


def gaps_adjusted_for(gaps: Gaps, path: Path) -> str:
    """Return why nothing is settled where a gap is adjusted for besides what it hides.

    Parameters
    ----------
    gaps : Gaps
        An analysis whose adjustment set holds indicators of its own variables, and needs
        them.
    path : Path
        What the complete rows alone get wrong.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of(
    ...     [("x", "y"), ("z", "y"), ("z", "x"), ("missing_z", "x"), ("missing_z", "y")]
    ... )
    >>> gaps = Gaps(diagram, Question.of("x", "y"), ("missing_z", "z"))
    >>> print(gaps_adjusted_for(gaps, Path(("missing_z", "y"), (True,))))
    Not settled. Complete rows alone mislead: missing_z → y. Adjusting for missing_z compares ...
    """
    own = [name for name in gaps.adjustment if name in gaps.indicators]
    hidden = listed(gaps.of[name] for name in own)
    return (
        f"Not settled. {misled(gaps, path)} Adjusting for {listed(own)} compares people with "
        f"gaps among themselves, but of those {hidden} is not known. Look for an adjustment set "
        f"without {listed(own)} or without {hidden}."
    )


def no_variation(gaps: Gaps, names: Sequence[str]) -> str:
    """Return why complete rows cannot tell of an effect on or of their own completeness.

    Parameters
    ----------
    gaps : Gaps
        An analysis whose exposure or outcome is one of its indicators.
    names : sequence of str
        Those indicators.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "missing_z"), ("z", "x")])
    >>> gaps = Gaps(diagram, Question.of("x", "missing_z"), ("z",))
    >>> print(no_variation(gaps, ["missing_z"]))
    Not settled. missing_z is 0 in every complete row, so complete rows show no effect ...
    """
    hidden = listed(gaps.of[name] for name in names)
    return (
        f"Not settled. {listed(names)} is 0 in every complete row, so complete rows show no "
        f"effect of it or on it. Find an analysis that does not need {hidden}."
    )


def _within(gaps: Gaps) -> str:
    if not (show_contrast(gaps) and show_strata(gaps)):
        return ""
    return f"(Complete rows do show {strata(gaps)} as it is; only the average is lost.) "


def _effects(gaps: Gaps) -> str:
    return effect(gaps.question).replace("effect", "effects", 1)
