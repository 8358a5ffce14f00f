"""A causal question: by how much the outcome would differ, had people been exposed.

A question is complete only when it says five things: what the *exposure* is, what
the *outcome* is, which two settings of the exposure are *contrasted*, whether the
effect is a *difference*, a *ratio* or an *odds ratio*, and in which *population* it is
averaged. The answer over everybody is the average treatment effect (ATE), over those
who were exposed the effect on the treated (ATT), over the others the effect on the
untreated (ATU); they differ wherever the effect differs between people.

The population ``"all"`` is everybody in the target population, whether or not they
answered the survey. A question about the respondents says so: ``among responds``.

Source: Hernán and Robins (2020), Causal Inference: What If, chapters 1 and 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast, get_args

from causalkit.errors import QuestionError
from causalkit.graph.condition import Condition
from causalkit.graph.phrase import Phrase
from causalkit.graph.wording import check_value, plain, written

__all__ = ["Condition", "Population", "Question", "Scale", "parse_question"]

Scale = Literal["difference", "ratio", "odds ratio"]
NamedPopulation = Literal["all", "exposed", "unexposed"]
Population = NamedPopulation | tuple[Condition, ...]

ESTIMANDS: dict[Population, str] = {"all": "ATE", "exposed": "ATT", "unexposed": "ATU"}


@dataclass(frozen=True)
class Question:
    """The effect that is asked about.

    Parameters
    ----------
    exposure : tuple of str
        The variables whose effect is asked about; usually one.
    outcome : tuple of str
        The variables on which they act; usually one.
    treated, reference : tuple of (float or str)
        The two settings that are contrasted, one value for each exposure.
    scale : {"difference", "ratio", "odds ratio"}
        Mean outcome if treated minus, or divided by, that under the reference; or, for an
        outcome of zeros and ones, its odds divided by those under the reference.
    population : {"all", "exposed", "unexposed"} or tuple of Condition
        Whose outcomes are averaged; with conditions, everybody for whom all of them hold.

    Raises
    ------
    QuestionError
        If something is missing, said twice, or contradicts itself.

    Examples
    --------
    >>> print(Question.of("kratom", "phq9", population="responds"))
    effect of kratom on phq9 (1 vs 0, difference, among responds == 1)
    """

    exposure: tuple[str, ...]
    outcome: tuple[str, ...]
    treated: tuple[float | str, ...] = (1,)
    reference: tuple[float | str, ...] = (0,)
    scale: Scale = "difference"
    population: Population = "all"

    def __post_init__(self) -> None:
        _check_variables(self.exposure, self.outcome)
        _check_contrast(self.exposure, self.treated, self.reference)
        if self.scale not in get_args(Scale):
            raise QuestionError(
                f'the scale is "difference", "ratio" or "odds ratio", not {self.scale!r}'
            )
        _check_population(self.population)

    @classmethod
    def of(
        cls,
        exposure: str | Iterable[str],
        outcome: str | Iterable[str],
        *,
        treated: float | str | Iterable[float | str] = 1,
        reference: float | str | Iterable[float | str] = 0,
        scale: Scale = "difference",
        population: str | tuple[Condition, ...] = "all",
    ) -> Question:
        """Return a question from single names and values, or several.

        Parameters
        ----------
        exposure, outcome : str or iterable of str
            One name or several.
        treated, reference : float or str, or iterable of them, optional
            The two settings; a single value stands for each exposure.
        scale : {"difference", "ratio", "odds ratio"}, optional
            How the two mean outcomes are compared.
        population : str or tuple of Condition, optional
            ``"all"``, ``"exposed"``, ``"unexposed"``, or conditions such as
            ``"sex == female and age >= 40"``; a bare name means that it equals 1.

        Returns
        -------
        Question

        Raises
        ------
        QuestionError
            As for the class, or if the conditions cannot be read.

        Examples
        --------
        >>> Question.of("dose", "phq9", treated=5, population="age >= 40").population
        (Condition(variable='age', relation='>=', value=40),)
        """
        exposures = _several(exposure)
        return cls(
            exposure=exposures,
            outcome=_several(outcome),
            treated=_for_each(exposures, treated),
            reference=_for_each(exposures, reference),
            scale=scale,
            population=_read_population(population),
        )

    @property
    def estimand(self) -> str:
        """The usual name of the average that is asked for, such as ``"ATT"``."""
        if isinstance(self.population, str):
            return ESTIMANDS[self.population]
        return f"ATE among {_joined(self.population).replace(' == ', ' = ')}"

    def __str__(self) -> str:
        contrast = (
            f"{', '.join(map(plain, self.treated))} vs {', '.join(map(plain, self.reference))}"
        )
        return (
            f"effect of {', '.join(map(written, self.exposure))}"
            f" on {', '.join(map(written, self.outcome))}"
            f" ({contrast}, {self.scale}{self._among()})"
        )

    def _among(self) -> str:
        if isinstance(self.population, tuple):
            return f", among {_joined(self.population)}"
        return "" if self.population == "all" else f", among the {self.population}"


def parse_question(text: str, source: str = "question", line: int = 1) -> Question:
    """Read a question as a world file writes it.

    The form is ``effect of X[, X2] on Y [from A[, A2] to B[, B2]]
    [as difference|ratio|odds ratio] [among exposed|unexposed|CONDITION [and CONDITION]...]``.
    A condition compares a variable with a number or label, ``age >= 40``; a name
    alone means that it equals 1. Names with spaces, and names that are words of this
    form, stand in quotes.

    Parameters
    ----------
    text : str
        The question.
    source : str, optional
        Name of the file it stands in, for the messages.
    line : int, optional
        Number of its line there, counted from 1.

    Returns
    -------
    Question

    Raises
    ------
    QuestionError
        If it cannot be read, with the place.

    Examples
    --------
    >>> print(parse_question("effect of dose on phq9 from 0 to 5 among exposed"))
    effect of dose on phq9 (5 vs 0, difference, among the exposed)
    """
    phrase = Phrase(text, source, line)
    start = phrase.place()
    try:
        return _read_question(phrase)
    except QuestionError as error:
        raise error if error.place else QuestionError(error.message, start) from None


def _read_question(phrase: Phrase) -> Question:
    phrase.expect("effect")
    phrase.expect("of")
    exposure = phrase.names("an exposure")
    phrase.expect("on")
    outcome = phrase.name("an outcome")
    reference, treated = _read_contrast(phrase)
    scale = _read_scale(phrase) if phrase.skip("as") else "difference"
    population = _read_among(phrase) if phrase.skip("among") else "all"
    phrase.finish()
    return Question.of(
        exposure,
        outcome,
        treated=treated,
        reference=reference,
        scale=scale,
        population=population,
    )


def _read_scale(phrase: Phrase) -> Scale:
    word = phrase.choice(("difference", "ratio", "odds"))
    if word == "odds":
        phrase.expect("ratio")
        return "odds ratio"
    return cast("Scale", word)


def _read_contrast(phrase: Phrase) -> tuple[tuple[float | str, ...], tuple[float | str, ...]]:
    if not phrase.skip("from"):
        return (0,), (1,)
    reference = phrase.values()
    phrase.expect("to")
    return reference, phrase.values()


def _read_among(phrase: Phrase) -> Population:
    for population in get_args(NamedPopulation):
        if phrase.skip(population):
            return cast("NamedPopulation", population)
    return phrase.conditions()


def _read_population(population: str | tuple[Condition, ...]) -> Population:
    if not isinstance(population, str):
        return population
    phrase = Phrase(population, "population")
    found = _read_among(phrase)
    phrase.finish()
    return found


def _several(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _for_each(
    exposures: tuple[str, ...], values: float | str | Iterable[float | str]
) -> tuple[float | str, ...]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        return (values,) * len(exposures)
    listed = tuple(values)
    return listed * len(exposures) if len(listed) == 1 else listed


def _joined(conditions: tuple[Condition, ...]) -> str:
    return " and ".join(map(str, conditions))


def _check_variables(exposure: tuple[str, ...], outcome: tuple[str, ...]) -> None:
    if not exposure or not outcome:
        raise QuestionError("a question has at least one exposure and one outcome")
    asked: set[str] = set()
    for name in (*exposure, *outcome):
        if not isinstance(name, str) or not name:
            raise QuestionError(f"a question names its variables, not {name!r}")
        if name in asked:
            raise QuestionError(f'the question names "{name}" twice')
        asked.add(name)


def _check_contrast(
    exposure: tuple[str, ...], treated: tuple[float | str, ...], reference: tuple[float | str, ...]
) -> None:
    for value in (*treated, *reference):
        check_value(value)
    if not len(exposure) == len(treated) == len(reference):
        raise QuestionError("a contrast gives each exposure one value if treated and one if not")
    if treated == reference:
        raise QuestionError(f"the question contrasts {', '.join(map(plain, treated))} with itself")


def _check_population(population: Population) -> None:
    if isinstance(population, str) and population in get_args(NamedPopulation):
        return
    listed = isinstance(population, tuple) and population
    if not listed or not all(isinstance(condition, Condition) for condition in population):
        raise QuestionError(
            f'a population is "all", "exposed", "unexposed" or conditions, not {population!r}'
        )
