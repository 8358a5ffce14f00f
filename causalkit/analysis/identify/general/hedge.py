"""What stands in the way when no formula exists: a hedge.

Take a set of observed variables that hidden causes tie together, all of which act on the
same few of them, the *roots*. Take a smaller set inside, tied together too, with the same
roots. If the roots bear on the outcome, and the larger set contains something that is to be
set by hand while the smaller one does not, the two are a *hedge*. Setting the exposure by
hand would cut it loose from the hidden causes, and the smaller set would go on without it;
but in what is observed the larger set only ever moves as a whole. The smallest hedge is
x → y with a hidden cause of both: the larger set is x and y, the smaller one y.

There is a hedge exactly when the effect is not identified. That is a strong statement: for
every hedge there are two models with this diagram that agree on the distribution of
everything observed, to the last digit, and that differ in the effect.

Source: Shpitser and Pearl (2006), Identification of joint interventional distributions in
recursive semi-Markovian causal models, definitions 4 to 6 and theorem 4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from causalkit.analysis.identify.general.query import Query
from causalkit.analysis.identify.phrases import listed
from causalkit.errors import NotIdentified
from causalkit.graph.projection import Projection

MOST_NAMED = 8
"""A sentence names at most so many variables and says how many others there are."""


@dataclass(frozen=True)
class Hedge:
    """Two sets of variables, one inside the other, that hold an effect back.

    Each is a *c-forest*: hidden causes tie all its variables together, and every variable
    leads to the roots by arrows inside the set.

    Parameters
    ----------
    larger : tuple of str
        The set that contains exposures; causes before effects.
    smaller : tuple of str
        The set inside it that contains none.
    roots : tuple of str
        The variables to which both lead. They bear on the outcome otherwise than by way of
        the exposure.
    exposure : tuple of str
        What is set by hand in the larger set: exposures, and given variables that may as well
        be set as known.
    hidden : tuple of str
        The hidden causes that tie the larger set together.
    """

    larger: tuple[str, ...]
    smaller: tuple[str, ...]
    roots: tuple[str, ...]
    exposure: tuple[str, ...]
    hidden: tuple[str, ...]

    @classmethod
    def of(
        cls,
        graph: Projection,
        larger: Collection[str],
        smaller: Collection[str],
        exposure: Iterable[str],
    ) -> Hedge:
        """Return the hedge that two sets of variables form.

        Parameters
        ----------
        graph : Projection
            The diagram of the observed variables.
        larger, smaller : collection of str
            The two sets; all of the larger are ancestors of the smaller inside the larger.
        exposure : iterable of str
            What is set by hand.

        Returns
        -------
        Hedge
        """
        within, inside = set(larger), set(smaller)
        ordered = sorted(within, key=graph.position.__getitem__)
        causing = {parent for node in inside for parent in graph.parents(node)}
        return cls(
            larger=tuple(ordered),
            smaller=tuple(node for node in ordered if node in inside),
            roots=tuple(node for node in ordered if node in inside - causing),
            exposure=tuple(node for node in exposure if node in within),
            hidden=tuple(
                cause.name
                for cause in graph.hidden_causes
                if len(within.intersection(cause.affects)) > 1
            ),
        )


class NotIdentifiable(NotIdentified):
    """No formula whatever gives the effect: the diagram has a hedge.

    Parameters
    ----------
    query : Query
        What was asked for.
    hedge : Hedge
        What stands in the way.

    Examples
    --------
    >>> hedge = Hedge(("x", "y"), ("y",), ("y",), ("x",), ("u",))
    >>> print(NotIdentifiable(Query(("y",), ("x",)), hedge))
    effect of x on y is not identified, and no formula gives it: the hidden u ties x and y ...
    """

    def __init__(self, query: Query, hedge: Hedge) -> None:
        self.query = query
        self.hedge = hedge
        super().__init__(_sentences(query, hedge), obstacles=hedge.hidden)


def _sentences(query: Query, hedge: Hedge) -> str:
    ties = "ties" if len(hedge.hidden) == 1 else "tie"
    exposure, larger, smaller = map(_named, (hedge.exposure, hedge.larger, hedge.smaller))
    itself = "itself" if len(hedge.smaller) == 1 else "themselves"
    return (
        f"{query.effect} is not identified, and no formula gives it: the hidden "
        f"{_named(hedge.hidden)} {ties} {larger} together, so whatever is observed shows them "
        f"tied, while setting {exposure} by hand would leave {smaller} to {itself}. Two models "
        f"with this diagram can agree on everything observed and differ in the effect, and no "
        f"amount of such data tells which is true. (A hedge: hidden causes hold together {larger}, "
        f"and also {smaller} alone; both sets lead to {_named(hedge.roots)}, and only the first "
        f"contains {exposure}.)"
    )


def _named(names: tuple[str, ...]) -> str:
    if len(names) <= MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} others"
