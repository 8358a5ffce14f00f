"""Good, bad and neutral controls: what adjusting for one variable does.

It may block a path that biases, open one, take part of the effect away, or only make the
estimate more or less precise. Source: Cinelli, Forney and Pearl (2022), A crash course in
good and bad controls.
"""
