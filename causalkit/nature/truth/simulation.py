"""The effect by simulation: every person lives both lives, with the same noise.

The difference between a person's two outcomes is averaged over the population.
Because both outcomes share the person's noise, the average settles with far
fewer people than two independent groups would need.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count

import numpy as np

from causalkit.errors import TruthError
from causalkit.graph import Question
from causalkit.nature.model import Model
from causalkit.nature.noise import BLOCK_ROWS, BlockNoise
from causalkit.nature.parallel import ordered_map
from causalkit.nature.truth.population import Array, arm, belongs, variables_of
from causalkit.nature.truth.scale import effect_of
from causalkit.nature.truth.truth import Truth

MOST_PEOPLE = 2**30
_PATIENCE = 2**22
_PRECISION = 0.001


@dataclass(frozen=True)
class Moments:
    """Number, means and scatter of the pair (treated outcome, reference outcome).

    Parameters
    ----------
    people : int
        How many.
    means : ndarray, shape (2,)
        Mean outcomes.
    scatter : ndarray, shape (2, 2)
        Sums of squares and products around the means.
    """

    people: int
    means: Array
    scatter: Array

    @classmethod
    def of(cls, pairs: Array) -> Moments:
        """Return the moments of some people.

        Parameters
        ----------
        pairs : ndarray, shape (2, people)
            Both outcomes of each person.

        Returns
        -------
        Moments
            Their moments.
        """
        if pairs.shape[1] == 0:
            return cls(0, np.zeros(2), np.zeros((2, 2)))
        means = pairs.mean(axis=1)
        centred = pairs - means[:, None]
        return cls(pairs.shape[1], means, centred @ centred.T)

    def joined(self, other: Moments) -> Moments:
        """Return the moments of two groups together (Chan, Golub & LeVeque, 1983).

        Parameters
        ----------
        other : Moments
            Of other people.

        Returns
        -------
        Moments
            Of all of them.
        """
        people = self.people + other.people
        if not people:
            return self
        gap = other.means - self.means
        means = self.means + gap * other.people / people
        between = np.outer(gap, gap) * self.people * other.people / people
        return Moments(people, means, self.scatter + other.scatter + between)

    def effect(self, scale: str) -> tuple[float, float]:
        """Return the effect and its Monte-Carlo standard error.

        Parameters
        ----------
        scale : {"difference", "ratio", "odds ratio"}
            How the two means are compared; the error of a ratio is by the delta method.

        Returns
        -------
        tuple of float
            Effect and standard error.
        """
        treated, reference = map(float, self.means)
        value, slopes = effect_of(treated, reference, scale)
        weights = np.array(slopes)
        variance = float(weights @ self.scatter @ weights) / max(self.people - 1, 1)
        return value, math.sqrt(max(variance, 0.0) / self.people)

    @property
    def spread(self) -> float:
        """Standard deviation of the outcome, in the life in which it differs more."""
        return math.sqrt(float(self.scatter.diagonal().max()) / max(self.people - 1, 1))


def simulated_truth(
    model: Model,
    question: Question,
    *,
    precision: float | None,
    seed: int,
    threads: int | None = None,
) -> Truth:
    """Return the effect by simulating people until it is precise enough.

    Parameters
    ----------
    model : Model
        The equations.
    question : Question
        One outcome.
    precision : float or None
        Largest Monte-Carlo standard error accepted; None for a thousandth of the
        outcome's standard deviation.
    seed : int
        Seed of the simulated people.
    threads : int, optional
        How many threads; the value does not depend on it.

    Returns
    -------
    Truth
        The effect with its Monte-Carlo standard error.

    Raises
    ------
    TruthError
        If nobody belongs to the population, or the precision would take too many people.
    """
    total = Moments.of(np.empty((2, 0)))
    for asked, moments in _blocks(model, question, seed, threads):
        total = total.joined(moments)
        if total.people < 1000:
            if asked >= _PATIENCE:
                raise TruthError(_too_few(question, total.people, asked))
            continue
        value, error = total.effect(question.scale)
        wanted = _PRECISION * total.spread if precision is None else precision
        if error <= wanted:
            return Truth(question, value, error, "simulation", total.people)
        _refuse_endless(asked, error, wanted)
    raise TruthError("the simulation ended early.")


def _blocks(
    model: Model, question: Question, seed: int, threads: int | None
) -> Iterator[tuple[int, Moments]]:
    arms = [arm(model, question, each) for each in (question.treated, question.reference)]
    work = partial(_one_block, model, question, arms, seed)
    for block, moments in enumerate(ordered_map(work, count(), threads=threads)):
        yield (block + 1) * BLOCK_ROWS, moments


def _one_block(
    model: Model, question: Question, arms: list[Model], seed: int, block: int
) -> Moments:
    outcome = question.outcome[0]
    noise = BlockNoise(seed, block, BLOCK_ROWS, shared=True)
    deciding = variables_of(question)
    factual = model.program.run(noise, (*deciding, *question.exposure))
    members = belongs(factual, question, model)
    touched = model.diagram.descendants(*question.exposure)
    same = {name: values for name, values in factual.items() if name not in touched}
    outcomes = [each.program.run(noise, (outcome,), given=same)[outcome][members] for each in arms]
    return Moments.of(np.array(outcomes, np.float64))


def _too_few(question: Question, people: int, asked: int) -> str:
    return (
        f"only {people:,} of {asked:,} simulated people belong to the population of the "
        f"{question}; choose a larger one."
    )


def _refuse_endless(asked: int, error: float, wanted: float) -> None:
    if asked * error**2 > MOST_PEOPLE * wanted**2:
        raise TruthError(
            f"a Monte-Carlo error of {wanted:g} would take more than {MOST_PEOPLE:,} people "
            f"(now {error:.2g} with {asked:,}); ask for at least "
            f"{error * math.sqrt(asked / MOST_PEOPLE):.1g}."
        )
