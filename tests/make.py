"""What tests need, with harmless defaults: a test names only what matters to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from weekplanner.accounts.addresses import address
from weekplanner.accounts.models import Account, AuditRecord, Organisation
from weekplanner.accounts.operations import accounts, organisations, team
from weekplanner.accounts.people import SYSTEM, Person, TeamRole
from weekplanner.congress.models.congresses import Congress, CongressKind, Workshop
from weekplanner.congress.models.registrations import Registration
from weekplanner.congress.operations import arranging, programme, signing_up
from weekplanner.congress.values import Choice, CongressValues, PartValues, Party, WorkshopValues
from weekplanner.core import db
from weekplanner.core.clock import AMSTERDAM
from weekplanner.editions import operations as editions
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.operations import cancelling, drafts, review
from weekplanner.events.values import ActivityValues, OccurrenceValues
from weekplanner.kits import plans
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.operations import catalogue, illustrating, ordering, stock
from weekplanner.kits.operations.catalogue import KitValues
from weekplanner.kits.values import Address, OrderValues
from weekplanner.mailer.models import DueRow, OutboxMessage
from weekplanner.signups.models import SignUp
from weekplanner.signups.operations import entering
from weekplanner.signups.values import Guest, Helper

_numbers = count(1)

SOUP = ActivityValues(
    title="Soep aan de lange tafel",
    summary="Een kom verse soep, warm brood en goed gezelschap.",
    description="Wij koken een grote pan soep. **U schuift aan.**",
    category="samen-eten",
    audiences=("iedereen",),
    form="op-locatie",
    venue="Bibliotheek Neude",
    street="Neude",
    house_number="11",
    postcode="3512 AE",
    price_cents=350,
    accessibility={"rolstoeltoegankelijk": "yes", "ringleiding": "no"},
    languages=("nl",),
    contact_name="Fatma",
    contact_phone="030 000 12 34",
    contact_email="fatma@example.org",
    host_name="Fatma",
    host_welcome="Fatma wacht u op bij de deur.",
    join_ways=("telefoon", "binnenlopen"),
)
"""An activity with nothing missing but its occurrences."""


DOOR = Address(
    recipient="Fatma de Vries",
    recipient_organisation="Buurthuis De Linde",
    street="Neude",
    house_number="11",
    postcode="3512 AE",
    place="Utrecht",
    phone="030 000 12 34",
)
"""Where a parcel can go."""


def at(day: int, hour: int, minute: int = 0, *, month: int = 10, year: int = 2027) -> datetime:
    """A moment on an Amsterdam clock, in the week of the tests unless said otherwise."""
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)


OPENING = CongressValues(
    kind=CongressKind.OPENING,
    title="Samen dekken wij de tafel",
    summary="Een dag vol ideeën voor wie in de wijk mensen bij elkaar brengt.",
    starts_at=at(1, 9, 30),
    ends_at=at(1, 16),
    opens_at=at(1, 9, month=6),
    closes_at=at(30, 17, month=9),
    audiences=("lid-nationale-coalitie", "wethouder", "trekker-lokale-coalitie"),
    venue="Jaarbeurs",
    street="Jaarbeursplein",
    house_number="6",
    postcode="3521 AL",
    place="Utrecht",
)
"""A congress with nothing missing but its programme."""


@dataclass(frozen=True)
class MadeActivity:
    """An activity with those who belong to it."""

    activity: Activity
    organisation: Organisation
    organiser: Account

    @property
    def id(self) -> int:
        """Its number."""
        return self.activity.id

    @property
    def path(self) -> str:
        """Its page for residents."""
        return f"/activiteiten/{self.activity.slug}-{self.activity.id}"

    async def fresh(self) -> Activity:
        """As it is stored now."""
        return await Activity.get(id=self.id)

    async def occurrences(self) -> list[Occurrence]:
        """Its occurrences, earliest first."""
        return await Occurrence.filter(activity_id=self.id).order_by("starts_at")


def acting(account: Account, organisation: Organisation) -> Person:
    """Somebody who acts for an organisation."""
    return Person(account.id, account.name, account.email, frozenset({organisation.id}), organisation.id)


async def _forget_appointments() -> None:
    """A test finds only the messages and records that it is about."""
    await OutboxMessage.filter(kind__in=["role_given", "coordinator_appointed"]).delete()
    await AuditRecord.filter(action__in=["appoint_team_member", "appoint_coordinator"]).delete()


class Make:
    """`await make.organisation()`, `await make.account()` and so on."""

    async def edition(self, year: int = 2027, **values: Any) -> Edition:
        """The edition of 1–8 October `year`, current."""
        dates = {"starts_on": date(year, 10, 1), "ends_on": date(year, 10, 8), **values}
        await editions.add_edition(year, **dates)
        made = await editions.make_current(year)
        await DueRow.filter(kind=plans.DEADLINE).delete()  # for who is about that alone
        return made

    async def account(self, email: str | None = None, *, name: str = "Jan Jansen") -> Account:
        """Somebody who can sign in."""
        async with db.transaction():
            return await accounts.account_for(address(email or f"jan{next(_numbers)}@example.org"), name=name)

    async def organisation(
        self,
        *members: Account,
        name: str = "Buurthuis De Linde",
        municipality_code: str = "GM0344",
        is_trusted: bool = False,
        **values: Any,
    ) -> Organisation:
        """An organisation in Utrecht with these members, not trusted unless said so."""
        wanted = organisations.OrganisationValues(
            name=name, kind="welzijnsorganisatie", municipality_code=municipality_code, **values
        )
        made = await organisations.create_organisation(wanted)
        for member in members:
            await organisations.add_member(made.id, member.id)
        if is_trusted:
            await organisations.trust_organisation(made.id, is_trusted=True, reason="", actor=SYSTEM)
            await made.refresh_from_db(["is_trusted"])
        return made

    async def team_member(self, role: TeamRole = TeamRole.MODERATION, email: str | None = None) -> Account:
        """Somebody of the team."""
        wanted = email or f"{role.value}{next(_numbers)}@example.org"
        appointed = await team.add_team_member(wanted, role, actor=SYSTEM)
        await _forget_appointments()
        return appointed

    async def coordinator(self, municipality: str = "utrecht", email: str | None = None) -> Account:
        """Somebody who watches over a municipality."""
        wanted = email or f"{municipality}{next(_numbers)}@example.org"
        appointed = await team.add_coordinator(wanted, municipality, actor=SYSTEM)
        await _forget_appointments()
        return appointed

    async def activity(
        self,
        state: str = "published",
        *,
        organisation: Organisation | None = None,
        organiser: Account | None = None,
        occurrences: Sequence[tuple[datetime, datetime]] = ((at(6, 12), at(6, 13, 30)),),
        capacity: int | None = None,
        **values: Any,
    ) -> MadeActivity:
        """Soup at a long table in Utrecht, on Wednesday 6 October from 12.00 to 13.30.

        With a `capacity` there are so many places each time, and one signs up on its page.
        """
        if not await Edition.exists(is_current=True):
            await self.edition()
        organiser = organiser or await self.account()
        organisation = organisation or await self.organisation(organiser)
        actor = acting(organiser, organisation)
        if capacity is not None:
            values.setdefault("join_ways", ("hier-aanmelden",))
        times = tuple(OccurrenceValues(starts_at, ends_at, capacity) for starts_at, ends_at in occurrences)
        made = await drafts.create_draft(
            replace(SOUP, occurrences=times, **values),
            organisation_id=organisation.id,
            request_key=f"made-{next(_numbers)}",
            actor=actor,
        )
        if state != "draft":
            made = await drafts.submit_activity(made.id, version=made.version, actor=actor)
        if state in {"published", "cancelled"} and made.state is State.SUBMITTED:
            made = await review.publish_activity(made.id, version=made.version, actor=SYSTEM)
        if state == "returned":
            made = await review.return_activity(made.id, "Welke zaal?", version=made.version, actor=SYSTEM)
        if state == "withdrawn":
            made = await review.withdraw_activity(made.id, "Reclame.", version=made.version, actor=SYSTEM)
        if state == "cancelled":
            made = await cancelling.cancel_activity(
                made.id, "De zaal is stuk.", version=made.version, actor=actor
            )
        assert made.state is State(state)
        return MadeActivity(made, organisation, organiser)

    async def sign_up(
        self,
        occurrence_id: int,
        name: str = "Riet de Boer",
        people: int = 1,
        *,
        email: str | None = None,
        phone: str = "",
        helper: Helper | None = None,
        **values: Any,
    ) -> SignUp:
        """A party at an occurrence; unless said otherwise one that is told everything by mail."""
        if email is None:
            email = "" if phone or helper else f"gast{next(_numbers)}@example.org"
        guest = Guest(name=name, email=email, phone=phone, people=people, **values)
        entered = await entering.sign_up(
            occurrence_id, guest, request_key=f"made-{next(_numbers)}", network=None, helper=helper
        )
        assert entered.sign_up is not None, f"{name} was on the list already"
        return entered.sign_up

    async def congress(
        self, *, seats: int = 750, is_published: bool = True, year: int = 2027, **values: Any
    ) -> Congress:
        """The opening on Friday 1 October, from 9.30 to 16.00 in Utrecht; one signs up from June on."""
        if not await Edition.exists(year=year):
            await self.edition(year)
        wanted = replace(OPENING, **values)
        made = await arranging.add_congress(year, wanted, seats=seats, actor=SYSTEM)
        if is_published:
            made = await arranging.publish_congress(made.id, version=made.version, actor=SYSTEM)
        await AuditRecord.filter(subject_kind="congress").delete()
        return made

    async def workshops(
        self, congress: Congress, *capacities: int, hour: int = 11, minutes: int = 60
    ) -> list[Workshop]:
        """A round of workshops with so many seats each."""
        starts_at = congress.starts_at.replace(hour=hour - 2, minute=0)
        part = await programme.add_part(
            congress.id,
            PartValues("Workshops", starts_at, starts_at + timedelta(minutes=minutes), is_round=True),
            actor=SYSTEM,
        )
        made = [
            await programme.add_workshop(
                part.id, WorkshopValues(f"Workshop {next(_numbers)}", capacity), actor=SYSTEM
            )
            for capacity in capacities
        ]
        await congress.refresh_from_db()
        await AuditRecord.filter(subject_kind="congress").delete()
        return made

    async def registration(
        self,
        congress: Congress,
        name: str = "Fatma de Vries",
        *,
        email: str | None = None,
        people: int = 1,
        choices: Sequence[tuple[Workshop, Workshop | None]] = (),
        code: str = "",
        **values: Any,
    ) -> Registration:
        """A party that signs up; of the congress's own audience unless said otherwise."""
        party = Party(
            name=name,
            email=email or f"deelnemer{next(_numbers)}@example.org",
            others=tuple(f"Collega {number}" for number in range(2, people + 1)),
            choices=tuple(
                Choice(first.part_id, first.id, second.id if second else None) for first, second in choices
            ),
            **{"audience": "wethouder", **values},
        )
        entered = await signing_up.sign_up(
            congress.id, party, request_key=f"made-{next(_numbers)}", network=None, code=code
        )
        assert entered.registration is not None, f"{name} was on the list already"
        return entered.registration

    async def kit(self, name: str = "", *, stock_of: int = 0, **values: Any) -> Kit:
        """A kit in the catalogue, with so many in stock, and no limits unless said otherwise."""
        wanted = KitValues(name=name or f"Pakket {next(_numbers)}", **values)
        made = await catalogue.add_kit(wanted, actor=SYSTEM)
        if stock_of:
            made = await stock.receive(made.id, stock_of, "Begin", actor=SYSTEM)
        await AuditRecord.filter(subject_kind="kit").delete()
        return made

    async def digital_kit(self, name: str = "", *, content: bytes = b"%PDF-1.7 spel") -> Kit:
        """A kit that is a file, which is there."""
        made = await self.kit(name, is_digital=True)
        made = await illustrating.add_file(made.id, BytesIO(content), version=made.version, actor=SYSTEM)
        await AuditRecord.filter(subject_kind="kit").delete()
        return made

    async def kit_order(
        self,
        activity: MadeActivity,
        quantities: Mapping[int, int],
        *,
        to: Address = DOOR,
        email: str = "fatma@example.org",
        wish: str = "",
        request_key: str = "",
    ) -> KitOrder:
        """What its organiser orders for an activity, by the id of a kit."""
        return await ordering.place_order(
            activity.id,
            OrderValues(dict(quantities), to, email, wish),
            request_key=request_key or f"made-{next(_numbers)}",
            actor=acting(activity.organiser, activity.organisation),
        )
