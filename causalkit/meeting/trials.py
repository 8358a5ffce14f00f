"""Many replications of one study, to see how often each estimate is right.

One survey may mislead by chance. A simulation study repeats the survey with new
people and asks how an estimator does on average: its bias, its empirical standard
error, its root mean squared error and how often its interval covers the truth, each
with the Monte-Carlo error of having repeated it only so many times. The plan follows
ADEMP (Morris, White & Crowther, 2019): aims, data-generating mechanism, estimands,
methods, performance measures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import joblib
import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate import Estimate, difference
from causalkit.analysis.identify import NoConfounding, identify
from causalkit.errors import NotIdentified, SamplingError
from causalkit.meeting.compare import ADJUSTED
from causalkit.nature import Truth, World

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Performance:
    """How one estimator did over all replications.

    Parameters
    ----------
    method : str
        Name of the estimator.
    replications : int
        How many surveys it was given.
    mean : float
        Mean estimate.
    bias, bias_error : float
        Mean estimate minus the truth, and its Monte-Carlo standard error.
    empirical_error, empirical_error_error : float
        Standard deviation of the estimates, and its Monte-Carlo standard error.
    model_error : float
        Root mean square of the standard errors that the estimator claimed.
    root_mean_squared_error : float
        Square root of the mean squared distance from the truth.
    coverage, coverage_error : float
        Share of intervals that contain the truth, and its Monte-Carlo standard error.
    """

    method: str
    replications: int
    mean: float
    bias: float
    bias_error: float
    empirical_error: float
    empirical_error_error: float
    model_error: float
    root_mean_squared_error: float
    coverage: float
    coverage_error: float

    @classmethod
    def of(cls, method: str, figures: Floats, truth: float) -> Performance:
        """Return the performance of an estimator.

        Parameters
        ----------
        method : str
            Its name.
        figures : ndarray, shape (replications, 4)
            Estimate, standard error, low and high end of the interval.
        truth : float
            What should have been found.

        Returns
        -------
        Performance
            With the Monte-Carlo errors of Morris, White and Crowther (2019), table 6.

        Examples
        --------
        >>> figures = np.array([[1.0, 1.0, 0.0, 2.0], [3.0, 1.0, 2.0, 4.0]])
        >>> Performance.of("difference", figures, 1.5).coverage
        0.5
        """
        values, errors, low, high = figures.T
        number = len(values)
        spread = float(np.std(values, ddof=1))
        coverage = float(np.mean((low <= truth) & (truth <= high)))
        return cls(
            method=method,
            replications=number,
            mean=float(np.mean(values)),
            bias=float(np.mean(values) - truth),
            bias_error=spread / math.sqrt(number),
            empirical_error=spread,
            empirical_error_error=spread / math.sqrt(2 * (number - 1)),
            model_error=float(np.sqrt(np.mean(errors**2))),
            root_mean_squared_error=float(np.sqrt(np.mean((values - truth) ** 2))),
            coverage=coverage,
            coverage_error=math.sqrt(coverage * (1 - coverage) / number),
        )


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
    performances : tuple of Performance
        One for each estimator, naive first.
    """

    title: str
    truth: Truth
    n: int
    performances: tuple[Performance, ...]

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
        If fewer than two replications are asked for.

    Examples
    --------
    >>> import causalkit
    >>> study = replicate(causalkit.world("triangle"), n=500, replications=20)
    >>> study["difference"].coverage < study["regression"].coverage
    True
    """
    if replications < 2:
        raise SamplingError(f"a study takes at least 2 replications, not {replications}.")
    methods = _methods(world)
    seeds = [int(each) for each in np.random.SeedSequence(seed).generate_state(replications)]
    work = joblib.Parallel(n_jobs=jobs, return_as="generator")(
        joblib.delayed(partial(_figures, world, methods, n))(each) for each in seeds
    )
    found = []
    for figures in work:
        found.append(figures)
        if progress:
            progress(len(found))
    by_method = np.array(found).transpose(1, 0, 2)
    truth = world.truth()
    performances = (
        Performance.of(name, figures, truth.value)
        for name, figures in zip(methods, by_method, strict=True)
    )
    return Trials(world.title, truth, n, tuple(performances))


def _methods(world: World) -> Mapping[str, Callable[..., Estimate]]:
    """Identify once: the diagram is the same in every survey."""
    selected = world.diagram.selected
    naive = partial(difference, identification=NoConfounding(world.question, selected))
    methods: dict[str, Callable[..., Estimate]] = {"difference": naive}
    try:
        found = identify(world.diagram, world.question)
    except NotIdentified:
        return methods
    adjusted = {name: partial(each, identification=found) for name, each in ADJUSTED.items()}
    return methods | adjusted


def _figures(
    world: World, methods: Mapping[str, Callable[..., Estimate]], n: int, seed: int
) -> Floats:
    data = world.sample(n, seed, threads=1).frame
    estimates = [method(data) for method in methods.values()]
    return np.array([[e.value, e.standard_error, e.low, e.high] for e in estimates])
