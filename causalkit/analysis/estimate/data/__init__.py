"""From a table to the rows, weights and clusters that an estimator computes with.

Tables come with text, gaps, people outside the population and people who stand for many.
Here all of that is read once and said aloud: which columns, as which numbers; which rows,
and how many were left out; who counts for how much, and who belongs together. Nothing
here knows of any estimator.
"""
