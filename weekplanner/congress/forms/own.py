"""What somebody types on the page of their own sign-up."""

from typing import Any

from starlette.datastructures import FormData
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from weekplanner.accounts.forms import version_number
from weekplanner.congress.forms.party import SKIP, PartyForm, begin_with, form_for
from weekplanner.congress.forms.signing_up import CODE_LENGTH
from weekplanner.congress.queries.own import Own
from weekplanner.core.texts import gettext as _
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.forms import Form, LineField, at_most, required


class ChangeForm(PartyForm):
    """A party that is changed, in one version."""

    version = HiddenField()

    @property
    def version_number(self) -> int:
        """The version that was shown; 0, which is always too old, when it is nonsense."""
        return version_number(self.version.data)

    def go_on_from(self, own: Own) -> None:
        """After a refusal a next step is about what is stored now."""
        self.version.data = str(own.registration.version)


class CodeForm(Form):
    """Using an invitation code after all."""

    code = LineField(
        _("Uitnodigingscode"), [required(_("Vul de code in die u heeft gekregen.")), at_most(CODE_LENGTH)]
    )


def change_form(own: Own, posted: FormData | None = None) -> ChangeForm:
    """A party as it is, or as it was filled in; who they are stays among those who may come."""
    party = own.standing.party
    data: dict[str, Any] = {
        **begin_with(party),
        "municipality": own.municipality.name if own.municipality else "",
        "version": str(own.registration.version),
    }
    form = form_for(ChangeForm, own.programme)(
        posted,
        programme=own.programme,
        own_workshops=own.own_workshops,
        awaited_workshops=own.awaited_workshops,
        data=data,
    )
    may_be = {*own.congress.audiences, party.audience}
    terms = vocabulary().congress_audiences
    form.audience.choices = [SelectChoice(each, terms[each].label) for each in terms if each in may_be]
    if posted is None:
        _skip_what_was_not_chosen(form)
    return form


def _skip_what_was_not_chosen(form: ChangeForm) -> None:
    for each in form.rounds_shown:
        each.first.data = each.first.data or SKIP
