"""Drawing people from a model: in blocks, in threads, until enough have responded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from causalkit.errors import SamplingError
from causalkit.nature.block import workspace_of_this_thread
from causalkit.nature.model import Model
from causalkit.nature.noise import BLOCK_ROWS, BlockNoise
from causalkit.nature.parallel import ordered_map

Array = npt.NDArray[Any]
Columns = Mapping[str, Array]

RAREST_RESPONSE = 1e-4
_PATIENCE = 2**20


@dataclass(frozen=True)
class Part:
    """Some people, in order, as plain columns.

    Parameters
    ----------
    columns : mapping of str to ndarray
        Values of each variable, all of the same length.
    positions : ndarray
        Position of each of them among those who were asked.
    asked : int
        How many people were asked to get these.
    """

    columns: Columns
    positions: Array
    asked: int

    @property
    def rows(self) -> int:
        """How many people these are."""
        return len(self.positions)

    def first(self, rows: int) -> Part:
        """Return the first people only.

        Parameters
        ----------
        rows : int
            How many, at least 1.

        Returns
        -------
        Part
            Views of the same columns; nobody was asked after the last of them.
        """
        columns = {name: values[:rows] for name, values in self.columns.items()}
        positions = self.positions[:rows]
        return Part(columns, positions, int(positions[-1]) + 1)


@dataclass(frozen=True)
class Draw:
    """A survey to be drawn.

    Parameters
    ----------
    model : Model
        The equations.
    columns : tuple of str
        Variables wanted.
    seed : int
        Seed of the survey, 0 or more.
    threads : int, optional
        How many threads; one a processor when left out. People do not depend on it.
    elsewhere : mapping of str to (Model, str), optional
        More columns: each the value of a variable for the same people in another model.
    """

    model: Model
    columns: tuple[str, ...]
    seed: int
    threads: int | None = None
    elsewhere: Mapping[str, tuple[Model, str]] = field(default_factory=dict)

    def parts(self, n: int) -> Iterator[Part]:
        """Yield exactly n people, block by block, in constant memory.

        Parameters
        ----------
        n : int
            How many people shall reach the data.

        Yields
        ------
        Part
            Up to 65 536 people.

        Raises
        ------
        SamplingError
            If fewer than one in ten thousand respond.
        """
        if self.model.selections:
            yield from self._until_enough(n)
        else:
            sizes = _block_sizes(n)
            yield from ordered_map(self._everybody, enumerate(sizes), threads=self.threads)

    def whole(self, n: int) -> Part:
        """Return exactly n people at once.

        Parameters
        ----------
        n : int
            How many people shall reach the data.

        Returns
        -------
        Part
            All of them.

        Raises
        ------
        SamplingError
            If fewer than one in ten thousand respond.
        """
        table = {name: np.empty(n, storage) for name, storage in self._storage().items()}
        if self.model.selections:
            return Part(table, np.arange(n), self._collect(n, table))
        fill = partial(self._fill, table)
        for _ in ordered_map(fill, enumerate(_block_sizes(n)), threads=self.threads):
            pass
        return Part(table, np.arange(n), n)

    def block(self, block: int, rows: int) -> Part:
        """Return those of a block's first rows who responded.

        Where everybody does, the columns are valid until this thread draws another block.

        Parameters
        ----------
        block : int
            Number of the block.
        rows : int
            How many of its people are asked.

        Returns
        -------
        Part
            The people who reach the data.
        """
        selections = self.model.selections
        noise = BlockNoise(self.seed, block, rows, shared=bool(self.elsewhere))
        wanted = (*self.columns, *selections)
        values = self.model.program.run(noise, wanted, workspace=workspace_of_this_thread())
        for column, (model, variable) in self.elsewhere.items():
            values[column] = model.program.run(noise, (variable,))[variable]
        shown = (*self.columns, *self.elsewhere)
        if not selections:
            return Part({name: values[name] for name in shown}, np.arange(rows), rows)
        passed = np.logical_and.reduce([values[name] for name in selections])
        chosen = np.flatnonzero(passed)
        return Part({name: values[name][chosen] for name in shown}, chosen, rows)

    def _storage(self) -> dict[str, np.dtype[Any]]:
        here = {name: self.model.kinds[name].storage for name in self.columns}
        there = {
            column: model.kinds[variable].storage
            for column, (model, variable) in self.elsewhere.items()
        }
        return here | there

    def _everybody(self, numbered: tuple[int, int]) -> Part:
        part = self.block(*numbered)
        columns = {name: values.copy() for name, values in part.columns.items()}
        return Part(columns, part.positions, part.asked)

    def _fill(self, table: Columns, numbered: tuple[int, int]) -> None:
        start = numbered[0] * BLOCK_ROWS
        for name, values in self.block(*numbered).columns.items():
            table[name][start : start + len(values)] = values

    def _collect(self, n: int, table: Columns) -> int:
        start = asked = 0
        for part in self._until_enough(n):
            for name, values in part.columns.items():
                table[name][start : start + part.rows] = values
            start += part.rows
            asked += part.asked
        return asked

    def _until_enough(self, n: int) -> Iterator[Part]:
        quick = self._from_first_block(n)
        if quick:
            yield quick
            return
        found = asked = 0
        whole_block = partial(self.block, rows=BLOCK_ROWS)
        for part in ordered_map(whole_block, count(), threads=self.threads):
            enough = found + part.rows >= n
            part = part.first(n - found) if enough else part
            found, asked = found + part.rows, asked + part.asked
            if part.rows:
                yield part
            if enough:
                return
            _refuse_rare(found, asked)

    def _from_first_block(self, n: int) -> Part | None:
        """Ask as few people as a small survey needs."""
        rows = 2 * n + 256
        while rows < BLOCK_ROWS:
            part = self.block(0, rows)
            if part.rows >= n:
                return part.first(n)
            rows *= 4
        return None


def _block_sizes(n: int) -> list[int]:
    whole, rest = divmod(n, BLOCK_ROWS)
    return [BLOCK_ROWS] * whole + [rest] * (rest > 0)


def _refuse_rare(found: int, asked: int) -> None:
    if asked >= _PATIENCE and found < RAREST_RESPONSE * asked:
        raise SamplingError(
            f"of {asked:,} people asked, {found:,} responded: fewer than one in ten thousand. "
            "Make the select statement of the world less strict."
        )
