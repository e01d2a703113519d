"""What people type about themselves."""

from weekplanner.accounts.forms import email_address, phone_number
from weekplanner.accounts.models import NAME_LENGTH, PHONE_LENGTH
from weekplanner.core.texts import gettext as _
from weekplanner.web.forms import Form, LineField, at_most, required


class DetailsForm(Form):
    """Name and telephone number."""

    name = LineField(
        _("Uw naam"),
        [required(_("Vul uw naam in.")), at_most(NAME_LENGTH)],
        description=_("Uw collega’s en het team zien deze naam."),
    )
    phone = LineField(
        _("Uw telefoonnummer"),
        [at_most(PHONE_LENGTH), phone_number],
        description=_("Alleen voor vragen van het team. Het komt niet op de site."),
    )


class NewEmailForm(Form):
    """Another address to sign in with."""

    email = LineField(
        _("Uw nieuwe e-mailadres"),
        [required(_("Vul een e-mailadres in, zoals naam@voorbeeld.nl.")), email_address],
        description=_("Wij sturen een link naar dit adres. Pas als u die gebruikt, verandert er iets."),
    )
