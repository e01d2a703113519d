"""What is filled in about an activity, in Dutch words: for pages, mail and calendars alike."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.events.values import YES, ActivityValues, OccurrenceValues
from weekplanner.vocabulary.queries import derived_accessibility, vocabulary
from weekplanner.vocabulary.terms import Term

AT_A_PLACE = "op-locatie"
ONLINE = "online"
BY_PHONE = "telefoon"
AT_HOME = "thuis"

WALK_IN = "binnenlopen"
CALL = "telefoon"
MAIL = "e-mail"
WEBSITE = "website"
SIGN_UP_HERE = "hier-aanmelden"


def street_line(values: ActivityValues) -> str:
    """Straat 1."""
    return " ".join(part for part in (values.street, values.house_number) if part)


def location(values: ActivityValues, *, place: str, municipality: str) -> str:
    """Where it is, on one line: `Naam, Straat 1, 1234 AB Plaats`, or how to take part from home.

    What happens at people's homes shows no address.
    """
    if values.form == ONLINE:
        return _("Online")
    if values.form == BY_PHONE:
        return _("Met de telefoon")
    if values.form == AT_HOME:
        return _("Bij u thuis, in de gemeente %(name)s") % {"name": municipality}
    town = " ".join(part for part in (values.postcode, place) if part)
    return ", ".join(part for part in (values.venue, street_line(values), town) if part)


def pin(values: ActivityValues) -> str:
    """Where its organiser put it on the map; empty when they did not."""
    if values.pin_latitude is None or values.pin_longitude is None:
        return ""
    # About a metre: nobody puts a pin down more exactly.
    point = f"{values.pin_latitude:.5f}", f"{values.pin_longitude:.5f}"
    north, east = (number.replace(".", ",") for number in point)
    return _("%(north)s graden noord, %(east)s graden oost") % {"north": north, "east": east}


def partners(values: ActivityValues) -> str:
    """Who it is made with: Bibliotheek Neude, Stichting Zon en Buurthuis De Linde."""
    return texts.listed(list(values.partners))


def joining(values: ActivityValues) -> tuple[str, ...]:
    """How to join, one sentence each, the telephone first.

    Signing up on the page of the activity is said there, not here.
    """
    sentences = []
    name = values.contact_name if values.is_contact_name_public else ""
    if CALL in values.join_ways and values.contact_phone:
        who = {"name": name or _("de organisator"), "phone": values.contact_phone}
        sentences.append(_("Bel %(name)s: %(phone)s.") % who)
    if values.form == BY_PHONE and values.dial_in_phone:
        sentences.append(_("Bel %(phone)s als het begint.") % {"phone": values.dial_in_phone})
    if WALK_IN in values.join_ways:
        sentences.append(_("Loop gewoon binnen. U hoeft zich niet aan te melden."))
    if MAIL in values.join_ways and values.contact_email:
        sentences.append(_("Mail naar %(address)s.") % {"address": values.contact_email})
    if WEBSITE in values.join_ways and values.join_url:
        sentences.append(_("Meld u aan op %(url)s") % {"url": values.join_url})
    return tuple(sentences)


def contact(values: ActivityValues) -> str:
    """Name, telephone and e-mail, as far as they are public."""
    known = (
        values.contact_name if values.is_contact_name_public else "",
        values.contact_phone if values.is_contact_phone_public else "",
        values.contact_email if values.is_contact_email_public else "",
    )
    return ", ".join(part for part in known if part)


def host(values: ActivityValues) -> str:
    """Who welcomes you, and what happens in the first ten minutes."""
    if not values.host_name or values.host_name in values.host_welcome:
        return values.host_welcome
    welcome = _("%(name)s ontvangt u.") % {"name": values.host_name}
    return f"{welcome} {values.host_welcome}".rstrip()


def transport(values: ActivityValues) -> str:
    """How to get there, and who picks you up."""
    lines = [values.directions, values.transport]
    if values.transport_phone and values.transport_phone not in values.transport:
        lines.append(_("Bel voor vervoer: %(phone)s.") % {"phone": values.transport_phone})
    return "\n".join(line for line in lines if line)


def price(values: ActivityValues) -> str:
    """Gratis, or 3,50 euro; with what the organiser says about it."""
    amount = texts.euros(values.price_cents)
    return f"{amount}. {values.price_note}" if values.price_note else amount


def features(values: ActivityValues) -> tuple[str, ...]:
    """The accessibility features that are known to be there, derived ones too, in the vocabulary's order."""
    derived = derived_accessibility(
        price_cents=values.price_cents,
        join=values.join_ways,
        transport_phone=values.transport_phone,
        form=values.form,
        languages=values.languages,
    )
    known = {*derived, *(name for name, answer in values.accessibility.items() if answer == YES)}
    return tuple(name for name in vocabulary().accessibility if name in known)


def moment(occurrence: OccurrenceValues) -> str:
    """Vrijdag 1 oktober, 10.00 tot 11.30 uur."""
    day = texts.day(clock.local(occurrence.starts_at).date())
    return f"{day}, {texts.span(occurrence.starts_at, occurrence.ends_at)}"


def moment_with_places(occurrence: OccurrenceValues) -> str:
    """The same, with how many people can come."""
    if occurrence.capacity is None:
        return moment(occurrence)
    places = ngettext("%(number)s plaats", "%(number)s plaatsen", occurrence.capacity)
    return f"{moment(occurrence)} ({places % {'number': occurrence.capacity}})"


def when(occurrences: Sequence[OccurrenceValues], days: Sequence[date]) -> str:
    """In a few words: wo 6 oktober, 12.00 uur; elke dag, 10.00 uur; 3 keer, voor het eerst … ."""
    if not occurrences:
        return _("Nog geen dag gekozen")
    first = occurrences[0]
    words = {
        "day": texts.day_short(clock.local(first.starts_at).date()),
        "time": texts.clock_time(first.starts_at),
        "number": len(occurrences),
    }
    if len(occurrences) == 1:
        return _("%(day)s, %(time)s uur") % words
    starts = [clock.local(each.starts_at) for each in occurrences]
    if [start.date() for start in starts] == list(days) and len({start.time() for start in starts}) == 1:
        return _("elke dag, %(time)s uur") % words
    return _("%(number)s keer, vanaf %(day)s, %(time)s uur") % words


def date_of(moment: datetime | None) -> str:
    """24 september; empty when it never was."""
    if moment is None:
        return ""
    on = clock.local(moment).date()
    return texts.date_range(on, on)


def labels(terms: Mapping[str, Term], chosen: Iterable[str]) -> str:
    """The labels of these ids in a list of the vocabulary, one after the other."""
    first, *others = [terms[each].label for each in chosen if each in terms] or [""]
    return ", ".join([first, *map(texts.within, others)])
