"""One linear regression for everybody, with the covariates as lines or indicators."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from contenders import Aim, Answer, Contender, Section
from tables import COVARIATES, asked, matrix

from causalkit.analysis.estimate import regression


def causalkit(frame: pd.DataFrame) -> Answer:
    found = regression(frame, asked(), terms="lines", interactions=False)
    return found.value, found.standard_error


def two_models(frame: pd.DataFrame) -> Answer:
    found = regression(frame, asked(), terms="lines")
    return found.value, found.standard_error


def curves(frame: pd.DataFrame) -> Answer:
    found = regression(frame, asked())
    return found.value, found.standard_error


def ready(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return matrix(frame, "kratom"), frame["phq9"].to_numpy()


def statsmodels(given: tuple[np.ndarray, np.ndarray]) -> Answer:
    terms, outcome = given
    robust = sm.OLS(outcome, terms).fit().get_robustcov_results("HC2")
    return float(robust.params[-1]), float(robust.bse[-1])


def statsmodels_from_table(frame: pd.DataFrame) -> Answer:
    return statsmodels(ready(frame))


def by_hand(frame: pd.DataFrame) -> Answer:
    """Solve the normal equations; errors as robust as those of the others."""
    terms, outcome = ready(frame)
    inverse = np.linalg.inv(terms.T @ terms)
    coefficients = inverse @ (terms.T @ outcome)
    leverage = np.einsum("ij,ij->i", terms @ inverse, terms)
    influence = (terms @ inverse[-1]) * (outcome - terms @ coefficients) / np.sqrt(1 - leverage)
    return float(coefficients[-1]), float(np.sqrt(influence @ influence))


def dowhy(frame: pd.DataFrame) -> Answer:
    return by_dowhy(frame, "backdoor.linear_regression"), None


def by_dowhy(frame: pd.DataFrame, method: str) -> float:
    import networkx as nx
    from dowhy import CausalModel

    arrows = [(name, end) for name in COVARIATES for end in ("kratom", "phq9")]
    graph = nx.DiGraph([*arrows, ("kratom", "phq9")])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Whole numbers for labels, since dowhy cannot weight by categories.
        model = CausalModel(frame.astype(float), treatment="kratom", outcome="phq9", graph=graph)
        found = model.identify_effect(proceed_when_unidentifiable=True)
        return float(model.estimate_effect(found, method_name=method).value)


SECTION = Section(
    title="Regression",
    contenders={
        "causalkit": Contender(causalkit),
        "causalkit, a model in each group": Contender(two_models),
        "causalkit, curves": Contender(curves),
        "statsmodels, matrix ready": Contender(statsmodels, ready),
        "statsmodels": Contender(statsmodels_from_table),
        "numpy by hand": Contender(by_hand),
        "dowhy": Contender(dowhy, most_rows=10**6),
    },
    aims=(
        Aim("causalkit", "statsmodels, matrix ready", "continuous", 0.25),
        Aim("causalkit", "statsmodels, matrix ready", "discrete", 0.1),
    ),
)
