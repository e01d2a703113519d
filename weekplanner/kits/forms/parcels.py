"""What the team types about one parcel: what comes out of it, why it came back, how it can be followed."""

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from wtforms import RadioField, SelectField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.parsing import whole_number
from weekplanner.kits import codes
from weekplanner.kits.forms.desk import ReasonForm, VersionForm
from weekplanner.kits.models.catalogue import REASON_LENGTH
from weekplanner.kits.queries.batches import Inside
from weekplanner.kits.tracking import CARRIERS, TRACKING_CODE
from weekplanner.web.forms import Form, LineField, at_most, required

WHOLE, DAMAGED = "whole", "damaged"
_LINE = "line_"
_ORDER_NUMBER = re.compile(r"(\d{4})[\s-]*0*([1-9]\d{0,8})", re.ASCII)

Made = TypeVar("Made", bound=Form)


class PackForm(Form):
    """The code on a label, scanned or typed; the number of an order does too."""

    code = LineField(
        _("Code op het etiket"),
        [required(_("Scan het etiket, of typ de code die erop staat"))],
        description=_("Zoals 1042-K. Het nummer van een bestelling, zoals 2027-0418, mag ook."),
    )

    def parcel(self) -> tuple[int, int | None] | None:
        """The parcel, and the version of its label; None when this is no code of a parcel."""
        return codes.read_code(self.code.data or "")

    def order_id(self) -> int | None:
        """The order whose number this is."""
        found = _ORDER_NUMBER.fullmatch((self.code.data or "").strip())
        return int(found[2]) if found else None


class TrackForm(Form):
    """What a carrier calls a parcel."""

    carrier = SelectField(
        _("Bezorger"), choices=[SelectChoice(carrier.id, carrier.name) for carrier in CARRIERS]
    )
    code = LineField(_("Track & trace-code"), [required(_("Vul de code van de bezorger in"))])

    def validate_code(self, field: LineField) -> None:
        """Letters and digits; spaces between them do not matter."""
        field.data = (field.data or "").replace(" ", "").upper()
        if not TRACKING_CODE.fullmatch(field.data):
            raise ValidationError(_("Een code bestaat uit letters en cijfers, zoals 3SKABA1234567"))


class TakeBackForm(Form):
    """A parcel that came back."""

    condition = RadioField(
        _("Hoe kwam de doos terug?"),
        [required(_("Kies hoe de doos terugkwam"))],
        choices=[
            SelectChoice(WHOLE, _("Heel: de pakketten gaan terug in de voorraad")),
            SelectChoice(DAMAGED, _("Beschadigd: de pakketten gaan weg")),
        ],
    )
    reason = TextAreaField(
        _("Waarom?"),
        [required(_("Schrijf op waarom")), at_most(REASON_LENGTH)],
        description=_("Bijvoorbeeld: niet thuis, of nat geworden. De organisator leest dit."),
    )


class AgainForm(ReasonForm):
    """What was damaged or lost of a parcel, and goes once more."""


class SplitForm(VersionForm):
    """What goes in a parcel of its own."""


class JoinForm(Form):
    """Which other parcel is put into this one."""

    code = LineField(
        _("Code van de andere doos"),
        [required(_("Typ de code van de andere doos, zoals 1042-K"))],
        description=_("Wat daarin zit, komt in deze doos. De andere vervalt."),
    )

    def other_id(self) -> int | None:
        """The parcel that was meant."""
        found = codes.read_code(self.code.data or "")
        return found[0] if found else None


def with_lines(kind: type[Made], inside: Iterable[Inside], *, begins_full: bool) -> type[Made]:
    """The same form, with a field for how many of each line."""
    fields = {
        f"{_LINE}{each.line.id}": LineField(
            each.kit.name,
            [_number_up_to(each.line.quantity)],
            default=str(each.line.quantity if begins_full else 0),
            description=_("Bestelling %(number)s: %(quantity)s in de doos")
            % {"number": each.number, "quantity": each.line.quantity},
        )
        for each in inside
    }
    return type(kind.__name__, (kind,), fields)


def quantities_of(form: Form) -> dict[int, int]:
    """How many of each line, by its id."""
    return {
        int(name.removeprefix(_LINE)): whole_number(field.data or "0") or 0
        for name, field in form._fields.items()
        if name.startswith(_LINE)
    }


def line_fields(form: Form) -> list[Any]:
    """The fields for how many of each line; Any: WTForms has no types."""
    return [field for name, field in form._fields.items() if name.startswith(_LINE)]


def _number_up_to(most: int) -> Any:
    """A validator; Any: WTForms has no types."""

    def check(form: Form, field: LineField) -> None:  # noqa: ARG001 - WTForms' interface
        number = whole_number(field.data or "0")
        if number is None or number > most:
            raise ValidationError(_("Vul een getal in van 0 tot en met %(most)s") % {"most": most})

    return check
