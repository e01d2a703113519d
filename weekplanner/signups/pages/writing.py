"""What an organiser sees of messages to guests, in words."""

from dataclasses import dataclass

from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.mailer.models import DueState
from weekplanner.signups.forms.writing import ALL
from weekplanner.signups.models import GuestMessage
from weekplanner.signups.pages.lists import capital, moment_words
from weekplanner.signups.queries.guests import Sent
from weekplanner.signups.queries.lists import GuestBook


@dataclass(frozen=True)
class SentRow:
    """A message that was written before."""

    id: int
    at: str
    by: str
    to: str
    text: str
    became: str
    is_on_its_way: bool


def addressees(book: GuestBook) -> list[tuple[str, str]]:
    """To whom one can write: everybody who is still to come, or the guests of one occurrence."""
    each = [(str(moment.id), capital(moment_words(moment))) for moment in book.moments]
    return each if len(each) == 1 else [(ALL, _("De gasten van alle keren die nog komen")), *each]


def to_be_written(book: GuestBook, occurrence_id: int | None, *, to_waiting: bool) -> GuestMessage:
    """A message that is not stored, to count whom it would reach."""
    return GuestMessage(activity_id=book.activity.id, occurrence_id=occurrence_id, to_waiting=to_waiting)


def sent_row(sent: Sent, book: GuestBook) -> SentRow:
    """What was written, when, to whom and what became of it."""
    written = sent.written
    names = {str(moment.id): capital(moment_words(moment)) for moment in book.moments}
    to = names.get(str(written.occurrence_id), _("Alle keren die nog kwamen"))
    return SentRow(
        id=written.id,
        at=capital(_moment(written)),
        by=written.written_by.name if written.written_by else "",
        to=f"{to}, {_('ook wie wachtte')}" if written.to_waiting else to,
        text=written.text,
        became=_became(sent),
        is_on_its_way=sent.state is DueState.WAITING,
    )


def _became(sent: Sent) -> str:
    if sent.state is DueState.WAITING:
        return _("Wordt nu verstuurd")
    if sent.state is DueState.DROPPED:
        return _("Niet verstuurd: het was te laat")
    mails = ngettext("Aan %(num)s adres gemaild", "Aan %(num)s adressen gemaild", sent.mails)
    return mails % {"num": sent.mails}


def _moment(written: GuestMessage) -> str:
    day = texts.day_short(clock.local(written.created_at).date())
    return _("%(day)s, %(time)s uur") % {"day": day, "time": texts.clock_time(written.created_at)}
