"""What guests type: to take a place, for themselves or for somebody else, and to change it afterwards."""

from collections.abc import Sequence
from typing import Any

from starlette.datastructures import FormData
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField, ValidationError, widgets
from wtforms.fields import SelectChoice

from weekplanner.accounts.forms import email_address, only_a_name, phone_number, version_number
from weekplanner.core import tokens
from weekplanner.core.errors import Refused
from weekplanner.core.texts import gettext as _
from weekplanner.signups.models import (
    EMAIL_LENGTH,
    NAME_LENGTH,
    PHONE_LENGTH,
    REMARK_LENGTH,
    SignUp,
)
from weekplanner.signups.values import Guest, Helper
from weekplanner.web import form_proofs
from weekplanner.web.forms import Form, LineField, TrapField, at_most, required

FORM = "sign-up"
"""What the proof in the form is about, with the activity."""

MOST_RADIOS = 6
"""More choices stand in a list that opens (standards §3.2)."""

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def telephone(form: Form, field: LineField) -> None:
    """A validator: a number as people write it, with any kind of dash."""
    if field.data:
        field.data = field.data.translate(_DASHES)
    phone_number(form, field)


def words_for_people() -> list[SelectChoice]:
    """With how many one comes."""
    words = (
        _("Ik kom alleen"),
        _("Met z’n tweeën"),
        _("Met z’n drieën"),
        _("Met z’n vieren"),
        _("Met z’n vijven"),
        _("Met z’n zessen"),
    )
    return [SelectChoice(str(number), label) for number, label in enumerate(words, start=1)]


def _people() -> RadioField:
    return RadioField(
        _("Met hoeveel mensen komt u?"),
        [required(_("Kies met hoeveel mensen u komt."))],
        choices=words_for_people(),
        default="1",
        validate_choice=False,
    )


def _phone(description: str) -> LineField:
    return LineField(_("Uw telefoonnummer"), [at_most(PHONE_LENGTH), telephone], description=description)


def _transport() -> BooleanField:
    return BooleanField(
        _("Ja, haal mij graag thuis op"), description=_("De organisator belt u over de tijd.")
    )


def _remark() -> TextAreaField:
    return TextAreaField(
        _("Waar kunnen wij rekening mee houden?"),
        [at_most(REMARK_LENGTH)],
        description=_(
            "Bijvoorbeeld: geen vlees, of een stoel met armleuningen. Alleen de organisator leest dit."
        ),
    )


