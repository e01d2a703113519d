"""The personal link of a guest, from mail: to change a sign-up, or to end it."""

from weekplanner.accounts.personal_links import PersonalLink

PURPOSE = "plek"
VERSION = 1
"""Of all links that were given out; the row they lead to is gone when its term is over."""


def link_of(sign_up_id: int) -> PersonalLink:
    """The right to one sign-up, for who has the mail."""
    return PersonalLink(PURPOSE, sign_up_id, VERSION)
