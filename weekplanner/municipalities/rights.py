"""Who may do what with municipalities and their pages."""

from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right, Who, right
from weekplanner.core.texts import gettext as _

SEE_MUNICIPALITY = right(
    "see_municipality",
    "a municipality at the desk: its page, coordinators and number of activities; a coordinator the own",
    Who.COORDINATOR,
    Who.MODERATION,
    Who.COMMUNICATION,
)
EDIT_MUNICIPALITY_PAGE = right(
    "edit_municipality_page",
    "write the introduction and the partners on the page of a municipality",
    Who.COORDINATOR,
    Who.MODERATION,
    done=_("Bladzijde van gemeente gewijzigd"),
)

RIGHTS: tuple[Right, ...] = (SEE_MUNICIPALITY, EDIT_MUNICIPALITY_PAGE)


def may_see_municipalities(person: Person) -> bool:
    """The list of municipalities: of all, or of those one coordinates."""
    return SEE_MUNICIPALITY.may_ever(person)


def may_see_municipality(person: Person, code: str) -> bool:
    """One municipality at the desk."""
    return SEE_MUNICIPALITY.allows(person, municipality_code=code)


def may_edit_page(person: Person, code: str) -> bool:
    """Write what stands on its page."""
    return EDIT_MUNICIPALITY_PAGE.allows(person, municipality_code=code)
