"""A picture in a real browser: chosen from a disk, refused with a sentence, seen by everybody."""

import re
from urllib.parse import urlsplit

from PIL import Image

from tests.browser.conftest import walked_once
from tests.browser.test_main_path import fill_in, follow_link, register_soup

ALT = "Een pan soep op een lange tafel."


def _gradient(path, size, colour):
    """A photo of a telephone, more or less."""
    image = Image.linear_gradient("L").resize(size)
    bands = [image.point(lambda value, share=share: value * share // 255) for share in colour]
    Image.merge("RGB", bands).save(path, "JPEG")
    return path


async def _looks(person) -> tuple[str, bool]:
    """What the picture on the page says, and whether it is really there, without sticking out."""
    picture = person.page.locator("main img.picture").first
    await picture.scroll_into_view_if_needed()
    is_there = await picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    return await picture.get_attribute("alt") or "", is_there


@walked_once
async def test_an_organiser_adds_a_picture_and_everybody_sees_it(person, server, mailbox, tmp_path):
    upright = _gradient(tmp_path / "foto.jpg", (1500, 2000), (255, 190, 120))
    lying = _gradient(tmp_path / "IMG_0001.JPG", (1600, 1000), (120, 190, 255))
    (tmp_path / "brief.pdf").write_bytes(b"%PDF-1.7")

    organiser = await person()
    await register_soup(organiser)
    await follow_link(organiser, mailbox, "fatma@example.org")
    await organiser.go("/mijn")
    await organiser.page.get_by_role("link", name="Soep aan de lange tafel").first.click()
    await organiser.page.wait_for_load_state()
    await organiser.click("Zet er een foto bij", role="link")
    await fill_in(organiser, alt=ALT)
    await organiser.page.set_input_files("main [name='picture']", tmp_path / "brief.pdf")
    await organiser.click("Bewaar")
    await organiser.sees("geen foto die wij kennen")
    assert (await organiser.page.title()).startswith("Fout:")
    assert await organiser.page.locator("main [name='alt']").input_value() == ALT
    await organiser.page.set_input_files("main [name='picture']", upright)
    await organiser.click("Bewaar")
    assert await _looks(organiser) == (ALT, True)

    moderator = await person()
    _status, link, _errors = await server.program.run("sign-in-link", "team@example.org")
    await moderator.go(urlsplit(link.strip()).path)
    await moderator.page.locator("main form button[type=submit]").first.click()
    await moderator.page.wait_for_load_state()
    await moderator.go("/team/activiteiten")
    await moderator.page.get_by_role("link", name="Soep aan de lange tafel").first.click()
    await moderator.page.wait_for_load_state()
    await moderator.look()
    assert await _looks(moderator) == (ALT, True)
    review_url = moderator.page.url
    await moderator.click("Plaats op de site")
    text = await mailbox.newest_to("fatma@example.org", moderator.page, subject="op de site")
    public_url = re.search(r"http://\S*/activiteiten/\S+", text)[0]

    resident = await person()
    await resident.go(public_url)
    assert await _looks(resident) == (ALT, True)
    assert await resident.page.context.cookies() == []

    await organiser.click("Wijzig de foto", role="link")
    await organiser.page.set_input_files("main [name='picture']", lying)
    await fill_in(organiser, alt="Vier mensen aan tafel.")
    await organiser.click("Bewaar")
    await resident.go(public_url)
    assert await _looks(resident) == ("Vier mensen aan tafel.", True)

    await moderator.go(review_url)
    assert await moderator.page.locator(".pictures img").count() == 2
    assert await _looks(moderator) == (ALT, True)
    await moderator.click("Ja, dit is goed")
    assert await moderator.page.locator(".pictures img").count() == 0

    await organiser.click("Wijzig de foto", role="link")
    await organiser.click("Haal de foto weg")
    assert await organiser.page.locator("main img.picture").count() == 0
    await resident.go(public_url)
    assert await resident.page.locator("main img.picture").count() == 0
