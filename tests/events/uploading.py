"""Uploading pictures as a browser does, and what lies in the media directory after it."""

import httpx2

from tests.events.filling_in import Fields, form_of
from tests.formats.pictures import photo, saved
from tests.make import MadeActivity
from tests.site import Site
from weekplanner.core import settings
from weekplanner.events.models import Picture
from weekplanner.formats import images

ALT = "Vier mensen eten soep aan een lange tafel."
JPEG = saved(photo(1200, 800), "JPEG")
OTHER = saved(photo(900, 600, colour=(20, 80, 160)), "PNG")


def page_of(made: MadeActivity) -> str:
    """The path of the page with the picture."""
    return f"/mijn/activiteiten/{made.id}/foto"


async def send(
    who: Site, made: MadeActivity, content: bytes | None = JPEG, *, form: Fields | None = None, **typed: str
) -> httpx2.Response:
    """Post the form as the page shows it, or `form`, with a file and with what is typed."""
    fields = form or form_of((await who.get(page_of(made))).text)
    posted = {**{name: values[0] for name, values in fields.items()}, "alt": ALT, **typed}
    return await who.upload(page_of(made), posted, as_field="picture", content=content)


async def picture_of(made: MadeActivity) -> Picture | None:
    """What is stored of its picture."""
    return await Picture.get_or_none(activity_id=made.id)


def files() -> set[str]:
    """The names of all files of pictures."""
    return {path.name for path in settings.current().media_dir.rglob("*.jpg")}


def names(*pictures: Picture) -> set[str]:
    """What the files of these pictures are called."""
    return {f"{each.stem}-{width}.jpg" for each in pictures for width in images.widths(each.width)}
