"""An activity has at most one picture: clean files, words for who does not see it, and a reviewer's eye."""

import asyncio
import io
from datetime import timedelta

import psutil
import pytest
from PIL import Image

from tests.events.filling_in import form_of, sentences
from tests.formats.pictures import noise, photo, saved
from tests.make import at
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.operations.limits import PICTURES
from weekplanner.accounts.operations.organisations import add_member
from weekplanner.core import db, settings
from weekplanner.events.models import Activity, Picture, State
from weekplanner.events.operations.pictures import copy_picture
from weekplanner.formats import images
from weekplanner.privacy.operations import purge

ALT = "Vier mensen eten soep aan een lange tafel."
JPEG = saved(photo(1200, 800), "JPEG")
OTHER = saved(photo(900, 600, colour=(20, 80, 160)), "PNG")
MEGABYTE = 1024**2


def _page(made) -> str:
    return f"/mijn/activiteiten/{made.id}/foto"


async def _send(who, made, content: bytes | None = JPEG, *, form=None, **typed: str):
    """Post the form of the page, or `form`, with a file."""
    fields = form or form_of((await who.get(_page(made))).text)
    fields = {**{name: values[0] for name, values in fields.items()}, "alt": ALT, **typed}
    return await who.upload(_page(made), fields, as_field="picture", content=content)


async def _picture(made) -> Picture | None:
    return await Picture.get_or_none(activity_id=made.id)


def _files() -> set[str]:
    return {path.name for path in settings.current().media_dir.rglob("*.jpg")}


def _names(*pictures: Picture) -> set[str]:
    return {f"{each.stem}-{width}.jpg" for each in pictures for width in images.widths(each.width)}


