"""The forms of the stock: what arrived, what must be corrected, and calling a kit back."""

from wtforms import HiddenField, TextAreaField

from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.fields import CountField
from weekplanner.kits.forms.fields import DifferenceField
from weekplanner.kits.models.catalogue import REASON_LENGTH
from weekplanner.kits.operations.stock import MOST_AT_ONCE
from weekplanner.web.forms import Form, LineField, at_most, required


class ReceiveForm(Form):
    """Stock that arrived; the key books a double click once."""

    request_key = HiddenField()
    quantity = CountField(
        _("Hoeveel kwamen er binnen?"),
        [required(_("Vul in hoeveel er zijn binnengekomen, zoals 200"))],
        least=1,
        most=MOST_AT_ONCE,
    )
    reason = LineField(
        _("Waarvandaan?"), [at_most(REASON_LENGTH)], description=_("Bijvoorbeeld: Drukkerij, pakbon 1204.")
    )


class CorrectForm(Form):
    """A count that came out otherwise; the key books a double click once."""

    request_key = HiddenField()
    quantity = DifferenceField(
        _("Hoeveel erbij of eraf?"),
        [required(_("Vul in hoeveel erbij of eraf moet, zoals 3 of -3"))],
        description=_("Zijn er minder dan hier staat? Zet dan een min voor het getal, zoals -3."),
    )
    reason = LineField(
        _("Waarom?"),
        [required(_("Schrijf erbij waarom: dat staat straks in het voorraadboek")), at_most(REASON_LENGTH)],
        description=_("Bijvoorbeeld: Geteld op 3 september. Drie dozen waren nat."),
    )


class RecallForm(Form):
    """Why nobody may use it."""

    reason = TextAreaField(
        _("Waarom haalt u dit pakket terug?"),
        [required(_("Schrijf waarom u het pakket terughaalt")), at_most(REASON_LENGTH)],
        description=_(
            "Dit lezen de mensen die het hebben of besteld hebben. "
            "Bijvoorbeeld: De vlaggenlijn geeft verf af. Hang hem niet op."
        ),
    )
