"""Published figures and what the default worlds give for them, side by side.

Every row names the source. The tolerance covers two things: the sampling error of this
test, and how far a world of few arrows can follow sources that speak of different people.
Where a tolerance is wide, the comment at the row says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from causalkit.nature import World, world

PEOPLE = 250_000
INCLUDED = 150_000
EVERYBODY_ANSWERS = "select responds ~ bernoulli(1)"


@dataclass(frozen=True)
class People:
    frame: pd.DataFrame
    weight: Any

    def __getattr__(self, name: str) -> Any:
        column = self.frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            return column.to_numpy()
        return column.to_numpy(np.float64, na_value=np.nan)

    @property
    def women(self) -> Any:
        return self.sex == "female"

    @property
    def depressed_or_anxious(self) -> Any:
        """De La Rosa 2024 counts a screening score of 10 or more on either questionnaire."""
        return (self.phq9 >= 10) | (self.gad7 >= 10)

    def mean(self, values: Any, among: Any = True) -> float:
        counted = np.isfinite(values) & among
        return float(np.average(values[counted], weights=self.weight[counted]))

    def sd(self, values: Any, among: Any = True) -> float:
        return float(np.sqrt(self.mean(values**2, among) - self.mean(values, among) ** 2))

    def correlation(self, one: Any, other: Any) -> float:
        covariance = self.mean(one * other) - self.mean(one) * self.mean(other)
        return covariance / (self.sd(one) * self.sd(other))


@dataclass(frozen=True)
class Figure:
    what: str
    source: str
    published: float
    tolerance: float
    measure: Callable[[People], float]

    def __str__(self) -> str:
        return f"{self.what} ({self.source})"


SELF_MEDICATION = (
    Figure("ever used kratom", "Smith 2021", 0.134, 0.004, lambda p: p.mean(p.kratom)),
    Figure("pain, users", "Smith 2021", 0.317, 0.010, lambda p: p.mean(p.pain, p.kratom == 1)),
    Figure("pain, others", "Smith 2021", 0.219, 0.006, lambda p: p.mean(p.pain, p.kratom == 0)),
    Figure("men, users", "Schimmel 2021", 0.610, 0.010, lambda p: p.mean(~p.women, p.kratom == 1)),
    Figure("men, all", "Schimmel 2021", 0.486, 0.004, lambda p: p.mean(~p.women)),
    Figure("age, users", "Schimmel 2021", 35.0, 0.3, lambda p: p.mean(p.age, p.kratom == 1)),
    Figure("opioid misuse", "NSDUH 2021", 0.033, 0.002, lambda p: p.mean(p.opioids)),
    Figure("PHQ-9 0 to 4", "NCHS 303", 0.763, 0.008, lambda p: p.mean(p.phq9 <= 4)),
    Figure(
        "PHQ-9 5 to 9",
        "NCHS 303",
        0.156,
        0.006,
        lambda p: p.mean((p.phq9 >= 5) & (p.phq9 <= 9)),
    ),
    Figure(
        "PHQ-9 10 to 14",
        "NCHS 303",
        0.051,
        0.004,
        lambda p: p.mean((p.phq9 >= 10) & (p.phq9 <= 14)),
    ),
    Figure("PHQ-9 15 or more", "NCHS 303", 0.029, 0.004, lambda p: p.mean(p.phq9 >= 15)),
    Figure("PHQ-9 >= 10, all", "NCHS 303", 0.081, 0.003, lambda p: p.mean(p.phq9 >= 10)),
    Figure("PHQ-9 >= 10, women", "NCHS 303", 0.104, 0.004, lambda p: p.mean(p.phq9 >= 10, p.women)),
    Figure("PHQ-9 >= 10, men", "NCHS 303", 0.055, 0.004, lambda p: p.mean(p.phq9 >= 10, ~p.women)),
    # The two shares and the 8.1 % above cannot hold at once: with a fifth to a quarter of the
    # people in pain, 23.9 and 4.9 % leave hardly anyone anxious without being depressed.
    Figure(
        "depressed or anxious, with pain",
        "De La Rosa 2024",
        0.239,
        0.012,
        lambda p: p.mean(p.depressed_or_anxious, p.pain == 1),
    ),
    Figure(
        "depressed or anxious, without pain",
        "De La Rosa 2024",
        0.049,
        0.007,
        lambda p: p.mean(p.depressed_or_anxious, p.pain == 0),
    ),
    # The sexes differ less in the German GAD-7 than in the American PHQ-9; here one severity
    # drives both questionnaires, so the gap is the wider, American one.
    Figure("GAD-7, women", "Löwe 2008", 3.2, 0.15, lambda p: p.mean(p.gad7, p.women)),
    Figure("GAD-7, women, SD", "Löwe 2008", 3.5, 0.15, lambda p: p.sd(p.gad7, p.women)),
    Figure("GAD-7, men", "Löwe 2008", 2.7, 0.30, lambda p: p.mean(p.gad7, ~p.women)),
    Figure("GAD-7, men, SD", "Löwe 2008", 3.2, 0.30, lambda p: p.sd(p.gad7, ~p.women)),
    Figure("GAD-7 >= 10", "Löwe 2008", 0.050, 0.005, lambda p: p.mean(p.gad7 >= 10)),
    # Loadings of .75 leave too much noise for .75 unless the severities correlate at .90; the
    # calibration file asks for .83. Both are missed by about .04.
    Figure("r(PHQ-9, GAD-7)", "various", 0.75, 0.04, lambda p: p.correlation(p.phq9, p.gad7)),
    Figure(
        "r of the two severities",
        "calibration file",
        0.83,
        0.05,
        lambda p: p.correlation(p.severity, p.worry),
    ),
    Figure(
        "r of the two severities, as the file says",
        "design choice",
        0.87,
        0.01,
        lambda p: p.correlation(p.severity, p.worry),
    ),
    Figure("severity, mean", "NHANES thresholds", 0.0, 0.05, lambda p: p.mean(p.severity)),
    Figure("severity, SD", "NHANES thresholds", 1.0, 0.10, lambda p: p.sd(p.severity)),
)

GENERAL_POPULATION = (
    Figure("used kratom past year", "Schimmel 2021", 0.008, 0.0005, lambda p: p.mean(p.kratom)),
    Figure("men, users", "Schimmel 2021", 0.610, 0.015, lambda p: p.mean(~p.women, p.kratom == 1)),
    Figure("men, all", "Schimmel 2021", 0.486, 0.008, lambda p: p.mean(~p.women)),
    Figure("age, users", "Schimmel 2021", 35.0, 0.4, lambda p: p.mean(p.age, p.kratom == 1)),
    Figure("pain, all", "NCHS 390", 0.204, 0.006, lambda p: p.mean(p.pain)),
    Figure("pain, women", "NCHS 390", 0.217, 0.008, lambda p: p.mean(p.pain, p.women)),
    Figure("pain, men", "NCHS 390", 0.190, 0.008, lambda p: p.mean(p.pain, ~p.women)),
    Figure("opioid misuse", "NSDUH 2021", 0.033, 0.003, lambda p: p.mean(p.opioids)),
    Figure("PHQ-9 0 to 4", "NCHS 303", 0.763, 0.014, lambda p: p.mean(p.phq9 <= 4)),
    Figure(
        "PHQ-9 5 to 9",
        "NCHS 303",
        0.156,
        0.010,
        lambda p: p.mean((p.phq9 >= 5) & (p.phq9 <= 9)),
    ),
    Figure(
        "PHQ-9 10 to 14",
        "NCHS 303",
        0.051,
        0.004,
        lambda p: p.mean((p.phq9 >= 10) & (p.phq9 <= 14)),
    ),
    Figure("PHQ-9 15 or more", "NCHS 303", 0.029, 0.005, lambda p: p.mean(p.phq9 >= 15)),
    Figure("PHQ-9 >= 10, all", "NCHS 303", 0.081, 0.006, lambda p: p.mean(p.phq9 >= 10)),
    Figure("PHQ-9 >= 10, women", "NCHS 303", 0.104, 0.008, lambda p: p.mean(p.phq9 >= 10, p.women)),
    Figure("PHQ-9 >= 10, men", "NCHS 303", 0.055, 0.005, lambda p: p.mean(p.phq9 >= 10, ~p.women)),
    Figure("GAD-7 >= 10", "Löwe 2008", 0.050, 0.005, lambda p: p.mean(p.gad7 >= 10)),
)


@pytest.fixture(scope="module")
def crowd_workers() -> People:
    everybody = world("self_medication").replace(EVERYBODY_ANSWERS)
    return People(everybody.sample(PEOPLE, seed=1, reveal=True).frame, np.ones(PEOPLE))


@pytest.fixture(scope="module")
def adults() -> People:
    frame = world("general_population").sample(INCLUDED, seed=1).frame
    return People(frame, frame["weight"].to_numpy())


@pytest.mark.parametrize("figure", SELF_MEDICATION, ids=str)
def test_self_medication_follows_published_figures(figure: Figure, crowd_workers: People) -> None:
    assert figure.measure(crowd_workers) == pytest.approx(figure.published, abs=figure.tolerance)


@pytest.mark.parametrize("figure", GENERAL_POPULATION, ids=str)
def test_weighted_general_population_follows_published_figures(
    figure: Figure, adults: People
) -> None:
    assert figure.measure(adults) == pytest.approx(figure.published, abs=figure.tolerance)


def test_unweighted_sample_has_fifteen_times_too_many_users(adults: People) -> None:
    unweighted = People(adults.frame, np.ones(INCLUDED))
    excess = unweighted.mean(adults.kratom) / adults.mean(adults.kratom)
    assert excess == pytest.approx(15, abs=1)


def test_reliability_of_the_phq9_is_as_published() -> None:
    """NHANES, Kroenke 2001: Cronbach's alpha .84; equal loadings of .75 give a little less."""
    text = world("self_medication").text.replace("phq9 ~", "items phq9 ~", 1)
    everybody = World.from_text(text, "items.world").replace(EVERYBODY_ANSWERS)
    frame = everybody.sample(100_000, seed=1).frame
    items = frame[[f"phq9_{number}" for number in range(1, 10)]].astype(float)
    alpha = 9 / 8 * (1 - items.var().sum() / frame["phq9"].astype(float).var())
    assert alpha == pytest.approx(0.84, abs=0.02)