async def test_a_picture_stands_on_the_activity_with_the_words_for_who_does_not_see_it(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    answer = await _send(organiser, soup)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/mijn/activiteiten/{soup.id}")
    picture = await _picture(soup)
    assert (picture.alt, picture.width, picture.height) == (ALT, 1200, 800)
    assert _files() == _names(picture)
    for page in (answer.headers["location"], _page(soup), f"/mijn/activiteiten/{soup.id}/voorbeeld"):
        text = (await organiser.get(page)).text
        assert f'src="/media/{picture.stem}-960.jpg"' in text, page
        assert f'alt="{ALT}"' in text, page
    shown = await site.get(f"/media/{picture.stem}-480.jpg")
    assert Image.open(io.BytesIO(shown.content)).size == (480, 320)


async def test_the_page_of_residents_leaves_room_for_the_picture_and_search_engines_find_it(make, site):
    soup = await make.activity()
    await _send(site.as_(soup.organiser), soup)
    picture, text = await _picture(soup), (await site.get(soup.path)).text
    widths = (480, 960, 1200)
    srcset = ", ".join(f"/media/{picture.stem}-{width}.jpg {width}w" for width in widths)
    assert f'srcset="{srcset}"' in text
    assert 'width="1200" height="800"' in text
    url = f"{settings.current().base_url}/media/{picture.stem}"
    for line in (
        f'<meta property="og:image" content="{url}-960.jpg">',
        '<meta property="og:image:width" content="960">',
        '<meta property="og:image:height" content="640">',
        f'<meta property="og:image:alt" content="{ALT}">',
        f'"image": ["{url}-1200.jpg"]',
    ):
        assert line in text


async def test_another_picture_takes_its_place(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await _send(organiser, soup)
    before = await _picture(soup)
    assert (await _send(organiser, soup, OTHER, alt="Een pan soep.")).status_code == 303
    after = await _picture(soup)
    assert (after.alt, after.width, after.stem == before.stem) == ("Een pan soep.", 900, False)
    assert await Picture.all().count() == 1


async def test_the_words_change_without_a_file(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await _send(organiser, soup)
    before = await _picture(soup)
    assert (await _send(organiser, soup, None, alt="Een pan soep.")).status_code == 303
    after = await _picture(soup)
    assert (after.alt, after.stem) == ("Een pan soep.", before.stem)


async def test_a_picture_is_taken_away(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await _send(organiser, soup)
    form = form_of((await organiser.get(_page(soup))).text)
    for _click in range(2):
        assert (await _send(organiser, soup, None, form=form, remove="1")).status_code == 303
    assert await _picture(soup) is None
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
    answer = await _send(organiser, soup, content)
    assert answer.status_code == 422
    assert sentences(answer.text)["picture"].startswith(sentence)
    assert form_of(answer.text)["alt"] == [ALT]
    assert (await _picture(soup), _files()) == (None, set())


@pytest.mark.parametrize("alt", ["", "   ", "a" * 201])
async def test_a_picture_without_words_is_not_kept(make, site, alt):
    soup = await make.activity("draft")
    answer = await _send(site.as_(soup.organiser), soup, alt=alt)
    assert (answer.status_code, list(sentences(answer.text))) == (422, ["alt"])
    assert (await _picture(soup), _files()) == (None, set())


async def test_words_that_scare_people_off_get_a_friendly_hint(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await _send(organiser, soup, alt="Een eenzame man aan tafel.")
    assert "U beslist zelf." in (await organiser.get(_page(soup))).text


async def test_far_too_much_is_refused_before_it_is_read(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    answer = await _send(organiser, soup, bytes(13 * MEGABYTE))
    assert answer.status_code == 413
    other = await organiser.post(f"/mijn/activiteiten/{soup.id}/wijzigen", title="a" * 2 * MEGABYTE)
    assert other.status_code == 413


async def test_of_others_there_is_nothing_to_change(make, site):
    soup = await make.activity("draft")
    await _send(site.as_(soup.organiser), soup)
    stranger = await make.account("piet@example.org")
    await make.organisation(stranger, name="Een ander")
    form = form_of((await site.as_(soup.organiser).get(_page(soup))).text)
    for who in (stranger, await make.coordinator("groningen")):
        assert (await site.as_(who).get(_page(soup))).status_code == 404
        assert (await _send(site.as_(who), soup, OTHER, form=form)).status_code == 404
    assert (await _send(site, soup, OTHER, form=form)).headers["location"].startswith("/inloggen")
    assert _files() == _names(await _picture(soup))


async def test_of_two_who_change_it_one_wins_and_the_other_keeps_what_was_typed(make, site):
    soup = await make.activity("draft")
    colleague = await make.account("piet@example.org")
    await add_member(soup.organisation.id, colleague.id)
    jan, piet = site.as_(soup.organiser), site.as_(colleague)
    late = form_of((await piet.get(_page(soup))).text)
    await _send(jan, soup, alt="De foto van Jan.")
    first = await _picture(soup)
    answer = await _send(piet, soup, OTHER, form=late, alt="De foto van Piet.")
    assert answer.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in answer.text
    assert "De foto van Jan." in answer.text
    assert form_of(answer.text)["alt"] == ["De foto van Piet."]
    assert (await _picture(soup)).stem == first.stem
    again = form_of(answer.text)
    assert (await _send(piet, soup, OTHER, form=again, alt="De foto van Piet.")).status_code == 303
    assert (await _picture(soup)).alt == "De foto van Piet."


async def test_a_double_click_is_one_picture(make, site):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(_page(soup))).text)
    answers = await asyncio.gather(*(_send(organiser, soup, form=form) for _click in range(2)))
    answers.append(await _send(organiser, soup, form=form))
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert (await soup.fresh()).version == soup.activity.version + 1
    assert await Picture.all().count() == 1


async def test_another_file_from_an_old_form_is_no_double_click(make, site):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(_page(soup))).text)
    await _send(organiser, soup, form=form)
    assert (await _send(organiser, soup, OTHER, form=form)).status_code == 409
    assert (await _picture(soup)).width == 1200


async def test_an_organisation_cannot_keep_the_processor_busy(make, site, monkeypatch):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    monkeypatch.setattr(images, "_WORKER", "nothing.of.that.name")
    form = form_of((await organiser.get(_page(soup))).text)
    answers = [await _send(organiser, soup, form=form) for _time in range(PICTURES.most + 1)]
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
        await _send(organiser, soup, content, alt=alt)
        assert (await soup.fresh()).needs_review
        text = (await moderator.get(review)).text
        assert alt in (await moderator.get("/team/activiteiten?deel=gewijzigd")).text
        before = (await soup.fresh()).reviewed_values["picture"]
        stems = [each for each in (before and before["stem"], (await _picture(soup)).stem) if each]
        assert [f"/media/{stem}-480.jpg" in text for stem in stems] == [True] * len(stems)
        await moderator.post(f"{review}/gezien", form_of(text))
        assert not (await soup.fresh()).needs_review
        assert (await soup.fresh()).reviewed_values["picture"]["alt"] == alt


async def test_other_words_and_no_picture_any_more_wait_for_review_too(make, site, moderator):
    soup = await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await _send(organiser, soup)
    submit = form_of((await organiser.get(f"/mijn/activiteiten/{soup.id}")).text)
    await organiser.post(f"/mijn/activiteiten/{soup.id}/versturen", submit)
    review = f"/team/activiteiten/{soup.id}"
    await moderator.post(f"{review}/plaatsen", form_of((await moderator.get(review)).text))
    assert (await soup.fresh()).reviewed_values["picture"]["alt"] == ALT
    await _send(organiser, soup, None, alt="Een pan soep.")
    assert "Beschrijving van de foto" in (await moderator.get(review)).text
    await _send(organiser, soup, None, alt=ALT)
    assert not (await soup.fresh()).needs_review
    await _send(organiser, soup, None, remove="1")
    assert (await soup.fresh()).needs_review


async def test_what_was_reviewed_before_there_were_pictures_reads_as_without(make, site, moderator):
    soup = await make.activity()
    kept = (await soup.fresh()).reviewed_values
    del kept["picture"]
    await Activity.filter(id=soup.id).update(reviewed_values=kept)
    await _send(site.as_(soup.organiser), soup)
    assert (await soup.fresh()).needs_review
    assert (await moderator.get(f"/team/activiteiten/{soup.id}")).status_code == 200


async def test_a_reviewer_corrects_it_and_the_organiser_is_told(make, site, moderator):
    soup = await make.activity("submitted")
    answer = await _send(moderator, soup)
    assert answer.headers["location"] == f"/team/activiteiten/{soup.id}"
    assert (await site.mail_kinds_to("fatma@example.org"))[-1] == "activity_corrected"
    assert ALT in await site.last_mail_to("fatma@example.org")
    record = await AuditRecord.all().order_by("-id").first()
    assert (record.action, record.acted_as) == ("correct_activity", "moderation")
    assert record.changes == [{"field": "picture", "before": "", "after": ""}]


async def test_a_reviewer_helps_with_a_draft_and_nobody_is_told(make, site, moderator):
    soup = await make.activity("draft")
    assert (await _send(moderator, soup)).status_code == 303
    assert await site.mail_kinds_to("fatma@example.org") == []
    assert [record.action for record in await AuditRecord.all()] == ["help_fill_in"]


async def test_what_organisers_do_themselves_is_in_no_log(make, site):
    soup = await make.activity()
    before = await AuditRecord.all().count()
    await _send(site.as_(soup.organiser), soup)
    assert await AuditRecord.all().count() == before


@pytest.mark.parametrize("state", ["cancelled", "withdrawn"])
async def test_what_ended_stays_as_it_was(make, site, state):
    soup = await make.activity("submitted" if state == "withdrawn" else "published")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(_page(soup))).text)
    await Activity.filter(id=soup.id).update(state=State(state), review_reason="Reclame.")
    assert (await organiser.get(_page(soup))).headers["location"] == f"/mijn/activiteiten/{soup.id}"
    assert (await _send(organiser, soup, form=form)).status_code == 422
    assert (await _picture(soup), _files()) == (None, set())


