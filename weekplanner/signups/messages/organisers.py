"""What organisers are told on the day before: who comes, and what to think of."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.events import wording
from weekplanner.events.queries.recipients import Recipient
from weekplanner.listing.models import Entry
from weekplanner.listing.values import details_of
from weekplanner.mailer.kinds import Kind, Values
from weekplanner.mailer.models import Priority
from weekplanner.mailer.outbox import Message
from weekplanner.signups.models import Places, PlacesState
from weekplanner.signups.queries.expected import Attendance, Expected


@dataclass(frozen=True)
class Tomorrow:
    """An occurrence of tomorrow, with who is expected.

    The address of a contact was never confirmed: by name, only to those who act for the organisation.
    """

    entry: Entry
    expected: Expected
    attendance: Attendance | None


def day_before(
    recipient: Recipient, tomorrow: Sequence[Tomorrow], *, more: int, cause: str, not_after: datetime
) -> Message:
    """Everything of tomorrow that concerns the recipient, the first one on top; `more` are not listed."""
    return Message(
        kind="organiser_day_before",
        to=recipient.address,
        to_name=recipient.name,
        language=recipient.language,
        values={
            "organisation": tomorrow[0].entry.organisation_name,
            "starts_at": tomorrow[0].entry.starts_at.isoformat(),
            "occurrences": [_occurrence(each) for each in tomorrow],
            "more": more,
            "my_url": links.url("my_start"),
        },
        unique_key=cause,
        not_after=not_after,
    )


def _occurrence(each: Tomorrow) -> Values:
    entry, counts = each.entry, each.expected.counts
    return {
        "id": entry.source_id,
        "title": entry.title,
        "starts_at": entry.starts_at.isoformat(),
        "ends_at": entry.ends_at.isoformat(),
        "place": details_of(entry).location,
        "is_at_a_place": entry.form == wording.AT_A_PLACE,
        "is_at_a_distance": entry.form in {wording.ONLINE, wording.BY_PHONE},
        "page_url": links.url("activity", slug=entry.slug, id=entry.activity_id),
        "guests_url": links.url("guests", id=entry.activity_id),
        "numbers": {
            "are_kept": counts.are_kept,
            "people": counts.taken,
            "waiting": counts.waiting,
            "rides": each.expected.rides,
        },
        "attendance": asdict(each.attendance) if each.attendance else None,
    }


async def _unless_off(values: Values) -> Values | None:
    """None when nothing of it goes on then any more: called off, or moved, while mail had to wait."""
    told = {each["id"]: datetime.fromisoformat(each["starts_at"]) for each in values["occurrences"]}
    going_on = Places.filter(occurrence_id__in=list(told)).exclude(state=PlacesState.CALLED_OFF)
    is_so = any(told[each.occurrence_id] == each.starts_at for each in await going_on)
    return {} if is_so else None


def _subject(values: Values) -> str:
    """Bijna zover: Soep aan de lange tafel en 2 andere."""
    others = len(values["occurrences"]) - 1 + values["more"]
    words = {"title": values["occurrences"][0]["title"], "number": others}
    if not others:
        return _("Bijna zover: %(title)s") % words
    return _("Bijna zover: %(title)s en %(number)s andere") % words


_SAMPLE: Mapping[str, Any] = {
    "organisation": "Buurthuis De Linde",
    "starts_at": "2027-10-06T10:00:00+00:00",
    "occurrences": [
        {
            "id": 1812,
            "title": "Soep aan de lange tafel",
            "starts_at": "2027-10-06T10:00:00+00:00",
            "ends_at": "2027-10-06T11:30:00+00:00",
            "place": "Bibliotheek Neude, Neude 11, 3512 AE Utrecht",
            "is_at_a_place": True,
            "is_at_a_distance": False,
            "page_url": "https://voorbeeld.nl/activiteiten/soep-aan-de-lange-tafel-812",
            "guests_url": "https://voorbeeld.nl/mijn/activiteiten/812/gasten",
            "numbers": {"are_kept": True, "people": 3, "waiting": 2, "rides": 2},
            "attendance": {
                "names": [
                    {
                        "name": "Mevrouw Jansen",
                        "people": 2,
                        "phone": "030 000 56 78",
                        "wants_transport": True,
                        "remark": "Ik kom met rolstoel.",
                    },
                    {
                        "name": "Riet de Boer",
                        "people": 1,
                        "phone": "",
                        "wants_transport": False,
                        "remark": "",
                    },
                ],
                "more": 0,
                "calls": [
                    {
                        "name": "Mevrouw Jansen",
                        "phone": "030 000 56 78",
                        "abouts": ["er is iets veranderd"],
                    }
                ],
                "more_calls": 0,
            },
        }
    ],
    "more": 0,
    "my_url": "https://voorbeeld.nl/mijn",
}

KINDS = (
    Kind(
        "organiser_day_before",
        "signups/mail/organiser_day_before",
        _("De dag ervoor, voor organisatoren"),
        _("De dag ervoor om drie uur, met wie er komt. Namen alleen voor wie bij de organisatie hoort."),
        subject=_subject,
        sample=_SAMPLE,
        priority=Priority.BULK,
        late=_unless_off,
    ),
)
