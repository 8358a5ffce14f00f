"""From a table to the rows that an estimator uses.

Three things happen to a table before anything is estimated. The columns that the
question and the argument for it name are picked and read as numbers. The rows outside
the group asked about are set aside. And rows in which something needed is missing are
left out (*complete cases*), with their count, because a silent gap is a silent
assumption. The table itself is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.estimate.data.columns import Column, Numbers, read_column
from causalkit.analysis.estimate.data.sampling import (
    SIMPLE,
    Groups,
    Sampling,
    read_clusters,
    read_weights,
)
from causalkit.analysis.estimate.estimate import Identification
from causalkit.errors import EstimationError
from causalkit.graph.question import Question

Mask = npt.NDArray[np.bool_]

MOST_GROUPS = 6
"""A number with more different values than this is continuous, not a set of groups."""


@dataclass(frozen=True, eq=False)
class Rows:
    """The complete rows of the group asked about, read as numbers.

    Parameters
    ----------
    question : Question
        The effect that is asked about.
    exposures : tuple of Column
        One column for each exposure.
    outcome : Column
        The outcome, as numbers.
    covariates : tuple of Column
        The variables adjusted for, in the order of the adjustment set.
    dropped : int
        Number of rows left out because a value that was needed is missing.
    weights : ndarray of float of shape (n,)
        How much each row counts; their mean is 1.
    clusters : ndarray of int of shape (n,), optional
        Who was drawn or assigned together; None where everybody was alone.
    others : tuple of Column
        Further columns that the method needs, such as mediators or instruments.
    notes : tuple of str
        What a reader of the estimate has to know of these rows.
    """

    question: Question
    exposures: tuple[Column, ...]
    outcome: Column
    covariates: tuple[Column, ...]
    dropped: int
    weights: Numbers
    clusters: Groups | None = None
    others: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of rows."""
        return len(self.outcome.values)

    @property
    def weighted(self) -> bool:
        """Whether some rows count for more than others."""
        return bool((self.weights != 1).any())

    @cached_property
    def treated(self) -> Mask:
        """The rows in which each exposure has its treated value."""
        return self._having(self.question.treated)

    @cached_property
    def reference(self) -> Mask:
        """The rows in which each exposure has its reference value."""
        return self._having(self.question.reference)

    @property
    def target(self) -> Mask:
        """The rows over which the effect is averaged."""
        named = {"exposed": self.treated, "unexposed": self.reference}
        population = self.question.population
        everybody = np.ones(self.n, dtype=bool)
        return named.get(population, everybody) if isinstance(population, str) else everybody

    @cached_property
    def is_binary(self) -> bool:
        """Whether the outcome takes the values 0 and 1 only."""
        return bool(np.isin(self.outcome.values, (0.0, 1.0)).all())

    @property
    def continuous(self) -> tuple[Column, ...]:
        """The exposures that take too many values to be groups."""
        return tuple(
            column
            for column in self.exposures
            if not column.labels and column.has_more_levels_than(MOST_GROUPS)
        )

    def chosen(self, rows: Mask) -> Rows:
        """Return some of the rows.

        Parameters
        ----------
        rows : ndarray of bool of shape (n,)
            Which rows.

        Returns
        -------
        Rows
            With weights whose mean is 1 again.
        """
        return replace(
            self,
            exposures=tuple(column.chosen(rows) for column in self.exposures),
            outcome=self.outcome.chosen(rows),
            covariates=tuple(column.chosen(rows) for column in self.covariates),
            weights=self.weights[rows] / self.weights[rows].mean(),
            clusters=None if self.clusters is None else self.clusters[rows],
            others=tuple(column.chosen(rows) for column in self.others),
        )

    def check_arms(self) -> None:
        """Raise unless both settings of the exposure occur, as groups.

        Raises
        ------
        EstimationError
            If an exposure is continuous, or one of the two groups has fewer than two people.
        """
        for column in self.continuous:
            raise EstimationError(
                f'"{column.name}" takes {len(column.levels)} different values, so the two that '
                f"are compared are not groups; use regression for a continuous exposure"
            )
        for group, values in (
            (self.treated, self.question.treated),
            (self.reference, self.question.reference),
        ):
            if not group.any():
                raise EstimationError(self._nobody(values))
            if np.count_nonzero(group) == 1:
                raise EstimationError(
                    f"only one complete row has {self._setting(values)}; a mean with an error "
                    f"needs two"
                )

    def _having(self, values: tuple[float | str, ...]) -> Mask:
        matches = np.ones(self.n, dtype=bool)
        for column, value in zip(self.exposures, values, strict=True):
            matches &= column.values == column.position(value)
        return matches

    def _setting(self, values: tuple[float | str, ...]) -> str:
        pairs = zip(self.exposures, values, strict=True)
        return " and ".join(f'"{column.name}" = {value}' for column, value in pairs)

    def _nobody(self, values: tuple[float | str, ...]) -> str:
        occurring = "; ".join(
            f"{column.name} takes {', '.join(map(column.shown, column.levels))}"
            for column in self.exposures
        )
        return (
            f"no complete row has {self._setting(values)} ({occurring}); to contrast "
            f"other values, ask the question with treated=… and reference=…"
        )


