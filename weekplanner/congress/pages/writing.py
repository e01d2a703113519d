"""What the team wrote to who comes, in words."""

from collections.abc import Mapping

from weekplanner.congress.models.mailings import CongressMessage, Readers
from weekplanner.congress.queries.congresses import Programme
from weekplanner.congress.queries.mailings import Progress
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext

READERS: Mapping[Readers, str] = {
    Readers.CONFIRMED: _("Iedereen met een stoel"),
    Readers.WAITING: _("Iedereen op de wachtlijst"),
    Readers.PRESENT: _("Wie binnen is (geweest)"),
    Readers.ABSENT: _("Wie een stoel heeft en niet binnenkwam"),
}


def choices(programme: Programme) -> list[tuple[str, str]]:
    """To whom one can write: a group, or who is in one workshop."""
    groups = [(readers.value, _(words)) for readers, words in READERS.items()]
    words = _("Workshop, ronde %(number)s: %(title)s")
    workshops = [
        (f"workshop-{workshop.id}", words % {"number": each.number, "title": workshop.title})
        for each in programme.rounds
        for workshop in each.workshops
    ]
    return [*groups, *workshops]


def to_in_words(written: CongressMessage) -> str:
    """To whom a message went."""
    if written.workshop is not None:
        return _("Workshop: %(title)s") % {"title": written.workshop.title}
    return _(READERS[written.readers])


def became(progress: Progress) -> str:
    """How far a message is."""
    sent = ngettext("%(num)s mail verstuurd", "%(num)s mails verstuurd", progress.sent)
    words = [sent % {"num": progress.sent}]
    waiting = progress.queued - progress.sent - progress.failed
    if waiting:
        words.append(ngettext("%(num)s in de rij", "%(num)s in de rij", waiting) % {"num": waiting})
    if progress.failed:
        words.append(
            ngettext("%(num)s niet aangekomen", "%(num)s niet aangekomen", progress.failed)
            % {"num": progress.failed}
        )
    if progress.is_queueing:
        words.append(_("wij zijn nog bezig"))
    return ", ".join(words)
