"""Whatever is uploaded: a clean picture, or a sentence."""

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from tests.formats.pictures import RED, WHITE, files_in, near, noise, photo, saved
from weekplanner.formats import images

SECRET = b"Kerkstraat 12, achterdeur"

# What comes out


async def test_a_photo_becomes_three_progressive_files_of_the_widths_that_pages_show(upload, files, tmp_path):
    picture = await upload(saved(photo(4000, 3000), "JPEG"))
    assert (picture.width, picture.height) == (1600, 1200)
    assert files() == [images.path(tmp_path / "media", picture.stem, width) for width in (1600, 480, 960)]
    for file, size in zip(files(), [(1600, 1200), (480, 360), (960, 720)], strict=True):
        with Image.open(file) as image:
            assert (image.format, image.mode, image.size) == ("JPEG", "RGB", size)
            assert image.info["progressive"]


@pytest.mark.parametrize(
    ("width", "expected"),
    [(480, (480,)), (481, (480, 481)), (960, (480, 960)), (1200, (480, 960, 1200)), (5000, (480, 960, 1600))],
)
async def test_no_file_is_wider_than_the_original(upload, files, width, expected):
    picture = await upload(saved(photo(width, width), "PNG"))
    assert images.widths(picture.width) == expected
    assert sorted(int(file.stem.rpartition("-")[2]) for file in files()) == list(expected)


async def test_the_same_picture_twice_is_two_pictures_and_removing_one_leaves_the_other(
    upload, files, tmp_path
):
    first, second = [await upload(saved(photo(), "PNG")) for _ in range(2)]
    assert first.stem != second.stem
    images.remove(tmp_path / "media", first.stem)
    images.remove(tmp_path / "media", first.stem)
    assert files() == [images.path(tmp_path / "media", second.stem, width) for width in (480, 640)]


# Nothing but the pixels


async def test_where_and_with_what_a_photo_was_taken_is_gone(upload, files):
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    exif[ExifTags.Base.Make] = SECRET.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 5.0, 27.0)
    content = saved(photo(), "JPEG", exif=exif, comment=SECRET, xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>")
    assert content.count(SECRET) == 4
    with Image.open(io.BytesIO(content)) as before:
        assert before.getexif().get_ifd(ExifTags.IFD.GPSInfo)

    await upload(content)
    for file in files():
        assert SECRET not in file.read_bytes()
        with Image.open(file) as after:
            assert not after.getexif()
            assert {name for name in after.info if not name.startswith(("jfif", "progressi"))} == set()


async def test_texts_in_a_png_are_gone(upload, files):
    texts = PngInfo()
    texts.add_text("Comment", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    content = saved(photo(), "PNG", pnginfo=texts)
    assert content.count(SECRET) == 2
    await upload(content)
    assert not any(SECRET in file.read_bytes() for file in files())


def _with_zip(content: bytes) -> bytes:
    archive = io.BytesIO(content)
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr("index.html", SECRET + b"<script>")
    return archive.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        _with_zip(saved(photo(), "JPEG")),
        _with_zip(saved(photo(), "PNG")),
        saved(photo(), "JPEG", comment=b"<html><script>" + SECRET + b"</script>"),
        saved(photo(), "JPEG") + b"<html><script>" + SECRET,
        saved(photo(), "WEBP") + b"<html><script>" + SECRET,
    ],
    ids=["jpeg and zip", "png and zip", "html in jpeg", "jpeg and html", "webp and html"],
)
async def test_of_a_file_that_is_two_things_only_the_picture_stays(upload, files, content):
    assert SECRET in content
    await upload(content)
    for file in files():
        clean = file.read_bytes()
        assert SECRET not in clean
        assert b"<script" not in clean
        assert clean.endswith(b"\xff\xd9")
        assert not zipfile.is_zipfile(file)


