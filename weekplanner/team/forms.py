"""The forms on the pages of the team."""

import re

from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from weekplanner.accounts.audit_words import ROLES
from weekplanner.accounts.forms import email_address
from weekplanner.accounts.models import NAME_LENGTH
from weekplanner.accounts.people import TeamRole
from weekplanner.core.texts import gettext as _
from weekplanner.web.forms import Form, LineField, at_most, required

REASON_LENGTH = 200
_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
MOST_CHOSEN = 100
"""More than stand on a page."""


class RoleForm(Form):
    """Giving somebody a role in the team."""

    email = LineField(
        _("E-mailadres"),
        [required(_("Vul een e-mailadres in, zoals naam@voorbeeld.nl.")), email_address],
        description=_("Met dit adres logt diegene in. Er gaat een mail naartoe."),
    )
    name = LineField(
        _("Naam"),
        [at_most(NAME_LENGTH)],
        description=_("Alleen nodig als diegene nog geen account heeft."),
    )
    role = RadioField(
        _("Rol"),
        [required(_("Kies een rol."))],
        choices=[SelectChoice(role.value, words) for role, words in ROLES.items()],
    )

    @property
    def chosen(self) -> TeamRole:
        """The role, once the form is valid."""
        return TeamRole(self.role.data)


class TrustForm(Form):
    """Giving trust or taking it, and why."""

    wanted = HiddenField()
    reason = LineField(
        _("Waarom?"),
        [required(_("Schrijf kort op waarom")), at_most(REASON_LENGTH)],
        description=_("Voor collega’s, in de geschiedenis. De organisatie leest dit niet."),
    )

    @property
    def is_trusted(self) -> bool:
        """What was asked for."""
        return bool(self.wanted.data == "ja")


class MailForm(Form):
    """The messages that were ticked."""

    chosen = SelectMultipleField(validate_choice=False)

    def ids(self) -> list[int]:
        """Their numbers; nonsense is left out."""
        typed = dict.fromkeys(text for text in self.chosen.data or [] if _NUMBER.fullmatch(text))
        return [int(text) for text in typed][:MOST_CHOSEN]


class MailAddressForm(Form):
    """Looking for what went to somebody."""

    email = LineField(
        _("E-mailadres"),
        [required(_("Vul een e-mailadres in, zoals naam@voorbeeld.nl.")), email_address],
        description=_("Het hele adres. Hoofdletters maken niet uit."),
    )
