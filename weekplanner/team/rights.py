"""Who of the team may see what on the pages that are theirs alone."""

from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right, Who, right
from weekplanner.core.texts import gettext as _

SEE_MAIL_PREVIEWS = right(
    "see_mail_previews", "what each message looks like, with invented values", Who.COMMUNICATION
)
SEE_MAIL_LOG = right(
    "see_mail_log",
    "which messages wait, went, failed or were dropped; whether something went to an address",
    Who.COMMUNICATION,
)
RETRY_MAIL = right(
    "retry_mail",
    "try failed messages again, as long as their contents are there and they are not too late",
    Who.COMMUNICATION,
    done=_("Mislukte mail opnieuw geprobeerd"),
)
SEND_MAIL_NOW = right(
    "send_mail_now",
    "let a message go that waits for its next attempt",
    Who.COMMUNICATION,
    done=_("Wachtende mail meteen verstuurd"),
)

RIGHTS: tuple[Right, ...] = (SEE_MAIL_PREVIEWS, SEE_MAIL_LOG, RETRY_MAIL, SEND_MAIL_NOW)


def may_see_mail_previews(person: Person) -> bool:
    """What each message looks like."""
    return SEE_MAIL_PREVIEWS.allows(person)


def may_see_mail_log(person: Person) -> bool:
    """What became of messages."""
    return SEE_MAIL_LOG.allows(person)


def may_retry_mail(person: Person) -> bool:
    """Try failed messages again."""
    return RETRY_MAIL.allows(person)


def may_send_mail_now(person: Person) -> bool:
    """Let waiting messages go now."""
    return SEND_MAIL_NOW.allows(person)
