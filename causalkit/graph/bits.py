"""Sets as the bits of a number.

Where every hidden variable of a long chain reaches thousands of others, sets of names fill
the memory. As one number, a set of thousands takes a few hundred bytes, and to join two of
them or to see whether one contains the other is a single operation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def places(members: int) -> Iterator[int]:
    """Yield the members of a set, lowest first.

    Parameters
    ----------
    members : int
        A set, one bit for each member.

    Yields
    ------
    int

    Examples
    --------
    >>> list(places(0b1010))
    [1, 3]
    """
    while members:
        yield _lowest(members)
        members &= members - 1


def largest(sets: Sequence[int]) -> list[int]:
    """Return which sets are inside no other; of equal ones the first.

    Parameters
    ----------
    sets : sequence of int
        The sets, none empty, one bit for each member.

    Returns
    -------
    list of int
        Their places in the sequence, in order.

    Examples
    --------
    >>> largest([0b011, 0b001, 0b110, 0b011])
    [0, 2]
    """
    found: list[int] = []
    kept_with: dict[int, list[int]] = {}
    for index in sorted(range(len(sets)), key=lambda index: -sets[index].bit_count()):
        members = sets[index]
        # Whatever contains the set contains its first member, so the others need no look.
        rivals = kept_with.get(_lowest(members), ())
        if not any(members & rival == members for rival in rivals):
            found.append(index)
            for member in places(members):
                kept_with.setdefault(member, []).append(members)
    return sorted(found)


def _lowest(members: int) -> int:
    return (members & -members).bit_length() - 1
