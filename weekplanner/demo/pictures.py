"""Pictures for the demonstration, drawn by the program itself in a child process; see `pictures_worker`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from weekplanner.core import children
from weekplanner.vocabulary.loading import CATEGORY_ICONS

_WORKER = "weekplanner.demo.pictures_worker"


@dataclass(frozen=True)
class Scene:
    """A picture to draw: of which category of activities, and which one of the many there are of it."""

    category: str
    seed: int


async def draw(scenes: Sequence[Scene], directory: Path) -> list[Path]:
    """Draw scenes as JPEGs of 1600 by 1067 pixels in `directory`, and answer where, in the same order.

    Equal scenes are equal pictures. It takes 0.1 second each, and more to start: ask for many at once.
    """
    paths = [_path(directory, scene) for scene in scenes]
    wanted = [
        (scene.category, CATEGORY_ICONS[scene.category], scene.seed, str(path))
        for scene, path in zip(scenes, paths, strict=True)
    ]
    ended = await children.run_module(_WORKER, json.dumps(wanted))
    if ended.exit_code:
        raise RuntimeError(f"drawing pictures ended with {ended.exit_code} ({ended.error})")
    return paths


def _path(directory: Path, scene: Scene) -> Path:
    return directory.absolute() / f"{scene.category}-{scene.seed}.jpg"
