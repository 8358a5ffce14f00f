"""Negative controls: effects that cannot be, estimated all the same.

Nobody can see a confounder that was not measured. But its work can be seen elsewhere. Take an
outcome that the exposure cannot possibly cause, such as accidents before it began, but that
the suspected confounder does cause; or take something that cannot cause the outcome, such as
a drug against another complaint, but is chosen by the same people. Analyse it in exactly the
same way. If an "effect" is found, the analysis leaves confounding behind, and so presumably
it does for the effect asked about.

Source: Lipsitch, Tchetgen Tchetgen and Cohen (2010), Negative controls: a tool for detecting
confounding and bias in observational studies; Shi, Miao and Tchetgen Tchetgen (2020), A
selective review of negative control methods in epidemiology.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.check.controls import controls_of
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.regression import regression
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.analysis.identify.phrases import listed

MEANING = (
    "A control for which an effect is found shows that the analysis leaves confounding, selection "
    "or measurement error behind, provided that there really is no such effect. A control without "
    "an effect reassures only as far as it shares the confounders that are feared, and only as far "
    "as its interval is narrow. The size of the effect found is not the size of the bias: the "
    "confounder may act on the control more, or less, than on the outcome."
)

Method = Callable[..., Estimate]


def negative_controls(
    data: pd.DataFrame,
    identification: Identification,
    *,
    outcomes: Iterable[str] = (),
    exposures: Iterable[str] = (),
    method: Method = regression,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
) -> Check:
    """Return the "effects" on outcomes, and of exposures, for which there can be none.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.
    outcomes : iterable of str, optional
        Outcomes that the exposure cannot cause. They are numbers, whatever their unit.
    exposures : iterable of str, optional
        Variables that cannot cause the outcome. Of two values the greater is compared with
        the smaller; of a few numbers the greatest with the smallest; of many the upper quartile
        with the lower.
    method : callable, optional
        The estimator, such as :func:`~causalkit.analysis.estimate.regression`.
    level : float, optional
        Level of confidence of each interval.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Check
        Its table has a row for each control: "control", "kind" ("outcome" or "exposure"),
        "effect", "standard error", "low", "high", "p-value", "adjusted p-value" (Holm) and
        "result" ("an effect" or "no effect").

    Raises
    ------
    EstimationError
        If there is no control, a control is part of the question or adjusted for, or its
        effect cannot be estimated.

    Notes
    -----
    Effects are differences, whatever the scale of the question. A control for the exposure
    is adjusted for the exposure as well: it may go with the exposure, which does cause the
    outcome (Shi, Miao and Tchetgen Tchetgen 2020).

    Examples
    --------
    >>> from causalkit.analysis.identify import NoConfounding
    >>> from causalkit.graph.question import Question
    >>> ill = np.repeat([0, 1], 50)
    >>> kratom = np.tile([0, 0, 0, 0, 1], 20) ^ ill
    >>> frame = pd.DataFrame({"kratom": kratom, "phq9": 4 + ill + np.arange(100) % 3})
    >>> frame["earlier"] = 3 + 2 * ill + np.arange(100) % 5
    >>> asked = NoConfounding(Question.of("kratom", "phq9"))
    >>> print(negative_controls(frame, asked, outcomes=["earlier"]).verdict)
    An effect is found where there can be none: on earlier (1.20, 95 % interval 0.56 to 1.84). \
The analysis leaves confounding or another bias behind.
    """
    check_suits("negative_controls", identification, ADJUSTMENT)
    controls = controls_of(data, identification, tuple(outcomes), tuple(exposures))
    found = [
        (name, kind, method(data, control, level=level, sampling=sampling))
        for name, kind, control in controls
    ]
    table = _table(found, 1 - level)
    return Check(
        name="negative controls",
        finding=_finding(table, 1 - level),
        verdict=_verdict(table, level),
        meaning=MEANING,
        table=table,
        figures=_figures(table),
    )


def _table(found: list[tuple[str, str, Estimate]], error: float) -> pd.DataFrame:
    from statsmodels.stats.multitest import multipletests

    table = pd.DataFrame(
        {
            "control": [name for name, _, _ in found],
            "kind": [kind for _, kind, _ in found],
            "effect": [estimate.value for *_, estimate in found],
            "standard error": [estimate.standard_error for *_, estimate in found],
            "low": [estimate.low for *_, estimate in found],
            "high": [estimate.high for *_, estimate in found],
            "p-value": [_p_value(estimate) for *_, estimate in found],
        }
    )
    table["adjusted p-value"] = multipletests(table["p-value"], method="holm")[1]
    table["result"] = np.where(table["adjusted p-value"] <= error, "an effect", "no effect")
    return table


def _p_value(estimate: Estimate) -> float:
    """Return the probability of such an estimate, or one further from zero, without an effect."""
    from scipy.special import ndtr

    if estimate.standard_error == 0:
        return float(estimate.value == 0)
    return float(2 * ndtr(-abs(estimate.value) / estimate.standard_error))


def _finding(table: pd.DataFrame, error: float) -> Finding:
    if (table["result"] == "an effect").any():
        return "alarming"
    return "doubtful" if (table["p-value"] <= error).any() else "reassuring"


def _verdict(table: pd.DataFrame, level: float) -> str:
    effects = table[table["result"] == "an effect"]
    if len(effects):
        return (
            f"An effect is found where there can be none: {_listed(effects, level)}. The analysis "
            f"leaves confounding or another bias behind."
        )
    return f"No effect is found where there can be none: {_listed(table, level)}."


def _listed(rows: pd.DataFrame, level: float) -> str:
    return listed(
        f"{'on' if kind == 'outcome' else 'of'} {name} ({effect:.2f}, {100 * level:g} % interval "
        f"{low:.2f} to {high:.2f})"
        for name, kind, effect, low, high in rows[
            ["control", "kind", "effect", "low", "high"]
        ].itertuples(index=False)
    )


def _figures(table: pd.DataFrame) -> dict[str, float]:
    return {
        "controls": float(len(table)),
        "effects found": float((table["result"] == "an effect").sum()),
        "least adjusted p-value": float(table["adjusted p-value"].min()),
    }
