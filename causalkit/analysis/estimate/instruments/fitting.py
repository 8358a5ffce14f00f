"""Fitting an equation with instruments, and the two tests that belong to it.

linearmodels does the fitting. *Two-stage least squares* replaces the exposure by what the
instruments predict of it. *LIML* is less biased where many instruments are weak, and *GMM*
weighs several instruments by how much each is worth where errors differ between people. With
one instrument the three are the same.

Source: Wooldridge (2010), Econometric analysis of cross section and panel data, chapters 5, 6
and 8.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from causalkit.analysis.estimate.instruments.reduced_form import Covariance
from causalkit.analysis.estimate.instruments.variables import Variables
from causalkit.errors import EstimationError

Fitted = Literal["2SLS", "LIML", "GMM"]
"""How the equation is fitted."""


def fitted(found: Variables, method: Fitted, covariance: Covariance) -> tuple[float, float]:
    """Return the coefficient of the exposure and its standard error.

    Parameters
    ----------
    found : Variables
        The variables.
    method : {"2SLS", "LIML", "GMM"}
        How the equation is fitted.
    covariance : {"robust", "homoskedastic"}
        What is assumed of the errors.

    Returns
    -------
    tuple of (float, float)

    Raises
    ------
    EstimationError
        If there are too few clusters or rows for the weights of GMM.
    """
    from linearmodels.iv import IV2SLS, IVLIML

    if method == "GMM":
        return _effect(_gmm(found, covariance))
    model = IV2SLS if method == "2SLS" else IVLIML
    return _effect(model(*_sides(found), weights=found.weights).fit(**_errors(found, covariance)))


def exogeneity(found: Variables, covariance: Covariance) -> float:
    """Return the p-value of the Durbin–Wu–Hausman test.

    Small where the naive regression and the instruments contradict each other: then the
    exposure is confounded, if the instruments are instruments.

    Parameters
    ----------
    found : Variables
        The variables.
    covariance : {"robust", "homoskedastic"}
        What is assumed of the errors.

    Returns
    -------
    float

    Notes
    -----
    The control function of Hausman (1978), Specification tests in econometrics: what the
    instruments leave of the exposure is added to the naive regression.
    """
    from statsmodels.regression.linear_model import WLS

    first = np.hstack([found.instruments, found.covariates])
    root = np.sqrt(found.weights)
    predicted = np.linalg.lstsq(root[:, None] * first, root * found.exposure, rcond=None)[0]
    rest = found.exposure - first @ predicted
    if np.allclose(rest, 0):
        return 1.0  # the instrument is the exposure: nothing is left to be confounded
    terms = np.column_stack([found.covariates, found.exposure, rest])
    kind: dict[str, Any] = {"cov_type": "HC1" if covariance == "robust" else "nonrobust"}
    if found.clusters is not None:
        kind = {"cov_type": "cluster", "cov_kwds": {"groups": found.clusters}}
    naive = WLS(found.outcome, terms, weights=found.weights).fit(use_t=True, **kind)
    return float(naive.pvalues[-1])


def overidentification(found: Variables, covariance: Covariance) -> float:
    """Return the p-value of the test that all the instruments tell the same effect.

    Parameters
    ----------
    found : Variables
        With more than one instrument.
    covariance : {"robust", "homoskedastic"}
        What is assumed of the errors. If homoskedastic it is Sargan's test, else Hansen's.

    Returns
    -------
    float

    Raises
    ------
    EstimationError
        If there are too few clusters or rows to tell.

    Notes
    -----
    Sargan (1958), The estimation of economic relationships using instrumental variables;
    Hansen (1982), Large sample properties of generalized method of moments estimators.
    """
    return float(_gmm(found, covariance).j_stat.pval)


def _gmm(found: Variables, covariance: Covariance) -> Any:  # noqa: ANN401  # of three kinds
    from linearmodels.iv import IVGMM

    errors = _errors(found, covariance)
    # Here the option of the weights is spelt like that of the covariance.
    weighing = {key: value for key, value in errors.items() if key == "clusters"}
    kind = errors["cov_type"]
    model = IVGMM(*_sides(found), weights=found.weights, weight_type=kind, **weighing)
    try:
        return model.fit(**errors)
    except ValueError:
        raise EstimationError(
            "there are too few clusters or rows to weigh the instruments by GMM; use 2SLS"
        ) from None


def _sides(found: Variables) -> tuple[Any, Any, Any, Any]:
    return found.outcome, found.covariates, found.exposure, found.instruments


def _errors(found: Variables, covariance: Covariance) -> dict[str, Any]:
    """Return the options of linearmodels for the covariance."""
    if covariance == "homoskedastic":
        return {"cov_type": "unadjusted", "debiased": True}
    if found.clusters is None:
        return {"cov_type": "robust", "debiased": True}
    return {"cov_type": "clustered", "clusters": found.clusters, "debiased": True}


def _effect(result: Any) -> tuple[float, float]:  # noqa: ANN401  # results of three kinds
    return float(result.params.iloc[-1]), float(result.std_errors.iloc[-1])
