"""What the listing does when something below it changes."""

from weekplanner.accounts.facts import OrganisationChanged
from weekplanner.editions.facts import EditionChanged, EditionMadeCurrent
from weekplanner.geo.facts import PostcodesImported
from weekplanner.listing.operations import tell_all_changed, tell_of
from weekplanner.listing.selection import Scope


async def look_at_all_again(
    fact: EditionMadeCurrent | EditionChanged | PostcodesImported,  # noqa: ARG001 - which one does not matter
) -> None:
    """Let every process look again which editions feeds hold, until when, and where the postcodes lie."""
    await tell_all_changed()


async def tell_of_organisation(fact: OrganisationChanged) -> None:
    """Let the pages that show an organisation be made anew; its entries are listed again by their owner."""
    await tell_of(Scope.ORGANISATION, fact.organisation_id)
