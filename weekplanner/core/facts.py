"""Facts go up: what happened below is announced, and packages above react in the same transaction.

`wiring` fills the table of who reacts to what, in which order.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from weekplanner.core import db

Reaction = Callable[[Any], Awaitable[None]]

_reactions: dict[type, tuple[Reaction, ...]] = {}


def wire(reactions: Mapping[type, Sequence[Reaction]]) -> None:
    """Set who reacts to which fact."""
    _reactions.clear()
    _reactions.update({fact: tuple(functions) for fact, functions in reactions.items()})


async def announce(fact: object) -> None:
    """Tell every reaction to this kind of fact, in the order of the wiring.

    Raises what a reaction raises, so that the change and all its consequences stand or fall together;
    raises OutsideTransaction when there is no transaction to share.
    """
    db.require_transaction()
    for reaction in _reactions.get(type(fact), ()):
        await reaction(fact)
