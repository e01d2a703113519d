"""What the pages of an organiser say of who comes to the own activities: numbers, and a way to the list."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from weekplanner.accounts.people import Person
from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.events.models import Activity
from weekplanner.events.pages.steps import Step
from weekplanner.signups import rights
from weekplanner.signups.counts import Counts
from weekplanner.signups.models import PlacesState
from weekplanner.signups.queries import places as queries


@dataclass(frozen=True)
class Guests:
    """Of one activity, for who may see its guests; without a list it says nothing."""

    url: str | None = None
    """Of the list, which is kept of all that stands, or stood, on the site."""
    by_moment: Mapping[int, str] = field(default_factory=dict)
    """How many come, in words, by the id of the occurrence."""
    total: Counts = field(default_factory=Counts)

    @property
    def steps(self) -> list[Step]:
        """What an activity that people sign up for still goes through."""
        if self.url is None or not self.total.are_kept:
            return []
        has_guests = self.total.taken > 0
        return [
            Step(
                _("Gasten melden zich aan"),
                self.total.words,
                is_done=has_guests,
                is_next=not has_guests,
                url=self.url,
                url_text=_("Bekijk wie er komen"),
            )
        ]


async def guests_of(activity: Activity, *, actor: Person) -> Guests:
    """What the page of an own activity says of its guests."""
    if not rights.may_see_guests(actor, activity):
        return Guests()
    places = await queries.places_of_activity(activity.id)
    going_on = [each for each in places.values() if each.state is not PlacesState.CALLED_OFF]
    counts = {each.occurrence_id: Counts.of(each) for each in going_on}
    return Guests(
        url=links.path("guests", id=activity.id) if places else None,
        by_moment={at: each.words for at, each in counts.items() if each.are_kept},
        total=sum(counts.values(), Counts()),
    )
