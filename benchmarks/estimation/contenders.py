"""What a section of the benchmark consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

Answer = tuple[float, float | None]
"""An effect and its standard error, where there is one."""


@dataclass(frozen=True)
class Contender:
    """Somebody who answers: what is done beforehand, and what is measured."""

    answer: Callable[[Any], Answer]
    before: Callable[[pd.DataFrame], Any] = lambda frame: frame
    most_rows: int = 10**8


@dataclass(frozen=True)
class Aim:
    """How many times the time of another contender one may take at most, at a million rows."""

    ours: str
    theirs: str
    kind: str
    at_most: float


@dataclass(frozen=True)
class Section:
    """A question that everybody answers with the same model."""

    title: str
    contenders: dict[str, Contender]
    aims: tuple[Aim, ...]
