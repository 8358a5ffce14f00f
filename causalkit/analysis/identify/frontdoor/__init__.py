"""The front door: an effect learned from what it passes through.

Where exposure and outcome share a hidden cause, nothing can be adjusted for. If the whole
effect passes through measured mediators, it can be put together from two steps.
"""
