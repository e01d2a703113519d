"""The personal link of who signed up for a congress: their ticket, and what they can do."""

from weekplanner.accounts.personal_links import PersonalLink

PURPOSE = "congres"


def link_of(registration_id: int, version: int) -> PersonalLink:
    """The right to one registration, for who has the mail."""
    return PersonalLink(PURPOSE, registration_id, version)
