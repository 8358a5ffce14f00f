"""A block of people while they are being computed, and the memory it is computed in.

Asking the operating system for fresh memory costs more than the arithmetic done
in it. So a thread that draws block after block keeps one workspace and computes
every block in the same arrays.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import numpy.typing as npt

from causalkit.nature.noise import BLOCK_ROWS

Array = npt.NDArray[Any]
_here = threading.local()


class Workspace:
    """Arrays that are used again: one a variable, and some for what lies between.

    Examples
    --------
    >>> workspace = Workspace()
    >>> first = workspace.scratch(3)
    >>> workspace.rewind()
    >>> workspace.scratch(3).base is first.base
    True
    """

    def __init__(self) -> None:
        self._columns: dict[str, Array] = {}
        self._scratch: list[Array] = []
        self._used = 0

    def column(self, name: str, rows: int) -> Array:
        """Return the array of a variable; it is valid until the next block.

        Parameters
        ----------
        name : str
            The variable.
        rows : int
            How many people, at most 65 536.

        Returns
        -------
        ndarray of float64, shape (rows,)
            With anything in it.
        """
        if name not in self._columns:
            self._columns[name] = np.empty(BLOCK_ROWS)
        return self._columns[name][:rows]

    def scratch(self, rows: int) -> Array:
        """Return an array for an intermediate result; it is valid until :meth:`rewind`.

        Parameters
        ----------
        rows : int
            How many people, at most 65 536.

        Returns
        -------
        ndarray of float64, shape (rows,)
            With anything in it.
        """
        if self._used == len(self._scratch):
            self._scratch.append(np.empty(BLOCK_ROWS))
        self._used += 1
        return self._scratch[self._used - 1][:rows]

    def rewind(self) -> None:
        """Give all scratch arrays free again."""
        self._used = 0


def workspace_of_this_thread() -> Workspace:
    """Return the workspace in which the present thread computes.

    Returns
    -------
    Workspace
        The same one at every call from one thread.
    """
    if not hasattr(_here, "workspace"):
        _here.workspace = Workspace()
    workspace: Workspace = _here.workspace
    return workspace


class Block(dict[str, Array]):
    """Values of variables for a block of people.

    Parameters
    ----------
    rows : int
        How many people.
    workspace : Workspace, optional
        Where to compute; without it every array is new and stays valid.
    """

    def __init__(self, rows: int, workspace: Workspace | None = None) -> None:
        super().__init__()
        self.rows = rows
        self._workspace = workspace

    def column(self, name: str) -> Array:
        """Return an array in which a variable's numbers may be kept.

        Parameters
        ----------
        name : str
            The variable.

        Returns
        -------
        ndarray of float64, shape (rows,)
            With anything in it.
        """
        if self._workspace is None:
            return np.empty(self.rows)
        return self._workspace.column(name, self.rows)

    def scratch(self) -> Array:
        """Return an array for an intermediate result.

        Returns
        -------
        ndarray of float64, shape (rows,)
            With anything in it.
        """
        if self._workspace is None:
            return np.empty(self.rows)
        return self._workspace.scratch(self.rows)

    def keep(self, name: str, values: Array, storage: np.dtype[Any]) -> None:
        """Store a variable's values and give the scratch arrays free.

        Parameters
        ----------
        name : str
            The variable.
        values : ndarray
            One value a person, or one for all.
        storage : numpy.dtype
            Type in which they are kept.
        """
        if storage == np.float64:
            column = self.column(name)
            if values.base is None or values.base is not column.base:
                np.copyto(column, values)
            self[name] = column
        elif values.ndim == 0:
            self[name] = np.full(self.rows, values, storage)
        else:
            self[name] = values.astype(storage, copy=False)
        if self._workspace is not None:
            self._workspace.rewind()
