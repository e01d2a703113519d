"""What stands beside an address where somebody shares it: what, when and where, drawn and always right."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from tests.make import MadeActivity, acting
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import children, resources, settings
from weekplanner.events.operations import editing, review
from weekplanner.events.values import ActivityValues
from weekplanner.finding import shared_pictures
from weekplanner.formats import title_cards, title_cards_worker
from weekplanner.privacy import operations as privacy

MOST_BYTES = 150_000
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
def address(get):
    """The path of the picture that a page names."""

    async def read(path: str) -> str:
        url = (await get(path)).meta("og:image")
        assert url is not None
        return url.removeprefix(settings.current().base_url)

    return read


async def renamed(made: MadeActivity, title: str) -> None:
    """Give an activity on the site another title."""
    activity = await made.fresh()
    values = replace(ActivityValues.of(activity, await made.occurrences()), title=title)
    actor = acting(made.organiser, made.organisation)
    await editing.edit_activity(made.id, values, version=activity.version, actor=actor)


def drawn() -> list[str]:
    """The files that are kept."""
    return sorted(file.name for file in shared_pictures.directory().glob("*/*"))


async def test_an_activity_has_a_picture_of_its_own(site, make, get, address):
    soup = await make.activity()
    page = await get(soup.path)
    assert page.meta("og:image:alt") == (
        "Soep aan de lange tafel. Woensdag 6 oktober, 12.00 tot 13.30 uur. Bibliotheek Neude, Utrecht."
    )
    assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
    answer = await site.get(await address(soup.path))
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("image/png", FOR_EVER)
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert len(answer.content) <= MOST_BYTES
    again = await site.get(await address(soup.path), if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


async def test_what_it_says_is_its_address_and_an_old_one_leads_to_it(site, make, address):
    soup = await make.activity()
    before = await address(soup.path)
    await renamed(soup, "Snert aan de lange tafel")
    after = await address(f"/activiteiten/snert-aan-de-lange-tafel-{soup.id}")
    assert before != after
    answer = await site.get(before)
    assert (answer.status_code, answer.headers["location"]) == (302, after)
    assert answer.headers["cache-control"] == "private, no-store"


async def test_it_says_first_that_something_was_called_off(make, get):
    page = await get((await make.activity("cancelled")).path)
    assert page.meta("og:image:alt").startswith("Gaat niet door. Soep aan de lange tafel.")


async def test_what_was_taken_down_and_what_never_was_have_none(site, make, address):
    soup = await make.activity()
    here = await address(soup.path)
    draft = await make.activity("draft")
    await review.withdraw_activity(soup.id, "Reclame.", version=soup.activity.version, actor=SYSTEM)
    for path in (here, f"/beeld/activiteit/{draft.id}-0123456789abcdef.png", "/beeld/gemeente/x-0.png"):
        assert (await site.get(path)).status_code == 404


async def test_a_municipality_has_one_with_the_days_of_the_week(site, week):
    answer = await site.get("/beeld/gemeente/s-gravenhage-0.png")
    picture = await site.get(answer.headers["location"])
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert answer.headers["location"].startswith("/beeld/gemeente/den-haag-")


async def test_a_picture_is_drawn_once(site, make, address, monkeypatch):
    here = await address((await make.activity()).path)
    first = await site.get(here)
    monkeypatch.setattr(title_cards, "_draw", None)
    assert (await site.get(here)).content == first.content


async def test_when_drawing_fails_it_is_that_of_the_site(site, make, address, monkeypatch):
    async def failing(*_arguments: str) -> children.Ended:
        return children.Ended(1, b"", b"MemoryError")

    monkeypatch.setattr(title_cards.children, "run_module", failing)
    answer = await site.get(await address((await make.activity()).path))
    assert (answer.status_code, answer.headers["cache-control"]) == (302, "private, no-store")
    assert (await site.get(answer.headers["location"])).headers["content-type"] == "image/png"
    assert drawn() == []


async def test_when_drawing_takes_too_long_too(site, make, address, monkeypatch):
    monkeypatch.setattr(title_cards, "WAIT_S", 0.001)
    answer = await site.get(await address((await make.activity()).path))
    assert "open-graph.png" in answer.headers["location"]


async def test_after_a_month_it_goes_and_is_drawn_again(site, make, address, now):
    here = await address((await make.activity()).path)
    await site.get(here)
    now.move(timedelta(days=29))
    assert (await privacy.purge()).get("drawn_pictures", 0) == 0
    now.move(timedelta(days=2))
    assert (await privacy.purge(is_dry_run=True))["drawn_pictures"] == 1
    assert len(drawn()) == 1
    assert (await privacy.purge())["drawn_pictures"] == 1
    assert drawn() == []
    assert (await site.get(here)).status_code == 200


def test_the_picture_of_the_site_is_the_drawing(tmp_path: Path):
    kept = Image.open(resources.directory("static") / shared_pictures.DEFAULT_FILE)
    title_cards_worker.draw(shared_pictures.default_card()).save_plain(tmp_path / "now.png")
    assert kept.convert("RGB").tobytes() == Image.open(tmp_path / "now.png").convert("RGB").tobytes()
