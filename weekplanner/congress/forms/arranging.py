"""What the team says of a congress: when, where, for whom, how many seats, and why it does not go on."""

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import BooleanField, SelectField, SelectMultipleField, TextAreaField

from weekplanner.accounts.forms import web_address
from weekplanner.congress.models.congresses import (
    APOLOGY_LENGTH,
    MOST_SEATS,
    NAME_LENGTH,
    SUMMARY_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Congress,
    CongressKind,
)
from weekplanner.congress.values import CongressValues
from weekplanner.congress.words import KINDS
from weekplanner.core import clock
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms import parsing
from weekplanner.events.forms.fields import (
    CountField,
    DayField,
    PostcodeField,
    TimeField,
    choices_of,
)
from weekplanner.events.forms.steps import StepForm
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.forms import Form, LineField, at_most, required

HOUSE_NUMBER_LENGTH = 20
PLACE_LENGTH = 80
URL_LENGTH = 500


def seats_field() -> CountField:
    """How many people can come."""
    said = required(_("Vul in hoeveel stoelen er zijn"))
    return CountField(_("Aantal stoelen"), [said], least=1, most=MOST_SEATS)


class CongressForm(StepForm):
    """All that readers and attendees see of a congress but its programme and its seats."""

    kind = SelectField(_("Soort bijeenkomst"), [required(_("Kies een soort"))])
    title = LineField(_("Titel"), [required(_("Vul een titel in")), at_most(TITLE_LENGTH)])
    summary = LineField(
        _("In één zin"),
        [at_most(SUMMARY_LENGTH)],
        description=_("Dit staat boven aan de pagina en in de agenda."),
    )
    description = TextAreaField(
        _("Beschrijving"),
        [at_most(TEXT_LENGTH)],
        description=_("Zet **sterretjes** om wat belangrijk is."),
    )
    audiences = SelectMultipleField(
        _("Voor wie is het?"),
        [required(_("Kies voor wie het congres is"))],
        description=_("Wie ergens anders bij hoort, kan vragen om erbij te mogen."),
    )
    starts_on = DayField(_("Dag"), [required(_("Vul de dag in"))])
    starts_at = TimeField(_("Van"), [required(_("Vul in hoe laat het begint"))])
    ends_at = TimeField(_("Tot"), [required(_("Vul in tot hoe laat het duurt"))])
    opens_on = DayField(_("Aanmelden vanaf"), [required(_("Vul de dag in"))])
    opens_at = TimeField(_("Hoe laat"), [required(_("Vul een tijd in"))])
    closes_on = DayField(_("Aanmelden tot"), [required(_("Vul de dag in"))])
    closes_at = TimeField(_("Hoe laat"), [required(_("Vul een tijd in"))])
    venue = LineField(
        _("Naam van de plek"),
        [at_most(TITLE_LENGTH)],
        description=_("Laat dit leeg als men alleen online meedoet."),
    )
    street = LineField(_("Straat"), [at_most(NAME_LENGTH)])
    house_number = LineField(_("Huisnummer"), [at_most(HOUSE_NUMBER_LENGTH)])
    postcode = PostcodeField(_("Postcode"))
    place = LineField(_("Plaats"), [at_most(PLACE_LENGTH)])
    is_right = BooleanField(_("Ja, dit adres klopt"))
    """Asked only when postcode and place do not seem to belong together."""
    travel = TextAreaField(
        _("Reis en gebouw"),
        [at_most(TEXT_LENGTH)],
        description=_("Bijvoorbeeld: vijf minuten lopen van het station, zonder drempels."),
    )
    online_url = LineField(
        _("Link om online mee te doen"),
        [at_most(URL_LENGTH), web_address],
        description=_("Alleen wie een stoel heeft, krijgt deze link."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.kind.choices = [(kind.value, _(words)) for kind, words in KINDS.items()]
        self.audiences.choices = choices_of(vocabulary().congress_audiences)

    @property
    def area(self) -> tuple[str, str] | None:
        """Postcode and place, when there are both to be asked about."""
        postcode, place = self.postcode.data, self.place.data
        return (postcode, place) if postcode and place else None

    def values(self) -> CongressValues:
        """As the operations take it."""
        return CongressValues(
            kind=CongressKind(self.kind.data),
            title=self.title.data,
            summary=self.summary.data or "",
            description=self.description.data or "",
            audiences=tuple(self.audiences.data),
            starts_at=moment_of(self.starts_on.data, self.starts_at.data),
            ends_at=end_of(self.starts_on.data, self.ends_at.data),
            opens_at=moment_of(self.opens_on.data, self.opens_at.data),
            closes_at=moment_of(self.closes_on.data, self.closes_at.data),
            venue=self.venue.data or "",
            street=self.street.data or "",
            house_number=self.house_number.data or "",
            postcode=self.postcode.data or "",
            place=self.place.data or "",
            travel=self.travel.data or "",
            online_url=self.online_url.data or "",
        )


class NewCongressForm(CongressForm):
    """One that is not there yet."""

    seats = seats_field()


class SeatsForm(Form):
    """How many seats there are."""

    seats = seats_field()


class CallOffForm(StepForm):
    """Why it does not go on."""

    apology = TextAreaField(
        _("Wat wilt u de deelnemers zeggen?"),
        [required(_("Schrijf één of twee zinnen voor de deelnemers")), at_most(APOLOGY_LENGTH)],
        description=_("Zij lezen dit in de mail. Bijvoorbeeld: de spreker is ziek. Het spijt ons."),
    )


def moment_of(day: date, minutes: int) -> datetime:
    """A moment on an Amsterdam clock, of minutes after midnight; 24.00 is the midnight that ends the day."""
    days, rest = divmod(minutes, parsing.MINUTES_A_DAY)
    return clock.moment(day + timedelta(days=days), time(rest // 60, rest % 60))


def end_of(day: date, minutes: int) -> datetime:
    """The same for an end: 0.00 and 24.00 both end the day."""
    return moment_of(day, minutes or parsing.MINUTES_A_DAY)


def minutes_of(moment: datetime) -> int:
    """How a field shows the time of a moment."""
    local = clock.local(moment)
    return local.hour * 60 + local.minute


def stored(congress: Congress) -> dict[str, Any]:
    """What the form begins with; Any: values of its fields."""
    values = vars(CongressValues.of(congress))
    days = {
        f"{name}_on": clock.local(getattr(congress, f"{name}_at")).date()
        for name in ("starts", "opens", "closes")
    }
    times = {
        f"{name}_at": minutes_of(getattr(congress, f"{name}_at"))
        for name in ("starts", "ends", "opens", "closes")
    }
    return {**values, **days, **times, "kind": congress.kind.value, "version": str(congress.version)}
