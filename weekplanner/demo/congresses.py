"""The congresses of the demonstration: what is on there, and who signs up; all of it invented."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from weekplanner.congress.models.congresses import CongressKind, Workshop
from weekplanner.congress.values import Choice, CongressValues, NeedsValues, PartValues, Party, WorkshopValues
from weekplanner.core import clock
from weekplanner.demo.content import lot
from weekplanner.demo.guests import FIRST_NAMES, SURNAMES
from weekplanner.editions.models import Edition
from weekplanner.vocabulary.queries import vocabulary

CLOSES_BEFORE = timedelta(days=1)
MUNICIPALITIES = ("GM0344", "GM0363", "GM0518", "GM0599", "GM0193", "GM0757", "GM0755", "GM0153")
ORGANISATIONS = (
    "Stichting Voorbeeld", "Gemeente Voorbeeldstad", "Buurthuis De Proef", "Welzijn Denkbeeld",
    "Coalitie Verzonnen", "Bibliotheek Fantasie", "",
)  # fmt: skip
DIETS = ("vegetarisch", "halal", "glutenvrij")
FEWEST_PARTIES, MOST_PARTIES = 16, 60
"""At the opening; they are more people than it has seats."""
SIZES = (1, 1, 1, 2, 1, 1, 3, 1, 1, 1, 1, 6)
"""Of parties; most people come alone."""


@dataclass(frozen=True)
class DemoRound:
    """A round of workshops: titles with their seats."""

    part: tuple[time, time, str]
    workshops: Sequence[WorkshopValues]


@dataclass(frozen=True)
class DemoCongress:
    """One congress: how it is filled in, and how many parties sign up while so many seats are there."""

    values: CongressValues
    seats: int
    parties: int
    plenary: Sequence[tuple[time, time, str, str]] = ()
    rounds: Sequence[DemoRound] = field(default_factory=tuple)

    def moment(self, at: time) -> datetime:
        """A time on its day."""
        return clock.moment(clock.local(self.values.starts_at).date(), at)

    def parts(self) -> list[PartValues]:
        """The plenary parts of the programme."""
        return [
            PartValues(title, self.moment(starts), self.moment(ends), text=text)
            for starts, ends, title, text in self.plenary
        ]


def _workshops(parties: int) -> Sequence[WorkshopValues]:
    """The first is too small for who wants it."""
    return (
        WorkshopValues(
            "Vervoer en ontmoeting",
            parties // 5,
            "Hoe een tuktuk een wijk opener maakt.",
            "Mo Denkbeeld",
            "Zaal 1",
        ),
        WorkshopValues("Kunst erbij", parties, "Samen zingen, maken en spelen.", "Els de Proef", "Zaal 2"),
        WorkshopValues("Een goed gesprek", parties, "Vragen die deuren openen.", "Omar Proefstra", "Zaal 3"),
    )


def congresses_of(edition: Edition, activities: int, *, opens_at: datetime) -> list[DemoCongress]:
    """An opening that is full, a closing with room, and a webinar halfway; larger among more activities."""
    parties = min(max(activities // 20, FEWEST_PARTIES), MOST_PARTIES)
    halfway = edition.starts_on + (edition.ends_on - edition.starts_on) / 2
    terms = vocabulary().congresses
    return [
        DemoCongress(
            _values(
                CongressKind.OPENING,
                edition.starts_on,
                opens_at,
                title="Samen dekken wij de tafel",
                audiences=terms["opening"].audiences,
            ),
            seats=parties,
            parties=parties,
            plenary=(
                (
                    time(9, 30),
                    time(10, 15),
                    "Inloop met ontbijt",
                    "Schuif aan bij iemand die u nog niet kent.",
                ),
                (
                    time(10, 15),
                    time(11),
                    "Opening",
                    "Zes gasten vertellen hoe één uitnodiging hun week veranderde.",
                ),
                (time(12, 30), time(14), "Lunch aan de lange tafel", "Met ruimte voor lokale coalities."),
                (time(15, 30), time(16), "Start van de week", "Iedereen gaat met een volle tas naar huis."),
            ),
            rounds=(
                DemoRound((time(11, 15), time(12, 15), "Workshops, ronde 1"), _workshops(parties)),
                DemoRound((time(14), time(15), "Workshops, ronde 2"), _workshops(parties)),
            ),
        ),
        DemoCongress(
            replace(
                _values(
                    CongressKind.CLOSING,
                    edition.ends_on,
                    opens_at,
                    title="Wat blijft er op tafel?",
                    audiences=terms["slot"].audiences,
                ),
                summary="Wij kijken terug op de week, en vooruit naar alle andere weken.",
            ),
            seats=300,
            parties=parties * 3 // 4,
            plenary=(
                (time(9, 30), time(10), "Inloop", "Met koffie en thee."),
                (time(10), time(12), "Terugblik", "Verhalen uit het hele land."),
                (time(14, 30), time(16), "Afsluiting", "Met muziek."),
            ),
            rounds=(DemoRound((time(13), time(14, 15), "Workshops"), _workshops(parties)),),
        ),
        DemoCongress(_webinar(halfway, opens_at), seats=500, parties=parties // 4),
    ]


def parties_of(
    congress: DemoCongress, edition: Edition, workshops: Sequence[Workshop], *, seed: int
) -> list[Party]:
    """Everybody who signs up, in the order in which they do."""
    return [_party(congress, edition, workshops, number, seed=seed) for number in range(congress.parties)]


def _party(
    congress: DemoCongress, edition: Edition, workshops: Sequence[Workshop], number: int, *, seed: int
) -> Party:
    kind = congress.values.kind.value
    chance = lot(seed, "congress", f"{edition.year} {kind} {number}")

    def somebody() -> str:
        return f"{chance.choice(FIRST_NAMES)} {chance.choice(SURNAMES)}"

    name = somebody()
    people = SIZES[number % len(SIZES)]
    is_other = number % 15 == 14
    needs = NeedsValues(diets=(chance.choice(DIETS),)) if number % 4 == 0 else NeedsValues()
    return Party(
        name=name,
        email=f"{kind}{number}-{edition.year}@example.org",
        audience="anders" if is_other else chance.choice(congress.values.audiences),
        organisation=chance.choice(ORGANISATIONS),
        municipality_code=chance.choice(MUNICIPALITIES),
        others=tuple(
            f"{chance.choice(FIRST_NAMES)} {chance.choice(SURNAMES)}" for _other in range(people - 1)
        ),
        companion=somebody() if number % 20 == 7 else "",
        choices=_choices(workshops, number, seed=seed),
        needs=needs,
        wish="Ik begin volgend jaar zelf een lange tafel, en leer graag." if is_other else "",
    )


def _choices(workshops: Sequence[Workshop], number: int, *, seed: int) -> tuple[Choice, ...]:
    """The first workshop of each round is wanted by most."""
    rounds: dict[int, list[Workshop]] = {}
    for workshop in workshops:
        rounds.setdefault(workshop.part_id, []).append(workshop)
    chance = lot(seed, "workshops", number)
    found = []
    for part_id, own in rounds.items():
        first = own[0] if chance.random() < 0.5 else chance.choice(own)
        second = chance.choice([each for each in own if each is not first])
        found.append(Choice(part_id, first.id, second.id))
    return tuple(found)


def _values(
    kind: CongressKind, day: date, opens_at: datetime, *, title: str, audiences: tuple[str, ...]
) -> CongressValues:
    starts_at = clock.moment(day, time(9, 30))
    return CongressValues(
        kind=kind,
        title=title,
        summary="Een dag vol ideeën voor iedereen die in de wijk mensen bij elkaar brengt.",
        description="Wij ontmoeten elkaar aan lange tafels. **Lunch is inbegrepen**, en meedoen is gratis.",
        starts_at=starts_at,
        ends_at=clock.moment(day, time(16)),
        opens_at=opens_at,
        closes_at=starts_at - CLOSES_BEFORE,
        audiences=audiences,
        venue="Jaarbeurs (voorbeeld)",
        street="Jaarbeursplein",
        house_number="6",
        postcode="3521 AL",
        place="Utrecht",
        travel="Vijf minuten lopen van station Utrecht Centraal. De zaal is op de begane grond.",
    )


def _webinar(day: date, opens_at: datetime) -> CongressValues:
    starts_at = clock.moment(day, time(16))
    every = tuple(vocabulary().congress_audiences)
    return replace(
        _values(CongressKind.WEBINAR, day, opens_at, title="Zo nodigt u iemand uit", audiences=every),
        summary="In een uur leert u hoe u iemand uitnodigt die niet vanzelf komt.",
        description="Het webinar is online. De link staat in de mail met uw toegangsbewijs.",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        closes_at=starts_at - timedelta(hours=1),
        venue="",
        street="",
        house_number="",
        postcode="",
        place="",
        travel="",
        online_url="https://example.org/webinar",
    )
