"""Who may see who comes to an activity, and do something about it."""

from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right, Who, right
from weekplanner.core.texts import gettext as _
from weekplanner.events.models import Activity

SIGN_UP = right(
    "sign_up", "take a place at an activity, for oneself or with somebody's consent for them", Who.ANYONE
)
SEE_GUESTS = right(
    "see_guests",
    "who comes to an activity, and who waits for a place: as a page, printed, as a file",
    Who.MEMBER,
)
KEEP_GUESTS = right(
    "keep_guests",
    "sign up who telephoned, change and end sign-ups, note who was called",
    Who.MEMBER,
    done=_("Gastenlijst gewijzigd"),
)
WRITE_TO_GUESTS = right(
    "write_to_guests",
    "send a message to everybody who comes",
    Who.MEMBER,
    done=_("Bericht aan gasten gestuurd"),
)

RIGHTS: tuple[Right, ...] = (SIGN_UP, SEE_GUESTS, KEEP_GUESTS, WRITE_TO_GUESTS)


def may_see_guests(person: Person, activity: Activity) -> bool:
    """The lists of guests: the organisation's own people, and admins who help them."""
    return SEE_GUESTS.allows(person, organisation_id=activity.organisation_id)


def may_keep_guests(person: Person, activity: Activity) -> bool:
    """Sign up who telephoned, change and end sign-ups."""
    return KEEP_GUESTS.allows(person, organisation_id=activity.organisation_id)


def may_write_to_guests(person: Person, activity: Activity) -> bool:
    """Send a message to everybody who comes."""
    return WRITE_TO_GUESTS.allows(person, organisation_id=activity.organisation_id)
