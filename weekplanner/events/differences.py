"""The values of an activity as a list for people to read, and how two of them differ."""

from dataclasses import dataclass

from weekplanner.core.texts import gettext as _
from weekplanner.events import wording
from weekplanner.events.examples import examples
from weekplanner.events.values import NO, YES, ActivityValues
from weekplanner.vocabulary.queries import vocabulary


@dataclass(frozen=True)
class Shown:
    """One value: what it is, and its words; empty when nothing is filled in."""

    field: str
    label: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One value that is not the same."""

    field: str
    label: str
    before: str
    after: str


def differences(before: ActivityValues, after: ActivityValues) -> list[Difference]:
    """What reads differently, in the order of the form."""
    return [
        Difference(old.field, old.label, old.text, new.text)
        for old, new in zip(shown(before), shown(after), strict=True)
        if old.text != new.text
    ]


def labels() -> dict[str, str]:
    """What each field is called."""
    filled_in = {each.field: each.label for each in shown(ActivityValues())}
    return {**filled_in, "picture": _("Foto"), "picture_alt": _("Beschrijving van de foto")}


def shown(values: ActivityValues) -> list[Shown]:
    """All values, in the order of the form."""
    asked = (feature for feature in vocabulary().accessibility.values() if feature.is_asked)
    answers = {YES: _("ja"), NO: _("nee")}
    return [
        *_shown_texts(values),
        *_shown_place(values),
        *(
            Shown(feature.id, feature.label, answers.get(values.accessibility.get(feature.id, ""), ""))
            for feature in asked
        ),
        *_shown_contact(values),
    ]


def _shown_texts(values: ActivityValues) -> list[Shown]:
    example = examples().get(values.example_slug)
    return [
        Shown("example_slug", _("Voorbeeld"), example.name if example else ""),
        Shown("title", _("Titel"), values.title),
        Shown("summary", _("In één zin"), values.summary),
        Shown("description", _("Omschrijving"), values.description),
        Shown("category", _("Soort activiteit"), wording.labels(vocabulary().categories, [values.category])),
        Shown("audiences", _("Voor wie"), wording.labels(vocabulary().audiences, values.audiences)),
        Shown("occurrences", _("Wanneer"), "\n".join(map(wording.moment_with_places, values.occurrences))),
    ]


def _shown_place(values: ActivityValues) -> list[Shown]:
    return [
        Shown("form", _("Hoe doen mensen mee"), wording.labels(vocabulary().forms, [values.form])),
        Shown("venue", _("Naam van de plek"), values.venue),
        Shown("street", _("Straat en huisnummer"), wording.street_line(values)),
        Shown("postcode", _("Postcode"), values.postcode),
        Shown("pin", _("Speld op de kaart"), wording.pin(values)),
        Shown("online_url", _("Link om mee te doen"), values.online_url),
        Shown("dial_in_phone", _("Nummer om mee te doen"), values.dial_in_phone),
        Shown("price", _("Prijs"), wording.price(values)),
        Shown("directions", _("Hoe komt u er"), values.directions),
        Shown("transport", _("Ophalen"), values.transport),
        Shown("transport_phone", _("Telefoon voor ophalen"), values.transport_phone),
        Shown("languages", _("Talen"), wording.labels(vocabulary().languages, values.languages)),
    ]


def _shown_contact(values: ActivityValues) -> list[Shown]:
    return [
        Shown("host_name", _("Wie ontvangt u"), values.host_name),
        Shown("host_welcome", _("De eerste tien minuten"), values.host_welcome),
        Shown("partners", _("Samen met"), "\n".join(values.partners)),
        Shown("join_ways", _("Aanmelden"), wording.labels(vocabulary().join, values.join_ways)),
        Shown("join_url", _("Website om aan te melden"), values.join_url),
        _person("contact_name", _("Contactpersoon"), values.contact_name, values.is_contact_name_public),
        _person("contact_phone", _("Telefoon"), values.contact_phone, values.is_contact_phone_public),
        _person("contact_email", _("E-mail"), values.contact_email, values.is_contact_email_public),
    ]


def _person(field: str, label: str, text: str, is_public: bool) -> Shown:
    words = text if is_public or not text else _("%(text)s (niet op de site)") % {"text": text}
    return Shown(field, label, words)
