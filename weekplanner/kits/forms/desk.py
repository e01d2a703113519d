"""What the team does with many orders at once, and the small forms that ask why."""

import re

from wtforms import BooleanField, HiddenField, SelectMultipleField, TextAreaField

from weekplanner.accounts.forms import version_number
from weekplanner.core.texts import gettext as _
from weekplanner.kits.models.catalogue import REASON_LENGTH
from weekplanner.web.forms import Form, at_most, required

_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


class ChosenForm(Form):
    """What was ticked in a list; nonsense is left out."""

    chosen = SelectMultipleField(validate_choice=False)

    def ids(self) -> list[int]:
        """The rows that were ticked."""
        return [int(text) for text in self.chosen.data or [] if _NUMBER.fullmatch(text)]


class ManyOrdersForm(ChosenForm):
    """Orders that were ticked, or all that the filter finds; the key makes one batch of a double click."""

    request_key = HiddenField()
    all_found = BooleanField(_("Alles wat deze lijst vindt, ook op de andere bladzijden"))
    joins_addresses = BooleanField(_("Partij: wat naar hetzelfde adres gaat, komt in één doos"))


class VersionForm(Form):
    """A step that is about one version of an order or a parcel."""

    version = HiddenField()

    @property
    def version_number(self) -> int:
        """The version that was shown; 0, which is always too old, when it is nonsense."""
        return version_number(self.version.data)


class ReasonForm(VersionForm):
    """Why, in words that who ordered may read."""

    reason = TextAreaField(
        _("Waarom?"),
        [required(_("Schrijf een reden op")), at_most(REASON_LENGTH)],
    )
