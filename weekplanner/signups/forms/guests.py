"""What an organiser types of a guest who telephoned, and the small forms of the lists."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from weekplanner.accounts.forms import email_address, phone_number, version_number
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.signups.models import (
    MOST_PEOPLE,
    NAME_LENGTH,
    PHONE_LENGTH,
    REMARK_LENGTH,
    SignUp,
)
from weekplanner.signups.values import Guest
from weekplanner.web.forms import Form, LineField, at_most, required

_NUMBERS = range(1, MOST_PEOPLE + 1)


class GuestForm(Form):
    """A party of guests."""

    name = LineField(
        _("Naam van de gast"),
        [required(_("Vul de naam van de gast in")), at_most(NAME_LENGTH)],
    )
    phone = LineField(
        _("Telefoonnummer"),
        [at_most(PHONE_LENGTH), phone_number],
        description=_("Een telefoonnummer of een e-mailadres is genoeg. Allebei mag ook."),
    )
    email = LineField(
        _("E-mailadres"),
        [email_address],
        description=_("Wij mailen dan een bevestiging, en een herinnering op de dag ervoor."),
    )
    people = SelectField(
        _("Met hoeveel mensen"),
        [required(_("Kies met hoeveel mensen zij komen"))],
        choices=[
            SelectChoice(str(each), ngettext("%(num)s persoon", "%(num)s mensen", each) % {"num": each})
            for each in _NUMBERS
        ],
        default="1",
    )
    wants_transport = BooleanField(_("Wil graag worden opgehaald"))
    remark = TextAreaField(
        _("Opmerking"),
        [at_most(REMARK_LENGTH)],
        description=_("Bijvoorbeeld: komt met een rolstoel. Alleen u en uw collega’s lezen dit."),
    )

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """Also that there is a way to reach them."""
        is_valid = bool(super().validate(*arguments, **options))
        if self.must_be_reached and not (self.phone.data or self.email.data):
            self.add_error("phone", _("Vul een telefoonnummer of een e-mailadres in"))
            return False
        return is_valid

    @property
    def must_be_reached(self) -> bool:
        """Whether the guest is told things by nobody else."""
        return True

    def guest(self) -> Guest:
        """What was typed."""
        return Guest(
            name=self.name.data,
            email=self.email.data or "",
            phone=self.phone.data or "",
            people=int(self.people.data),
            wants_transport=self.wants_transport.data,
            remark=self.remark.data or "",
        )


class AddGuestForm(GuestForm):
    """Somebody who telephoned; the key makes one of a double click."""

    request_key = HiddenField()
    occurrence = SelectField(_("Wanneer"), [required(_("Kies een keer"))])

    def __init__(self, *arguments: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.occurrence.choices = [SelectChoice(*each) for each in choices]

    @property
    def occurrence_id(self) -> int:
        """The occurrence that was chosen from the choices."""
        return int(self.occurrence.data)


class ChangeGuestForm(GuestForm):
    """A guest who is on the list, in one version."""

    version = HiddenField()

    def __init__(self, *arguments: Any, has_helper: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.has_helper = has_helper

    @property
    def must_be_reached(self) -> bool:
        """Unless who signed them up tells them."""
        return not self.has_helper

    @property
    def version_number(self) -> int:
        """The version that was shown; 0, which is always too old, when it is nonsense."""
        return version_number(self.version.data)

    def go_on_from(self, sign_up: SignUp) -> None:
        """After a refusal a next step is about what is stored now."""
        self.version.data = str(sign_up.version)


class RemoveGuestForm(Form):
    """Ending somebody's sign-up, in one version."""

    version = HiddenField()
    must_call = BooleanField(
        _("De gast weet dit nog niet"),
        description=_("Dan komt de gast op de bellijst. Er is geen e-mailadres."),
    )

    @property
    def version_number(self) -> int:
        """The version that was shown; 0, which is always too old, when it is nonsense."""
        return version_number(self.version.data)


class CalledForm(Form):
    """What somebody was told by telephone: what the list showed, so that what came since stays on it."""

    about = SelectMultipleField(validate_choice=False)


def stored(sign_up: SignUp) -> dict[str, Any]:
    """What a guest's form begins with; Any: values of its fields."""
    return {
        **Guest.of(sign_up).columns(),
        "people": str(sign_up.people),
        "version": str(sign_up.version),
    }
