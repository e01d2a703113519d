"""What coordinators type about their municipality, and who appoints them."""

from wtforms import FieldList, FormField, HiddenField, TextAreaField

from weekplanner.accounts.forms import email_address, web_address
from weekplanner.accounts.models import NAME_LENGTH, WEBSITE_LENGTH
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.fields import SubForm
from weekplanner.municipalities.queries import Page
from weekplanner.municipalities.values import INTRODUCTION_LENGTH, MOST_PARTNERS, PageTexts, Partner
from weekplanner.web.forms import Form, LineField, at_most, required

MOST_ROWS = 2 * MOST_PARTNERS
"""WTForms silently drops what comes after; the rule itself is checked with a sentence."""


class PartnerForm(SubForm):
    """One row: an organisation of the local coalition."""

    name = LineField(_("Naam"), [at_most(NAME_LENGTH)])
    website = LineField(_("Website"), [at_most(WEBSITE_LENGTH - len("https://")), web_address])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not self.name.data and not self.website.data

    def partner(self) -> Partner:
        """What was filled in."""
        return Partner(self.name.data or "", self.website.data or "")


class PageForm(Form):
    """The page of a municipality: an introduction, and the partners in their order."""

    version = HiddenField()
    introduction = TextAreaField(
        _("Inleiding"),
        [at_most(INTRODUCTION_LENGTH)],
        description=_(
            "Wat is er leuk aan meedoen in uw gemeente? **Zo** maakt u woorden vet, met een - een lijst."
        ),
    )
    partners = FieldList(FormField(PartnerForm), max_entries=MOST_ROWS)

    @property
    def rows(self) -> list[PartnerForm]:
        """The partners, the empty ones too."""
        return [entry.form for entry in self.partners.entries]

    @property
    def version_number(self) -> int:
        """The version the form was made from; -1, which is always too old, when it is nonsense."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1

    def validate(self, extra_validators: object = None) -> bool:
        """Check every row, and how many there are."""
        super().validate(extra_validators)
        for row in self.rows:
            if row.website.data and not row.name.data:
                row.name.errors = [_("Vul de naam van deze partner in.")]
        if len(self.texts().partners) > MOST_PARTNERS:
            sentence = _("Noem hooguit %(number)s partners.") % {"number": MOST_PARTNERS}
            self.partners.errors = [*self.partners.errors, sentence]
        return not self.all_errors

    def texts(self) -> PageTexts:
        """What was filled in; rows without anything are left out."""
        partners = tuple(row.partner() for row in self.rows if not row.is_empty)
        return PageTexts(self.introduction.data or "", partners)

    def add_row(self) -> None:
        """One more partner."""
        if len(self.rows) < MOST_PARTNERS:
            self.partners.append_entry()

    def remove_row(self, number: int) -> None:
        """Take the partner with this number away, counted from 0."""
        self._arrange([row for at, row in enumerate(self._data()) if at != number])

    def move_up(self, number: int) -> None:
        """Let the partner with this number change places with the one before it."""
        rows = self._data()
        if 0 < number < len(rows):
            rows[number - 1 : number + 1] = [rows[number], rows[number - 1]]
        self._arrange(rows)

    def _data(self) -> list[dict[str, str]]:
        return [{"name": row.name.data or "", "website": row.website.data or ""} for row in self.rows]

    def _arrange(self, rows: list[dict[str, str]]) -> None:
        """Write the rows anew, numbered from 0."""
        self.partners.entries.clear()
        self.partners.last_index = -1
        for row in rows:
            self.partners.append_entry(row)


class CoordinatorForm(Form):
    """Who watches over a municipality from now on."""

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


def stored(page: Page) -> dict[str, object]:
    """What stands on the page, as the form shows it."""
    return {
        "version": str(page.version),
        "introduction": page.texts.introduction,
        "partners": page.texts.partner_rows or [{"name": "", "website": ""}],
    }
