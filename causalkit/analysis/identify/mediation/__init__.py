"""Mediation: how much of an effect passes through something, and how much past it.

An effect may go by way of a mediator, and it may go other ways. To part the two one needs to
know more than for the whole: that nothing confounds the mediator and the outcome either. And
the question itself is asked in two ways. A *controlled* direct effect is what is left if
everybody's mediator is set to one value. A *natural* direct effect is what is left if
everybody's mediator stays what it would be without the exposure; with the natural indirect
effect it adds up to the whole.
"""
