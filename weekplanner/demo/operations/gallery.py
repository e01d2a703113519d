"""The pictures of the demonstration: some scenes, drawn once and shown by many activities."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from weekplanner.core import settings
from weekplanner.demo import scenes
from weekplanner.demo.content import DemoActivity
from weekplanner.demo.pictures import Scene, draw
from weekplanner.events.operations.pictures import made_of
from weekplanner.events.pictures import PictureValues
from weekplanner.formats import images

Gallery = Mapping[str, PictureValues]
"""Pictures by the key of their scene."""


def picture_of(activity: DemoActivity, gallery: Gallery, *, seed: int) -> PictureValues | None:
    """The picture of an activity, which the gallery was made for; None for one without."""
    scene = scenes.scene_of(activity, seed=seed)
    return gallery[scenes.key_of(scene)] if scene else None


async def gallery_for(activities: Iterable[DemoActivity], known: Gallery, *, seed: int) -> Gallery:
    """Every picture that these activities need; what is known and still there is not drawn again."""
    found = (scenes.scene_of(activity, seed=seed) for activity in activities)
    wanted = {scenes.key_of(scene): scene for scene in found if scene}
    there = {key: picture for key, picture in known.items() if _has_files(picture)}
    missing = {key: scene for key, scene in sorted(wanted.items()) if key not in there}
    return {**there, **await _drawn(missing)}


async def _drawn(wanted: Mapping[str, Scene]) -> Gallery:
    if not wanted:
        return {}
    with TemporaryDirectory() as directory:
        drawn = await draw(list(wanted.values()), Path(directory))
        made = await asyncio.gather(*map(_made, drawn, wanted.values()))
    return dict(zip(wanted, made, strict=True))


async def _made(drawn: Path, scene: Scene) -> PictureValues:
    with drawn.open("rb") as file:
        return await made_of(file, scenes.words(scene))


def _has_files(picture: PictureValues) -> bool:
    return images.path(settings.current().media_dir, picture.stem, picture.width).exists()