async def test_after_the_week_nothing_changes_any_more(make, site, now):
    soup = await make.activity()
    now.set(at(9, 10))
    answer = await _send(site.as_(soup.organiser), soup)
    assert (answer.status_code, "Deze week is voorbij." in answer.text) == (422, True)


# Copies, and what is left over


async def test_a_copy_shows_the_same_files_and_keeps_them_when_the_original_lets_go(make, site, now):
    soup, copy = await make.activity("draft"), await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await _send(organiser, soup)
    picture = await _picture(soup)
    async with db.transaction():
        await copy_picture(soup.id, copy.id)
    assert (await _picture(copy)).stem == picture.stem
    await _send(organiser, soup, None, remove="1")
    now.move(timedelta(days=3))
    assert (await purge())["unused_pictures"] == 0
    assert _files() == _names(picture)


async def test_a_copy_of_an_activity_without_a_picture_has_none(make):
    soup, copy = await make.activity("draft"), await make.activity("draft")
    async with db.transaction():
        await copy_picture(soup.id, copy.id)
    assert await _picture(copy) is None


async def test_files_that_nobody_shows_go_after_a_day_and_the_others_stay(make, site, now):
    soup, tea = await make.activity("draft"), await make.activity("draft")
    jan = site.as_(soup.organiser)
    await _send(jan, soup)
    await _send(site.as_(tea.organiser), tea)
    replaced = await _picture(soup)
    await _send(jan, soup, OTHER)
    in_use = (await _picture(soup), await _picture(tea))
    now.move(timedelta(hours=23))
    assert (await purge())["unused_pictures"] == 0
    now.move(timedelta(hours=2))
    assert (await purge(is_dry_run=True))["unused_pictures"] == 1
    assert _files() == _names(replaced, *in_use)
    assert (await purge())["unused_pictures"] == 1
    assert _files() == _names(*in_use)
    assert (await purge())["unused_pictures"] == 0


