"""Who of the team may see what on the pages that are theirs alone."""

from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right, Who, right

SEE_MAIL_PREVIEWS = right(
    "see_mail_previews", "what each message looks like, with invented values", Who.COMMUNICATION
)

RIGHTS: tuple[Right, ...] = (SEE_MAIL_PREVIEWS,)


def may_see_mail_previews(person: Person) -> bool:
    """What each message looks like."""
    return SEE_MAIL_PREVIEWS.allows(person)
