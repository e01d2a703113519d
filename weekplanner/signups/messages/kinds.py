"""The kinds of message that tell guests and organisers of sign-ups."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.mailer.kinds import Kind, Values
from weekplanner.mailer.models import Priority
from weekplanner.signups.models import Places, PlacesState, SignUp, SignUpState
from weekplanner.signups.personal import link_of


async def _with_link(values: Values) -> Values:
    """The personal link, which is made again when it is sent, and stored nowhere."""
    return {"personal_url": link_of(values["sign_up"], values["link_version"]).url}


async def _unless_off(values: Values) -> Values | None:
    """The same; None when there is nothing to be reminded of any more.

    That is for who ended the sign-up since, and of what was called off or moved while the mail server did not
    take the message: of that guests hear by a message of its own.
    """
    sign_up = await SignUp.get_or_none(id=values["sign_up"], state=SignUpState.PLACED)
    if sign_up is None:
        return None
    starts_at = datetime.fromisoformat(values["starts_at"])
    comes = Places.filter(occurrence_id=sign_up.occurrence_id, starts_at=starts_at)
    is_so = await comes.exclude(state=PlacesState.CALLED_OFF).exists()
    return await _with_link(values) if is_so else None


def _subject(words: str) -> Callable[[Values], str]:
    """What and when, and of nobody who it is; `words` in Dutch, translated for the reader."""

    def subject(values: Values) -> str:
        starts_at = datetime.fromisoformat(values["starts_at"])
        day, time = texts.day(clock.local(starts_at).date()), texts.clock_time(starts_at)
        when = _("%(day)s, %(time)s uur") % {"day": day, "time": time}
        return texts.gettext(words) % {"title": values["title"], "when": when}

    return subject


_SAMPLE: Mapping[str, Any] = {
    "title": "Soep aan de lange tafel",
    "starts_at": "2027-10-06T10:00:00+00:00",
    "ends_at": "2027-10-06T11:30:00+00:00",
    "place": "Bibliotheek Neude, Neude 11, 3512 AE Utrecht",
    "online_url": "",
    "price_cents": 350,
    "organisation": "Buurthuis De Linde",
    "contact": "Fatma, 030 000 12 34",
    "page_url": "https://voorbeeld.nl/activiteiten/soep-aan-de-lange-tafel-812",
    "sign_up": 77,
    "link_version": 1,
    "people": 2,
    "is_waiting": False,
    "wants_transport": True,
    "helper_name": "",
    "guest_name": "",
    "personal_url": "https://voorbeeld.nl/p/plek.77.1.voorbeeld",
}
_CALENDAR: Mapping[str, Any] = {
    "uid": "0d5f5f8e-8a55-4d3f-9a3c-1f4f1c1d2e3f",
    "sequence": 0,
    "revised_at": "2027-09-01T08:00:00+00:00",
    "listed_at": "2027-08-01T08:00:00+00:00",
    "status": "CONFIRMED",
}


def _kind(
    name: str,
    subject: str,
    *,
    label: str,
    occasion: str,
    status: str = "",
    priority: Priority = Priority.NORMAL,
    late: Callable[[Values], Any] | None = _with_link,
    **sample: Any,
) -> Kind:
    """Any: plain JSON. With a `status` its calendar file says that."""
    calendar = {"calendar": {**_CALENDAR, "status": status}} if status else {}
    return Kind(
        name,
        f"signups/mail/{name}",
        label,
        occasion,
        subject=_subject(subject),
        sample={**_SAMPLE, **calendar, **sample},
        priority=priority,
        late=late,
    )


WITH_CALENDAR = (
    _kind(
        "signup_confirmed",
        _("U heeft een plek: %(title)s, %(when)s"),
        label=_("Plek aan tafel"),
        occasion=_("Zodra iemand zich aanmeldt, of wordt aangemeld, en er plek is."),
        status="CONFIRMED",
    ),
    _kind(
        "signup_waiting",
        _("Op de wachtlijst: %(title)s, %(when)s"),
        label=_("Op de wachtlijst"),
        occasion=_("Zodra iemand zich aanmeldt en er geen plek meer is."),
        status="TENTATIVE",
        is_waiting=True,
    ),
    _kind(
        "signup_promoted",
        _("Er is een plek voor u: %(title)s, %(when)s"),
        label=_("Plek vrijgekomen"),
        occasion=_("Zodra er een plek vrijkomt voor wie het langst wacht en met iedereen past."),
        status="CONFIRMED",
    ),
    _kind(
        "signup_cancelled",
        _("U bent afgemeld: %(title)s, %(when)s"),
        label=_("Gast afgemeld"),
        occasion=_("Zodra een gast zich afmeldt, of door de organisator wordt afgemeld."),
        status="CANCELLED",
    ),
    _kind(
        "signup_reminder",
        _("Herinnering: %(title)s, %(when)s"),
        label=_("Herinnering voor gasten"),
        occasion=_("De dag ervoor, aan wie zich niet dezelfde dag aanmeldde."),
        status="CONFIRMED",
        priority=Priority.BULK,
        late=_unless_off,
    ),
    _kind(
        "occurrence_changed",
        _("Er is iets veranderd: %(title)s, %(when)s"),
        label=_("Wijziging voor gasten"),
        occasion=_(
            "Een half uur na een wijziging, aan wie zich heeft aangemeld. "
            "Meteen bij wat binnen een dag begint."
        ),
        status="CONFIRMED",
        before={
            "title": "Soep aan de lange tafel",
            "starts_at": "2027-10-05T10:00:00+00:00",
            "ends_at": "2027-10-05T11:30:00+00:00",
            "place": "Buurthuis De Linde, Voorstraat 1, 3512 AA Utrecht",
            "online_url": "",
            "price_cents": 0,
        },
    ),
    _kind(
        "occurrence_cancelled",
        _("Gaat niet door: %(title)s, %(when)s"),
        label=_("Gaat niet door, voor gasten"),
        occasion=_("Zodra een activiteit of een keer niet doorgaat, aan wie zich heeft aangemeld."),
        status="CANCELLED",
        apology="De kok is ziek. Het spijt ons.",
    ),
)
"""A file for the own calendar goes with these; see `calendar_files`."""

KINDS = (
    *WITH_CALENDAR,
    _kind(
        "signup_changed",
        _("Aanmelding gewijzigd: %(title)s, %(when)s"),
        label=_("Aanmelding gewijzigd"),
        occasion=_("Zodra een gast of de organisator een aanmelding wijzigt."),
    ),
    _kind(
        "signup_repeated",
        _("U staat al op de lijst: %(title)s, %(when)s"),
        label=_("Stond al op de lijst"),
        occasion=_("Als iemand zich aanmeldt die al op de lijst staat, hooguit één keer per dag."),
    ),
    _kind(
        "signup_by_helper",
        _("Iemand aangemeld: %(title)s, %(when)s"),
        label=_("Aangemeld voor een ander"),
        occasion=_("Zodra iemand een ander aanmeldt die zelf ook een mail krijgt."),
        late=None,
        guest_name="Mevrouw Jansen",
    ),
    _kind(
        "guests_message",
        _("Bericht voor gasten: %(title)s, %(when)s"),
        label=_("Bericht aan gasten"),
        occasion=_("Als een organisator een bericht stuurt aan alle gasten."),
        text="Neemt u een eigen mok mee? Tot woensdag!",
    ),
)
