"""The same units again and again: effects from changes over time.

Whoever is observed several times can be compared with their own past. That removes whatever
about them never changes, measured or not. It does not remove what changed at the same time as
the exposure; for that, others who were not exposed then are needed, and the assumption that
they would have changed alike.
"""
