"""What the team orders on somebody's behalf, and what it changes of an order."""

from collections.abc import Iterable

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from weekplanner.accounts.models import Organisation
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.parsing import whole_number
from weekplanner.kits.forms.ordering import QuantitiesForm
from weekplanner.kits.models.catalogue import REASON_LENGTH
from weekplanner.kits.values import OrderValues
from weekplanner.web.forms import LineField, at_most, required


class OrderForOthersForm(QuantitiesForm):
    """An order without an activity; the key makes one of a double click."""

    wish = None
    request_key = HiddenField()
    organisation = LineField(
        _("Organisatie op deze website"),
        [at_most(100)],
        description=_("Typ een deel van de naam. Staat zij er niet bij? Laat dit dan leeg."),
    )
    organisation_id = RadioField(_("Welke organisatie bedoelt u?"), validate_choice=False, choices=[])
    reason = TextAreaField(
        _("Waarom bestelt het team dit?"),
        [required(_("Schrijf op waarom: dat blijft bij de bestelling staan")), at_most(REASON_LENGTH)],
        description=_("Bijvoorbeeld: de gemeente Boxtel deelt 200 pakketten uit. Alleen het team leest dit."),
    )

    def offer(self, found: Iterable[Organisation]) -> None:
        """Let one choose from these organisations."""
        self.organisation_id.choices = [
            SelectChoice(str(each.id), f"{each.name}, {each.municipality.name}") for each in found
        ]

    def chosen(self, found: list[Organisation]) -> Organisation | None:
        """The one that was meant; with a sentence at the field where that is not clear."""
        if not self.organisation.data:
            return None
        number = whole_number(self.organisation_id.data or "")
        meant = [each for each in found if each.id == number] or (found if len(found) == 1 else [])
        if meant:
            return meant[0]
        if found:
            self.add_error("organisation_id", _("Kies welke organisatie u bedoelt"))
        else:
            self.add_error("organisation", _("Wij vinden geen organisatie met deze naam"))
        return None

    def values(self) -> OrderValues:
        """As the operation takes it."""
        return OrderValues(self.quantities(), self.address(), self.email.data)
