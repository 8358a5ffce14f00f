"""Weighting by a logistic regression of the exposure, and that regression alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import statsmodels.api as sm
from contenders import Aim, Answer, Contender, Section
from regression import by_dowhy
from scipy.special import expit
from tables import asked, matrix

from causalkit.analysis.estimate import weighting
from causalkit.analysis.estimate.models.logistic import logistic_fit
from causalkit.analysis.estimate.models.quiet import quiet

Given = tuple[np.ndarray, np.ndarray]


def causalkit(frame: pd.DataFrame) -> Answer:
    """Fit the model of the others; the standard error knows that it was fitted."""
    found = weighting(frame, asked(), terms="lines")
    return found.value, found.standard_error


def curves(frame: pd.DataFrame) -> Answer:
    found = weighting(frame, asked())
    return found.value, found.standard_error


def ready(frame: pd.DataFrame) -> Given:
    return matrix(frame), frame["kratom"].to_numpy(dtype=float)


def fit_alone(given: Given) -> Answer:
    with quiet():
        fit = logistic_fit(*given)
    return float(fit.coefficients[-1]), float(np.sqrt(fit.inverse[-1, -1]))


def statsmodels_alone(given: Given) -> Answer:
    terms, exposed = given
    fit = sm.Logit(exposed, terms).fit(disp=0)
    return float(fit.params[-1]), float(fit.bse[-1])


def statsmodels(frame: pd.DataFrame) -> Answer:
    terms, exposed = ready(frame)
    chance = sm.Logit(exposed, terms).fit(disp=0).predict()
    return hajek(frame, exposed, chance), None


def by_hand(frame: pd.DataFrame) -> Answer:
    """Climb by Newton's method, weight, and take the two means; no standard error."""
    terms, exposed = ready(frame)
    coefficients = np.zeros(terms.shape[1])
    for _ in range(8):
        chance = expit(terms @ coefficients)
        information = (terms * (chance * (1 - chance))[:, None]).T @ terms
        coefficients += np.linalg.solve(information, terms.T @ (exposed - chance))
    return hajek(frame, exposed, expit(terms @ coefficients)), None


def hajek(frame: pd.DataFrame, exposed: np.ndarray, chance: np.ndarray) -> float:
    outcome = frame["phq9"].to_numpy()
    weights = exposed / chance, (1 - exposed) / (1 - chance)
    treated, reference = (float(each @ outcome / each.sum()) for each in weights)
    return treated - reference


def dowhy(frame: pd.DataFrame) -> Answer:
    table = frame.assign(kratom=frame["kratom"].astype(int))
    return by_dowhy(table, "backdoor.propensity_score_weighting"), None


SECTION = Section(
    title="Weighting",
    contenders={
        "causalkit": Contender(causalkit),
        "causalkit, curves": Contender(curves),
        "causalkit, fit alone": Contender(fit_alone, ready),
        "statsmodels, fit alone": Contender(statsmodels_alone, ready),
        "statsmodels": Contender(statsmodels),
        "numpy by hand": Contender(by_hand),
        "dowhy": Contender(dowhy, most_rows=10**6),
    },
    aims=(
        Aim("causalkit, fit alone", "statsmodels, fit alone", "continuous", 0.5),
        Aim("causalkit, fit alone", "statsmodels, fit alone", "discrete", 0.1),
    ),
)
