"""A party that the team writes down, or changes, for who telephoned."""

from typing import Any

from starlette.datastructures import FormData
from wtforms import HiddenField

from weekplanner.accounts.forms import version_number
from weekplanner.congress.forms.party import SKIP, PartyForm, begin_with, form_for
from weekplanner.congress.models.registrations import Registration
from weekplanner.congress.queries.congresses import Programme
from weekplanner.congress.values import Party
from weekplanner.core.texts import gettext as _


class DeskPartyForm(PartyForm):
    """The same as a party fills in itself, about somebody else; the key makes one of a double click."""

    request_key = HiddenField()
    version = HiddenField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = {
            "audience": _("Wie is het?"),
            "name": _("Naam"),
            "email": _("E-mailadres"),
            "organisation": _("Organisatie of gemeente"),
            "role": _("Functie"),
            "municipality": _("Gemeente"),
            "others": _("Wie komen er mee?"),
            "diets": _("Eten"),
            "access": _("Nodig in het gebouw"),
            "remark": _("Opmerking"),
            "companion": _("Komt er iemand mee om te helpen?"),
            "consent": _("De deelnemer vindt goed dat het congresteam dit weet."),
        }
        for name, label in words.items():
            if name in self:
                self[name].label.text = label
        for name, description in _DESCRIPTIONS.items():
            if name in self:
                self[name].description = description
        for each in self.rounds_shown:
            each.second.label.text = _("Tweede keus voor ronde %(number)s") % {"number": each.part.number}

    @property
    def version_number(self) -> int:
        """The version that was shown; 0, which is always too old, when it is nonsense."""
        return version_number(self.version.data)

    def go_on_from(self, registration: Registration) -> None:
        """After a refusal a next step is about what is stored now."""
        if self.refusal:
            self.version.data = str(registration.version)


_DESCRIPTIONS = {
    "name": _("Zo komt de naam op het naambordje."),
    "email": _("Hier gaat het toegangsbewijs naartoe."),
    "role": "",
    "municipality": _("Een plaats of postcode mag ook."),
    "companion": _("Vul dan de naam in. Voor de helper is er ook een stoel."),
}


def new_party_form(posted: FormData, programme: Programme, *, request_key: str) -> DeskPartyForm:
    """Of somebody who is not on the list yet."""
    rounds = {f"first_{each.part.id}": SKIP for each in programme.rounds}
    data = {"request_key": request_key, "rounds": rounds}
    return form_for(DeskPartyForm, programme)(posted, programme=programme, data=data)


def changed_party_form(
    posted: FormData, programme: Programme, registration: Registration, party: Party
) -> DeskPartyForm:
    """Of a party as it is stored; `registration` comes with its municipality."""
    known = begin_with(party)
    rounds = {f"first_{each.part.id}": SKIP for each in programme.rounds}
    data = {
        **known,
        "rounds": {**rounds, **known["rounds"]},
        "municipality": registration.municipality.name if registration.municipality else "",
        "version": str(registration.version),
    }
    return form_for(DeskPartyForm, programme)(posted, programme=programme, data=data)
