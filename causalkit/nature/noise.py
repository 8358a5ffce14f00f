"""Noise: one number for each person and each random variable, always the same.

The noise of row *i* of variable *v* depends on nothing but (seed, v, i). Hence
the first thousand people of a million are the thousand-person sample, any
number of threads gives the same people, a new variable changes no other, and an
intervention meets the very same people as before.

Rows come in blocks. Each (seed, variable, block) has a bit generator of its own,
SFC64 (Doty-Humphrey, 2010), seeded by BLAKE2 of the three (Aumasson et al., 2013).
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.random.bit_generator import ISeedSequence

from causalkit.nature.distributions.family import NoiseKind

BLOCK_ROWS = 65_536
Array = npt.NDArray[Any]


def _fill(kind: NoiseKind, source: np.random.Generator, out: Array) -> None:
    if kind == "uniform":
        source.random(out=out)
    elif kind == "normal":
        source.standard_normal(out=out)
    else:
        source.standard_exponential(out=out)


class _Hashed(ISeedSequence):
    """Seeds a bit generator with a hash, in a fraction of the time of numpy's SeedSequence."""

    def __init__(self, seed: int, name: str, block: int) -> None:
        self._text = f"{seed} {name} {block}".encode()

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> Array:  # noqa: ANN401 - numpy's own signature
        size = n_words * np.dtype(dtype).itemsize
        return np.frombuffer(hashlib.blake2b(self._text, digest_size=size).digest(), dtype)


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
    source: Any = _Hashed(seed, name, block)  # numpy takes any ISeedSequence; its stub does not
    return np.random.Generator(np.random.SFC64(source))


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

    def fill(self, out: Array, name: str, kind: NoiseKind) -> Array:
        """Put the noise of one variable into an array.

        Parameters
        ----------
        out : ndarray of float64, shape (rows,)
            Where to put it.
        name : str
            The variable.
        kind : {"uniform", "normal", "exponential"}
            Distribution of the noise.

        Returns
        -------
        ndarray
            ``out``.
        """
        if self._kept is None:
            _fill(kind, generator(self._seed, name, self._block), out)
            return out
        key = f"{kind} {name}"
        if key not in self._kept:
            self._kept[key] = np.empty(self.rows)
            _fill(kind, generator(self._seed, name, self._block), self._kept[key])
        np.copyto(out, self._kept[key])
        return out
