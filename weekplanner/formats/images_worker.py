"""The child process of `images`: a picture from standard input, clean ones out. Nothing imports it.

Whatever a stranger's file can do, it does here, under limits of the operating system that hold before its
first byte is read. The answer on standard output is one line of JSON: numbers, or a code and numbers.
"""

import json
import os
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, JpegImagePlugin
from PIL.Image import Resampling, Transpose

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
LARGEST_FILE_BYTES = 16 * 1024 * 1024
FIRST_TO_GO = 1000
"""When memory runs out Linux kills the process with the highest score; this is the highest."""

_ORIENTATION = 0x0112
_TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
"""How a picture of each orientation comes upright (Exif 2.32 §4.6.4); from 5 on it lies on its side."""


@dataclass(frozen=True)
class Job:
    """What the parent asks: where the files go, how wide they are, and what is too much or too little."""

    directory: str
    stem: str
    widths: list[int]
    max_pixels: int
    min_width: int
    min_height: int
    max_ratio: int
    memory_bytes: int
    cpu_s: int


class Unfit(Exception):
    """Why this picture cannot be used: a code that the parent has a sentence for, and numbers for it."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.answer: dict[str, str | int] = {"unfit": code, **numbers}


def main() -> None:
    """Do the job in the first argument and print what came of it."""
    job = Job(**json.loads(sys.argv[1]))
    confine(job)
    answer: dict[str, str | int]
    try:
        picture = upright(opened(sys.stdin.buffer.read(), job), job)
        answer = {"width": picture.width, "height": picture.height}
        write(plain(picture), job)
    except Unfit as unfit:
        answer = unfit.answer
    except MemoryError:
        answer = {"unfit": "damaged"}
    print(json.dumps(answer))  # noqa: T201 - the parent reads it


def confine(job: Job) -> None:
    """Take a bounded share of memory, time and disk, and stand behind those who wait for a page."""
    _limit(resource.RLIMIT_AS, job.memory_bytes)
    _limit(resource.RLIMIT_CPU, job.cpu_s)
    _limit(resource.RLIMIT_FSIZE, LARGEST_FILE_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    os.nice(10)
    with suppress(OSError):  # only Linux keeps such a score
        Path("/proc/self/oom_score_adj").write_text(str(FIRST_TO_GO))


def _limit(what: int, wanted: int) -> None:
    _, most = resource.getrlimit(what)
    value = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(what, (value, most))  # the lower one alone: at the upper one time ends in SIGKILL


def opened(content: bytes, job: Job) -> Image.Image:
    """The picture with only its header read; what is not one, or has too many pixels, is refused here."""
    Image.MAX_IMAGE_PIXELS = None  # counted below, with an answer of our own
    try:
        picture = Image.open(BytesIO(content), formats=FORMATS)
    except Exception as error:  # a decoder may raise anything over hostile bytes
        raise Unfit("damaged" if _calls_itself_picture(content) else "wrong_type") from error
    if picture.width * picture.height > job.max_pixels:
        raise Unfit("too_many_pixels", width=picture.width, height=picture.height)
    return picture


def _calls_itself_picture(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    )


def upright(picture: Image.Image, job: Job) -> Image.Image:
    """The first frame as it was held, decoded no wider than the widest file."""
    try:
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
        swaps = turn in {_TURNS[side] for side in range(5, 9)}
        width, height = picture.size[::-1] if swaps else picture.size
        require_useful(width, height, job)
        wanted = _scaled(width, height, min(width, max(job.widths)))
        small = _decoded(picture, wanted[::-1] if swaps else wanted)
    except (Unfit, MemoryError):
        raise
    except Exception as error:  # as above
        raise Unfit("damaged") from error
    return small.transpose(turn) if turn is not None else small


def require_useful(width: int, height: int, job: Job) -> None:
    """Refuse what would be a smudge or a stripe on the page."""
    if width < job.min_width or height < job.min_height:
        raise Unfit("too_small", width=width, height=height)
    if max(width, height) > job.max_ratio * min(width, height):
        raise Unfit("too_long", width=width, height=height)


def _scaled(width: int, height: int, wanted_width: int) -> tuple[int, int]:
    return wanted_width, max(1, round(height * wanted_width / width))


def _decoded(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        picture.draft(None, (2 * size[0], 2 * size[1]))  # decodes to a half, quarter or eighth
    picture.load()
    if picture.mode in ("P", "PA", "1") or (picture.mode in ("L", "RGB") and "transparency" in picture.info):
        picture = picture.convert(_full_mode(picture))
    return picture.resize(size, Resampling.LANCZOS, reducing_gap=2.0)


def _full_mode(picture: Image.Image) -> str:
    """The mode in which colours may be mixed: without palette, its transparent colour as a channel."""
    colours = "L" if picture.mode in ("1", "L") else "RGB"
    return {"L": "LA", "RGB": "RGBA"}[colours] if picture.has_transparency_data else colours


def plain(picture: Image.Image) -> Image.Image:
    """The pixels alone, in sRGB on white: no profile, place, comment or thumbnail comes along."""
    profile = picture.info.get("icc_profile")
    opaque = _on_white(_eight_bits(picture))
    colours = _in_srgb(opaque, profile) if profile else opaque.convert("RGB")
    canvas = Image.new("RGB", colours.size)
    canvas.paste(colours)
    return canvas


def _eight_bits(picture: Image.Image) -> Image.Image:
    if not picture.mode.startswith("I"):
        return picture
    return picture.point(lambda value: value * (1 / 257)).convert("L")  # convert() alone would cut off at 255


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("LA", "RGBA"):
        return picture
    colours = picture.convert(picture.mode.removesuffix("A"))
    white = Image.new(colours.mode, colours.size, "white")
    white.paste(colours, mask=picture.getchannel("A"))
    return white


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(
            picture, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):  # a broken profile, or one of another kind of picture
        return picture.convert("RGB")
    assert converted is not None
    return converted


def write(picture: Image.Image, job: Job) -> None:
    """Write the files, on the disk and whole before the first of them gets its name."""
    folder = Path(job.directory)
    folder.mkdir(parents=True, exist_ok=True)
    parts = [
        _write_part(picture, width, folder / f"{job.stem}-{width}.jpg.part")
        for width in sorted({min(width, picture.width) for width in job.widths})
    ]
    for part in parts:
        part.rename(part.with_suffix(""))
    for place in (folder, folder.parent):
        _sync(place)


def _write_part(picture: Image.Image, width: int, path: Path) -> Path:
    size = _scaled(picture.width, picture.height, width)
    scaled = picture if size == picture.size else picture.resize(size, Resampling.LANCZOS)
    with path.open("wb") as file:
        scaled.save(file, "JPEG", quality=QUALITY, progressive=True, optimize=True)
        file.flush()
        os.fsync(file.fileno())
    return path


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    main()
