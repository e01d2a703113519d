"""Who may sign up for a congress, who looks after it, and who stands at its doors."""

from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right, Who, right
from weekplanner.congress.models.congresses import Congress
from weekplanner.core.texts import gettext as _

REGISTER = right(
    "register_for_congress", "sign up for a congress, and change or cancel that by personal link", Who.ANYONE
)
SEE_CONGRESS_DESK = right(
    "see_congress_desk", "the congresses of an edition, who comes, who waits, statistics", Who.CONGRESS
)
EDIT_CONGRESS = right(
    "edit_congress",
    "change a congress: when, where, for whom, programme, workshops, capacity; publish it, call it off",
    Who.CONGRESS,
    done=_("Congres gewijzigd"),
)
INVITE = right(
    "invite_to_congress",
    "keep seats for who has an invitation code, and end that",
    Who.CONGRESS,
    done=_("Uitnodigingscode voor congres gewijzigd"),
)
KEEP_ATTENDEES = right(
    "keep_attendees",
    "let in or refuse who asked, sign up, change and cancel for somebody else, see what people need",
    Who.CONGRESS,
    done=_("Deelnemer van congres gewijzigd"),
)
WRITE_TO_ATTENDEES = right(
    "write_to_attendees",
    "send a message to who comes to a congress",
    Who.CONGRESS,
    done=_("Bericht aan deelnemers gestuurd"),
)
TAKE_ATTENDEES_ALONG = right(
    "take_attendees_along",
    "who comes as a file, and on paper: badges and lists",
    Who.CONGRESS,
    done=_("Deelnemerslijst gedownload of geprint"),
)
OPEN_DOORS = right(
    "open_doors",
    "give a telephone at the door a code, and shut one out",
    Who.CONGRESS,
    done=_("Deur van congres gewijzigd"),
)
SIGN_IN_DOOR = right(
    "sign_in_door", "sign in a telephone at the door of one congress, with the code it was given", Who.ANYONE
)
CHECK_IN = right(
    "check_in",
    "see names and check people in, at the congress whose door one stands at",
    Who.CONGRESS,
    Who.DOOR,
    done=_("Deelnemer ingecheckt"),
)

RIGHTS: tuple[Right, ...] = (
    REGISTER,
    SEE_CONGRESS_DESK,
    EDIT_CONGRESS,
    INVITE,
    KEEP_ATTENDEES,
    WRITE_TO_ATTENDEES,
    TAKE_ATTENDEES_ALONG,
    OPEN_DOORS,
    SIGN_IN_DOOR,
    CHECK_IN,
)


def may_see_congress_desk(person: Person) -> bool:
    """The congresses, and everybody who comes."""
    return SEE_CONGRESS_DESK.allows(person)


def may_edit_congress(person: Person) -> bool:
    """Change, publish and call off a congress."""
    return EDIT_CONGRESS.allows(person)


def may_invite(person: Person) -> bool:
    """Keep seats for who has a code."""
    return INVITE.allows(person)


def may_keep_attendees(person: Person) -> bool:
    """Decide about parties, change them, and see what they need."""
    return KEEP_ATTENDEES.allows(person)


def may_write_to_attendees(person: Person) -> bool:
    """Send them a message."""
    return WRITE_TO_ATTENDEES.allows(person)


def may_take_attendees_along(person: Person) -> bool:
    """Download and print who comes."""
    return TAKE_ATTENDEES_ALONG.allows(person)


def may_open_doors(person: Person) -> bool:
    """Let telephones in at the door, and shut them out."""
    return OPEN_DOORS.allows(person)


def may_check_in(person: Person, congress: Congress) -> bool:
    """Stand at the door: the team at all, a telephone at those of its own congress."""
    return CHECK_IN.allows(person, congress_id=congress.id)
