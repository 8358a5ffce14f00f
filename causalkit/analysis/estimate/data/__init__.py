"""From a table to the rows that an estimator computes with, and what became of the others.

Tables come with gaps, with people outside the population asked about and with people who stand
for many. Here it is decided, and said aloud, which rows are used, how many were left out and
why, and who counts for how much. Nothing here knows of any estimator.
"""
