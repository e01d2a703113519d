"""What the site mails, as the team sees it: every page and every message can be used by everyone."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe

from tests.browser.conftest import Person, walked_once
from weekplanner import wiring

WRITER = "tekst@example.org"


@pytest.fixture
async def writer(person, server, program) -> Person:
    """Somebody who looks after communication, signed in."""
    for command in (("team", "add", WRITER, "--role", "communication"), ("sign-in-link", WRITER)):
        status, output, errors = await program.run(*command)
        assert status == 0, errors
    found = await person()
    await found.go(server.url + re.search(r"/inloggen/\S+", output)[0])
    await found.page.locator("main form button[type=submit]").first.click()
    await found.page.wait_for_url("**/team")
    return found


async def test_a_message_stands_in_its_frame_and_on_a_page_of_its_own(writer, server, viewport):
    message = f"{server.url}/team/mails/activity_cancelled/html?taal=nl"
    await writer.click("Mails", role="link")
    await writer.click("Activiteit afgelast", role="link")
    # No script runs in the frame, so a test can ask nothing there; one that is refused has another address.
    assert [frame.url for frame in writer.page.frames[1:]] == [message]

    await writer.click("Telefoon", role="link")
    assert [frame.url for frame in writer.page.frames[1:]] == [message]
    frame = await writer.page.locator("iframe.mail-frame").bounding_box()
    assert frame["width"] == 364 if viewport["width"] > 400 else frame["width"] < viewport["width"]

    await writer.page.get_by_role("link", name="Open deze mail op een eigen bladzijde").click()
    await writer.page.wait_for_url(message)


@walked_once
async def test_every_message_can_be_read_by_everyone(writer, server, widths):
    reader = await writer.page.context.new_page()  # the policy of a page of the site would refuse the styles
    for kind in wiring.MESSAGE_KINDS:
        answer = await writer.page.request.get(f"{server.url}/team/mails/{kind.name}/html")
        await reader.set_content(await answer.text())
        for width in widths:
            await reader.set_viewport_size(width)
            found = await Axe().run(reader)
            assert [each["id"] for each in found.response["violations"]] == [], kind.name
            sideways = await reader.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert sideways <= 0, f"{kind.name} is {sideways} px too wide"