def prepare(
    data: pd.DataFrame,
    identification: Identification,
    *,
    sampling: Sampling = SIMPLE,
    others: tuple[str, ...] = (),
) -> Rows:
    """Return the rows and columns that an estimator needs.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.
    sampling : Sampling, optional
        How people came into the table. Rows of weight zero are outside of it.
    others : tuple of str, optional
        Further columns that the method needs.

    Returns
    -------
    Rows

    Raises
    ------
    EstimationError
        If a column is missing or cannot be used, or no complete row is left.

    Examples
    --------
    >>> from causalkit.analysis.identify import NoConfounding
    >>> frame = pd.DataFrame({"kratom": [1, 0, 1], "phq9": [9, 4, None]})
    >>> rows = prepare(frame, NoConfounding(Question.of("kratom", "phq9")))
    >>> rows.n, rows.dropped
    (2, 1)
    """
    _check_table(data, identification.question)
    question = identification.question
    names = (*question.exposure, *question.outcome, *identification.adjustment, *others)
    columns = [read_column(data, name) for name in names]
    weights, clusters = read_weights(data, sampling), read_clusters(data, sampling)
    inside, unknown = _membership(data, identification)
    inside = inside & (weights != 0)
    complete = ~np.logical_or.reduce([column.missing for column in columns])
    complete = complete & ~np.isnan(weights) & (True if clusters is None else clusters >= 0)
    kept = inside & complete
    if not kept.any():
        raise EstimationError(_why_empty(columns, inside, question))
    chosen = [column.chosen(kept) for column in columns]
    first, last = len(question.exposure), len(columns) - len(others)
    return Rows(
        question=question,
        exposures=tuple(chosen[:first]),
        outcome=_measured(chosen[first]),
        covariates=tuple(chosen[first + 1 : last]),
        dropped=int(np.count_nonzero(unknown | (inside & ~complete))),
        weights=weights[kept] / weights[kept].mean(),
        clusters=None if clusters is None else clusters[kept],
        others=tuple(chosen[last:]),
    )


def _check_table(data: pd.DataFrame, question: Question) -> None:
    if not isinstance(data, pd.DataFrame):
        raise EstimationError(f"the data are a pandas DataFrame, not {type(data).__name__}")
    if data.empty:
        raise EstimationError("the data have no rows")
    if len(question.outcome) > 1:
        raise EstimationError("an estimator takes one outcome; ask about each on its own")


def _membership(data: pd.DataFrame, identification: Identification) -> tuple[Mask, Mask]:
    """Return who is known to be in the group asked about, and of whom that is not known."""
    inside, outside = np.ones(len(data), dtype=bool), np.zeros(len(data), dtype=bool)
    population = identification.question.population
    for condition in population if isinstance(population, tuple) else ():
        if condition.variable not in data.columns and condition.variable in identification.selected:
            continue
        present = ~read_column(data, condition.variable).missing
        holds = condition.holds(data[condition.variable])
        inside &= holds
        outside |= present & ~holds
    return inside, ~inside & ~outside


def _measured(outcome: Column) -> Column:
    """Return the outcome as numbers, checked to vary."""
    if outcome.labels:
        outcome = Column(outcome.name, _numeric_labels(outcome)[outcome.values.astype(int)])
    if not outcome.has_more_levels_than(1):
        raise EstimationError(
            f'the outcome "{outcome.name}" is {outcome.shown(outcome.levels[0])} in every row, '
            f"so no effect on it can be seen"
        )
    return outcome


def _numeric_labels(outcome: Column) -> Numbers:
    try:
        return np.asarray(outcome.labels, dtype=np.float64)
    except (TypeError, ValueError):
        raise EstimationError(
            f'the outcome "{outcome.name}" has the labels {", ".join(map(str, outcome.labels))}; '
            f"an average needs numbers, such as 0 and 1"
        ) from None


def _why_empty(columns: list[Column], inside: Mask, question: Question) -> str:
    if not inside.any():
        return f"no row belongs to the population of the {question}"
    worst = max(columns, key=lambda column: np.count_nonzero(column.missing & inside))
    return (
        f'no row is complete: "{worst.name}" is missing in '
        f"{np.count_nonzero(worst.missing & inside)} of {np.count_nonzero(inside)} rows"
    )
