"""Noise: one number for each person and each random variable, always the same.

The noise of row *i* of variable *v* depends on nothing but (seed, v, i). Hence
the first thousand people of a million are the thousand-person sample, any
number of threads gives the same people, a new variable changes no other, and an
intervention meets the very same people as before.

Rows come in blocks. Each (seed, variable, block) has a bit generator of its own,
SFC64 (Doty-Humphrey, 2010), seeded through numpy's SeedSequence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from causalkit.nature.distributions.family import NoiseKind

BLOCK_ROWS = 65_536
Array = npt.NDArray[Any]

_DRAWS: dict[NoiseKind, Callable[[np.random.Generator, int], Array]] = {
    "uniform": np.random.Generator.random,
    "normal": np.random.Generator.standard_normal,
    "exponential": np.random.Generator.standard_exponential,
}


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[int, ...]:
    digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
    return tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))


def generator(seed: int, name: str, block: int) -> np.random.Generator:
    """Return the random generator of one variable in one block.

    Parameters
    ----------
    seed : int
        Seed of the survey, 0 or more.
    name : str
        The variable.
    block : int
        Number of the block, counted from 0.

    Returns
    -------
    numpy.random.Generator
        A generator at its beginning.

    Examples
    --------
    >>> first = generator(1, "pain", 0).random(3)
    >>> bool((first == generator(1, "pain", 0).random(5)[:3]).all())
    True
    """
    sequence = np.random.SeedSequence(seed, spawn_key=(*_words(name), block))
    return np.random.Generator(np.random.SFC64(sequence))


class BlockNoise:
    """The noise of one block of people.

    Parameters
    ----------
    seed : int
        Seed of the survey.
    block : int
        Number of the block.
    rows : int
        How many people of the block are wanted, from its beginning.
    shared : bool
        Whether noise is kept, to be used again for another world of the same people.
    """

    def __init__(self, seed: int, block: int, rows: int, *, shared: bool = False) -> None:
        self.rows = rows
        self._seed = seed
        self._block = block
        self._kept: dict[str, Array] | None = {} if shared else None

    def draw(self, name: str, kind: NoiseKind, streams: int = 1) -> Array:
        """Return the noise of one variable.

        Parameters
        ----------
        name : str
            The variable.
        kind : {"uniform", "normal", "exponential"}
            Distribution of the noise.
        streams : int
            How many noises; with more than one, stream *j* is that of the
            variable ``name_j``, so that a questionnaire's sum has the noise of its items.

        Returns
        -------
        ndarray
            Shape (rows,), or (streams, rows); the caller may overwrite it.
        """
        if streams == 1:
            return self._one(name, kind)
        return np.stack([self._one(f"{name}_{each + 1}", kind) for each in range(streams)])

    def _one(self, name: str, kind: NoiseKind) -> Array:
        if self._kept is None:
            return self._fresh(name, kind)
        key = f"{kind} {name}"
        if key not in self._kept:
            self._kept[key] = self._fresh(name, kind)
        return self._kept[key].copy()

    def _fresh(self, name: str, kind: NoiseKind) -> Array:
        return _DRAWS[kind](generator(self._seed, name, self._block), self.rows)
