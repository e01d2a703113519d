"""Calendars show the picture of an activity beside its title (RFC 7986 §5.10)."""

from datetime import timedelta

from tests.events.filling_in import form_of
from tests.events.uploading import JPEG, OTHER, send
from weekplanner.core import settings
from weekplanner.events.models import Picture


async def _event(site, made):
    """Its revision, its picture, and how long ago that was changed."""
    (event,) = await site.feed(f"activiteit/{made.id}")
    return int(event["sequence"]), event.get("image"), event["last-modified"].dt


async def test_a_picture_is_in_the_calendar_and_moves_the_revision(make, site, now):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    assert (await _event(site, soup))[:2] == (0, None)
    for revision, content, width in ((1, JPEG, 960), (2, OTHER, 900)):
        now.move(timedelta(hours=1))
        await send(organiser, soup, content)
        stem = (await Picture.get(activity_id=soup.id)).stem
        sequence, image, modified_at = await _event(site, soup)
        assert (sequence, str(image), modified_at) == (
            revision,
            f"{settings.current().base_url}/media/{stem}-{width}.jpg",
            now.at,
        )
        assert dict(image.params) == {"VALUE": "URI", "DISPLAY": "BADGE", "FMTTYPE": "image/jpeg"}
    await send(organiser, soup, None, remove="1")
    assert (await _event(site, soup))[:2] == (3, None)


async def test_other_words_for_it_change_no_calendar(make, site, now):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    await send(organiser, soup, JPEG)
    before = await site.feed_response(f"activiteit/{soup.id}")
    now.move(timedelta(hours=1))
    await send(organiser, soup, None, alt="Soep op tafel.")
    after = await site.feed_response(f"activiteit/{soup.id}")
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])


async def test_a_picture_that_was_there_at_publishing_is_in_the_first_revision(make, site):
    soup = await make.activity("draft", organisation=None)
    organiser = site.as_(soup.organiser)
    await send(organiser, soup, JPEG)
    page = f"/mijn/activiteiten/{soup.id}"
    await organiser.post(f"{page}/versturen", form_of((await organiser.get(page)).text))
    moderator = site.as_(await make.team_member())
    review = f"/team/activiteiten/{soup.id}"
    await moderator.post(f"{review}/plaatsen", form_of((await moderator.get(review)).text))
    sequence, image, _modified_at = await _event(site, soup)
    assert (sequence, image is not None) == (0, True)


async def test_what_was_taken_down_or_called_off_has_no_picture_any_more(make, site):
    moderator = site.as_(await make.team_member())
    for step, field in (("afgelasten", "apology"), ("afwijzen", "reason")):
        soup = await make.activity()
        await send(site.as_(soup.organiser), soup, JPEG)
        desk = "mijn" if step == "afgelasten" else "team"
        path = f"/{desk}/activiteiten/{soup.id}/{step}"
        form = form_of((await moderator.get(path)).text)
        assert (await moderator.post(path, form | {field: ["De zaal is stuk."]})).status_code == 303
        (event,) = await site.feed(f"activiteit/{soup.id}")
        assert (event["status"], event.get("image")) == ("CANCELLED", None)
