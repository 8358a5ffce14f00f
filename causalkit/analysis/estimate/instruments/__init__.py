"""What estimators with instruments share: the two first regressions, strength, and intervals.

An instrument shifts the exposure, and by way of it the outcome. All that the data say is in
two regressions, of either on the instrument. Their quotient is the effect; how well the
second is known decides how far the quotient can be trusted.
"""
