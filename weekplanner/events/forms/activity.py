"""The form for an activity: everything its organiser fills in."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from weekplanner.accounts.forms import email_address, phone_number, web_address
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.events import completeness, rules
from weekplanner.events.examples import examples
from weekplanner.events.forms import parsing
from weekplanner.events.forms.fields import (
    CapacityField,
    CarriedDegreesField,
    NamesField,
    PostcodeField,
    PriceField,
    SubForm,
    TimeField,
    choices_of,
    needed,
)
from weekplanner.events.forms.occurrences import (
    OccurrenceForm,
    Row,
    day_choices,
    occurrence_list,
    on_each,
    row_of,
)
from weekplanner.events.models import (
    APOLOGY_LENGTH,
    DESCRIPTION_LENGTH,
    HOUSE_NUMBER_LENGTH,
    MOST_PARTNERS,
    NAME_LENGTH,
    NOTE_LENGTH,
    PHONE_LENGTH,
    PRICE_NOTE_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    URL_LENGTH,
)
from weekplanner.events.values import COLUMNS, NO, YES, ActivityValues, OccurrenceValues
from weekplanner.events.wording import AT_A_PLACE
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.vocabulary.tone import ToneHint, tone_hints
from weekplanner.web.forms import Form, LineField, at_most, required

TYPED_URL_LENGTH = URL_LENGTH - len("https://")
EVERY_DAY = "elke-dag"
OF_THEIR_OWN = frozenset({"partners", "pin_latitude", "pin_longitude"})
"""What is not a text, a choice or a tick."""
FOR_RESIDENTS = ("title", "summary", "description", "price_note", "host_welcome", "directions", "transport")
"""What residents read as it was written; there the tone is looked at."""


class AccessibilityForm(SubForm):
    """Yes, no or unknown for each feature that is asked."""


def _add_features() -> None:
    answers = [SelectChoice(YES, _("Ja")), SelectChoice(NO, _("Nee")), SelectChoice("", _("Weet ik niet"))]
    for feature in vocabulary().accessibility.values():
        if feature.is_asked:
            asked = RadioField(feature.label, choices=answers, default="", description=feature.explanation)
            setattr(AccessibilityForm, feature.id, asked)


_add_features()


class ActivityForm(Form):
    """An activity, as its organiser fills it in; fields stand in the order of the page."""

    version = HiddenField()
    request_key = HiddenField()
    pin_latitude = CarriedDegreesField()
    pin_longitude = CarriedDegreesField()
    example_slug = RadioField(_("Welk idee past bij u?"), default="", choices=[])
    title = LineField(
        _("Titel"),
        [required(_("Vul een titel in")), at_most(TITLE_LENGTH)],
        description=_("Kort en gezellig. Bijvoorbeeld: Soep aan de lange tafel."),
    )
    summary = LineField(
        _("Wat gaat u doen, in één zin?"),
        [needed(), at_most(SUMMARY_LENGTH)],
        description=_("Deze zin staat in lijsten en in mails."),
    )
    description = TextAreaField(
        _("Vertel wat mensen kunnen verwachten"),
        [needed(), at_most(DESCRIPTION_LENGTH)],
        description=_(
            "Wat doet u samen, en wie zijn er? Schrijf zoals u praat. Een lege regel begint een nieuwe "
            "alinea, een - aan het begin van een regel maakt een lijstje."
        ),
    )
    category = SelectField(_("Soort activiteit"), [needed()], default="")
    audiences = SelectMultipleField(
        _("Voor wie"), [needed()], description=_("Kiest u ‘Iedereen’, dan voelt ook iedereen zich welkom.")
    )
    occurrences = occurrence_list()
    many_days = SelectMultipleField(_("Op welke dagen?"))
    many_starts = TimeField(_("Begint om"))
    many_ends = TimeField(_("Eindigt om"))
    many_capacity = CapacityField(_("Aantal plaatsen"))
    apology = TextAreaField(
        _("Wat wilt u de deelnemers zeggen?"),
        [needed(), at_most(APOLOGY_LENGTH)],
        description=_("Bijvoorbeeld: De zaal is stuk. Het spijt ons. De andere keren gaan wel door."),
        default="",
    )
    form = RadioField(_("Hoe doen mensen mee?"), [needed()], default=AT_A_PLACE)
    venue = LineField(
        _("Naam van de plek"),
        [at_most(NAME_LENGTH)],
        description=_("Bijvoorbeeld: Buurthuis De Linde."),
    )
    street = LineField(_("Straat"), [needed(), at_most(NAME_LENGTH)])
    house_number = LineField(_("Huisnummer"), [at_most(HOUSE_NUMBER_LENGTH)])
    postcode = PostcodeField(
        _("Postcode"),
        [needed()],
        description=_("De plaats en de gemeente zoeken wij erbij. Bijvoorbeeld: 5341 AB."),
    )
    online_url = LineField(_("Link om mee te doen"), [at_most(TYPED_URL_LENGTH), web_address])
    dial_in_phone = LineField(_("Telefoonnummer om mee te doen"), [at_most(PHONE_LENGTH), phone_number])
    price = PriceField(
        _("Wat kost het per persoon, in euro?"), description=_("Bijvoorbeeld 3,50. Gratis? Laat het leeg.")
    )
    price_note = LineField(
        _("Iets te vertellen over de prijs?"),
        [at_most(PRICE_NOTE_LENGTH)],
        description=_("Bijvoorbeeld: met de stadspas is het gratis."),
    )
    accessibility = FormField(AccessibilityForm, _("Toegankelijkheid"))
    directions = TextAreaField(
        _("Hoe komen mensen er?"),
        [at_most(NOTE_LENGTH)],
        description=_("Welke bus stopt dichtbij, waar staat de auto, welke deur?"),
    )
    transport = TextAreaField(
        _("Kunt u mensen ophalen?"),
        [at_most(NOTE_LENGTH)],
        description=_("Vertel wie er rijdt en wanneer mensen dat vragen."),
    )
    transport_phone = LineField(_("Telefoonnummer voor ophalen"), [at_most(PHONE_LENGTH), phone_number])
    languages = SelectMultipleField(_("In welke talen?"), [needed()], default=["nl"])
    host_name = LineField(_("Wie ontvangt de gasten?"), [at_most(NAME_LENGTH)])
    host_welcome = TextAreaField(
        _("Wat gebeurt er in de eerste tien minuten?"),
        [at_most(NOTE_LENGTH)],
        description=_(
            "De drempel is het spannendst. Bijvoorbeeld: Fatma wacht u op bij de deur en schenkt koffie in."
        ),
    )
    partners = NamesField(
        _("Met wie doet u het samen?"),
        most=MOST_PARTNERS,
        longest=NAME_LENGTH,
        description=_("Eén organisatie op elke regel. Bijvoorbeeld: Bibliotheek Neude."),
    )
    join_ways = SelectMultipleField(
        _("Hoe laten mensen weten dat zij komen?"),
        [needed()],
        description=_("U mag meer kiezen. Veel oudere gasten bellen liever."),
    )
    join_url = LineField(_("Website om aan te melden"), [at_most(TYPED_URL_LENGTH), web_address])
    contact_name = LineField(_("Naam van de contactpersoon"), [needed(), at_most(NAME_LENGTH)])
    is_contact_name_public = BooleanField(_("Zet de naam op de site"), default=True)
    contact_phone = LineField(_("Telefoonnummer"), [at_most(PHONE_LENGTH), phone_number])
    is_contact_phone_public = BooleanField(_("Zet het telefoonnummer op de site"), default=True)
    contact_email = LineField(
        _("E-mailadres"), [email_address], description=_("Hierop krijgt u onze mail over de activiteit.")
    )
    is_contact_email_public = BooleanField(_("Zet het e-mailadres op de site"), default=False)

    def __init__(self, *arguments: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = vocabulary()
        self.category.choices = choices_of(words.categories, none=_("Kies een soort activiteit"))
        self.audiences.choices = choices_of(words.audiences)
        self.form.choices = choices_of(words.forms)
        self.languages.choices = choices_of(words.languages)
        self.join_ways.choices = choices_of(words.join)
        ideas = [SelectChoice(example.slug, example.name) for example in examples().values()]
        self.example_slug.choices = [SelectChoice("", _("Ik heb zelf een idee")), *ideas]
        self.edition = edition
        self.many_days.choices = [SelectChoice(EVERY_DAY, _("Elke dag")), *day_choices(edition)]
        self._offer_days()

    @property
    def rows(self) -> list[OccurrenceForm]:
        """The moments."""
        return [entry.form for entry in self.occurrences.entries]

    @property
    def version_number(self) -> int:
        """The version the form was made from; 0, which is always too old, when it is nonsense."""
        return parsing.whole_number(self.version.data or "") or 0

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """Whether everything that was typed can be kept; incomplete is fine."""
        super().validate(*arguments, **options)
        filled = [row for row in self.rows if not row.is_empty]
        for row in filled:
            row.check(self.edition)
        if not any(row.errors for row in filled):
            problem = rules.problem_of_all([row.values() for row in filled])
            if problem:
                self.add_error("occurrences", problem)
        return not self.all_errors

    def require_complete(self) -> bool:
        """Say at its field what is still missing before an activity can be submitted."""
        readable = [row for row in self.rows if row.can_be_read]
        has_wrong_rows = any(row.errors for row in self.rows)
        for gap in completeness.missing(self.values()):
            field = self[gap.field] if gap.occurrence is None else readable[gap.occurrence].capacity
            if not field.errors and not (field is self.occurrences and has_wrong_rows):
                field.errors = [gap.sentence]
        return not self.all_errors

    def values(self) -> ActivityValues:
        """What was filled in; what could not be read is left out."""
        plain = {name: self[name].data for name in COLUMNS if name in self and name not in OF_THEIR_OWN}
        answers = self.accessibility.data.items()
        return ActivityValues(
            **{
                **plain,
                **{name: "" for name, value in plain.items() if value is None},
                **{name: _chosen(self[name]) for name in ("audiences", "languages", "join_ways")},
                **{name: "".join(_chosen(self[name])) for name in ("category", "form", "example_slug")},
                "accessibility": {name: answer for name, answer in answers if answer in {YES, NO}},
            },
            price_cents=self.price.data or 0,
            partners=self.partners.data or (),
            pin_latitude=self.pin_latitude.data,
            pin_longitude=self.pin_longitude.data,
            occurrences=tuple(row.values() for row in self.rows if row.can_be_read),
        )

    def add_row(self) -> None:
        """One more moment, that begins as the last one did."""
        if len(self.rows) >= rules.MOST_OCCURRENCES:
            return
        last = self.rows[-1] if self.rows else None
        self.occurrences.append_entry(
            {"starts": last.starts.data, "ends": last.ends.data, "capacity": last.capacity.data}
            if last
            else None
        )
        self._offer_days()

    def remove_row(self, number: int) -> None:
        """Take the moment with this number away, counted from 0; the last one only becomes empty."""
        if 0 <= number < len(self.rows):
            del self.occurrences.entries[number]
        if not self.rows:
            self.occurrences.append_entry()
        self._offer_days()

    def add_days(self, *, is_asked: bool) -> None:
        """Make a row for each of the days that were chosen together.

        Nothing happens when none were; `is_asked` says that the button for it was pressed, so that what is
        missing is said.
        """
        chosen = self.many_days.data or []
        days = [day.isoformat() for day in self.edition.days()]
        wanted = days if EVERY_DAY in chosen else [day for day in days if day in chosen]
        starts, ends = self.many_starts.data, self.many_ends.data
        if not wanted or starts is None or ends is None:
            self._say_what_days_lack(wanted, is_asked=is_asked)
            return
        self._append_new(on_each(wanted, starts, ends, self.many_capacity.data))
        self.many_days.data = []
        for field in (self.many_starts, self.many_ends, self.many_capacity):
            field.clear()
        self._offer_days()

    def begin_with_example(self) -> None:
        """Fill in the texts of the chosen example, where nothing of the organiser's own stands."""
        example = examples().get(self.example_slug.data or "")
        if example is None:
            return
        others = examples().values()
        if self.title.data in {"", None, *(other.starter_title for other in others)}:
            _fill(self.title, example.starter_title)
        if self.description.data in {"", None, *(other.starter_description for other in others)}:
            _fill(self.description, example.starter_description)
        if self.category.data in {"", None, *(other.category for other in others)}:
            self.category.data = example.category
        if not self.audiences.data:
            self.audiences.data = list(example.audiences)

    def hints(self) -> dict[str, list[ToneHint]]:
        """For each text that residents read, the words in it that may scare them off."""
        return {name: tone_hints(self[name].data or "") for name in FOR_RESIDENTS}

    def go_on_from(self, values: ActivityValues, version: int) -> None:
        """Keep what was typed for a newer version; moments that are gone since do not come back.

        The pin is put on a page of its own: where it stands now counts.
        """
        self.pin_latitude.data, self.pin_longitude.data = values.pin_latitude, values.pin_longitude
        known = {str(each.id) for each in values.occurrences}
        kept = [
            entry
            for entry in self.occurrences.entries
            if not entry.form.id.data or entry.form.id.data in known
        ]
        self.occurrences.entries[:] = kept
        if not kept:
            self.occurrences.append_entry()
            self._offer_days()
        self.version.data = str(version)

    def taken_out(self, values: ActivityValues) -> list[OccurrenceValues]:
        """The moments of `values` that have no row any more."""
        there = {row.id.data for row in self.rows}
        return [each for each in values.occurrences if str(each.id) not in there]

    def put_back(self, occurrences: Iterable[OccurrenceValues]) -> None:
        """Give these moments a row again."""
        for each in occurrences:
            self.occurrences.append_entry(row_of(each))
        self._offer_days()

    def _append_new(self, rows: list[Row]) -> None:
        """Add rows that are not there yet, in place of those that are empty."""
        there = {(row.day.data, row.starts.data, row.ends.data) for row in self.rows}
        self.occurrences.entries[:] = [entry for entry in self.occurrences.entries if not entry.form.is_empty]
        for row in rows:
            is_new = (row.day, row.starts, row.ends) not in there
            if is_new and len(self.rows) < rules.MOST_OCCURRENCES:
                self.occurrences.append_entry(row)

    def _say_what_days_lack(self, wanted: list[str], *, is_asked: bool) -> None:
        if not (is_asked or wanted):
            return
        lacking = (
            (self.many_days, bool(wanted), _("Kies één of meer dagen")),
            (self.many_starts, self.many_starts.data is not None, _("Vul een begintijd in, zoals 12.00")),
            (self.many_ends, self.many_ends.data is not None, _("Vul een eindtijd in, zoals 13.30")),
        )
        for field, is_there, sentence in lacking:
            if not is_there:
                field.errors = [*field.process_errors] or [sentence]

    def _offer_days(self) -> None:
        for row in self.rows:
            row.day.choices = [SelectChoice("", _("Kies een dag")), *day_choices(self.edition)]


def filled_in(values: ActivityValues) -> Mapping[str, Any]:
    """What is stored, as the form shows it."""
    plain = {each.name: getattr(values, each.name) for each in fields(values)}
    return {
        **plain,
        "price": values.price_cents,
        "occurrences": [row_of(each) for each in values.occurrences],
    }


def _chosen(field: SelectField) -> tuple[str, ...]:
    """What was chosen, as far as it could be."""
    chosen = field.data if isinstance(field.data, list) else [field.data]
    return tuple(each for each in chosen if any(each == choice.value for choice in field.choices))


def _fill(field: Field, text: str) -> None:
    field.data, field.raw_data = text, None
