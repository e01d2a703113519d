"""What an activity still lacks: what must be there before it is submitted, and what would help visitors."""

from collections.abc import Iterator
from dataclasses import dataclass

from weekplanner.core.texts import gettext as _
from weekplanner.events import wording
from weekplanner.events.values import ActivityValues
from weekplanner.vocabulary.queries import vocabulary


@dataclass(frozen=True)
class Gap:
    """Something that is not filled in, and a sentence that says how to fill it in.

    `field` names a field of ActivityValues; `occurrence` counts from 0 where it is one of a moment.
    """

    field: str
    sentence: str
    occurrence: int | None = None


def missing(values: ActivityValues) -> list[Gap]:
    """What must be there before it is submitted, in the order of the form."""
    return [
        *_missing_text(values),
        *_missing_moments(values),
        *_missing_place(values),
        *_missing_joining(values),
        *_missing_contact(values),
    ]


def wishes(values: ActivityValues, *, has_picture: bool | None = None) -> list[Gap]:
    """What would help visitors most, the most helpful first; never in the way of submitting.

    `has_picture` is None where there is no place for one: it has a page of its own.
    """
    return [gap for is_there, gap in _helpful(values, has_picture) if not is_there]


def wish_count(values: ActivityValues, *, has_picture: bool | None = None) -> int:
    """Of how many things `wishes` is what is left."""
    return len(list(_helpful(values, has_picture)))


def _missing_text(values: ActivityValues) -> Iterator[Gap]:
    if not values.title:
        yield Gap("title", _("Vul een titel in"))
    if not values.summary:
        yield Gap("summary", _("Vertel in één zin wat u gaat doen"))
    if not values.description:
        yield Gap("description", _("Vertel wat mensen kunnen verwachten"))
    if not values.category:
        yield Gap("category", _("Kies een soort activiteit"))
    if not values.audiences:
        yield Gap("audiences", _("Kies voor wie het is. Weet u het niet? Kies ‘Iedereen’"))


def _missing_moments(values: ActivityValues) -> Iterator[Gap]:
    if not values.occurrences:
        yield Gap("occurrences", _("Kies minstens één dag en tijd"))
    if wording.SIGN_UP_HERE in values.join_ways:
        for number, occurrence in enumerate(values.occurrences):
            if occurrence.capacity is None:
                sentence = _("Vul in hoeveel mensen zich kunnen aanmelden")
                yield Gap("capacity", sentence, occurrence=number)


def _missing_place(values: ActivityValues) -> Iterator[Gap]:
    if not values.form:
        yield Gap("form", _("Kies hoe mensen meedoen"))
    if values.form == wording.AT_A_PLACE:
        if not (values.venue or values.street):
            yield Gap("street", _("Vul een straat in, of de naam van de plek"))
        if not values.postcode:
            yield Gap("postcode", _("Vul een postcode in, zoals 5341 AB"))
    is_on_request = bool(set(values.join_ways) - {wording.WALK_IN})
    if values.form == wording.ONLINE and not values.online_url and not is_on_request:
        yield Gap("online_url", _("Vul de link in, of laat mensen bellen of zich aanmelden"))
    if values.form == wording.BY_PHONE and not values.dial_in_phone and not is_on_request:
        yield Gap("dial_in_phone", _("Vul het nummer in dat mensen bellen"))


def _missing_joining(values: ActivityValues) -> Iterator[Gap]:
    if not values.languages:
        yield Gap("languages", _("Kies minstens één taal"))
    if not values.join_ways:
        yield Gap("join_ways", _("Kies hoe mensen zich aanmelden, of dat zij gewoon kunnen binnenlopen"))
    if wording.WEBSITE in values.join_ways and not values.join_url:
        yield Gap("join_url", _("Vul het adres van de website in"))


def _missing_contact(values: ActivityValues) -> Iterator[Gap]:
    if not values.contact_name:
        yield Gap("contact_name", _("Vul de naam van een contactpersoon in"))
    if wording.CALL in values.join_ways:
        if not values.contact_phone:
            yield Gap("contact_phone", _("Vul het telefoonnummer in dat mensen kunnen bellen"))
        elif not values.is_contact_phone_public:
            sentence = _("Zet het telefoonnummer op de site, of kies een andere manier van aanmelden")
            yield Gap("is_contact_phone_public", sentence)
    if wording.MAIL in values.join_ways:
        if not values.contact_email:
            yield Gap("contact_email", _("Vul het e-mailadres in waar mensen naartoe kunnen mailen"))
        elif not values.is_contact_email_public:
            sentence = _("Zet het e-mailadres op de site, of kies een andere manier van aanmelden")
            yield Gap("is_contact_email_public", sentence)


def _helpful(values: ActivityValues, has_picture: bool | None) -> Iterator[tuple[bool, Gap]]:
    has_phone = bool(values.contact_phone) and values.is_contact_phone_public
    yield has_phone, Gap("contact_phone", _("Zet er een telefoonnummer bij. Veel gasten bellen liever."))
    welcome = _("Vertel wie uw gasten ontvangt en wat er in de eerste tien minuten gebeurt.")
    yield bool(values.host_welcome), Gap("host_welcome", welcome)
    if values.form == wording.AT_A_PLACE:
        asked = [feature.id for feature in vocabulary().accessibility.values() if feature.is_asked]
        is_answered = any(feature in values.accessibility for feature in asked)
        facts = _("Vertel of uw plek toegankelijk is, bijvoorbeeld met een rolstoel.")
        yield is_answered, Gap("accessibility", facts)
        way = _("Leg uit hoe mensen er komen, met de bus of met de auto.")
        yield bool(values.directions), Gap("directions", way)
        ride = _("Kunt u mensen ophalen? Zet er een telefoonnummer voor vervoer bij.")
        yield bool(values.transport_phone), Gap("transport_phone", ride)
    if values.form == wording.ONLINE:
        link = _("Zet de link erbij, of vertel dat mensen die na aanmelden krijgen.")
        yield bool(values.online_url), Gap("online_url", link)
    if has_picture is not None:
        yield has_picture, Gap("picture", _("Zet er een foto bij. Dan zien mensen hoe het bij u is."))
