"""Several people at once: one wins, the others are told, and nothing is done twice."""

import asyncio

from tests.events.filling_in import NEWCOMER, SAVE, SOUP, SUBMIT, form_of, typed
from tests.make import at
from weekplanner.accounts.models import Organisation
from weekplanner.events.models import Activity, Occurrence, PendingActivity, State
from weekplanner.listing.models import Entry

NEW = "/mijn/activiteiten/nieuw"


async def _all(*posts):
    return sorted(answer.status_code for answer in await asyncio.gather(*posts))


async def test_ten_clicks_at_once_make_one_activity(organiser, site):
    fields = typed((await organiser.get(NEW)).text, SOUP, SUBMIT)
    assert await _all(*(organiser.post(NEW, fields) for _click in range(10))) == [303] * 10
    assert (await Activity.all().count(), await Occurrence.all().count()) == (1, 1)
    assert await site.mail_kinds_to("jan@example.org") == ["activity_received"]


async def test_ten_clicks_at_once_keep_one_first_activity_and_make_it_once(site, make):
    await make.edition()
    fields = typed((await site.get(NEW)).text, SOUP, NEWCOMER, SUBMIT)
    assert await _all(*(site.post(NEW, fields) for _click in range(10))) == [303] * 10
    assert await PendingActivity.all().count() == 1
    link = await site.link_to("fatma@example.org")
    await asyncio.gather(*(site.post(link) for _click in range(5)))
    assert (await Activity.all().count(), await Organisation.all().count()) == (1, 1)


async def test_of_ten_editors_one_wins_and_nine_are_told(make, site):
    soup = await make.activity()
    organiser, edit = site.as_(soup.organiser), f"/mijn/activiteiten/{soup.id}/wijzigen"
    fields = typed((await organiser.get(edit)).text, SAVE)
    titles = [f"Soep {number}" for number in range(10)]
    statuses = await _all(*(organiser.post(edit, fields | {"title": [title]}) for title in titles))
    assert statuses == [303] + [409] * 9
    assert (await Entry.get()).title in titles


async def test_reviewer_and_editor_never_both_win(make, site, moderator):
    for _round in range(5):
        soup = await make.activity(state="submitted")
        organiser, edit = site.as_(soup.organiser), f"/mijn/activiteiten/{soup.id}/wijzigen"
        change = typed((await organiser.get(edit)).text, {"title": ["Iets heel anders"]}, SAVE)
        publish = form_of((await moderator.get(f"/team/activiteiten/{soup.id}")).text)
        statuses = await _all(
            organiser.post(edit, change), moderator.post(f"/team/activiteiten/{soup.id}/plaatsen", publish)
        )
        assert statuses == [303, 409]
        activity = await soup.fresh()
        assert (activity.state is State.PUBLISHED) != (activity.title == "Iets heel anders")


async def test_cancelling_and_publishing_again_and_again_never_wedges(make, site):
    soup = await make.activity(occurrences=tuple((at(day, 12), at(day, 13)) for day in range(1, 8)))
    organiser = site.as_(soup.organiser)
    posts = []
    for occurrence in await soup.occurrences():
        path = f"/mijn/activiteiten/{soup.id}/momenten/{occurrence.id}/afgelasten"
        posts.append(organiser.post(path, typed((await organiser.get(path)).text, {"apology": ["Helaas."]})))
    statuses = await _all(*posts)
    assert statuses == [303] + [409] * 6
    assert await Occurrence.filter(state="cancelled").count() == 1
