"""The personal link of an organiser, from mail: to say that everything on the site is still right."""

from weekplanner.accounts.personal_links import PersonalLink

PURPOSE = "klopt"


def link_to_confirm(activity_id: int, *, year: int) -> PersonalLink:
    """The right to confirm one activity, in the week of its edition, for who has the mail."""
    return PersonalLink(PURPOSE, activity_id, version=year)
