"""An activity as it would be with what was typed; nothing is stored."""

from datetime import time, timedelta

from weekplanner.accounts.models import Organisation
from weekplanner.core import clock
from weekplanner.core.text_cleaning import slug
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.events import wording
from weekplanner.events.models import Activity, Occurrence
from weekplanner.events.pictures import PictureValues
from weekplanner.events.queries.activities import Whole
from weekplanner.events.values import ActivityValues
from weekplanner.geo import queries as geo
from weekplanner.vocabulary.queries import vocabulary

NO_ID = 0


async def whole_of(
    values: ActivityValues,
    *,
    edition: Edition,
    organisation: Organisation,
    activity_id: int = NO_ID,
    picture: PictureValues | None = None,
) -> Whole:
    """The activity of these values; what a page cannot do without gets an example where it is missing.

    `organisation` has its municipality; it need not be stored either.
    """
    area = await geo.postcode(values.postcode[:4]) if values.form == wording.AT_A_PLACE else None
    known = vocabulary()
    columns = {
        **values.columns(),
        "title": values.title or _("Uw titel komt hier"),
        "category": values.category if values.category in known.categories else "anders",
        "form": values.form if values.form in known.forms else wording.AT_A_PLACE,
    }
    activity = Activity(
        **columns,
        id=activity_id,
        slug=slug(values.title) or "activiteit",
        place=area.place if area else "",
        latitude=area.latitude if area else None,
        longitude=area.longitude if area else None,
    )
    activity.edition, activity.organisation = edition, organisation
    activity.municipality = area.municipality if area else organisation.municipality
    return Whole(activity, _occurrences(values, edition), picture)


def _occurrences(values: ActivityValues, edition: Edition) -> tuple[Occurrence, ...]:
    """What was typed; without that, the first morning of the week."""
    typed = [Occurrence(**each.columns()) for each in values.occurrences if each.ends_at > each.starts_at]
    if typed:
        return tuple(sorted(typed, key=lambda each: each.starts_at))
    starts_at = clock.moment(edition.starts_on, time(10))
    return (Occurrence(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)),)
