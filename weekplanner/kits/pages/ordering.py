"""What one reads before ordering: what there is, how many one may have, and where it would go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from weekplanner.accounts.people import Person
from weekplanner.core import clock
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import number
from weekplanner.editions.models import Edition, Phase
from weekplanner.events.models import Activity, State
from weekplanner.events.pages.activity import public_url
from weekplanner.kits import purge
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import NAME_LENGTH, KitOrder
from weekplanner.kits.pictures import KitPicture, picture_of
from weekplanner.kits.queries.limits import Room
from weekplanner.kits.queries.mine import Catalogue, FormerOrder
from weekplanner.kits.values import Address

NOWHERE = Address("", "", "", "", "")


@dataclass(frozen=True)
class Counter:
    """Where an organisation orders: what there is, for what, and what it ordered before."""

    edition: Edition | None
    catalogue: Catalogue
    activities: tuple[Activity, ...] = ()
    orders: tuple[KitOrder, ...] = ()
    before: FormerOrder | None = None

    @property
    def is_over(self) -> bool:
        """Whether the week is over, or there is none."""
        return self.edition is None or self.edition.phase(clock.today()) is Phase.AFTER

    @property
    def is_open(self) -> bool:
        """Whether one can still order."""
        return self.edition is not None and clock.today() <= self.edition.kit_order_until_on

    @property
    def is_sent(self) -> bool:
        """Whether the last parcels are gone."""
        return self.edition is not None and clock.today() > self.edition.kit_last_sent_on

    @property
    def can_order(self) -> bool:
        """Whether there is anything to fill in."""
        return self.is_open and bool(self.activities) and bool(self.catalogue.in_parcels)

    @property
    def stock(self) -> int:
        """How many kits are free in all."""
        return sum(kit.free for kit in self.catalogue.in_parcels)

    @property
    def kept_until_on(self) -> date | None:
        """On which day addresses go."""
        return self.edition.ends_on + purge.TERM if self.edition else None

    @property
    def to_print(self) -> list[tuple[Activity, str]]:
        """What stands on the site, with the address of its page."""
        on_site = (each for each in self.activities if each.state is State.PUBLISHED)
        return [(each, public_url(each)) for each in on_site]

    @property
    def gone(self) -> bool:
        """Whether something that was ordered before is not offered any more."""
        offered = {kit.id for kit in self.catalogue.in_parcels}
        return self.before is not None and not offered.issuperset(self.before.quantities)

    def chosen(self, activity_id: int | None) -> Activity | None:
        """The activity that was asked for, else the first."""
        asked = (each for each in self.activities if each.id == activity_id)
        return next(asked, self.activities[0] if self.activities else None)


def destination_for(
    activity: Activity | None, counter: Counter, person: Person, *, again: FormerOrder | None = None
) -> Address:
    """Where it goes unless somebody types otherwise.

    Where the order went that is ordered again, else where the last one went, else where the activity is.
    """
    known = [again.order] if again else []
    former = next((order for order in (*known, *counter.orders) if not order.is_forgotten), None)
    if former is not None:
        return Address.of(former)
    if activity is None:
        return NOWHERE
    return replace(
        NOWHERE,
        recipient=(activity.contact_name or person.name)[:NAME_LENGTH],
        recipient_organisation=person.organisation_name[:NAME_LENGTH],
        street=activity.street,
        house_number=activity.house_number,
        postcode=activity.postcode,
        place=activity.place,
        phone=activity.contact_phone,
    )


@dataclass(frozen=True)
class Offer:
    """A kit with what the limits leave of it; `has` says how many the order has that is changed."""

    kit: Kit
    room: Room
    has: int = 0
    is_closed: bool = False
    """Whether the last order day is past: then there can only be fewer."""

    def is_above(self, wanted: int) -> bool:
        """Whether so many would go above a limit."""
        left = None if self.is_closed else self.room.quantity
        return left is not None and wanted - self.has > left

    @property
    def picture(self) -> KitPicture | None:
        """What it looks like."""
        return picture_of(self.kit)

    @property
    def most(self) -> int | None:
        """How many may be wished without asking the team."""
        return None if self.room.quantity is None else self.has + self.room.quantity

    @property
    def explanation(self) -> str:
        """What stands at its field."""
        if self.is_closed:
            return _("De laatste besteldag is voorbij. Minder kan nog wel, meer niet.")
        return f"{self._stock} {self._limit}"

    @property
    def _stock(self) -> str:
        if self.kit.free:
            return _("Nog %(number)s op voorraad.") % {"number": number(self.kit.free)}
        return _("Nu op. U kunt toch bestellen: u komt op de lijst. Wie het eerst bestelde, gaat voor.")

    @property
    def _limit(self) -> str:
        left = self.room.quantity
        if left is None:
            return _("Bestel er zoveel als u nodig heeft.")
        said = {"has": self.has, "left": left, "why": self._why}
        if not left:
            return _("U heeft er al zoveel als mag. %(why)s") % said
        if self.has:
            return _("U heeft er nu %(has)s, en kunt er nog %(left)s bij bestellen. %(why)s") % said
        return _("Bestel er hooguit %(left)s. %(why)s") % said

    @property
    def above_words(self) -> str:
        """What happens to what is wished above it."""
        if not self.most:
            return _("Dit is boven de grens. Wij vragen het aan het team")
        return _("Dit zijn er meer dan %(most)s. Wat erboven ligt, vragen wij aan het team") % {
            "most": self.most
        }

    @property
    def _why(self) -> str:
        of_activity, of_organisation = self.kit.max_per_activity, self.kit.max_per_organisation
        if of_activity and of_organisation:
            sentence = _(
                "De grens is %(activity)s per activiteit en %(organisation)s per organisatie. "
                "Zo is er genoeg voor iedereen."
            )
        elif of_activity:
            sentence = _("De grens is %(activity)s per activiteit. Zo is er genoeg voor iedereen.")
        else:
            sentence = _("De grens is %(organisation)s per organisatie. Zo is er genoeg voor iedereen.")
        return sentence % {"activity": of_activity, "organisation": of_organisation}


def above_limits(offers: Iterable[Offer], quantities: Mapping[int, int]) -> dict[int, str]:
    """By the id of a kit, what to say of those of which more is wished than a limit leaves."""
    return {
        offer.kit.id: offer.above_words for offer in offers if offer.is_above(quantities.get(offer.kit.id, 0))
    }
