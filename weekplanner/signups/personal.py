"""The personal link of a guest, from mail: to change a sign-up, or to end it."""

from weekplanner.accounts.personal_links import PersonalLink

PURPOSE = "plek"
FIRST_VERSION = 1
"""Rises when the address changes that links go to: who had the other one has no right any more."""


def link_of(sign_up_id: int, version: int = FIRST_VERSION) -> PersonalLink:
    """The right to one sign-up, for who has the mail."""
    return PersonalLink(PURPOSE, sign_up_id, version)
