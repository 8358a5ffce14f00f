"""Models of an outcome or of an exposure, given covariates: designs and fits.

How covariates enter a model, how it is fitted, and what each row contributes to the error
of the fit. Nothing here knows of any estimand.
"""
