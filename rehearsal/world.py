"""What the invented people of a season know, and by what chance they do something."""

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random
from typing import TypeVar

from tortoise.models import Model
from tortoise.queryset import QuerySet

from weekplanner.accounts import personal_links
from weekplanner.accounts.models import Membership
from weekplanner.accounts.people import Person
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.accounts.queries import people
from weekplanner.core import clock
from weekplanner.core.errors import NotFound
from weekplanner.events.models import Activity
from weekplanner.signups.models import Places, PlacesState

Row = TypeVar("Row", bound=Model)


class NothingToDo(Exception):
    """There is nothing of the kind that somebody wanted to do something about."""


@dataclass
class World:
    """Everybody together."""

    chance: Random
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    links: dict[str, list[PersonalLink]] = field(default_factory=dict)
    """From the mail that people got, by purpose."""
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def read(self, tokens: tuple[str, ...]) -> None:
        """Keep the personal links of a message."""
        for token in tokens:
            try:
                link = personal_links.read(token)
            except NotFound:  # a link of another kind stands at such an address too
                continue
            self.links.setdefault(link.purpose, []).append(link)

    def link(self, purpose: str) -> PersonalLink:
        """One that somebody has; each is used once."""
        known = self.links.get(purpose)
        if not known:
            raise NothingToDo
        return known.pop(self.chance.randrange(len(known)))

    async def one_of(self, rows: QuerySet[Row]) -> Row:
        """A row by chance."""
        there = await rows.count()
        if not there:
            raise NothingToDo
        return (await rows.order_by("id").offset(self.chance.randrange(there)).limit(1))[0]

    async def places(self, *states: PlacesState) -> Places:
        """Those of something that is still to come."""
        return await self.one_of(Places.filter(state__in=states, starts_at__gt=clock.now()))


async def organiser_of(activity: Activity) -> Person:
    """Somebody who acts for its organisation."""
    member = await Membership.filter(organisation_id=activity.organisation_id).order_by("id").first()
    if member is None:
        raise NothingToDo
    return replace(await people.person(member.account_id), organisation_id=activity.organisation_id)
