"""Nuisance models: what the outcome and the exposure depend on, as estimators need it.

Nobody asks about them, and no effect can be had without them: the regression of the outcome on
exposure and covariates, and the propensity, which is the chance of the exposure, given the
covariates. Here it is decided what enters them for groups and for doses; how they are fitted
is a matter of :mod:`~causalkit.analysis.estimate.models`.
"""
