"""Reading a table, one column at a time: numbers and labels, weights, clusters, strata.

What pandas holds in many types becomes arrays of numbers here, with NaN for what is missing.
Nothing here knows which rows an estimator uses, or why.
"""