async def test_what_a_reviewer_must_compare_with_stays_until_it_was_seen(make, site, now, moderator):
    soup = await make.activity()
    organiser, review = site.as_(soup.organiser), f"/team/activiteiten/{soup.id}"
    await _send(organiser, soup)
    await moderator.post(f"{review}/gezien", form_of((await moderator.get(review)).text))
    seen = await _picture(soup)
    await _send(organiser, soup, OTHER)
    now.move(timedelta(days=3))
    assert (await purge())["unused_pictures"] == 0
    await moderator.post(f"{review}/gezien", form_of((await moderator.get(review)).text))
    assert (await purge())["unused_pictures"] == 1
    assert _files() == _names(await _picture(soup))
    assert not _names(seen) & _files()


async def test_half_written_files_go_and_what_is_not_ours_stays(database, now):
    folder = settings.current().media_dir / "ab"
    folder.mkdir(parents=True)
    half = folder / f"ab{'0' * 30}-480.jpg.part"
    others = [folder / "readme.txt", settings.current().media_dir / "notes.txt"]
    for file in (half, *others):
        file.write_bytes(b"x")
    now.move(timedelta(days=2))
    assert (await purge())["unused_pictures"] == 1
    assert [half.exists(), *(file.exists() for file in others)] == [False, True, True]


async def test_the_picture_of_what_was_taken_down_goes_after_a_month(make, site, now, moderator):
    soup = await make.activity()
    await _send(site.as_(soup.organiser), soup)
    withdraw = f"/team/activiteiten/{soup.id}/afwijzen"
    form = form_of((await moderator.get(withdraw)).text)
    await moderator.post(withdraw, form | {"reason": ["Reclame."]})
    now.move(timedelta(days=29))
    assert (await purge())["withdrawn_pictures"] == 0
    now.move(timedelta(days=2))
    counts = await purge()
    assert (counts["withdrawn_pictures"], counts["unused_pictures"]) == (1, 1)
    assert (await _picture(soup), _files()) == (None, set())


async def test_five_large_uploads_at_once_leave_memory_as_it_was(make, site):
    """The parser spools to a file, and another process reads that."""
    content = saved(noise(1600, 1200), "PNG").ljust(int(7.9 * MEGABYTE), b"\0")
    soups = [await make.activity("draft") for _each in range(5)]
    forms = [form_of((await site.as_(soup.organiser).get(_page(soup))).text) for soup in soups]
    whos = [site.as_(soup.organiser) for soup in soups]
    await _send(whos[0], soups[0], form=forms[0])
    forms[0] = form_of((await whos[0].get(_page(soups[0]))).text)
    process = psutil.Process()
    before = process.memory_info().rss
    answers = await asyncio.gather(
        *(_send(who, soup, content, form=form) for who, soup, form in zip(whos, soups, forms, strict=True))
    )
    assert [answer.status_code for answer in answers] == [303] * 5
    assert process.memory_info().rss - before < 24 * MEGABYTE
