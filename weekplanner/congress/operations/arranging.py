"""Arranging a congress: when, where, for whom and with how many seats; on the site, changed, called off."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from weekplanner.accounts.operations.audit import Change
from weekplanner.accounts.people import Person
from weekplanner.congress import plans, rights
from weekplanner.congress.entries import entries_of
from weekplanner.congress.models.congresses import MOST_SEATS, Congress, CongressKind, CongressState
from weekplanner.congress.models.registrations import LIVE, Decision, Registration, RegistrationEvent
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.operations.hall import Hall, locked_hall
from weekplanner.congress.operations.recording import record_congress
from weekplanner.congress.operations.seating import serve
from weekplanner.congress.values import CongressValues, Facts
from weekplanner.core import clock, db
from weekplanner.core.errors import Refused, Stale, require
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.geo import queries as geo
from weekplanner.listing import operations as listing
from weekplanner.mailer import schedule

_SLUGS = {
    CongressKind.OPENING: "opening",
    CongressKind.CLOSING: "slot",
    CongressKind.WEBINAR: "webinar",
    CongressKind.MASTERCLASS: "masterclass",
    CongressKind.OTHER: "bijeenkomst",
}


class WrongCongress(Refused):
    """What is said of it cannot be."""


class CalledOffAlready(Refused):
    """It does not go on, and that was told."""

    message = "Dit congres gaat niet door. Wijzigen kan niet meer."


class OnlyADraft(Refused):
    """Nobody knows of it."""

    message = "Dit congres staat nog niet op de site. U kunt het concept verwijderen."


class NotADraft(Refused):
    """Readers know of it, and people signed up."""

    message = "Dit congres staat op de site. Verwijderen kan niet meer, afgelasten wel."


class OverAlready(Refused):
    """It has begun."""

    message = "Dit congres is al begonnen. Dat kan nu niet meer."


async def add_congress(edition_year: int, values: CongressValues, *, seats: int, actor: Person) -> Congress:
    """Make a congress that only the team sees; the same draft is made once.

    Raises NotFound, NotAllowed and WrongCongress.
    """
    require(rights.may_edit_congress(actor))
    now = clock.now()
    async with db.transaction():
        edition = await db.hold(Edition, year=edition_year)
        _check(edition, values, seats)
        for former in await Congress.filter(edition_id=edition.id, state=CongressState.DRAFT):
            if CongressValues.of(former) == values:
                return former
        congress = Congress(
            edition_id=edition.id,
            state=CongressState.DRAFT,
            slug=await _free_slug(edition, values.kind),
            uid=str(uuid4()),
            **values.columns(),
            municipality_id=await _municipality_of(values),
            revised_at=now,
            created_at=now,
        )
        await db.insert(congress)
        await Seats.create(congress_id=congress.id, capacity=seats, ceiling=seats)
        await record_congress(actor, rights.EDIT_CONGRESS, congress)
    return congress


async def edit_congress(congress_id: int, values: CongressValues, *, version: int, actor: Person) -> Congress:
    """Say something else of it; who has a seat hears of another time, place, title or link.

    Edits within half an hour become one notice; what begins within a day is told at once. Raises NotFound,
    NotAllowed, Stale, WrongCongress and CalledOffAlready.
    """
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall = await locked_hall(congress_id)
        congress = hall.congress
        _check_version(congress, version)
        if congress.state is CongressState.CANCELLED:
            raise CalledOffAlready
        edition = await Edition.get(id=congress.edition_id)
        _check(edition, values, hall.seats.capacity)
        if congress.state is CongressState.PUBLISHED:
            _check_place(values)
        before = CongressValues.of(congress)
        if before == values:
            return congress
        facts = Facts.of(congress)
        congress.update_from_dict({**values.columns(), "municipality_id": await _municipality_of(values)})
        await _revise(hall, facts)
        await record_congress(actor, rights.EDIT_CONGRESS, congress, _differences(before, values))
    return congress


async def publish_congress(congress_id: int, *, version: int, actor: Person) -> Congress:
    """Put it on the site, where people sign up from its opening on. Twice changes nothing.

    Raises NotFound, NotAllowed, Stale, CalledOffAlready, and WrongCongress while it has no place.
    """
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall = await locked_hall(congress_id)
        congress = hall.congress
        if congress.state is CongressState.PUBLISHED:
            return congress
        _check_version(congress, version)
        if congress.state is CongressState.CANCELLED:
            raise CalledOffAlready
        _check_place(CongressValues.of(congress))
        congress.state = CongressState.PUBLISHED
        await _save(hall, ["state"])
        await schedule.plan(plans.of_congress(congress))
        await serve(hall)
        await record_congress(actor, rights.EDIT_CONGRESS, congress, [Change("state", "draft", "published")])
    return congress


async def call_off(congress_id: int, apology: str, *, version: int, actor: Person) -> Congress:
    """Let it not go on: everybody who signed up is told, with `apology`, and it leaves their calendars.

    Raises NotFound, NotAllowed, Stale, OnlyADraft, and OverAlready once it has begun. Twice changes nothing.
    """
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall = await locked_hall(congress_id)
        congress = hall.congress
        if congress.state is CongressState.CANCELLED:
            return congress
        _check_version(congress, version)
        if congress.state is CongressState.DRAFT:
            raise OnlyADraft
        if hall.now >= congress.starts_at:
            raise OverAlready
        congress.state, congress.apology = CongressState.CANCELLED, apology
        congress.sequence += 1
        congress.revised_at = hall.now
        await _save(hall, ["state", "apology", "sequence", "revised_at"])
        for kind in (*plans.OF_ITS_DAY, plans.CHANGED):
            await schedule.forget(kind, [congress.id])
        await schedule.plan([plans.called_off(congress, now=hall.now)])
        await _note_called_off(hall, actor)
        await record_congress(
            actor, rights.EDIT_CONGRESS, congress, [Change("state", "published", "cancelled")]
        )
    return congress


async def remove_draft(congress_id: int, *, actor: Person) -> None:
    """Throw away what was never on the site, with its programme and its codes.

    Raises NotFound, NotAllowed and NotADraft.
    """
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall = await locked_hall(congress_id)
        if hall.congress.state is not CongressState.DRAFT:
            raise NotADraft
        await record_congress(actor, rights.EDIT_CONGRESS, hall.congress, [Change("state", "draft", "")])
        await hall.congress.delete()


async def change_capacity(congress_id: int, seats: int, *, actor: Person) -> Seats:
    """Let there be more seats, which are offered to who waits; or fewer, which takes nobody's.

    Raises NotFound, NotAllowed and WrongCongress.
    """
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall = await locked_hall(congress_id)
        _check_seats(seats)
        before = hall.seats.capacity
        if before == seats:
            return hall.seats
        hall.seats.capacity = seats
        hall.seats.ceiling = max(seats, hall.seats.spoken_for)
        await hall.seats.save(update_fields=["capacity", "ceiling"])
        await serve(hall)
        change = Change("capacity", str(before), str(seats))
        await record_congress(actor, rights.EDIT_CONGRESS, hall.congress, [change])
    return hall.seats


async def touch_programme(hall: Hall, *, actor: Person, changes: Iterable[Change] = ()) -> None:
    """The programme is another one: in a new version, without a notice of its own."""
    await _save(hall, [])
    await record_congress(actor, rights.EDIT_CONGRESS, hall.congress, changes)


async def _revise(hall: Hall, before: Facts) -> None:
    """Write what is different; what attendees must hear moves the invitation, and is planned to be told."""
    congress = hall.congress
    after = Facts.of(congress)
    names = [*CongressValues.__dataclass_fields__, "municipality_id"]
    if congress.state is not CongressState.PUBLISHED or after == before:
        await _save(hall, names)
        return
    congress.told = congress.told or before.to_json()
    congress.sequence += 1
    congress.revised_at = hall.now
    await _save(hall, [*names, "told", "sequence", "revised_at"])
    if after.starts_at != before.starts_at:
        await schedule.plan(each for each in plans.of_congress(congress) if each.at > hall.now)
    await _plan_notice(hall, before)


async def _note_called_off(hall: Hall, actor: Person) -> None:
    """Keep with everybody who signed up that it does not go on, and why."""
    live = await Registration.filter(congress_id=hall.congress.id, state__in=LIVE).only("id")
    await RegistrationEvent.bulk_create(
        [
            RegistrationEvent(
                registration_id=each.id,
                decision=Decision.CALLED_OFF,
                reason=hall.congress.apology,
                account_id=actor.account_id,
                at=hall.now,
            )
            for each in live
        ]
    )


async def _plan_notice(hall: Hall, before: Facts) -> None:
    congress = hall.congress
    if not await Registration.filter(congress_id=congress.id, state__in=LIVE).exists():
        congress.told = {}
        await congress.save(update_fields=["told"])
        return
    first = min(before.starts_at, congress.starts_at)
    is_near = first - hall.now < plans.TOLD_AT_ONCE_WITHIN
    if is_near and Facts.of(congress).is_elsewhere(before):
        await schedule.plan([plans.change(congress, at=hall.now)])
    else:
        await schedule.plan_unless_waiting(plans.change(congress, at=hall.now + plans.EDITS_JOINED))


async def _save(hall: Hall, names: Iterable[str]) -> None:
    """Write these columns in a new version, and list it as it is now."""
    congress = hall.congress
    congress.version += 1
    await congress.save(update_fields=[*names, "version"])
    listed = await Congress.get(id=congress.id).select_related("edition", "municipality")
    await listing.publish_entries(entries_of(listed))


async def _free_slug(edition: Edition, kind: CongressKind) -> str:
    """opening-2027; a second of its kind gets a number behind it."""
    wanted = f"{_SLUGS[kind]}-{edition.year}"
    taken = {each.slug for each in await Congress.filter(slug__startswith=wanted).only("id", "slug")}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)


async def _municipality_of(values: CongressValues) -> str | None:
    area = await geo.postcode(values.postcode[:4]) if values.postcode else None
    return area.municipality_id if area else None


def _check_version(congress: Congress, version: int) -> None:
    if congress.version != version:
        raise Stale


def _check_seats(seats: int) -> None:
    if not 1 <= seats <= MOST_SEATS:
        raise WrongCongress(
            _("Vul een aantal in van 1 tot en met %(most)s.") % {"most": MOST_SEATS}, field="seats"
        )


def _check(edition: Edition, values: CongressValues, seats: int) -> None:
    """Raise WrongCongress for the first rule that does not hold."""
    _check_seats(seats)
    day = clock.local(values.starts_at).date()
    rules = (
        (values.starts_at < values.ends_at, "ends_at", _("Het einde ligt voor het begin.")),
        (
            values.ends_at - values.starts_at <= timedelta(hours=24),
            "ends_at",
            _("Een congres duurt hooguit 24 uur."),
        ),
        (day.year == edition.year, "starts_on", _("Deze dag ligt niet in het jaar van de editie.")),
        (values.opens_at < values.closes_at, "closes_at", _("De aanmelding sluit voordat zij opengaat.")),
        (values.closes_at <= values.starts_at, "closes_at", _("De aanmelding sluit na het begin.")),
        (bool(values.audiences), "audiences", _("Kies voor wie het congres is.")),
    )
    for holds, field, message in rules:
        if not holds:
            raise WrongCongress(message, field=field)


def _check_place(values: CongressValues) -> None:
    """Raise WrongCongress for what nobody could come to; a draft may still look for a place."""
    if not (values.venue or values.online_url):
        raise WrongCongress(_("Vul in waar het is, of de link om online mee te doen."), field="venue")


def _differences(before: CongressValues, after: CongressValues) -> list[Change]:
    return [
        Change(name, str(getattr(before, name)), str(value))
        for name, value in vars(after).items()
        if getattr(before, name) != value
    ]
