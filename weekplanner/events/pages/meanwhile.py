"""What happened to an activity while somebody looked at an older version of it, in a sentence."""

from weekplanner.accounts.queries.audit import Line
from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.events.models import Activity, State


def meanwhile(activity: Activity, history: list[Line]) -> str:
    """Who did what last: a capacity, never a name; `history` has the latest first.

    What is not in the audit log was done by the organisation itself.
    """
    words = {"when": _when(activity)}
    latest = history[0] if history and history[0].at >= activity.changed_at else None
    if latest:
        did = {"what": latest.action.lower(), "who": latest.capacity}
        return _("%(when)s: %(what)s, door %(who)s.") % {**words, **did}
    sentence = {
        State.SUBMITTED: _("%(when)s: gewijzigd of opnieuw verstuurd, door de organisator."),
        State.CANCELLED: _("%(when)s: afgelast, door de organisator."),
    }.get(activity.state, _("%(when)s: gewijzigd, door de organisator."))
    return sentence % words


def _when(activity: Activity) -> str:
    at = clock.local(activity.changed_at)
    time = texts.clock_time(activity.changed_at)
    if at.date() == clock.today():
        return _("Vandaag om %(time)s uur") % {"time": time}
    return _("Op %(day)s om %(time)s uur") % {"day": texts.day(at.date()), "time": time}
