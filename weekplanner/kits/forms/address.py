"""Where a parcel goes, as people type it."""

import re

from wtforms import BooleanField, ValidationError

from weekplanner.accounts.forms import email_address, phone_number
from weekplanner.core.text_cleaning import normalised
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.fields import PostcodeField
from weekplanner.kits.models.orders import (
    HOUSE_NUMBER_LENGTH,
    NAME_LENGTH,
    NOTE_LENGTH,
    PHONE_LENGTH,
    PLACE_LENGTH,
    STREET_LENGTH,
)
from weekplanner.kits.values import Address
from weekplanner.web.forms import Form, LineField, at_most, required

_HOUSE_NUMBER = re.compile(r"[1-9][0-9]{0,4}(?![0-9]).*", re.ASCII)
_POST_BOX = re.compile(r"\b(postbus|po box|antwoordnummer)\b")


def house_number(form: Form, field: LineField) -> None:  # noqa: ARG001 - WTForms' interface
    """A validator: a number first, and then what belongs to it: 11, 11a, 11 bis, 3-hoog."""
    if field.data and not _HOUSE_NUMBER.fullmatch(field.data):
        raise ValidationError(_("Vul een huisnummer in, zoals 11 of 11a"))


def no_post_box(form: Form, field: LineField) -> None:  # noqa: ARG001 - WTForms' interface
    """A validator: a carrier rings at a door."""
    if _POST_BOX.search(normalised(field.data or "")):
        raise ValidationError(_("Een postbus kan niet. Vul een adres in waar overdag iemand is"))


class AddressForm(Form):
    """A door in the Netherlands, and who opens it."""

    recipient = LineField(
        _("Ter attentie van"),
        [required(_("Vul in voor wie het pakket is")), at_most(NAME_LENGTH)],
    )
    recipient_organisation = LineField(_("Organisatie"), [at_most(NAME_LENGTH)])
    postcode = PostcodeField(_("Postcode"), [required(_("Vul een postcode in, zoals 5341 AB"))])
    house_number = LineField(
        _("Huisnummer"),
        [required(_("Vul een huisnummer in")), at_most(HOUSE_NUMBER_LENGTH), house_number],
    )
    street = LineField(_("Straat"), [required(_("Vul een straat in")), at_most(STREET_LENGTH), no_post_box])
    place = LineField(_("Plaats"), [required(_("Vul een plaats in")), at_most(PLACE_LENGTH)])
    is_right = BooleanField(_("Ja, dit adres klopt"))
    """Asked only when postcode and place do not seem to belong together."""
    phone = LineField(
        _("Telefoonnummer"),
        [at_most(PHONE_LENGTH), phone_number],
        description=_("Alleen voor de bezorger."),
    )
    carrier_note = LineField(
        _("Opmerking voor de bezorger"),
        [at_most(NOTE_LENGTH)],
        description=_("Bijvoorbeeld: bel aan bij de zijdeur."),
    )
    email = LineField(
        _("E-mailadres"),
        [required(_("Vul een e-mailadres in, zoals naam@voorbeeld.nl")), email_address],
        description=_("Hier mailen wij hoe ver het is."),
    )

    def address(self) -> Address:
        """Where it goes."""
        return Address(**{name: self._fields[name].data or "" for name in Address.__dataclass_fields__})
