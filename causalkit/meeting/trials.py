"""Many replications of one study, to see how often each estimate is right.

One survey may mislead by chance. A simulation study repeats the survey with new
people and asks how an estimator does on average. The plan follows ADEMP (Morris, White
& Crowther, 2019): aims, data-generating mechanism, estimands, methods, performance
measures. Here the mechanism is a world, the estimand its question, and the methods are
the naive comparison and whatever adjusted estimates the diagram allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from causalkit.analysis.estimate import Estimate, difference
from causalkit.analysis.identify import NoConfounding, backdoor_adjustment
from causalkit.errors import EstimationError, NotIdentified, SamplingError
from causalkit.meeting.compare import ADJUSTED
from causalkit.meeting.performance import Floats, Performance
from causalkit.nature import Truth, World

Answer = Estimate | EstimationError


@dataclass(frozen=True)
class Trials:
    """A simulation study of one world.

    Parameters
    ----------
    title : str
        Title of the world.
    truth : Truth
        What every estimator should have found.
    n : int
        People in each survey.
    replications : int
        Number of surveys.
    performances : tuple of Performance
        One for each estimator, naive first.
    notes : tuple of str
        Why nothing is adjusted, where the diagram identifies nothing; which estimators
        could not be used on some surveys, and why. Those surveys do not count for them.
    """

    title: str
    truth: Truth
    n: int
    replications: int
    performances: tuple[Performance, ...]
    notes: tuple[str, ...] = ()

    def __getitem__(self, method: str) -> Performance:
        return {each.method: each for each in self.performances}[method]


def replicate(
    world: World,
    *,
    n: int = 2000,
    replications: int = 500,
    seed: int = 1,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Trials:
    """Repeat a survey many times and see how each estimate does.

    Parameters
    ----------
    world : World
        Where the surveys come from.
    n : int, optional
        People in each survey.
    replications : int, optional
        How many surveys, at least 2.
    seed : int, optional
        Seed of the study; every survey has a seed of its own that follows from it.
    jobs : int, optional
        How many processes; the result does not depend on it.
    progress : callable, optional
        Called with the number of surveys done so far.

    Returns
    -------
    Trials
        Performance of the naive difference and of every adjusted estimator that the
        diagram allows.

    Raises
    ------
    SamplingError
        If fewer than two replications are asked for, or a survey cannot be drawn.
    EstimationError
        If no estimator could be used on two of the surveys.

    Examples
    --------
    >>> import causalkit
    >>> study = replicate(causalkit.world("triangle"), n=500, replications=20)
    >>> study["difference"].coverage < study["regression"].coverage
    True
    """
    if replications < 2:
        raise SamplingError(f"a study takes at least 2 replications, not {replications}.")
    methods, reason = _methods(world)
    survey = partial(_survey, world, methods, n)
    found: list[list[Answer]] = []
    for answers in _in_processes(survey, _seeds(seed, replications), jobs):
        found.append(answers)
        if progress:
            progress(len(found))
    by_method = dict(zip(methods, zip(*found, strict=True), strict=True))
    truth = world.truth()
    return Trials(
        title=world.title,
        truth=truth,
        n=n,
        replications=replications,
        performances=_performances(by_method, truth),
        notes=(*reason, *_notes(by_method)),
    )


def _methods(world: World) -> tuple[Mapping[str, Callable[..., Estimate]], tuple[str, ...]]:
    """Identify once, as the diagram is the same in every survey; say why, if it fails."""
    selected = world.diagram.selected
    naive = partial(difference, identification=NoConfounding(world.question, selected))
    methods: dict[str, Callable[..., Estimate]] = {"difference": naive}
    try:
        found = backdoor_adjustment(world.diagram, world.question)
    except NotIdentified as finding:
        return methods, (str(finding),)
    adjusted = {name: partial(each, identification=found) for name, each in ADJUSTED.items()}
    return methods | adjusted, ()


def _seeds(seed: int, number: int) -> list[int]:
    return [int(each) for each in np.random.SeedSequence(seed).generate_state(number)]


def _in_processes(
    survey: Callable[[int], list[Answer]], seeds: Sequence[int], jobs: int
) -> Iterable[list[Answer]]:
    """Yield the answers in the order of the seeds, whichever process is done first."""
    import joblib

    work = (joblib.delayed(survey)(each) for each in seeds)
    answers: Iterable[list[Answer]] = joblib.Parallel(n_jobs=jobs, return_as="generator")(work)
    return answers


def _survey(
    world: World, methods: Mapping[str, Callable[..., Estimate]], n: int, seed: int
) -> list[Answer]:
    data = world.sample(n, seed, threads=1).frame
    return [_answer(partial(method, data)) for method in methods.values()]


def _answer(estimate: Callable[[], Estimate]) -> Answer:
    """Return the estimate, or why there is none: one odd survey must not end a study."""
    try:
        return estimate()
    except EstimationError as error:
        return error


def _performances(
    by_method: Mapping[str, Sequence[Answer]], truth: Truth
) -> tuple[Performance, ...]:
    figures = {name: _figures(answers) for name, answers in by_method.items()}
    performances = tuple(
        Performance.of(name, each, truth.value, truth_error=truth.monte_carlo_error)
        for name, each in figures.items()
        if len(each) > 1
    )
    if not performances:
        raise EstimationError("; ".join(_notes(by_method)))
    return performances


def _figures(answers: Sequence[Answer]) -> Floats:
    estimates = [each for each in answers if isinstance(each, Estimate)]
    return np.array([[e.value, e.standard_error, e.low, e.high] for e in estimates])


def _notes(by_method: Mapping[str, Sequence[Answer]]) -> list[str]:
    """Return a sentence for each estimator that could not be used on every survey."""
    notes = []
    for name, answers in by_method.items():
        reasons = [each for each in answers if isinstance(each, EstimationError)]
        if reasons:
            surveys = f"{len(reasons)} of {len(answers)} surveys"
            notes.append(f"{name}: no estimate from {surveys}, such as: {reasons[0]}")
    return notes
