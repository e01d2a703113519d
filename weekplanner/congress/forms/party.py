"""What people type to come to a congress: who they are, with whom, to which workshops, what they need."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from starlette.datastructures import FormData
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from weekplanner.accounts.forms import email_address, only_a_name, version_number
from weekplanner.congress import needs, words
from weekplanner.congress.models.congresses import Workshop
from weekplanner.congress.models.registrations import (
    EMAIL_LENGTH,
    MOST_PEOPLE,
    NAME_LENGTH,
    NEED_LENGTH,
    REASON_LENGTH,
)
from weekplanner.congress.queries.congresses import Part, Programme
from weekplanner.congress.values import Choice, NeedsValues, Party
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.fields import SubForm
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.forms import Form, LineField, at_most, required

SKIP = "geen"
"""Of a round: no workshop."""

_AT_THE_END = ("diets", "access", "remark", "companion", "consent", "code", "website", "proof", "version")
"""Fields that stand after the rounds."""


@dataclass(frozen=True)
class Round:
    """The fields of one round, and what is said at each workshop by its id."""

    part: Part
    first: RadioField
    second: SelectField
    descriptions: Mapping[str, str]

    @property
    def full(self) -> list[str]:
        """The workshops in which nobody fits any more."""
        return [each.title for each in self.part.workshops if not each.free]


class PartyForm(Form):
    """Everything about a party; `form_for` adds the rounds of a programme as `rounds`."""

    audience = RadioField(_("Wie bent u?"), [required(_("Kies wie u bent."))], validate_choice=False)
    wish = TextAreaField(
        _("Waarom wilt u toch graag komen?"),
        [at_most(REASON_LENGTH)],
        description=_("Het congresteam leest dit en kijkt of het kan. U krijgt een mail."),
    )
    name = LineField(
        _("Uw naam"),
        [required(_("Vul uw naam in.")), at_most(NAME_LENGTH), only_a_name],
        description=_("Zo komt uw naam op het naambordje."),
    )
    email = LineField(
        _("Uw e-mailadres"),
        [
            required(_("Vul een e-mailadres in, zoals naam@voorbeeld.nl.")),
            at_most(EMAIL_LENGTH),
            email_address,
        ],
        description=_("Hier sturen wij uw toegangsbewijs naartoe."),
    )
    organisation = LineField(_("Uw organisatie of gemeente"), [at_most(NAME_LENGTH), only_a_name])
    role = LineField(
        _("Wat doet u daar?"), [at_most(NAME_LENGTH)], description=_("Bijvoorbeeld: wethouder zorg.")
    )
    municipality = LineField(
        _("In welke gemeente?"),
        [at_most(NAME_LENGTH)],
        description=_("Waar u zich inzet. Een plaats of postcode mag ook."),
    )
    others = FieldList(
        LineField(_("Naam"), [at_most(NAME_LENGTH), only_a_name]),
        _("Wie komen er met u mee?"),
        min_entries=MOST_PEOPLE - 1,
        max_entries=MOST_PEOPLE,
    )
    diets = SelectMultipleField(_("Wat wilt u eten?"), validate_choice=False)
    access = SelectMultipleField(_("Wat heeft u nodig in het gebouw?"), validate_choice=False)
    remark = TextAreaField(_("Is er nog iets dat wij moeten weten?"), [at_most(NEED_LENGTH)])
    companion = LineField(
        _("Komt er iemand mee om u te helpen?"),
        [at_most(NAME_LENGTH), only_a_name],
        description=_("Vul dan de naam in. Voor uw helper is er ook een stoel."),
    )
    consent = BooleanField(_("Het congresteam mag weten wat ik hier heb ingevuld."))

    def __init__(
        self,
        posted: FormData | None = None,
        *,
        programme: Programme,
        own_workshops: Collection[int] = (),
        awaited_workshops: Collection[int] = (),
        **options: Any,
    ) -> None:
        """The workshops in which the party has seats, and those it waits for. Any: WTForms' options."""
        super().__init__(posted, **options)
        self.programme = programme
        self.own_workshops, self.awaited_workshops = own_workshops, awaited_workshops
        self._order()
        self.audience.choices = [SelectChoice(*each) for each in audiences_for(programme)]
        self.diets.choices = [SelectChoice(each, _(label)) for each, label in needs.DIETS.items()]
        self.access.choices = [SelectChoice(each, _(label)) for each, label in needs.ACCESS.items()]
        for number, field in enumerate(self.others, start=2):
            field.label.text = _("Naam van nummer %(number)s") % {"number": number}
        for field in (self.diets, self.access, self.remark, self.consent, self.wish, self.others):
            field.flags.required = True  # or its label would call it optional, and that is said above it
        if programme.congress.is_online:
            del self.diets, self.companion
        self.rounds_shown = [self._round(part) for part in programme.rounds]

    @property
    def has_others(self) -> bool:
        """Whether a group is signed up, or something is wrong with it."""
        return bool(self.others.errors or any(field.data for field in self.others))

    @property
    def needs(self) -> NeedsValues:
        """What they need; what is no choice is left out."""
        diets = self.diets.data or () if "diets" in self else ()
        return NeedsValues(
            tuple(each for each in needs.DIETS if each in diets),
            tuple(each for each in needs.ACCESS if each in (self.access.data or ())),
            (self.remark.data or "").strip(),
        )

    def party(self, municipality_code: str | None) -> Party:
        """Who wants to come, with the municipality that was meant."""
        return Party(
            name=self.name.data,
            email=self.email.data,
            audience=self.audience.data,
            organisation=self.organisation.data or "",
            role=self.role.data or "",
            municipality_code=municipality_code,
            others=tuple(field.data for field in self.others if field.data),
            companion=(self.companion.data or "") if "companion" in self else "",
            choices=tuple(choice for each in self.rounds_shown if (choice := _choice_of(each))),
            needs=self.needs,
            wish=(self.wish.data or "").strip(),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Say everything that is wrong, also with what belongs together. Any: WTForms' interface."""
        is_valid: bool = super().validate(extra_validators)
        if self.needs and not self.consent.data:
            self.add_error("consent", _("Zet dit vinkje, of haal weg wat u hierboven heeft ingevuld."))
            is_valid = False
        wrong = [each for each in self.rounds_shown if not _check_round(each)]
        return is_valid and not wrong

    def validate_audience(self, field: RadioField) -> None:
        """One of those that are known."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Kies wie u bent."))

    def _order(self) -> None:
        """As on the page: a field that is added later stands last."""
        for name in _AT_THE_END:
            if name in self._fields:
                self._fields[name] = self._fields.pop(name)

    def _round(self, part: Part) -> Round:
        fields = self._fields["rounds"].form
        first, second = fields[f"first_{part.part.id}"], fields[f"second_{part.part.id}"]
        first.label.text = _("Workshop, ronde %(number)s") % {"number": part.number}
        second.label.text = _("Uw tweede keus voor ronde %(number)s") % {"number": part.number}
        first.flags.required = True  # or its label would call it optional
        workshops = [SelectChoice(str(each.id), each.title) for each in part.workshops]
        first.choices = [*workshops, SelectChoice(SKIP, _("Ik sla deze ronde over"))]
        second.choices = [SelectChoice("", _("Geen tweede keus")), *workshops]
        told = {str(each.id): self._told(each) for each in part.workshops}
        return Round(part, first, second, told)

    def _told(self, workshop: Workshop) -> str:
        if workshop.id in self.own_workshops:
            return f"{workshop.text} {_('Hier heeft u een plek.')}".strip()
        if workshop.id in self.awaited_workshops:
            return f"{workshop.text} {_('Hiervoor staat u op de wachtlijst.')}".strip()
        return f"{workshop.text} {words.room_in(workshop)}".strip()


Made = TypeVar("Made", bound=PartyForm)


def form_for(form: type[Made], programme: Programme) -> type[Made]:
    """A form with fields for the rounds of a programme."""
    return with_rounds(form, part_ids_of(programme))


def part_ids_of(programme: Programme) -> tuple[int, ...]:
    """The rounds of a programme, in their order."""
    return tuple(each.part.id for each in programme.rounds)


def with_rounds(form: type[Made], part_ids: tuple[int, ...]) -> type[Made]:
    """A form with fields for these rounds; where it is made often one keeps the class that comes of it."""
    return type(form.__name__, (form,), {"rounds": FormField(_rounds_form(part_ids))})


def audiences_for(programme: Programme) -> list[tuple[str, str]]:
    """Ids and labels of everybody one can be; for whom it is meant comes first."""
    terms = vocabulary().congress_audiences
    meant = programme.congress.audiences
    first = [each for each in terms if each in meant]
    return [(each, terms[each].label) for each in (*first, *(each for each in terms if each not in meant))]


def begin_with(party: Party) -> dict[str, Any]:
    """What stands in the fields of a party that is known, but for its municipality. Any: WTForms' data."""
    return {
        "audience": party.audience,
        "wish": party.wish,
        "name": party.name,
        "email": party.email,
        "organisation": party.organisation,
        "role": party.role,
        "others": list(party.others),
        "companion": party.companion,
        "diets": list(party.needs.diets),
        "access": list(party.needs.access),
        "remark": party.needs.remark,
        "consent": bool(party.needs),
        "rounds": dict(_chosen(party.choices)),
    }


def _chosen(choices: Iterable[Choice]) -> Iterable[tuple[str, str]]:
    for each in choices:
        yield f"first_{each.part_id}", str(each.first_choice_id)
        yield f"second_{each.part_id}", str(each.second_choice_id or "")


@lru_cache(maxsize=64)
def _rounds_form(part_ids: tuple[int, ...]) -> type[SubForm]:
    fields: dict[str, Field] = {}
    for part_id in part_ids:
        fields[f"first_{part_id}"] = RadioField("", validate_choice=False)
        fields[f"second_{part_id}"] = SelectField("", validate_choice=False)
    return type("Rounds", (SubForm,), fields)


def _choice_of(each: Round) -> Choice | None:
    first, second = version_number(each.first.data), version_number(each.second.data)
    return Choice(each.part.part.id, first, second or None) if first else None


def _check_round(each: Round) -> bool:
    """Say what is wrong with what was chosen in a round; answers whether nothing is."""
    known = {str(workshop.id) for workshop in each.part.workshops}
    first, second = each.first.data, each.second.data or ""
    if first not in known | {SKIP}:
        words_for = {"number": each.part.number}
        each.first.errors = [
            _("Kies een workshop voor ronde %(number)s, of sla deze ronde over.") % words_for
        ]
        return False
    if first != SKIP and second == first:
        each.second.errors = [_("Kies als tweede keus een andere workshop, of laat die leeg.")]
        return False
    if second and second not in known:
        each.second.errors = [_("Deze workshop is er niet meer. Kies opnieuw.")]
        return False
    return True
