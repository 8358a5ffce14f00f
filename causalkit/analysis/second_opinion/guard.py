"""What dowhy does to its surroundings, undone."""

from __future__ import annotations

import logging
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np


@contextmanager
def hushed() -> Iterator[None]:
    """Keep dowhy's log messages inside, and prompt and random numbers as they were.

    When dowhy is imported it has sympy take over how results are displayed, and something in
    it draws a random number.

    Yields
    ------
    None
    """
    level, display = logging.root.manager.disable, sys.displayhook
    logging.disable(logging.CRITICAL)
    try:
        with _random_numbers_kept():
            yield
    finally:
        logging.disable(level)
        sys.displayhook = display


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Give the global random numbers a seed for a while, and leave them as they were.

    Some of dowhy's refuters draw from them, whatever generator they are given.

    Parameters
    ----------
    seed : int
        From 0 to 2³² - 1.

    Yields
    ------
    None

    Examples
    --------
    >>> before = random.getstate()
    >>> with seeded(1):
    ...     first = random.random()
    >>> with seeded(1):
    ...     assert random.random() == first
    >>> random.getstate() == before
    True
    """
    with _random_numbers_kept():
        random.seed(seed)
        np.random.seed(seed)  # noqa: NPY002  # dowhy uses it
        yield


@contextmanager
def _random_numbers_kept() -> Iterator[None]:
    plain, numerical = random.getstate(), np.random.get_state()  # noqa: NPY002  # as above
    try:
        yield
    finally:
        random.setstate(plain)
        np.random.set_state(numerical)  # noqa: NPY002  # as above
