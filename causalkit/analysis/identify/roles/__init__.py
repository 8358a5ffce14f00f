"""What part every variable plays for a question, read off the arrows.

Confounder, mediator, collider, instrument, proxy: the words of the textbooks are about
paths. There may be exponentially many paths, so each role is decided without listing any.
"""
