"""The robustness value: how much an omitted confounder would have to explain.

An omitted confounder biases a regression by as much as it explains of the exposure and of the
outcome, and by no more. The *robustness value* is the share of both, taken equal, that would
bring the estimate to nothing. As shares are hard to judge, they are held against the confounders
that were measured: would something as strong as age do, or twice as strong?

Source: Cinelli and Hazlett (2020), Making sense of sensitivity: extending omitted variable bias.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.check.sensitivity.linear_model import LinearModel, linear_model
from causalkit.analysis.check.sensitivity.omitted_variable import Coefficient, bound, robustness
from causalkit.analysis.check.sensitivity.strengths import Strength, strengths
from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.errors import EstimationError, did_you_mean

TIMES = (1, 2, 3)
"""How many times as strong as a measured covariate the confounder may be."""

WEAK = 0.05
"""A smaller share than this is explained by many a thing that nobody thought of."""

EXACT = 1e-12
"""An error smaller than this, beside its coefficient, is one of rounding."""

VALUE, LIMIT = "robustness value", "robustness value of the interval"

MEANING = (
    "The robustness value is the share of what is left unexplained of the exposure, and of the "
    "outcome as well, that an omitted confounder would have to explain to bring the estimate to "
    "nothing. One that explains less of both could not, one that explains more of one and less of "
    "the other may; the contours show which. A benchmark says what a confounder would do that is "
    "so many times as strong as a measured one; that there is none stronger is for knowledge of "
    "the subject to say. It is about omitted confounders in a linear model: curves, effects that "
    "differ between people, selection and bad measurement are other matters."
)


def robustness_value(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    benchmark: tuple[str, ...] = (),
    share: float = 1.0,
) -> Check:
    """Return how much an omitted confounder would have to explain to change the conclusion.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for: numbers as straight lines, labels as
        indicators.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters. With either there is no figure for the interval, for which
        theory knows only rows that were drawn alone and count alike.
    benchmark : tuple of str, optional
        Covariates that an omitted confounder is compared with. All the indicators of one
        count together.
    share : float, optional
        The share of the estimate that would have to go; 1 is all of it.

    Returns
    -------
    Check
        The rows of the table are of two kinds: ``"benchmark"``, a confounder so many times as
        strong as a covariate, and ``"grid"``, a confounder of any strength, for contours. Each
        has its partial R² and the estimate that would be left. Alarming if the interval
        contains no effect anyway or would with a confounder as strong as a benchmark;
        doubtful if it would with one up to three times as strong or, for want of benchmarks,
        if the robustness value of the interval is below 5 %.

    Raises
    ------
    EstimationError
        If the question is not about a difference by one exposure; a benchmark is not adjusted
        for; or the model cannot be fitted.

    Notes
    -----
    Where a multiple of a benchmark would explain more than everything, there is no such
    confounder, and the table has no row for it.

    Examples
    --------
    >>> from causalkit.analysis.identify import Backdoor
    >>> from causalkit.graph.question import Question
    >>> rng = np.random.default_rng(1)
    >>> pain = rng.normal(size=400)
    >>> kratom = 0.3 * pain + rng.normal(size=400)
    >>> phq9 = pain + 0.5 * kratom + rng.normal(size=400)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> asked = Backdoor(Question.of("kratom", "phq9"), ("pain",), (("pain",),), complete=True)
    >>> found = robustness_value(frame, asked, benchmark=("pain",))
    >>> found.finding, round(found.figures["robustness value"], 2)
    ('doubtful', 0.37)
    """
    check_level(level)
    check_suits("robustness_value", identification, ADJUSTMENT)
    _check(identification, benchmark, share)
    rows = prepare(data, identification, sampling=sampling)
    with quiet():
        model = linear_model(rows)
        found = _coefficient(model, rows)
        benchmarks = _benchmarks(model, benchmark)
    simple = not rows.weighted and rows.clusters is None
    critical = found.critical(level) if simple else 0.0
    table = strengths(found, benchmarks, share, critical)
    figures = {
        "estimate": found.value,
        "partial R² with outcome": found.partial,
        VALUE: robustness(found, share),
        "level": level,
    }
    if simple:
        figures |= {
            "standard error": found.standard_error,
            "degrees of freedom": found.degrees,
            LIMIT: robustness(found, share, critical),
        }
    robust = figures.get(LIMIT, figures[VALUE])
    finding = _finding(table, robust, already=robust == 0)
    verdict = _verdict(figures, table, share)
    return Check("robustness value", finding, verdict, MEANING, table, figures)


def _check(identification: Identification, benchmark: tuple[str, ...], share: float) -> None:
    question = identification.question
    if question.scale != "difference" or len(question.exposure) > 1:
        raise EstimationError(
            "a robustness value is that of a linear coefficient: ask for the difference by one "
            "exposure"
        )
    if isinstance(benchmark, str):
        raise EstimationError(f'the benchmarks are a tuple of names, such as ("{benchmark}",)')
    for name in benchmark:
        if name not in identification.adjustment:
            hint = did_you_mean(name, identification.adjustment)
            raise EstimationError(
                f'the benchmark "{name}" is not adjusted for, so the model does not say how strong '
                f"it is.{hint}"
            )
    if not share > 0:
        raise EstimationError(f"the share of the estimate that goes is above 0, not {share}")


def _coefficient(model: LinearModel, rows: Rows) -> Coefficient:
    """Return the coefficient for the contrast that is asked about."""
    column, question = rows.exposures[0], rows.question
    value, error = model.coefficient()
    if not error > EXACT * abs(value):
        raise EstimationError(
            "exposure and covariates tell the outcome exactly, so nothing is left for a confounder"
        )
    if column.labels:
        return Coefficient(value, error, model.degrees)
    units = column.position(question.treated[0]) - column.position(question.reference[0])
    if np.isnan(units):
        raise EstimationError(
            f'"{column.name}" holds numbers; ask about numbers with treated=… and reference=…'
        )
    return Coefficient(units * value, abs(units) * error, model.degrees)


def _benchmarks(model: LinearModel, names: tuple[str, ...]) -> tuple[Strength, ...]:
    found = []
    for name in names:
        if name not in model.owners:
            raise EstimationError(
                f'the benchmark "{name}" does not vary, or repeats what other covariates say'
            )
        measured = model.with_exposure(name), model.with_outcome(name)
        multiples = ((times, bound(times, *measured)) for times in TIMES)
        found += [Strength(name, times, *shares) for times, shares in multiples if shares]
    return tuple(found)


def _finding(table: pd.DataFrame, robust: float, already: bool) -> Finding:
    """Return how it came out, where ``already`` says that chance will do.

    ``robust`` is the smallest robustness value there is.
    """
    undone = table[(table["kind"] == "benchmark") & table["changes the conclusion"]]
    if already or (undone["times"] == 1).any():
        return "alarming"
    benchmarks = (table["kind"] == "benchmark").any()
    return "doubtful" if len(undone) or (not benchmarks and robust < WEAK) else "reassuring"


def _verdict(figures: Mapping[str, float], table: pd.DataFrame, share: float) -> str:
    size = "the whole estimate" if share == 1 else f"{100 * share:g} % of the estimate"
    text = (
        f"An omitted confounder would have to explain {_percent(figures[VALUE])} of what is left "
        f"of exposure and outcome to account for {size}"
    )
    if LIMIT in figures:
        text += (
            f", and {_percent(figures[LIMIT])} to leave it within chance"
            if figures[LIMIT] > 0
            else ", but chance accounts for it without any"
        )
    return f"{text}.{_of_benchmarks(table)}"


def _of_benchmarks(table: pd.DataFrame) -> str:
    compared = table[table["kind"] == "benchmark"]
    if compared.empty:
        return ""
    undone = compared[compared["changes the conclusion"]].sort_values("times", kind="stable")
    if undone.empty:
        names = ", ".join(compared["covariate"].unique())
        return f" None up to {compared['times'].max():g} times as strong as {names} would do."
    times, name = undone["times"].iloc[0], undone["covariate"].iloc[0]
    return f" One {'' if times == 1 else f'{times:g} times '}as strong as {name} would do."


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
