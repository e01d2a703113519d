"""The picture of an activity: adding one, telling otherwise what is on it, taking it away.

The files are written first, and then one transaction says whose they are. Files that nobody names, since
something went wrong in between or another picture took their place, go with the daily purge.
"""

from datetime import datetime
from typing import BinaryIO

from weekplanner.accounts.operations import limits
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db, settings
from weekplanner.core.errors import Stale, require
from weekplanner.events import messages, rights
from weekplanner.events.models import Activity, Picture, State
from weekplanner.events.operations.editing import keep_for_review
from weekplanner.events.operations.recording import record
from weekplanner.events.operations.steps import (
    check_state,
    check_version,
    check_week_lasts,
    list_again,
    locked,
    move_on,
    tell,
)
from weekplanner.events.pictures import PictureValues, picture_differences
from weekplanner.events.queries.pictures import picture_of
from weekplanner.formats import images


async def add_picture(
    activity_id: int, source: BinaryIO, alt: str, *, version: int, actor: Person
) -> Activity:
    """Make a picture of a file that was uploaded, and let it be the one of this activity.

    `source` has a descriptor, which another process reads. `alt` says what is on it, in 1 to 200
    characters. Raises an UnusablePicture, TooOften, and what `place_picture` does.
    """
    async with db.transaction():  # what cannot be kept costs nobody's time
        activity = await locked(activity_id, actor=actor)
        before = await picture_of(activity.id)
        if not _may_be_repeated(activity, before, alt, version=version):
            _check(activity, version=version, now=clock.now(), actor=actor)
        await limits.count(limits.PICTURES, str(activity.organisation_id))
    picture = await made_of(source, alt)
    return await place_picture(activity_id, picture, version=version, actor=actor)


async def made_of(source: BinaryIO, alt: str) -> PictureValues:
    """The files of a picture that no activity shows yet; raises an UnusablePicture."""
    directory = settings.current().media_dir
    made = await images.reencode(source, directory)
    images.date(directory, made.stem, clock.now())
    return PictureValues(made.stem, alt, made.width, made.height)


async def place_picture(activity_id: int, picture: PictureValues, *, version: int, actor: Person) -> Activity:
    """Let a picture whose files exist be the one of this activity, instead of the one it had.

    On the site it is seen at once, and waits for review like every edit; where a reviewer puts it there in
    another's name, the organiser is told. Raises NotFound, NotAllowed, Stale, WrongState and WeekIsOver.
    """
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        before = await picture_of(activity.id)
        may_be_repeated = _may_be_repeated(activity, before, picture.alt, version=version)
        if not (may_be_repeated and before and _looks_the_same(before, picture)):
            await _change(activity, before, picture, version=version, actor=actor)
    return activity


async def describe_picture(activity_id: int, alt: str, *, version: int, actor: Person) -> Activity:
    """Say otherwise what is on the picture, in 1 to 200 characters; raises what `place_picture` does."""
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        before = await picture_of(activity.id)
        if before is None:
            raise Stale
        if before.alt != alt:
            wanted = PictureValues(before.stem, alt, before.width, before.height)
            await _change(activity, before, wanted, version=version, actor=actor)
    return activity


async def remove_picture(activity_id: int, *, version: int, actor: Person) -> Activity:
    """Take the picture away; raises what `place_picture` does."""
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        before = await picture_of(activity.id)
        if before is not None:
            await _change(activity, before, None, version=version, actor=actor)
    return activity


async def copy_picture(from_id: int, to_id: int) -> None:
    """Let a new activity show the picture of another, if that has one: the same files.

    Part of the caller's transaction, which made the new activity and asked for the rights.
    """
    db.require_transaction()
    shown = await Picture.filter(activity_id=from_id).select_for_update().first()  # a purge waits for it
    if shown is not None:
        picture = PictureValues.of(shown)
        await Picture.create(activity_id=to_id, created_at=clock.now(), **picture.columns())


async def _change(
    activity: Activity,
    before: PictureValues | None,
    wanted: PictureValues | None,
    *,
    version: int,
    actor: Person,
) -> None:
    now = clock.now()
    _check(activity, version=version, now=now, actor=actor)
    await _store(activity, before, wanted, now=now)
    await move_on(activity, activity.state, now=now)
    changes = picture_differences(before, wanted)
    if activity.state in {State.DRAFT, State.RETURNED}:
        await record(actor, rights.filling_in(actor, activity), activity, changes)
        return
    is_own = rights.is_own(actor, activity)
    await record(actor, rights.EDIT_ACTIVITY if is_own else rights.CORRECT_ACTIVITY, activity, changes)
    await keep_for_review(activity, is_reviewed=rights.may_review_activity(actor, activity))
    await list_again(activity)
    if not is_own:
        await tell(await messages.activity_corrected(activity, changes))


def _check(activity: Activity, *, version: int, now: datetime, actor: Person) -> None:
    require(rights.may_change_picture(actor, activity))
    check_version(activity, version)
    check_state(activity, State.DRAFT, State.SUBMITTED, State.RETURNED, State.PUBLISHED)
    check_week_lasts(activity.edition, clock.local(now).date())


async def _store(
    activity: Activity, before: PictureValues | None, wanted: PictureValues | None, *, now: datetime
) -> None:
    mine = Picture.filter(activity_id=activity.id)
    if wanted is None:
        await mine.delete()
    elif before is None:
        await Picture.create(activity_id=activity.id, created_at=now, **wanted.columns())
    else:
        await mine.update(**wanted.columns())


def _may_be_repeated(activity: Activity, before: PictureValues | None, alt: str, *, version: int) -> bool:
    """Whether the last thing that happened may be this same form: a double click uploads twice."""
    return activity.version == version + 1 and before is not None and before.alt == alt


def _looks_the_same(one: PictureValues, other: PictureValues) -> bool:
    """Whether two pictures were made of the same upload: that gives the same bytes."""
    if (one.width, one.height) != (other.width, other.height):
        return False
    directory, narrowest = settings.current().media_dir, images.WIDTHS[0]
    files = [images.path(directory, each.stem, narrowest) for each in (one, other)]
    has_files = all(file.exists() for file in files)
    return has_files and files[0].read_bytes() == files[1].read_bytes()
