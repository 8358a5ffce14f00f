"""From a table to the rows that an estimator uses.

Three things happen to a table before anything is estimated. The columns that the
question and the adjustment set name are picked and read as numbers. The rows outside
the group asked about are set aside. And rows in which something needed is missing are
left out (*complete cases*), with their count, because a silent gap is a silent
assumption. The table itself is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.estimate.columns import Column, Numbers, read_column
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
    """

    question: Question
    exposures: tuple[Column, ...]
    outcome: Column
    covariates: tuple[Column, ...]
    dropped: int

    @property
    def n(self) -> int:
        """Number of rows."""
        return len(self.outcome.values)

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
            if not column.labels and len(column.levels) > MOST_GROUPS
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


def prepare(data: pd.DataFrame, identification: Identification) -> Rows:
    """Return the rows and columns that an estimator needs.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.

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
    if not isinstance(data, pd.DataFrame):
        raise EstimationError(f"the data are a pandas DataFrame, not {type(data).__name__}")
    if data.empty:
        raise EstimationError("the data have no rows")
    question = identification.question
    if len(question.outcome) > 1:
        raise EstimationError("an estimator takes one outcome; ask about each on its own")
    names = (*question.exposure, *question.outcome, *identification.adjustment)
    columns = [read_column(data, name) for name in names]
    inside, unknown = _membership(data, identification)
    complete = ~np.logical_or.reduce([column.missing for column in columns])
    kept = inside & complete
    if not kept.any():
        raise EstimationError(_why_empty(columns, inside, question))
    exposures = len(question.exposure)
    chosen = [column.chosen(kept) for column in columns]
    return Rows(
        question=question,
        exposures=tuple(chosen[:exposures]),
        outcome=_measured(chosen[exposures]),
        covariates=tuple(chosen[exposures + 1 :]),
        dropped=int(np.count_nonzero(unknown | (inside & ~complete))),
    )


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
    if len(outcome.levels) < 2:
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
