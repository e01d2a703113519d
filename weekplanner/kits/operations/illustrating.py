"""The files of a kit: its picture, and what is in a digital one.

The files are written first, and then one transaction says whose they are. Files that nobody names, since
something went wrong in between or others took their place, go with the daily purge.
"""

import asyncio
from typing import BinaryIO

from weekplanner.accounts.operations.audit import Change
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import Refused, Stale, require
from weekplanner.formats import images
from weekplanner.kits import files, rights
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations.recording import record_kit
from weekplanner.kits.pictures import KitPicture


class NotDigital(Refused):
    """What goes in a parcel is no file."""

    message = "Alleen een digitaal pakket heeft een bestand."


async def add_picture(kit_id: int, source: BinaryIO, alt: str, *, version: int, actor: Person) -> Kit:
    """Make a picture of a file that was uploaded, and let it be the one of this kit.

    `source` has a descriptor, which another process reads. `alt` says what is on it, in 1 to 200
    characters. Raises NotFound, NotAllowed, Stale and an UnusablePicture.
    """
    await _check(kit_id, version=version, actor=actor)  # what cannot be kept costs nobody's time
    made = await images.reencode(source, files.pictures())
    images.date(files.pictures(), made.stem, clock.now())
    wanted = KitPicture(made.stem, alt, made.width, made.height)
    return await place_picture(kit_id, wanted, version=version, actor=actor)


async def place_picture(kit_id: int, picture: KitPicture, *, version: int, actor: Person) -> Kit:
    """Let a picture whose files exist be the one of this kit; raises NotFound, NotAllowed and Stale."""
    columns = {
        "picture_stem": picture.stem,
        "picture_alt": picture.alt,
        "picture_width": picture.width,
        "picture_height": picture.height,
    }
    return await _change(kit_id, columns, ("picture", "picture_alt"), version=version, actor=actor)


async def describe_picture(kit_id: int, alt: str, *, version: int, actor: Person) -> Kit:
    """Say otherwise what is on the picture; raises NotFound, NotAllowed and Stale."""
    return await _change(
        kit_id, {"picture_alt": alt}, ("picture", "picture_alt"), version=version, actor=actor
    )


async def remove_picture(kit_id: int, *, version: int, actor: Person) -> Kit:
    """Take the picture away; raises NotFound, NotAllowed and Stale."""
    return await place_picture(kit_id, KitPicture("", "", 0, 0), version=version, actor=actor)


async def add_file(kit_id: int, source: BinaryIO, *, version: int, actor: Person) -> Kit:
    """Let a file that was uploaded be this digital kit: organisers see it from now on.

    Raises NotFound, NotAllowed, Stale, NotDigital and an UnusableFile.
    """
    kit = await _check(kit_id, version=version, actor=actor)
    if not kit.is_digital:
        raise NotDigital(field="file")
    kept = await asyncio.to_thread(files.keep, source, at=clock.now())
    columns = {
        "file_stem": kept.stem,
        "file_name": f"{kit.slug}.{kept.kind.value}",
        "file_size_bytes": kept.size_bytes,
    }
    return await _change(kit_id, columns, ("file", "file_name"), version=version, actor=actor)


async def _check(kit_id: int, *, version: int, actor: Person) -> Kit:
    async with db.transaction():
        return await _held(kit_id, version=version, actor=actor)


async def _change(
    kit_id: int, columns: dict[str, object], said: tuple[str, str], *, version: int, actor: Person
) -> Kit:
    """Write columns; `said` is how the audit log calls what changed, and the column it quotes."""
    name, column = said
    async with db.transaction():
        kit = await _held(kit_id, version=version, actor=actor)
        before = str(getattr(kit, column))
        kit.update_from_dict({**columns, "version": kit.version + 1, "changed_at": clock.now()})
        await kit.save(update_fields=[*columns, "version", "changed_at"])
        change = Change(name, before, str(getattr(kit, column)))
        await record_kit(actor, rights.EDIT_CATALOGUE, kit, [change])
    return kit


async def _held(kit_id: int, *, version: int, actor: Person) -> Kit:
    kit = await db.hold(Kit, id=kit_id)
    require(rights.may_edit_catalogue(actor))
    if kit.version != version:
        raise Stale
    return kit
