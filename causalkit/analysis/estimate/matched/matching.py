"""Matching: compare everybody with those most like them in the other group."""

from __future__ import annotations

import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, estimated
from causalkit.analysis.estimate.effect.scale import on_scale
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.matched.pairing import pair_up
from causalkit.analysis.estimate.matched.parts import Parts
from causalkit.analysis.estimate.matched.report import figures_of, notes_on
from causalkit.analysis.estimate.matched.rule import Distance, Rule, check_count
from causalkit.analysis.estimate.matched.side import side, straight_lines
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.errors import EstimationError


def matching(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    distance: Distance = "propensity",
    neighbours: int = 1,
    replacement: bool = True,
    caliper: float | None = None,
    bias_correction: bool = True,
    variance_neighbours: int = 2,
) -> Estimate:
    """Return the effect by matching everybody to the nearest in the other group.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor
        The question, and what to adjust for.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights, with Mahalanobis' distance only. Clusters are refused.
    distance : {"propensity", "log-odds", "mahalanobis"}, optional
        What is compared: the propensity scores, their log-odds, or all the covariates.
    neighbours : int, optional
        How many matches everybody gets; more where several are equally near.
    replacement : bool, optional
        Whether somebody may be the match of several people. Without, only the effect in the
        exposed or in the unexposed can be asked for.
    caliper : float, optional
        How far away a match may be, in standard deviations of the log-odds of exposure; 0.2 is
        usual. Not with Mahalanobis' distance.
    bias_correction : bool, optional
        Whether what still differs between matches is taken off by a regression.
    variance_neighbours : int, optional
        How many people of the same group tell how variable the outcome is among people alike.

    Returns
    -------
    Estimate
        Its figures are the number of people averaged over who found a match and who found none,
        and the number of people who served as one.

    Raises
    ------
    EstimationError
        If the exposure is not a matter of two groups, the options do not go together, nobody has
        a match within the caliper, there are clusters, or survey weights with a propensity score.

    Notes
    -----
    Ties are all taken, and share the place. Survey weights say how much somebody counts who is
    matched, and in which proportion the people of a matched set count; neighbours are counted in
    persons. On the propensity score there are none: a match has the same score, not the same
    covariates, and stands for whoever has that score in the sample, not in the population.

    With replacement the error is that of Abadie and Imbens (2006), on the propensity
    score with the correction for having estimated it (2016). Without replacement it is that of
    the differences within matched sets (Abadie and Spiess 2022, Robust post-matching inference),
    and takes a propensity score for given. No error is known for clusters.

    The caliper is that of Austin (2011), Optimal caliper widths for propensity-score matching
    when estimating differences in means and differences in proportions in observational studies.

    Examples
    --------
    >>> from causalkit.analysis.identify import identify
    >>> from causalkit.graph import Diagram
    >>> from causalkit.graph.question import Question
    >>> import numpy as np
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> phq9 = 4 + 5 * pain - 2 * kratom + np.tile([-1, 1], 40)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> found = matching(frame, identify(diagram, Question.of("kratom", "phq9")))
    >>> found.adjustment, found.figures["matched"]
    (('pain',), 80.0)
    """
    check_level(level)
    check_suits("matching", identification, ADJUSTMENT)
    rule = Rule(distance, neighbours, replacement, caliper)
    rule.check(identification.question.population)
    check_count("the number of variance neighbours", variance_neighbours)
    rows = prepare(data, identification, sampling=sampling)
    with quiet():
        terms = design(rows.covariates, rows.n).matrix
        correction = straight_lines(rows) if bias_correction else None
        return matched(rows, terms, rule, correction, variance_neighbours, level)


def matched(
    rows: Rows,
    terms: Numbers,
    rule: Rule,
    correction: Numbers | None,
    variance_neighbours: int,
    level: float,
) -> Estimate:
    """Return the effect by matching, with models of one's own.

    Parameters
    ----------
    rows : Rows
        The people.
    terms : ndarray of float of shape (n, p)
        The design of the propensity score.
    rule : Rule
        How people are matched.
    correction : ndarray of float of shape (n, q) or None
        The design of the regression that corrects the bias; None for no correction.
    variance_neighbours : int
        How many people of the same group tell how variable the outcome is among people alike.
    level : float
        Level of confidence.

    Returns
    -------
    Estimate
    """
    _check_alone(rows)
    # 1. Everybody in the population is matched, and either mean is imputed from the matches.
    pairing = pair_up(rows, terms, rule)
    sides = [side(pairing, correction, treated=treated) for treated in (True, False)]
    # 2. Either mean has the error of its outcomes, of their repetition, and of the score.
    parts = Parts(pairing, rule, terms, variance_neighbours)
    means = [parts.of(each) for each in sides]
    # 3. Both are contrasted on the scale asked for.
    first, second = (on_scale(mean, rows.question, rows.outcome) for mean in means)
    spread = parts.combined(first.influence - second.influence)
    return estimated(
        "matching",
        rows,
        first.value - second.value,
        spread,
        level,
        notes=notes_on(pairing, rule, corrected=correction is not None),
        figures=figures_of(pairing),
    )


def _check_alone(rows: Rows) -> None:
    if rows.clusters is not None:
        raise EstimationError(
            "no error of matching is known for people who were drawn or assigned together; use "
            "regression or weighting, or leave the clusters out"
        )
