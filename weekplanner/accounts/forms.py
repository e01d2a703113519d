"""What people type about themselves and their organisation."""

import re
from typing import Any
from urllib.parse import urlsplit

from wtforms import HiddenField, RadioField, SelectField, TextAreaField, ValidationError

from weekplanner.accounts.models import NAME_LENGTH, NOTE_LENGTH, PHONE_LENGTH, WEBSITE_LENGTH, Organisation
from weekplanner.accounts.operations.organisations import OrganisationValues
from weekplanner.core.errors import Refused
from weekplanner.core.text_cleaning import normalised
from weekplanner.core.texts import gettext as _
from weekplanner.mailer.addresses import canonical
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.forms import Form, LineField, at_most, required

ABOUT_LENGTH = 1000
SHORTEST_SEARCH = 3
_PHONE = re.compile(r"\+?[0-9 ().\-/]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NO_NAME = re.compile(
    r"://|www\.|@|\.(?:com|nl|net|org|info|biz|eu|io|ru|shop|site|online|xyz)\b|\d[\d ().-]{5,}\d",
    re.IGNORECASE,
)


def email_address(form: Form, field: LineField) -> None:  # noqa: ARG001 - WTForms' interface
    """A validator: an address that mail can be sent to, written in one way."""
    if field.data:
        try:
            field.data = canonical(field.data)
        except Refused as refused:
            raise ValidationError(refused.message) from refused


def only_a_name(form: Form, field: LineField) -> None:  # noqa: ARG001 - WTForms' interface
    """A validator: no address of a website or mailbox, and no telephone number.

    A name stands in mail to an address that somebody typed: it may be a stranger's, and is no place for
    an advertisement.
    """
    if field.data and _NO_NAME.search(field.data):
        raise ValidationError(_("Vul hier alleen een naam in."))


def phone_number(form: Form, field: LineField) -> None:  # noqa: ARG001 - WTForms' interface
    """A validator: a telephone number as people write it, 3 to 15 digits (ITU-T E.164)."""
    if field.data:
        digits = sum(character.isdigit() for character in field.data)
        if not _PHONE.fullmatch(field.data) or not 3 <= digits <= 15:
            raise ValidationError(_("Vul een telefoonnummer in, zoals 030 000 12 34."))


def web_address(form: Form, field: LineField) -> None:  # noqa: ARG001 - WTForms' interface
    """A validator: an address on the web; what is typed without https:// gets it."""
    if not field.data:
        return
    typed = field.data if _SCHEME.match(field.data) else f"https://{field.data}"
    try:
        address = urlsplit(typed)
        is_fine = address.scheme in {"http", "https"} and "." in (address.hostname or "").strip(".")
    except ValueError:
        is_fine = False
    if not is_fine or " " in typed or "@" in address.netloc:
        raise ValidationError(_("Vul een website in, zoals https://www.voorbeeld.nl."))
    field.data = typed


def searchable(form: Form, field: LineField) -> None:  # noqa: ARG001 - WTForms' interface
    """A validator: enough letters to look for."""
    if len(normalised(field.data or "")) < SHORTEST_SEARCH:
        raise ValidationError(_("Vul ten minste drie letters van de naam in."))


class SignInForm(Form):
    """Which address to send a link to."""

    email = LineField(
        _("Uw e-mailadres"),
        [required(_("Vul een e-mailadres in, zoals naam@voorbeeld.nl.")), email_address],
    )


class ChoiceForm(Form):
    """For which organisation to act."""

    organisation = RadioField(
        _("Voor wie doet u nu iets?"), [required(_("Kies een organisatie."))], validate_choice=False
    )

    @property
    def organisation_id(self) -> int:
        """The chosen one; 0, which is nobody's, when nothing sensible was chosen."""
        return _number(self.organisation.data)


class InviteForm(Form):
    """Whom to invite."""

    email = LineField(
        _("E-mailadres van uw collega"),
        [required(_("Vul een e-mailadres in, zoals naam@voorbeeld.nl.")), email_address],
    )


class NameForm(Form):
    """How who was invited is called; for an account that has no name yet."""

    name = LineField(_("Uw naam"), [at_most(NAME_LENGTH)], description=_("Zo weten uw collega’s wie u bent."))


class FindForm(Form):
    """Which organisation one looks for."""

    naam = LineField(
        _("Naam van de organisatie"),
        [required(_("Vul een deel van de naam in.")), at_most(NAME_LENGTH), searchable],
    )
    gemeente = LineField(_("Gemeente"), [at_most(100)])


class AskForm(Form):
    """What one adds to asking whether one may join."""

    note = TextAreaField(
        _("Uw boodschap"),
        [at_most(NOTE_LENGTH)],
        description=_("Zo weten zij wie u bent. Bijvoorbeeld: ik help op woensdag in de keuken."),
    )


class FirstAskForm(SignInForm):
    """Who asks, of somebody who is not signed in."""

    name = LineField(_("Uw naam"), [required(_("Vul uw naam in.")), at_most(NAME_LENGTH)])


class OrganisationForm(Form):
    """The details of an organisation."""

    version = HiddenField()
    name = LineField(
        _("Naam van de organisatie"),
        [required(_("Vul de naam van uw organisatie in.")), at_most(NAME_LENGTH)],
        description=_("Zo staat het bij uw activiteiten."),
    )
    kind = SelectField(_("Soort organisatie"), [required(_("Kies een soort organisatie."))])
    municipality = LineField(
        _("Gemeente"),
        [required(_("Vul de naam van een gemeente in, zoals Utrecht.")), at_most(100)],
        description=_("Waar uw organisatie zit. Een postcode mag ook."),
    )
    website = LineField(_("Website"), [at_most(WEBSITE_LENGTH - len("https://")), web_address])
    phone = LineField(
        _("Telefoonnummer"),
        [at_most(PHONE_LENGTH), phone_number],
        description=_("Iedereen leest dit nummer op de bladzijde van uw organisatie."),
    )
    about = TextAreaField(
        _("Over uw organisatie"),
        [at_most(ABOUT_LENGTH)],
        description=_("Wie u bent en wat u doet, in een paar zinnen."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        kinds = vocabulary().organisation_kinds.values()
        self.kind.choices = [("", _("Kies een soort")), *((kind.id, kind.label) for kind in kinds)]

    @property
    def version_number(self) -> int:
        """The version the form was made from; 0, which is always too old, when it is nonsense."""
        return _number(self.version.data)

    def values(self, municipality_code: str) -> OrganisationValues:
        """What was typed, with the municipality that was meant."""
        return OrganisationValues(
            name=self.name.data,
            kind=self.kind.data,
            municipality_code=municipality_code,
            website=self.website.data or "",
            phone=self.phone.data or "",
            about=self.about.data or "",
        )


def details_of(organisation: Organisation) -> dict[str, str]:
    """What is stored of an organisation with its municipality, as the form shows it."""
    return {
        "version": str(organisation.version),
        "name": organisation.name,
        "kind": organisation.kind,
        "municipality": organisation.municipality.name,
        "website": organisation.website,
        "phone": organisation.phone,
        "about": organisation.about,
    }


def version_number(text: object) -> int:
    """The version that a button was made from; 0, which is always too old, when it is nonsense."""
    return _number(text) if isinstance(text, str) else 0


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else 0
