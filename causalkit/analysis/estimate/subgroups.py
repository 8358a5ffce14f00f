"""Effects in groups of people, and whether they differ by more than chance.

An effect may be larger in one group than in another. To see it, the question is asked for
each group anew, and the diagram is asked anew: what has to be adjusted for within a group is
not always what has to be adjusted for in everybody. The group must not be formed by anything
that the exposure changes.

Whether two effects differ is not seen from their stars: an effect that is significant among
women and not among men may well be the same in both. What has to be tested is the
difference. *Cochran's Q* adds up how far the effects are from their common mean, in units of
their own errors. And where they differ, it need not be the group that does it; the people in
it differ in more than that.

Source: Cochran (1954), The combination of estimates from different experiments; Altman and
Bland (2003), Interaction revisited: the difference between two estimates; VanderWeele
(2009), On the distinction between interaction and effect modification.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.membership import membership
from causalkit.analysis.estimate.data.rows import MOST_GROUPS
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.reading.columns import Column, read_column
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.identify.adjustment.backdoor import Backdoor, backdoor_adjustment
from causalkit.analysis.identify.adjustment.no_confounding import NoConfounding
from causalkit.analysis.identify.missingness import Recoverability, missing_values
from causalkit.errors import EstimationError
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Condition, Question


@dataclass(frozen=True)
class SubgroupEffects:
    """The effect in each of several groups, and whether they differ.

    Parameters
    ----------
    by : str
        The variable that forms the groups.
    groups : tuple of str
        Its values, as people know them.
    estimates : tuple of Estimate
        The effect in each group.
    statistic : float
        Cochran's Q: the squared distances of the effects from their common mean, each in units
        of its own error, added up; of ratios the logarithms.
    degrees : int
        Its degrees of freedom, one less than there are groups.
    p_value : float
        How often chance alone makes it as large, if the effects are the same.
    verdict : str
        What that says, and what it does not.
    """

    by: str
    groups: tuple[str, ...]
    estimates: tuple[Estimate, ...]
    statistic: float
    degrees: int
    p_value: float
    verdict: str


def subgroup_effects(
    method: Callable[..., Estimate],
    data: pd.DataFrame,
    diagram: Diagram,
    question: Question,
    by: str,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    **options: Any,  # noqa: ANN401  # each estimator has its own
) -> SubgroupEffects:
    """Return the effect in each group, each identified anew from the diagram.

    Parameters
    ----------
    method : callable
        An estimator that adjusts, such as ``regression``.
    data : pandas.DataFrame
        One row a person. It is not changed.
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about, in everybody or in people for whom conditions hold.
    by : str
        The variable that forms the groups: labels, or a few numbers.
    level : float, optional
        Level of confidence of each interval, between 0 and 1; also that of the verdict.
    sampling : Sampling, optional
        Survey weights, clusters and what is done about missing values. A finding of
        ``missing_values`` is asked for anew in each group.
    **options
        Further options of the estimator.

    Returns
    -------
    SubgroupEffects

    Raises
    ------
    NotIdentified
        If the effect in a group is not identified by adjustment, above all where the exposure
        changes who belongs to it.
    EstimationError
        If the variable forms no groups, the same people are in several, or the estimator has no
        answer in one.

    Notes
    -----
    The test takes the groups as independent samples. So clusters must not reach across them.

    Examples
    --------
    >>> from causalkit.analysis.estimate import difference
    >>> frame = pd.DataFrame({"pain": [0, 1] * 12, "kratom": [0, 0, 1, 1] * 6})
    >>> frame["phq9"] = 4 - 2 * frame["kratom"] * frame["pain"] + np.arange(24) // 4
    >>> diagram = Diagram.of([("pain", "phq9"), ("kratom", "phq9")])
    >>> found = subgroup_effects(difference, frame, diagram, Question.of("kratom", "phq9"), "pain")
    >>> [round(each.value, 1) for each in found.estimates]
    [0.0, -2.0]
    """
    check_level(level)
    groups = _groups(data, diagram, question, by)
    _check_apart(data, sampling, by)
    asked = [_within(question, by, value) for value in groups.values()]
    identified = [backdoor_adjustment(diagram, each) for each in asked]
    estimate = partial(method, data, level=level, **options)
    estimates = tuple(
        _estimate(estimate, each, _anew(sampling, diagram, each), f"{by} = {name}")
        for name, each in zip(groups, identified, strict=True)
    )
    return _tested(by, tuple(groups), estimates, level)


def _groups(
    data: pd.DataFrame, diagram: Diagram, question: Question, by: str
) -> dict[str, float | str]:
    """Return the groups by the name that people know, with the value that forms them."""
    column = read_column(data, by)
    inside, _ = membership(data, NoConfounding(question, diagram.selected))
    levels = column.chosen(inside).levels
    if not column.labels and len(levels) > MOST_GROUPS:
        raise EstimationError(
            f'"{by}" takes {len(levels)} different values, which are no groups; make it a few '
            f"groups, such as below and above a value"
        )
    if len(levels) < 2:
        raise EstimationError(f'"{by}" takes only one value, so there are no groups to compare')
    return {column.shown(each): _value(column, each) for each in levels}


def _value(column: Column, level: float) -> float | str:
    label: Any = column.labels[int(level)] if column.labels else level
    return label if isinstance(label, str) else float(label)


def _check_apart(data: pd.DataFrame, sampling: Sampling, by: str) -> None:
    """Raise if a cluster has people in several groups."""
    if sampling.clusters is None:
        return
    clusters, groups = (read_column(data, name).values for name in (sampling.clusters, by))
    pairs = pd.DataFrame({"cluster": clusters, "group": groups}).dropna().drop_duplicates()
    across = int(pairs["cluster"].duplicated(keep=False).sum())
    if across:
        number = pairs.loc[pairs["cluster"].duplicated(), "cluster"].nunique()
        raise EstimationError(
            f'{number} clusters of "{sampling.clusters}" have people in several groups of "{by}", '
            f"whose effects are then not independent and cannot be tested against each other "
            f"here; ask about each group on its own"
        )


def _within(question: Question, by: str, value: float | str) -> Question:
    if isinstance(question.population, str) and question.population != "all":
        raise EstimationError(
            f"the effect among the {question.population} cannot be asked for by group; ask about "
            f"everybody, or give conditions"
        )
    given = question.population if isinstance(question.population, tuple) else ()
    return replace(question, population=(*given, Condition(by, "==", value)))


def _anew(sampling: Sampling, diagram: Diagram, identified: Backdoor) -> Sampling:
    """Return the sampling with what the diagram says of missing values in the group."""
    if not isinstance(sampling.missing, Recoverability):
        return sampling
    found = missing_values(diagram, identified.question, identified.adjustment)
    return replace(sampling, missing=found)


def _estimate(
    estimate: Callable[..., Estimate], identified: Backdoor, sampling: Sampling, group: str
) -> Estimate:
    try:
        found = estimate(identified, sampling=sampling)
    except EstimationError as error:
        raise EstimationError(f"among people with {group}: {error}") from None
    if not found.standard_error > 0:
        raise EstimationError(f"among people with {group} the effect has no error to test it by")
    return found


def _tested(
    by: str, groups: tuple[str, ...], estimates: tuple[Estimate, ...], level: float
) -> SubgroupEffects:
    """Return the effects with Cochran's test that they are the same."""
    from scipy.special import chdtrc

    effects = np.array([each.value for each in estimates])
    errors = np.array([each.standard_error for each in estimates])
    if estimates[0].question.scale != "difference":
        effects, errors = np.log(effects), errors / effects
    weights = errors**-2  # (1) how much each effect says
    mean = np.average(effects, weights=weights)  # (2) their common mean
    statistic = float(weights @ (effects - mean) ** 2)  # (3) the distances from it
    degrees = len(groups) - 1
    p_value = float(chdtrc(degrees, statistic))
    verdict = _verdict(by, statistic, degrees, p_value, level)
    return SubgroupEffects(by, groups, estimates, statistic, degrees, p_value, verdict)


def _verdict(by: str, statistic: float, degrees: int, p_value: float, level: float) -> str:
    freedom = f"{degrees} degree{'s' if degrees > 1 else ''} of freedom"
    test = f"(Q = {statistic:.2f}, {freedom}, p = {p_value:.3g})"
    if p_value < 1 - level:
        return (
            f"The effects differ between the groups of {by} by more than chance {test}. That does "
            f"not say that {by} makes the difference, as the groups differ in other ways too; "
            f"and effects that differ as differences may be alike as ratios, or the other way "
            f"round."
        )
    return (
        f"The effects do not differ between the groups of {by} by more than chance {test}. That "
        f"does not say that they are the same: groups are smaller than the whole, and a "
        f"difference that matters may be missed. Nor does it matter for this whether the effect "
        f"is significant in one group and not in another."
    )
