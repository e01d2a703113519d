"""The kinds of message that tell who signed up for a congress."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from weekplanner.congress import codes
from weekplanner.congress.models.congresses import Congress, CongressKind, CongressState
from weekplanner.congress.models.registrations import Registration, RegistrationState
from weekplanner.congress.personal import link_of
from weekplanner.congress.words import IN_A_SENTENCE
from weekplanner.congress.words import KINDS as CONGRESS_KINDS
from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.mailer.kinds import Kind, Values
from weekplanner.mailer.models import Priority


async def _with_link(values: Values) -> Values:
    """The personal link and the codes of tickets, made again when it is sent, and stored nowhere.

    With it how the meeting is called in a sentence of the reader's language.
    """
    return {
        "meeting": _meeting(values),
        "personal_url": link_of(values["registration"], values["link_version"]).url,
        "codes": [codes.ticket_code(each["id"], each["version"]) for each in values["tickets"]],
    }


async def _while_offered(values: Values) -> Values | None:
    """The same; None when the party answered, or the seats went to others, before this could be sent."""
    registration = Registration.filter(id=values["registration"], state=RegistrationState.OFFERED)
    return await _with_link(values) if await registration.exists() else None


async def _while_it_goes_on(values: Values) -> Values | None:
    """The same; None for who has no seat any more, and of what was moved or called off since."""
    has_seat = Registration.filter(id=values["registration"], state=RegistrationState.CONFIRMED)
    starts_at = datetime.fromisoformat(values["starts_at"])
    goes_on = Congress.filter(id=values["congress"], state=CongressState.PUBLISHED, starts_at=starts_at)
    return await _with_link(values) if await has_seat.exists() and await goes_on.exists() else None


def _subject(words: str) -> Callable[[Values], str]:
    """What and when, and of nobody who it is; `words` in Dutch, translated for the reader."""

    def subject(values: Values) -> str:
        day = texts.day(clock.local(datetime.fromisoformat(values["starts_at"])).date())
        kind = texts.gettext(CONGRESS_KINDS[CongressKind(values["congress_kind"])])
        return texts.gettext(words) % {"kind": kind, "meeting": _meeting(values), "day": day}

    return subject


def _meeting(values: Values) -> str:
    return texts.gettext(IN_A_SENTENCE[CongressKind(values["congress_kind"])])


def _own_subject(values: Values) -> str:
    """As the team wrote it."""
    return str(values["message_subject"])


_SAMPLE: Mapping[str, Any] = {
    "title": "Samen dekken wij de tafel",
    "starts_at": "2027-10-01T07:30:00+00:00",
    "ends_at": "2027-10-01T14:00:00+00:00",
    "place": "Jaarbeurs, Jaarbeursplein 6, 3521 AL Utrecht",
    "online_url": "",
    "congress_kind": "opening",
    "is_online": False,
    "travel": "Vijf minuten lopen van station Utrecht Centraal.",
    "page_url": "https://voorbeeld.nl/congres/opening-2027",
    "registration": 77,
    "link_version": 1,
    "people": 2,
    "state": "confirmed",
    "congress": 3,
    "tickets": [
        {"id": 77, "name": "Fatma de Vries", "version": 1},
        {"id": 78, "name": "Jan Bos", "version": 1},
    ],
    "rounds": [
        {"number": 1, "seat": "Kunst erbij", "room": "Zaal 4", "in_line_for": "Vervoer en ontmoeting"},
        {"number": 2, "seat": "Een goed gesprek", "room": "", "in_line_for": ""},
    ],
    "calendar": None,
    "meeting": "het openingscongres",
    "personal_url": "https://voorbeeld.nl/p/congres.77.1.voorbeeld",
    "codes": ["4F7K-92", "8HQT-3B"],
}
_CALENDAR: Mapping[str, Any] = {
    "goes_on": True,
    "uid": "7c1f5f8e-8a55-4d3f-9a3c-1f4f1c1d2e3f",
    "sequence": 0,
    "revised_at": "2027-09-01T08:00:00+00:00",
    "created_at": "2027-09-01T08:00:00+00:00",
    "attendee": "fatma@example.org",
    "attendee_name": "Fatma de Vries",
}
_NO_SEAT: Mapping[str, Any] = {"tickets": [], "codes": [], "rounds": []}
_OFFER: Mapping[str, Any] = {
    "choice": 5,
    "workshop": "Vervoer en ontmoeting",
    "keeps": "Kunst erbij",
    "until": "2027-09-20T10:00:00+00:00",
}


def _kind(
    name: str,
    subject: str,
    *,
    label: str,
    occasion: str,
    method: str = "",
    priority: Priority = Priority.NORMAL,
    late: Callable[[Values], Any] = _with_link,
    **sample: Any,
) -> Kind:
    """Any: plain JSON. With a `method` it has an invitation."""
    calendar = {"calendar": {**_CALENDAR, "method": method}} if method else {}
    return Kind(
        name,
        f"congress/mail/{name.removeprefix('congress_')}",
        label,
        occasion,
        subject=_subject(subject) if subject else _own_subject,
        sample={**_SAMPLE, **calendar, **sample},
        priority=priority,
        late=late,
    )


WITH_CALENDAR = (
    _kind(
        "congress_confirmed",
        _("Uw toegangsbewijs voor %(meeting)s op %(day)s"),
        label=_("Congres: stoel en toegangsbewijs"),
        occasion=_("Zodra iemand zich aanmeldt voor een congres en er plaats is, of een stoel aanneemt."),
        method="REQUEST",
        has_waited=False,
    ),
    _kind(
        "congress_registration_changed",
        _("Aanmelding gewijzigd: %(kind)s op %(day)s"),
        label=_("Congres: aanmelding gewijzigd"),
        occasion=_("Zodra een deelnemer of het team een aanmelding wijzigt, of een workshop anders wordt."),
        method="REQUEST",
    ),
    _kind(
        "congress_changed",
        _("Er is iets veranderd: %(kind)s op %(day)s"),
        label=_("Congres: wijziging"),
        occasion=_("Een half uur na een wijziging van het congres; meteen als het binnen een dag begint."),
        method="REQUEST",
        before={
            "title": "Samen dekken wij de tafel",
            "starts_at": "2027-10-01T08:00:00+00:00",
            "ends_at": "2027-10-01T14:00:00+00:00",
            "place": "Beatrixgebouw, Jaarbeursplein 6A, 3521 AL Utrecht",
            "online_url": "",
        },
    ),
    _kind(
        "congress_cancelled",
        _("U bent afgemeld: %(kind)s op %(day)s"),
        label=_("Congres: afgemeld"),
        occasion=_("Zodra een deelnemer zich afmeldt, een stoel niet wil, of door het team wordt afgemeld."),
        method="CANCEL",
        reason="",
        is_declined=False,
        state="cancelled",
        **_NO_SEAT,
    ),
    _kind(
        "congress_address_changed",
        _("Ander e-mailadres: %(kind)s op %(day)s"),
        label=_("Congres: ander e-mailadres"),
        occasion=_("Zodra een aanmelding een ander e-mailadres krijgt, aan het adres van eerst."),
        method="CANCEL",
        **_NO_SEAT,
    ),
    _kind(
        "congress_called_off",
        _("Gaat niet door: %(kind)s op %(day)s"),
        label=_("Congres: gaat niet door"),
        occasion=_("Zodra een congres niet doorgaat, aan iedereen die zich aanmeldde."),
        method="CANCEL",
        apology="De zaal is onder water gelopen. Het spijt ons.",
    ),
)
"""An invitation for the calendar goes with these, as far as there was one; see `calendar_files`."""

KINDS = (
    *WITH_CALENDAR,
    _kind(
        "congress_waiting",
        _("Op de wachtlijst: %(kind)s op %(day)s"),
        label=_("Congres: wachtlijst"),
        occasion=_("Zodra iemand zich aanmeldt voor een congres dat vol is."),
        state="waiting",
        number=15,
        **_NO_SEAT,
    ),
    _kind(
        "congress_requested",
        _("Uw vraag om te komen: %(kind)s op %(day)s"),
        label=_("Congres: vraag om te komen"),
        occasion=_("Zodra iemand van een andere doelgroep vraagt om erbij te mogen."),
        state="requested",
        **_NO_SEAT,
    ),
    _kind(
        "congress_refused",
        _("Over uw vraag om te komen: %(kind)s op %(day)s"),
        label=_("Congres: niet toegelaten"),
        occasion=_("Als het team iemand van een andere doelgroep niet toelaat."),
        state="refused",
        reason="Het congres is vol met wethouders.",
        **_NO_SEAT,
    ),
    _kind(
        "congress_offered",
        _("Er is een stoel voor u: %(kind)s op %(day)s"),
        label=_("Congres: stoel aangeboden"),
        occasion=_("Zodra er een stoel vrijkomt voor wie het langst wacht. Die heeft 48 uur om te kiezen."),
        late=_while_offered,
        state="offered",
        until="2027-09-20T10:00:00+00:00",
        **_NO_SEAT,
    ),
    _kind(
        "congress_offer_expired",
        _("De stoel ging naar de volgende: %(kind)s op %(day)s"),
        label=_("Congres: aanbod verlopen"),
        occasion=_("Als iemand niet op tijd antwoordt op een aangeboden stoel."),
        state="expired",
        **_NO_SEAT,
    ),
    _kind(
        "congress_workshop_offered",
        _("Er is plek in de workshop van uw keuze: %(kind)s op %(day)s"),
        label=_("Congres: plek in workshop"),
        occasion=_("Zodra er een plek vrijkomt in de workshop van de eerste keus."),
        **_OFFER,
    ),
    _kind(
        "congress_workshop_expired",
        _("De plek in de workshop is weg: %(kind)s op %(day)s"),
        label=_("Congres: aanbod workshop verlopen"),
        occasion=_("Als iemand niet op tijd antwoordt op een plek in een workshop."),
        **_OFFER,
    ),
    _kind(
        "congress_repeated",
        _("U staat al op de lijst: %(kind)s op %(day)s"),
        label=_("Congres: stond al op de lijst"),
        occasion=_("Als een adres zich aanmeldt dat al op de lijst staat, hooguit één keer per dag."),
    ),
    _kind(
        "congress_week_before",
        _("Bijna zover: %(kind)s op %(day)s"),
        label=_("Congres: herinnering een week ervoor"),
        occasion=_("Zeven dagen ervoor om tien uur, aan wie een stoel heeft."),
        priority=Priority.BULK,
        late=_while_it_goes_on,
    ),
    _kind(
        "congress_day_before",
        _("Uw stoel staat klaar: %(kind)s op %(day)s"),
        label=_("Congres: herinnering de dag ervoor"),
        occasion=_("De dag ervoor om tien uur, aan wie een stoel heeft."),
        priority=Priority.BULK,
        late=_while_it_goes_on,
    ),
    _kind(
        "congress_thanks",
        _("Dank u wel dat u er was: %(kind)s op %(day)s"),
        label=_("Congres: bedankt"),
        occasion=_("De dag erna om tien uur, aan wie er was."),
        priority=Priority.BULK,
    ),
    _kind(
        "congress_message",
        "",
        label=_("Congres: bericht van het team"),
        occasion=_("Als het team een bericht stuurt aan een deel van de deelnemers."),
        message_subject="Neem een mok mee",
        text="Neemt u een eigen mok mee? Tot vrijdag!",
    ),
)
