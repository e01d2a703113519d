"""The same form for who has no organisation here yet, or no account."""

from dataclasses import replace
from typing import Any

from wtforms import SelectField

from weekplanner.accounts.forms import email_address
from weekplanner.accounts.models import NAME_LENGTH
from weekplanner.accounts.operations.organisations import OrganisationValues
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.activity import ActivityForm
from weekplanner.events.forms.fields import choices_of
from weekplanner.events.operations.first import Newcomer
from weekplanner.events.values import ActivityValues
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.forms import LineField, at_most, required


class NewOrganisationForm(ActivityForm):
    """An activity, and the organisation it is of."""

    organisation_name = LineField(
        _("Naam van de organisatie"),
        [required(_("Vul de naam van de organisatie in")), at_most(NAME_LENGTH)],
        description=_("Zo staat het bij de activiteit. Bent u met een paar buren? Bedenk samen een naam."),
    )
    kind = SelectField(
        _("Soort organisatie"),
        [required(_("Kies een soort organisatie"))],
        choices=choices_of(vocabulary().organisation_kinds, none=_("Kies een soort")),
    )
    municipality = LineField(
        _("Gemeente"),
        [required(_("Vul de naam van een gemeente in, zoals Utrecht")), at_most(100)],
        description=_("Waar de organisatie zit. Een postcode mag ook."),
    )

    def organisation(self, municipality_code: str) -> OrganisationValues:
        """The organisation, in the municipality that was meant."""
        return OrganisationValues(self.organisation_name.data, self.kind.data, municipality_code)


class FirstActivityForm(NewOrganisationForm):
    """A first activity, of somebody without an account."""

    your_name = LineField(_("Uw naam"), [required(_("Vul uw naam in")), at_most(NAME_LENGTH)])
    email = LineField(
        _("Uw e-mailadres"),
        [required(_("Vul een e-mailadres in, zoals naam@voorbeeld.nl")), email_address],
        description=_("Wij sturen u een link. Daarmee bevestigt u dat dit uw adres is."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.contact_name.flags.required = False
        self.contact_name.description = _("Laat het leeg als u dat zelf bent.")

    def values(self) -> ActivityValues:
        """What was filled in; nobody is asked for their name twice (WCAG 2.2 SC 3.3.7)."""
        values = super().values()
        return replace(values, contact_name=values.contact_name or self.your_name.data or "")

    def newcomer(self, municipality_code: str) -> Newcomer:
        """Who typed it."""
        return Newcomer(self.your_name.data, self.email.data, self.organisation(municipality_code))
