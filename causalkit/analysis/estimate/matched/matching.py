"""Matching: compare everybody with those most like them in the other group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.columns import Column, Numbers
from causalkit.analysis.estimate.data.rows import Mask, Rows, prepare
from causalkit.analysis.estimate.data.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.effect.contrast import check_level, estimated
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.effect.scale import on_scale
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.matched.error import deviations, repetitions, variance_within
from causalkit.analysis.estimate.matched.matches import Matches
from causalkit.analysis.estimate.matched.nearest import nearest
from causalkit.analysis.estimate.matched.pairing import Pairing, pair_up
from causalkit.analysis.estimate.matched.rule import Distance, Rule, check_count
from causalkit.analysis.estimate.matched.score_error import Score
from causalkit.analysis.estimate.matched.side import Side, side, straight_lines
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.models.quiet import quiet
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
        Survey weights; clusters are refused.
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
        a match within the caliper, or there are clusters.

    Notes
    -----
    Ties are all taken, and share the place. Survey weights say how much somebody counts who is
    matched, and in which proportion the people of a matched set count; neighbours are counted in
    persons. With replacement the error is that of Abadie and Imbens (2006), on the propensity
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
    errors = _Errors(pairing, rule, terms, variance_neighbours)
    means = [errors.of(each) for each in sides]
    # 3. Both are contrasted on the scale asked for.
    first, second = (on_scale(mean, rows.question, rows.outcome) for mean in means)
    spread = errors.combined(first.influence - second.influence)
    return estimated(
        "matching",
        rows,
        first.value - second.value,
        spread,
        level,
        notes=_notes(pairing, rule, correction is not None),
        figures=_figures(pairing),
    )


def _check_alone(rows: Rows) -> None:
    if rows.clusters is not None:
        raise EstimationError(
            "no error of matching is known for people who were drawn or assigned together; use "
            "regression or weighting, or leave the clusters out"
        )


@dataclass(frozen=True, eq=False)
class _Errors:
    """The parts of the error of a mean, in one long row.

    First what each person's outcome adds as their own, then as a match of others, then what
    the estimation of the score adds and takes away. All squares are added but the last.
    """

    pairing: Pairing
    rule: Rule
    terms: Numbers
    neighbours: int

    def of(self, side: Side) -> Mean:
        """Return the mean under a setting with the parts of its error."""
        mean = float(self.pairing.goal @ np.where(self.pairing.matched, side.outcome, 0.0))
        near = self._near(side.arm)
        # On a line people alike differ in covariates, of which a correction takes account.
        values = side.residual if self.rule.on_a_line else self.pairing.rows.outcome.values
        variance = variance_within(near, values, self.pairing.rows.weights)
        own = deviations(self.pairing, side, mean)
        added, taken, slope = self._of_score(side, near, mean)
        again = repetitions(self.pairing, side, variance)
        return Mean(mean, np.concatenate([own, again, added, slope, taken]))

    def combined(self, parts: Numbers) -> float:
        """Return the standard error that parts make."""
        last = len(parts) - (self.terms.shape[1] if self._estimated else 0)
        added, taken = parts[:last] @ parts[:last], parts[last:] @ parts[last:]
        plain = parts[: 2 * self.pairing.rows.n]
        # Only in tiny samples can more be taken than there is.
        return float(np.sqrt(added - taken if added > taken else plain @ plain))

    @property
    def _estimated(self) -> bool:
        """Whether the error of the score is known and matters."""
        return self.rule.on_a_line and self.rule.replacement

    def _near(self, arm: Mask) -> Matches:
        everybody = np.ones_like(arm) if self._estimated else arm
        return nearest(self.pairing.places, everybody, arm, self.neighbours + 1)

    def _of_score(self, side: Side, near: Matches, mean: float) -> tuple[Numbers, Numbers, Numbers]:
        fit = self.pairing.places.propensity
        if not self._estimated or fit is None:
            return np.zeros(0), np.zeros(0), np.zeros(0)
        score = Score(self.pairing, fit, self.terms, self._inside())
        return score.changes(side, near, mean)

    def _inside(self) -> Mask:
        """Return who has somebody of either group within the caliper."""
        rows, places, caliper = self.pairing.rows, self.pairing.places, self.rule.caliper
        everybody = np.ones(rows.n, dtype=bool)
        if caliper is None:
            return everybody
        reach = caliper * places.spread(rows)
        return np.asarray(
            nearest(places, everybody, rows.treated, 1, reach).found
            & nearest(places, everybody, rows.reference, 1, reach).found
        )


def _figures(pairing: Pairing) -> dict[str, float]:
    ones = np.ones(pairing.rows.n)
    loads = (
        each.load(pairing.goal, ones) for each in (pairing.among_treated, pairing.among_reference)
    )
    return {
        "matched": float(np.count_nonzero(pairing.matched)),
        "unmatched": float(pairing.unmatched),
        "matches used": float(sum(np.count_nonzero(load) for load in loads)),
    }


def _notes(pairing: Pairing, rule: Rule, corrected: bool) -> tuple[str, ...]:
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


MOST_EXACT = 20
"""A number with more different values than this is hardly ever matched exactly."""
