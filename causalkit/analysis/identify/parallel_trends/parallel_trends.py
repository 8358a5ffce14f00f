"""The assumption behind difference-in-differences, written down.

Some states change a law and others do not. The states differ, and what makes them differ is
not measured. But if it moves the outcome by the same amount year after year, it drops out of
each state's *change*. Assume that without the law the mean outcome of the changing states
would have moved just as that of the others did: *parallel trends*. Then how the others
changed says how the first would have changed, and what goes beyond that is the effect.

No arrow says this. It is an assumption about amounts, and it holds on one scale only:
outcomes that rise in parallel do not have logarithms that rise in parallel. Nor can it be
seen in the data, as it speaks of what would have happened. What can be seen is whether the
trends were parallel *before*, which is a hint and no proof. Two more things belong to it. The
exposure must not work before it comes (*no anticipation*), or if it does, only for a known
number of periods. And nobody's outcome depends on the exposure of others.

Where trends are parallel only among units that are alike, say so by ``covariates``. They count
as they were in the last period before exposure, because later values may be its consequences.

Source: Angrist and Pischke (2009), Mostly harmless econometrics, section 5.2; Callaway and
Sant'Anna (2021), Difference-in-differences with multiple time periods; Roth and Sant'Anna
(2023), When is parallel trends sensitive to functional form?
"""

from __future__ import annotations

from dataclasses import dataclass

from causalkit.errors import QuestionError
from causalkit.graph.question import Question


@dataclass(frozen=True)
class ParallelTrends:
    """The assumption that, without exposure, the groups would have changed alike.

    Parameters
    ----------
    question : Question
        The effect that is asked about. As the others stand for the exposed, and not the
        other way round, the answer is the effect in the exposed.
    unit : str
        Column that says whose row it is: a person, a state.
    time : str
        Column of the period: numbers, dates or an ordered category.
    covariates : tuple of str, optional
        Trends are parallel among units that are alike in these.
    anticipation : int, optional
        For how many periods before it the exposure may already work.

    Raises
    ------
    QuestionError
        If a column has two parts to play, or the anticipation is no number of periods.

    Examples
    --------
    >>> asked = Question.of("law", "deaths", population="exposed")
    >>> ParallelTrends(asked, "state", "year", covariates=("income",)).adjustment
    ('income',)
    """

    question: Question
    unit: str
    time: str
    covariates: tuple[str, ...] = ()
    anticipation: int = 0

    def __post_init__(self) -> None:
        if isinstance(self.covariates, str):
            raise QuestionError(
                f'the covariates are a tuple of names, such as ("{self.covariates}",)'
            )
        ends = (*self.question.exposure, *self.question.outcome)
        names = (*ends, self.unit, self.time, *self.covariates)
        for name in names:
            if names.count(name) > 1:
                raise QuestionError(
                    f'"{name}" has two parts to play; exposure, outcome, unit, time and '
                    f"covariates are columns of their own"
                )
        if self.anticipation != int(self.anticipation) or self.anticipation < 0:
            raise QuestionError(
                f"the anticipation is a number of periods, 0 or more; not {self.anticipation}"
            )

    @property
    def adjustment(self) -> tuple[str, ...]:
        """The covariates."""
        return self.covariates

    @property
    def selected(self) -> frozenset[str]:
        """Nobody was selected by anything that the assumption speaks of."""
        return frozenset()