class SignUpForm(Form):
    """Taking a place at one of the moments of an activity."""

    occurrence = RadioField(_("Wanneer komt u?"), validate_choice=False)
    helper_name = LineField(_("Uw eigen naam"), [at_most(NAME_LENGTH), only_a_name])
    helper_email = LineField(
        _("Uw eigen e-mailadres"),
        [at_most(EMAIL_LENGTH), email_address],
        description=_("Dan hoort u ook hoe het gaat."),
    )
    consent = BooleanField(_("Wie ik aanmeld, vindt dit goed."))
    name = LineField(_("Uw naam"), [required(_("Vul uw naam in.")), at_most(NAME_LENGTH), only_a_name])
    phone = _phone(_("Dan kan de organisator u bellen. Heeft u liever een mail? Laat dit dan leeg."))
    email = LineField(
        _("Uw e-mailadres"),
        [at_most(EMAIL_LENGTH), email_address],
        description=_("Dan krijgt u een mail met een link, om iets te wijzigen of om u af te melden."),
    )
    people = _people()
    wants_transport = _transport()
    remark = _remark()
    website = TrapField(_("Laat dit veld leeg"))
    proof = HiddenField()

    def __init__(
        self,
        posted: FormData | None = None,
        *,
        activity_id: int,
        occurrence_ids: Sequence[int],
        choices: Sequence[tuple[str, str]],
        most_people: int,
        has_transport: bool,
    ) -> None:
        """`choices` are the moments one can sign up for, `occurrence_ids` also what is past or off."""
        super().__init__(posted)
        self.activity_id, self.occurrence_ids, self.has_transport = activity_id, occurrence_ids, has_transport
        self.occurrence.choices = [SelectChoice(value, label) for value, label in choices]
        self.is_long_list = len(choices) > MOST_RADIOS
        if self.is_long_list:
            self.occurrence.widget = widgets.Select()
            self.occurrence.choices.insert(0, SelectChoice("", _("Kies een keer")))
        if len(choices) == 1 and not self.occurrence.data:
            self.occurrence.data = choices[0][0]
        self.people.choices = words_for_people()[:most_people]
        for field in (self.occurrence, self.helper_name, self.helper_email, self.phone):
            field.flags.required = True  # or their labels would call them optional
        self.posted_proof = self.proof.data or ""
        self.proof.data = form_proofs.made_for(FORM, activity_id)  # what the page shows is fresh

    @property
    def is_for_another(self) -> bool:
        """Whether somebody else signs the guest up."""
        return bool(self.helper_name.data or self.helper_email.data or self.consent.data)

    @property
    def occurrence_id(self) -> int:
        """The chosen moment."""
        return version_number(self.occurrence.data)

    @property
    def guest(self) -> Guest:
        """Who comes."""
        return Guest(
            name=self.name.data,
            email=self.email.data or "",
            phone=self.phone.data or "",
            people=int(self.people.data),
            wants_transport=self.has_transport and bool(self.wants_transport.data),
            remark=self.remark.data or "",
        )

    @property
    def helper(self) -> Helper | None:
        """Who signs them up, if that is somebody else."""
        return Helper(self.helper_name.data, self.helper_email.data) if self.is_for_another else None

    @property
    def request_key(self) -> str:
        """Equal for the same form sent twice: the page it stands on is one for all readers."""
        return tokens.digest(repr((self.activity_id, self.guest, self.helper)))

    def validate(self, extra_validators: Any = None) -> bool:
        """Say everything that is wrong, also with what is asked of the form as a whole."""
        is_valid: bool = super().validate(extra_validators)
        if self.is_for_another:
            is_valid = self._check_helper() and is_valid
        elif not (self.phone.errors or self.email.errors or self.phone.data or self.email.data):
            self.add_error("phone", _("Vul een telefoonnummer of een e-mailadres in."))
            is_valid = False
        try:
            form_proofs.check(self.posted_proof, FORM, self.activity_id)
        except Refused as refused:
            self.refuse(refused)
            is_valid = False
        return is_valid

    def validate_occurrence(self, field: RadioField) -> None:
        """One of this activity; whether one can still sign up for it is not for the form to say."""
        if version_number(field.data) not in self.occurrence_ids:
            raise ValidationError(_("Kies wanneer u komt."))

    def validate_people(self, field: RadioField) -> None:
        """One of those that are offered."""
        _check_people(field)

    def _check_helper(self) -> bool:
        missing = [
            (field.name, sentence)
            for field, sentence in (
                (self.helper_name, _("Vul uw eigen naam in.")),
                (self.helper_email, _("Vul uw eigen e-mailadres in.")),
                (self.consent, _("Meld alleen iemand aan die dat goed vindt. Zet dan het vinkje.")),
            )
            if not field.data and not field.errors
        ]
        for name, sentence in missing:
            self.add_error(name, sentence)
        return not missing


class ChangeForm(Form):
    """Changing a sign-up: with how many, how to be reached, and what is needed."""

    version = HiddenField()
    people = _people()
    phone = _phone(_("Dan kan de organisator u bellen als er iets verandert."))
    wants_transport = _transport()
    remark = _remark()

    def __init__(self, posted: FormData | None, sign_up: SignUp, *, has_transport: bool) -> None:
        """`has_transport` says whether somebody can fetch guests; who was promised it keeps it."""
        data = {
            "version": str(sign_up.version),
            "people": str(sign_up.people),
            "phone": sign_up.phone,
            "wants_transport": sign_up.wants_transport,
            "remark": sign_up.remark,
        }
        super().__init__(posted, data=data)
        self.sign_up, self.has_transport = sign_up, has_transport or sign_up.wants_transport
        if not sign_up.reached_at:
            self.phone.flags.required = True  # or its label would call it optional

    @property
    def version_number(self) -> int:
        """The version that was shown."""
        return version_number(self.version.data)

    def go_on_from(self, sign_up: SignUp) -> None:
        """After a refusal the page shows what is stored now, and a next step is about that."""
        self.version.data = str(sign_up.version)

    @property
    def guest(self) -> Guest:
        """Who comes, as it shall be from now on."""
        return Guest(
            name=self.sign_up.name,
            email=self.sign_up.email,
            phone=self.phone.data or "",
            people=int(self.people.data),
            wants_transport=self.has_transport and bool(self.wants_transport.data),
            remark=self.remark.data or "",
        )

    def validate_people(self, field: RadioField) -> None:
        """One of those that are offered."""
        _check_people(field)


def _check_people(field: RadioField) -> None:
    if field.data not in [choice.value for choice in field.choices]:
        raise ValidationError(_("Kies met hoeveel mensen u komt."))
