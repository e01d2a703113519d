"""Reading the pictures of activities."""

from collections.abc import Sequence

from weekplanner.events.models import Picture
from weekplanner.events.pictures import PictureValues


async def picture_of(activity_id: int) -> PictureValues | None:
    """The picture of an activity, if it has one."""
    return (await pictures_of([activity_id])).get(activity_id)


async def pictures_of(activity_ids: Sequence[int]) -> dict[int, PictureValues]:
    """The pictures of activities, by the id of those that have one."""
    if not activity_ids:
        return {}
    found = await Picture.filter(activity_id__in=activity_ids)
    return {each.activity_id: PictureValues.of(each) for each in found}
