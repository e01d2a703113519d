"""The forms of reviewers: publishing, a reason, many at once, and the reasons that are ready-made."""

import re
from collections.abc import Iterable

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.steps import StepForm
from weekplanner.events.models import READY_TITLE_LENGTH, REASON_LENGTH, ReadyReason, ReasonUse
from weekplanner.events.operations.many import Chosen
from weekplanner.events.operations.reasons import ReasonValues
from weekplanner.web.forms import LineField, at_most, required

_HANDLE = re.compile(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})", re.ASCII)


class PublishForm(StepForm):
    """Putting it on the site."""

    trust = BooleanField(
        _("Vertrouw deze organisatie"),
        default=True,
        description=_("Wat zij hierna insturen, staat dan meteen op de site."),
    )


class ReasonForm(StepForm):
    """Words to the organiser, which may begin with a ready-made text."""

    ready = SelectField(
        _("Begin met een vaste tekst"),
        choices=[],
        default="",
        validate_choice=False,
        description=_("U kunt de tekst daarna nog aanpassen."),
    )
    reason = TextAreaField(
        _("Wat wilt u vragen of meegeven?"),
        [required(_("Schrijf wat er nog nodig is")), at_most(REASON_LENGTH)],
        description=_("De organisator leest dit in de mail."),
    )

    def offer(self, reasons: Iterable[ReadyReason]) -> None:
        """Let one of these be chosen."""
        self.texts = {str(each.id): each.text for each in reasons}
        named = [SelectChoice(str(each.id), each.title) for each in reasons]
        self.ready.choices = [SelectChoice("", _("Ik schrijf het zelf")), *named]

    def take_over(self) -> None:
        """Put the chosen text in place of another ready-made one, and after what somebody wrote."""
        text = self.texts.get(self.ready.data or "")
        if text is None:
            return
        typed = (self.reason.data or "").strip()
        is_own = typed and typed not in self.texts.values()
        self.reason.data = f"{typed}\n\n{text}" if is_own and text not in typed else text


class ReturnForm(ReasonForm):
    """Asking something first."""


class WithdrawForm(ReasonForm):
    """Refusing it, or taking it down."""

    reason = TextAreaField(
        _("Waarom komt dit niet op de site?"),
        [required(_("Schrijf een reden op")), at_most(REASON_LENGTH)],
        description=_("De organisator leest dit in de mail."),
    )


class ManyForm(ReturnForm):
    """What was ticked on the review list, and what is to be done with it."""

    chosen = SelectMultipleField(validate_choice=False)
    trust = BooleanField(_("Vertrouw ook hun organisaties"))

    def handles(self) -> list[Chosen]:
        """The activities that were ticked, in the version that was shown; nonsense is left out."""
        found = (_HANDLE.fullmatch(text) for text in self.chosen.data or [])
        return [Chosen(int(match[1]), int(match[2])) for match in found if match]


class ReadyReasonForm(StepForm):
    """One ready-made reason."""

    use = RadioField(
        _("Waarvoor is deze tekst?"),
        [required(_("Kies waarvoor de tekst is"))],
        choices=[
            SelectChoice(ReasonUse.RETURN.value, _("Een vraag aan de organisator")),
            SelectChoice(ReasonUse.WITHDRAW.value, _("Afwijzen of van de site halen")),
        ],
        default=ReasonUse.RETURN.value,
    )
    title = LineField(
        _("Naam"),
        [required(_("Vul een naam in")), at_most(READY_TITLE_LENGTH)],
        description=_("Hiermee kiest u de tekst. De organisator ziet de naam niet."),
    )
    text = TextAreaField(
        _("Tekst"),
        [required(_("Schrijf de tekst")), at_most(REASON_LENGTH)],
        description=_("Schrijf in de u-vorm, vriendelijk en kort."),
    )

    def values(self) -> ReasonValues:
        """What was filled in."""
        return ReasonValues(ReasonUse(self.use.data), self.title.data, self.text.data)