@pytest.mark.parametrize(
    ("kind", "orientation"), [*(("JPEG", way) for way in range(1, 9)), ("PNG", 6), ("WEBP", 6)]
)
async def test_a_photo_stands_upright(upload, widest, kind, orientation):
    upright = photo(900, 600, colour="white")
    upright.paste(RED, (0, 0, 450, 300))
    turns = Image.Transpose
    held = {
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_90,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_270,
    }
    taken = upright.transpose(held[orientation]) if orientation in held else upright
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation

    image = widest(await upload(saved(taken, kind, exif=exif)))
    assert image.size == (900, 600)
    corners = [image.getpixel(at) for at in ((100, 100), (800, 100), (100, 500), (800, 500))]
    assert all(map(near, corners, [RED, WHITE, WHITE, WHITE]))


# Every kind of pixel


async def test_what_is_transparent_becomes_white(upload, widest):
    sheet = photo(mode="RGBA", colour=(0, 0, 0, 0))
    sheet.paste((*RED, 255), (0, 0, 320, 480))
    indexed = photo(mode="P", colour=0)
    indexed.putpalette([*RED, 0, 0, 0])
    indexed.paste(1, (320, 0, 640, 480))
    for content in (
        saved(sheet, "PNG"),
        saved(sheet, "WEBP"),
        saved(indexed, "PNG", transparency=1),
        saved(sheet.convert("RGB"), "PNG", transparency=(0, 0, 0)),
    ):
        image = widest(await upload(content))
        assert near(image.getpixel((100, 240)), RED)
        assert near(image.getpixel((500, 240)), WHITE)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (saved(photo(mode="CMYK", colour=(0, 255, 255, 0)), "JPEG"), (255, 0, 0)),
        (saved(photo(mode="I;16", colour=0x8080), "PNG"), (128, 128, 128)),
        (saved(photo(mode="1", colour=1), "PNG"), WHITE),
        (saved(photo(mode="L", colour=90), "JPEG"), (90, 90, 90)),
        (saved(photo(mode="LA", colour=(90, 255)), "PNG"), (90, 90, 90)),
        (saved(photo().quantize(4), "PNG"), RED),
    ],
    ids=["cmyk", "16 bits", "1 bit", "grey", "grey with transparency", "palette"],
)
async def test_colours_of_every_kind_are_kept(upload, widest, content, expected):
    assert near(widest(await upload(content)).getpixel((100, 100)), expected)


async def test_colours_of_a_profile_are_brought_to_srgb(upload, widest):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    plain = saved(photo(), "JPEG", icc_profile=srgb.tobytes())
    wrong = saved(photo(), "JPEG", icc_profile=lab.tobytes())
    broken = saved(photo(), "JPEG", icc_profile=b"no profile at all")
    for content in (plain, wrong, broken):
        image = widest(await upload(content))
        assert near(image.getpixel((100, 100)), RED)
        assert "icc_profile" not in image.info


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
async def test_of_a_moving_picture_the_first_frame_is_kept(upload, widest, kind):
    others = [photo(colour="blue"), photo(colour="green")]
    content = saved(photo(), kind, save_all=True, append_images=others, duration=100)
    assert near(widest(await upload(content)).getpixel((100, 100)), RED)


async def test_of_a_photo_with_a_second_one_inside_the_first_is_kept(upload, widest):
    content = saved(photo(), "MPO", save_all=True, append_images=[photo(colour="blue")])
    assert near(widest(await upload(content)).getpixel((100, 100)), RED)


# What is refused

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "content",
    [
        saved(photo(), "GIF"),
        saved(photo(), "BMP"),
        saved(photo(), "TIFF"),
        saved(photo(), "PDF"),
        SVG,
        HTML,
        b"x",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9000 9000\n",
    ],
    ids=["gif", "bmp", "tiff", "pdf", "svg", "html", "one byte", "sound", "postscript"],
)
async def test_only_what_is_a_jpeg_png_or_webp_inside_is_taken(upload, files, content):
    with pytest.raises(images.NotAPicture, match="JPEG, PNG of WebP") as refused:
        await upload(content)
    assert refused.value.field == "picture"
    assert files() == []


