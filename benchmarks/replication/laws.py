"""Laws from which tables are drawn: a known effect, and one assumption that can be broken.

Every law draws tables of two kinds. Where ``broken`` is false, what the estimators of its
studies assume is true of it; otherwise one assumption fails, the one that ``assumption`` names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

Draw = Callable[[np.random.Generator, int, bool], pd.DataFrame]


@dataclass(frozen=True)
class Law:
    """Where tables come from.

    Parameters
    ----------
    name, assumption : str
        What the law is called, and what fails where it is broken.
    truth : float
        The effect.
    draw : callable
        Draws a table: generator, number of people, whether it is broken.
    """

    name: str
    assumption: str
    truth: float
    draw: Draw


def coin(rng: np.random.Generator, n: int, broken: bool) -> pd.DataFrame:
    """Chance decides who is exposed; or people in pain choose it."""
    pain = rng.random(n) < 0.4
    x = rng.random(n) < (0.3 + 0.4 * pain if broken else 0.4)
    return pd.DataFrame({"x": x, "y": 1.0 * x + 2 * pain + rng.normal(0, 1 + x, n)})


def strata(rng: np.random.Generator, n: int, broken: bool) -> pd.DataFrame:
    """Three discrete confounders and their products; or a fourth that is hidden."""
    a, b, hidden = rng.random((3, n)) < 0.5
    c = rng.integers(0, 3, n)
    x = rng.random(n) < 0.3 + 0.3 * (a ^ b) + 0.1 * c * a + (0.2 * hidden - 0.1) * broken
    y = 2.0 * a * b + c + x * (1 + a - 0.5) + 2 * broken * hidden + rng.normal(size=n)
    return pd.DataFrame({"a": a, "b": b, "c": c, "x": x, "y": y})


def lines(rng: np.random.Generator, n: int, broken: bool) -> pd.DataFrame:
    """Four confounders in straight lines, the effect the same for all; or one is hidden."""
    a, b, c, hidden = rng.normal(size=(4, n))
    x = rng.random(n) < expit(0.5 * a - 0.4 * b + 0.3 * c + broken * hidden)
    y = x + a + b - 0.5 * c + 1.5 * broken * hidden + rng.normal(size=n)
    return pd.DataFrame({"a": a, "b": b, "c": c, "x": x, "y": y})


def instrument(rng: np.random.Generator, n: int, broken: bool) -> pd.DataFrame:
    """A coin moves the exposure, whose cause is hidden; or the coin acts by itself."""
    z, hidden = rng.random(n) < 0.5, rng.normal(size=n)
    x = rng.random(n) < expit(-1 + 2.5 * z + hidden)
    y = x + 1.5 * hidden + 0.8 * broken * z + rng.normal(size=n)
    return pd.DataFrame({"z": z, "x": x, "y": y})


def front_door(rng: np.random.Generator, n: int, broken: bool) -> pd.DataFrame:
    """The mediator shares no cause with the outcome; or it does."""
    hidden = rng.random(n) < 0.5
    x = rng.random(n) < 0.25 + 0.5 * hidden
    m = rng.random(n) < 0.1 + 0.5 * x + 0.3 * broken * hidden
    y = 2.0 * m + 2 * hidden + rng.normal(size=n)
    return pd.DataFrame({"x": x, "m": m, "y": y})


def napkin(rng: np.random.Generator, n: int, broken: bool) -> pd.DataFrame:
    """Identified by a formula alone, the napkin; or a hidden cause of exposure and outcome."""
    u, v, hidden = rng.random((3, n)) < 0.5
    w = rng.random(n) < 0.2 + 0.3 * u + 0.3 * v
    r = rng.random(n) < 0.3 + 0.4 * w
    x = rng.random(n) < 0.15 + 0.3 * u + 0.3 * r + (0.2 * hidden) * broken
    y = rng.random(n) < 0.1 + 0.2 * x + 0.3 * v + (0.3 * hidden) * broken
    columns = {"w": w, "r": r, "x": x, "y": y}
    return pd.DataFrame(columns).astype(int)


def mediator(rng: np.random.Generator, n: int, broken: bool) -> pd.DataFrame:
    """A mediator without hidden causes; or with one that the outcome shares."""
    hidden, x = rng.normal(size=n), rng.random(n) < 0.5
    m = 0.8 * x + 2 * broken * hidden + rng.normal(size=n)
    y = 0.5 * x + m + 2 * broken * hidden + rng.normal(size=n)
    return pd.DataFrame({"x": x, "m": m, "y": y})


def panel(rng: np.random.Generator, n: int, broken: bool) -> pd.DataFrame:
    """Units adopt at different times, trends are parallel; or adopters were rising anyway."""
    unit, time = np.repeat(np.arange(n), 5), np.tile(np.arange(5), n)
    adopts = rng.choice([2, 3, 99], n)[unit]
    level = rng.normal(size=n)[unit] + (adopts < 99)
    x = (time >= adopts).astype(int)
    rising = 0.5 * time * (adopts < 99) * broken
    y = level + 0.3 * time + rising + x + rng.normal(size=5 * n)
    return pd.DataFrame({"unit": unit, "time": time, "x": x, "y": y})


COIN = Law("coin", "chance decides who is exposed", 1.0, coin)
STRATA = Law("strata", "no hidden confounder", 1.0, strata)
LINES = Law("lines", "no hidden confounder", 1.0, lines)
INSTRUMENT = Law("instrument", "the instrument acts through the exposure only", 1.0, instrument)
FRONT_DOOR = Law("front door", "no hidden cause of mediator and outcome", 1.0, front_door)
NAPKIN = Law("napkin", "no hidden cause of exposure and outcome", 0.2, napkin)
DIRECT = Law("mediator, direct", "no hidden cause of mediator and outcome", 0.5, mediator)
INDIRECT = Law("mediator, indirect", "no hidden cause of mediator and outcome", 0.8, mediator)
PANEL = Law("panel", "trends are parallel", 1.0, panel)
