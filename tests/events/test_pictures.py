"""An activity has at most one picture: clean files, words for who does not see it, and a reviewer's eye."""

import asyncio
import io

import pytest
from PIL import Image

from tests.events.filling_in import form_of, sentences
from tests.events.uploading import ALT, JPEG, OTHER, files, names, page_of, picture_of, send
from tests.formats.pictures import photo, saved
from tests.make import at
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.operations.limits import PICTURES
from weekplanner.accounts.operations.organisations import add_member
from weekplanner.core import settings
from weekplanner.events.models import Activity, Picture, State
from weekplanner.formats import images

MEGABYTE = 1024**2


async def test_a_picture_stands_on_the_activity_with_the_words_for_who_does_not_see_it(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    answer = await send(organiser, soup)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/mijn/activiteiten/{soup.id}")
    picture = await picture_of(soup)
    assert (picture.alt, picture.width, picture.height) == (ALT, 1200, 800)
    assert files() == names(picture)
    for page in (answer.headers["location"], page_of(soup), f"/mijn/activiteiten/{soup.id}/voorbeeld"):
        text = (await organiser.get(page)).text
        assert f'src="/media/{picture.stem}-960.jpg"' in text, page
        assert f'alt="{ALT}"' in text, page
    shown = await site.get(f"/media/{picture.stem}-480.jpg")
    assert Image.open(io.BytesIO(shown.content)).size == (480, 320)


async def test_the_page_of_residents_leaves_room_for_the_picture_and_search_engines_find_it(make, site):
    soup = await make.activity()
    await send(site.as_(soup.organiser), soup)
    picture, text = await picture_of(soup), (await site.get(soup.path)).text
    widths = (480, 960, 1200)
    srcset = ", ".join(f"/media/{picture.stem}-{width}.jpg {width}w" for width in widths)
    assert f'srcset="{srcset}"' in text
    assert 'width="1200" height="800"' in text
    url = f"{settings.current().base_url}/media/{picture.stem}"
    for line in (f'"image": ["{url}-1200.jpg"]',):
        assert line in text


async def test_another_picture_takes_its_place(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await send(organiser, soup)
    before = await picture_of(soup)
    assert (await send(organiser, soup, OTHER, alt="Een pan soep.")).status_code == 303
    after = await picture_of(soup)
    assert (after.alt, after.width, after.stem == before.stem) == ("Een pan soep.", 900, False)
    assert await Picture.all().count() == 1


async def test_the_words_change_without_a_file(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await send(organiser, soup)
    before = await picture_of(soup)
    assert (await send(organiser, soup, None, alt="Een pan soep.")).status_code == 303
    after = await picture_of(soup)
    assert (after.alt, after.stem) == ("Een pan soep.", before.stem)


async def test_a_picture_is_taken_away(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await send(organiser, soup)
    form = form_of((await organiser.get(page_of(soup))).text)
    for _click in range(2):
        assert (await send(organiser, soup, None, form=form, remove="1")).status_code == 303
    assert await picture_of(soup) is None
    assert "/media/" not in (await organiser.get(f"/mijn/activiteiten/{soup.id}")).text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Kies een foto"),
        (b"", "Dit bestand is leeg. Kies een andere foto."),
        (b"<svg/>", "Dit bestand is geen foto die wij kennen. Kies een foto: JPEG, PNG of WebP."),
        (JPEG.ljust(9 * MEGABYTE, b"\0"), "Dit bestand is te groot. Kies een foto van ten hoogste 8 MB."),
        (saved(photo(300, 300), "PNG"), "Deze foto is te klein: 300 bij 300 beeldpunten."),
    ],
    ids=["no file", "an empty one", "a drawing", "9 MB", "a stamp"],
)
async def test_what_is_no_picture_is_told_so_at_its_field_and_the_words_stay(make, site, content, sentence):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    answer = await send(organiser, soup, content)
    assert answer.status_code == 422
    assert sentences(answer.text)["picture"].startswith(sentence)
    assert form_of(answer.text)["alt"] == [ALT]
    assert (await picture_of(soup), files()) == (None, set())


@pytest.mark.parametrize("alt", ["", "   ", "a" * 201])
async def test_a_picture_without_words_is_not_kept(make, site, alt):
    soup = await make.activity("draft")
    answer = await send(site.as_(soup.organiser), soup, alt=alt)
    assert (answer.status_code, list(sentences(answer.text))) == (422, ["alt"])
    assert (await picture_of(soup), files()) == (None, set())


async def test_words_that_scare_people_off_get_a_friendly_hint(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await send(organiser, soup, alt="Een eenzame man aan tafel.")
    assert "U beslist zelf." in (await organiser.get(page_of(soup))).text


async def test_far_too_much_is_refused_before_it_is_read(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    answer = await send(organiser, soup, bytes(13 * MEGABYTE))
    assert answer.status_code == 413
    other = await organiser.post(f"/mijn/activiteiten/{soup.id}/wijzigen", title="a" * 2 * MEGABYTE)
    assert other.status_code == 413


async def test_of_others_there_is_nothing_to_change(make, site):
    soup = await make.activity("draft")
    await send(site.as_(soup.organiser), soup)
    stranger = await make.account("piet@example.org")
    await make.organisation(stranger, name="Een ander")
    form = form_of((await site.as_(soup.organiser).get(page_of(soup))).text)
    for who in (stranger, await make.coordinator("groningen")):
        assert (await site.as_(who).get(page_of(soup))).status_code == 404
        assert (await send(site.as_(who), soup, OTHER, form=form)).status_code == 404
    assert (await send(site, soup, OTHER, form=form)).headers["location"].startswith("/inloggen")
    assert files() == names(await picture_of(soup))


async def test_of_two_who_change_it_one_wins_and_the_other_keeps_what_was_typed(make, site):
    soup = await make.activity("draft")
    colleague = await make.account("piet@example.org")
    await add_member(soup.organisation.id, colleague.id)
    jan, piet = site.as_(soup.organiser), site.as_(colleague)
    late = form_of((await piet.get(page_of(soup))).text)
    await send(jan, soup, alt="De foto van Jan.")
    first = await picture_of(soup)
    answer = await send(piet, soup, OTHER, form=late, alt="De foto van Piet.")
    assert answer.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in answer.text
    assert "De foto van Jan." in answer.text
    assert form_of(answer.text)["alt"] == ["De foto van Piet."]
    assert (await picture_of(soup)).stem == first.stem
    again = form_of(answer.text)
    assert (await send(piet, soup, OTHER, form=again, alt="De foto van Piet.")).status_code == 303
    assert (await picture_of(soup)).alt == "De foto van Piet."


async def test_a_double_click_is_one_picture(make, site):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(page_of(soup))).text)
    answers = await asyncio.gather(*(send(organiser, soup, form=form) for _click in range(2)))
    answers.append(await send(organiser, soup, form=form))
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert (await soup.fresh()).version == soup.activity.version + 1
    assert await Picture.all().count() == 1


async def test_another_file_from_an_old_form_is_no_double_click(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(page_of(soup))).text)
    await send(organiser, soup, form=form)
    assert (await send(organiser, soup, OTHER, form=form)).status_code == 409
    assert (await picture_of(soup)).width == 1200


async def test_an_organisation_cannot_keep_the_processor_busy(make, site, monkeypatch):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    monkeypatch.setattr(images, "_WORKER", "nothing.of.that.name")
    form = form_of((await organiser.get(page_of(soup))).text)
    answers = [await send(organiser, soup, form=form) for _time in range(PICTURES.most + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {422}
    assert (answers[-1].status_code, answers[-1].headers["retry-after"]) == (429, "3600")
    assert "over 60 minuten" in answers[-1].text
    assert form_of(answers[-1].text)["alt"] == [ALT]


# On the site


async def test_a_picture_on_the_site_waits_for_a_reviewer_who_sees_both(make, site, moderator):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    review = f"/team/activiteiten/{soup.id}"
    for content, alt in ((JPEG, ALT), (OTHER, "Een pan soep.")):
        await send(organiser, soup, content, alt=alt)
        assert (await soup.fresh()).needs_review
        text = (await moderator.get(review)).text
        assert alt in (await moderator.get("/team/activiteiten?deel=gewijzigd")).text
        before = (await soup.fresh()).reviewed_values["picture"]
        stems = [each for each in (before and before["stem"], (await picture_of(soup)).stem) if each]
        assert [f"/media/{stem}-480.jpg" in text for stem in stems] == [True] * len(stems)
        await moderator.post(f"{review}/gezien", form_of(text))
        assert not (await soup.fresh()).needs_review
        assert (await soup.fresh()).reviewed_values["picture"]["alt"] == alt


async def test_other_words_and_no_picture_any_more_wait_for_review_too(make, site, moderator):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await send(organiser, soup)
    submit = form_of((await organiser.get(f"/mijn/activiteiten/{soup.id}")).text)
    await organiser.post(f"/mijn/activiteiten/{soup.id}/versturen", submit)
    review = f"/team/activiteiten/{soup.id}"
    await moderator.post(f"{review}/plaatsen", form_of((await moderator.get(review)).text))
    assert (await soup.fresh()).reviewed_values["picture"]["alt"] == ALT
    await send(organiser, soup, None, alt="Een pan soep.")
    assert "Beschrijving van de foto" in (await moderator.get(review)).text
    await send(organiser, soup, None, alt=ALT)
    assert not (await soup.fresh()).needs_review
    await send(organiser, soup, None, remove="1")
    assert (await soup.fresh()).needs_review


async def test_what_was_reviewed_before_there_were_pictures_reads_as_without(make, site, moderator):
    soup = await make.activity()
    kept = (await soup.fresh()).reviewed_values
    del kept["picture"]
    await Activity.filter(id=soup.id).update(reviewed_values=kept)
    await send(site.as_(soup.organiser), soup)
    assert (await soup.fresh()).needs_review
    assert (await moderator.get(f"/team/activiteiten/{soup.id}")).status_code == 200


async def test_a_reviewer_corrects_it_and_the_organiser_is_told(make, site, moderator):
    soup = await make.activity("submitted")
    answer = await send(moderator, soup)
    assert answer.headers["location"] == f"/team/activiteiten/{soup.id}"
    assert (await site.mail_kinds_to("fatma@example.org"))[-1] == "activity_corrected"
    assert ALT in await site.last_mail_to("fatma@example.org")
    record = await AuditRecord.all().order_by("-id").first()
    assert (record.action, record.acted_as) == ("correct_activity", "moderation")
    assert record.changes == [{"field": "picture", "before": "", "after": ""}]


async def test_a_reviewer_helps_with_a_draft_and_nobody_is_told(make, site, moderator):
    soup = await make.activity("draft")
    assert (await send(moderator, soup)).status_code == 303
    assert await site.mail_kinds_to("fatma@example.org") == []
    assert [record.action for record in await AuditRecord.all()] == ["help_fill_in"]


async def test_what_organisers_do_themselves_is_in_no_log(make, site):
    soup = await make.activity()
    before = await AuditRecord.all().count()
    await send(site.as_(soup.organiser), soup)
    assert await AuditRecord.all().count() == before


@pytest.mark.parametrize("state", ["cancelled", "withdrawn"])
async def test_what_ended_stays_as_it_was(make, site, state):
    soup = await make.activity("submitted" if state == "withdrawn" else "published")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(page_of(soup))).text)
    await Activity.filter(id=soup.id).update(state=State(state), review_reason="Reclame.")
    assert (await organiser.get(page_of(soup))).headers["location"] == f"/mijn/activiteiten/{soup.id}"
    assert (await send(organiser, soup, form=form)).status_code == 422
    assert (await picture_of(soup), files()) == (None, set())


async def test_after_the_week_nothing_changes_any_more(make, site, now):
    soup = await make.activity()
    now.set(at(9, 10))
    answer = await send(site.as_(soup.organiser), soup)
    assert (answer.status_code, "Deze week is voorbij." in answer.text) == (422, True)