async def test_an_empty_file_is_refused(upload):
    with pytest.raises(images.EmptyFile):
        await upload(b"")


async def test_more_than_eight_megabytes_is_refused_without_starting_a_process(upload, monkeypatch):
    nine_megabytes = saved(noise(), "PNG").ljust(9 * 1024**2, b"\0")
    monkeypatch.setattr(images, "_WORKER", "nothing.of.that.name")
    with pytest.raises(images.TooManyBytes, match="ten hoogste 8 MB"):
        await upload(nine_megabytes)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
async def test_a_hundred_megapixels_are_refused_by_the_header(upload, kind):
    if kind == "WEBP":
        content = _webp_header(10_000, 10_000)
    else:
        content = saved(photo(10_000, 10_000, mode="L" if kind == "JPEG" else "1", colour=1), kind)
    for some_of_it in (content, content[:4096]):  # what cannot be decoded shows that the header was enough
        with pytest.raises(images.TooManyPixels, match=r"10000 bij 10000 beeldpunten.*50 miljoen"):
            await upload(some_of_it)


def _webp_header(width: int, height: int) -> bytes:
    """An extended WebP that announces one animation frame and then ends (RFC 9649 §2.7)."""
    small = saved(photo(16, 16), "WEBP", save_all=True, append_images=[photo(16, 16, colour=WHITE)])
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return small[:24] + sides + small[30:]


async def test_a_picture_that_unpacks_to_a_thousand_times_its_size_is_taken_within_its_memory(upload, widest):
    sheet = saved(photo(7000, 7000, mode="1", colour=1), "PNG", optimize=True)
    assert len(sheet) * 1000 < 7000 * 7000
    assert widest(await upload(sheet)).size == (1600, 1600)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.95])
async def test_half_a_picture_is_refused(upload, files, kind, part):
    content = saved(noise(), kind)
    with pytest.raises(images.DamagedPicture, match="beschadigd"):
        await upload(content[: int(len(content) * part)])
    assert files() == []


@pytest.mark.parametrize(("width", "height"), [(479, 600), (600, 269), (16, 16), (1, 1)])
async def test_a_picture_too_small_to_see_is_refused_with_its_size(upload, width, height):
    with pytest.raises(images.TooSmall, match=f"{width} bij {height} .*ten minste 480 bij 270"):
        await upload(saved(photo(width, height), "PNG"))


async def test_its_size_counts_as_it_stands_upright(upload):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    with pytest.raises(images.TooSmall, match="300 bij 800"):
        await upload(saved(photo(800, 300), "JPEG", exif=exif))


@pytest.mark.parametrize(("width", "height"), [(480, 60_000), (40_000, 300)])
async def test_a_stripe_is_refused(upload, width, height):
    with pytest.raises(images.TooLong, match="4 keer zo lang als breed"):
        await upload(saved(photo(width, height, mode="1", colour=1), "PNG"))


@settings(max_examples=15)
@given(
    start=st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBPVP8 "]),
    rest=st.binary(min_size=1, max_size=300),
)
async def test_no_bytes_get_anything_but_a_sentence(start, rest):
    with tempfile.TemporaryFile() as file, tempfile.TemporaryDirectory() as media:
        file.write(start + rest)
        with pytest.raises((images.NotAPicture, images.DamagedPicture)):
            await images.reencode(file, Path(media))


@settings(max_examples=15)
@given(data=st.data())
async def test_a_damaged_picture_is_a_sentence_or_a_picture(data):
    content = bytearray(saved(photo(), data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryFile() as file, tempfile.TemporaryDirectory() as media:
        file.write(content)
        try:
            picture = await images.reencode(file, Path(media))
        except images.NotProcessed:
            raise
        except images.UnusablePicture:
            assert files_in(media) == []
        else:
            with Image.open(images.path(Path(media), picture.stem, picture.width)) as image:
                image.load()
