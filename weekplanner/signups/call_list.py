"""What who has no e-mail must be told by telephone."""

from collections.abc import Iterable
from enum import Enum

from weekplanner.core.texts import gettext as _
from weekplanner.signups.models import SignUp


class CallAbout(Enum):
    """Why an organiser calls somebody."""

    PROMOTED = "promoted"
    CHANGED = "changed"
    CALLED_OFF = "called_off"
    ENDED = "ended"
    """The organiser took them off the list."""
    MESSAGE = "message"
    """The organiser wrote to all guests."""


WORDS = {
    CallAbout.PROMOTED: _("heeft nu een plek"),
    CallAbout.CHANGED: _("er is iets veranderd"),
    CallAbout.CALLED_OFF: _("het gaat niet door"),
    CallAbout.ENDED: _("is van de lijst gehaald"),
    CallAbout.MESSAGE: _("uw bericht aan alle gasten"),
}


def with_call(sign_up: SignUp, about: CallAbout) -> list[str]:
    """What is to be told, with one thing more; what ends everything takes the place of the rest."""
    if sign_up.reached_at:
        return sign_up.to_call_about
    if about in {CallAbout.CALLED_OFF, CallAbout.ENDED}:
        return [about.value]
    return [*(each for each in sign_up.to_call_about if each != about.value), about.value]


def words(abouts: Iterable[str]) -> list[str]:
    """Why somebody is called, in words."""
    return [str(WORDS[CallAbout(each)]) for each in abouts]
