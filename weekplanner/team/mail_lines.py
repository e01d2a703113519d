"""A message of the mail log as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from weekplanner.core.texts import gettext as _
from weekplanner.mailer.by_hand import Verdict
from weekplanner.mailer.models import Status
from weekplanner.mailer.queries import Listed
from weekplanner.team import mail_words


@dataclass(frozen=True)
class Label:
    """How far a message is: a kind of status, an icon and words."""

    kind: str
    icon: str
    words: str


@dataclass(frozen=True)
class MailLine:
    """What one reads of a message."""

    id: int
    what: str
    to: str
    """Masked; empty when it is gone."""
    queued_at: datetime
    label: Label
    moment_words: str
    """What `moment` is: when it went, or when it is tried next."""
    moment: datetime | None
    attempts: int
    why: str
    code: str
    """The reason as the mailer wrote it down, where that says more."""
    cannot: str
    """Why a failed one cannot be tried again."""
    can_be_retried: bool
    can_hurry: bool

    @property
    def can_be_chosen(self) -> bool:
        """Whether anything can be done with it by hand."""
        return self.can_be_retried or self.can_hurry


_LABELS = {
    Status.NEW: Label("wait", "clock", _("Wacht")),
    Status.SENDING: Label("info", "mail", _("Wordt nu verstuurd")),
    Status.SENT: Label("ok", "check", _("Verstuurd")),
    Status.FAILED: Label("stop", "warning", _("Mislukt")),
    Status.DROPPED: Label("info", "cross", _("Vervallen")),
}
_DUE = Label("wait", "clock", _("Aan de beurt"))
_CANNOT = {
    Verdict.FORGOTTEN: _("Kan niet opnieuw: wij hebben de inhoud al gewist."),
    Verdict.TOO_LATE: _("Kan niet opnieuw: de mail zou te laat komen."),
}


def mail_line(message: Listed) -> MailLine:
    """A message in words."""
    is_later = message.may_hurry is Verdict.FINE
    return MailLine(
        id=message.id,
        what=mail_words.kind_label(message.kind),
        to=message.to,
        queued_at=message.dated_at,
        label=_DUE if message.may_hurry is Verdict.DUE else _LABELS[message.status],
        moment_words=_("Volgende poging:") if is_later else "",
        moment=message.next_attempt_at if is_later else message.ended_at,
        attempts=message.attempts,
        why=mail_words.reason(message.last_error),
        code=mail_words.code(message.last_error),
        cannot=_CANNOT.get(message.may_retry, "") if message.status is Status.FAILED else "",
        can_be_retried=message.may_retry is Verdict.FINE,
        can_hurry=is_later,
    )
