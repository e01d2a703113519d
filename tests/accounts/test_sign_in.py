"""Signing in by a link from the mail."""

import asyncio
from datetime import timedelta

import pytest

from tests.site import Site
from weekplanner.accounts.models import Session, SignInToken
from weekplanner.accounts.operations import sign_in
from weekplanner.core import tokens
from weekplanner.mailer import render
from weekplanner.mailer.models import OutboxMessage

JAN = "jan@example.org"


async def ask_link(site: Site, email: str = JAN) -> str:
    """Ask for a link on the page; the path that the mail holds."""
    answer = await site.post("/inloggen", email=email)
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen/verstuurd")
    return await site.link_to(email)


async def signs_in(site: Site, link: str) -> bool:
    """Whether a press on the button of this link signs in."""
    answer = await site.post(link)
    return answer.status_code == 303 and "set-cookie" in answer.headers


async def test_a_link_from_the_mail_signs_in_once(site, make):
    await make.account(JAN)
    link = await ask_link(site)
    assert await signs_in(site, link)
    site.client.cookies.clear()
    again = await site.post(link)
    assert again.status_code == 410
    assert "set-cookie" not in again.headers
    assert "Deze link werkt niet meer" in again.text


async def test_looking_at_the_link_uses_nothing_up(site, make):
    await make.account(JAN)
    link = await ask_link(site)
    for _ in range(3):
        page = await site.get(link)
        assert page.status_code == 200
        assert (await site.head(link)).status_code == 200
    assert JAN in page.text
    assert "set-cookie" not in page.headers
    assert await signs_in(site, link)


async def test_the_page_of_a_link_is_kept_nowhere_and_tells_its_address_to_nobody(site, make):
    await make.account(JAN)
    page = await site.get(await ask_link(site))
    assert "no-store" in page.headers["cache-control"]
    assert page.headers["referrer-policy"] == "same-origin"
    assert 'name="robots" content="noindex"' in page.text


@pytest.mark.parametrize(("minutes", "works"), [(14, True), (15, False)])
async def test_a_link_works_for_fifteen_minutes(site, make, now, minutes, works):
    await make.account(JAN)
    link = await ask_link(site)
    now.move(timedelta(minutes=minutes))
    assert (await site.get(link)).status_code == (200 if works else 410)
    assert await signs_in(site, link) is works


async def test_a_new_link_ends_the_one_before(site, make):
    await make.account(JAN)
    first, second = await ask_link(site), await ask_link(site)
    assert not await signs_in(site, first)
    assert await signs_in(site, second)


async def test_of_two_presses_at_once_one_signs_in(site, make):
    await make.account(JAN)
    link = await ask_link(site)
    devices = [Site(site.app, follower=site.follower) for _ in range(4)]
    answers = await asyncio.gather(*(device.post(link) for device in devices))
    assert sorted(answer.status_code for answer in answers) == [303, 410, 410, 410]
    assert await Session.all().count() == 1
    for device in devices:
        await device.close()


async def test_the_answer_does_not_tell_who_has_an_account(site, make):
    await make.account(JAN)
    known, unknown = (
        await site.post("/inloggen", email=JAN),
        await site.post("/inloggen", email="piet@example.org"),
    )
    assert (known.status_code, dict(known.headers), known.content) == (
        unknown.status_code,
        dict(unknown.headers),
        unknown.content,
    )
    assert await SignInToken.all().count() == await OutboxMessage.all().count() == 2


async def test_who_has_no_account_reads_how_to_begin(site):
    await site.post("/inloggen", email="piet@example.org")
    assert await site.mail_kinds_to("piet@example.org") == ["sign_in_unknown"]
    mail = await site.last_mail_to("piet@example.org")
    assert "/inloggen/" not in mail
    assert "https://komerbij.test/mijn/activiteiten/nieuw" in mail


async def test_capitals_make_no_other_address(site, make):
    account = await make.account("Jan.de.Wit@Example.ORG")
    assert account.email == "Jan.de.Wit@example.org"
    await site.post("/inloggen", email=" jan.DE.wit@EXAMPLE.org ")
    assert await site.mail_kinds_to("Jan.de.Wit@example.org") == ["sign_in_link"]


@pytest.mark.parametrize(
    "typed",
    ["", "jan", "jan@", "@example.org", "jan@example", "jan@exam ple.org", "<jan@example.org>", "a" * 99_999],
)
async def test_what_is_no_address_is_said_at_the_field_and_kept(site, typed):
    page = await site.post("/inloggen", email=typed)
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert await SignInToken.all().count() == 0


@pytest.mark.parametrize(
    "token",
    [
        "onzin",
        "%00",
        "%ff%fe",
        "%0d%0aSet-Cookie:a=b",
        "x" * 10_000,
        "%F0%9F%AA%91",
        "'%22%3Cscript%3E",
        "..%2fmijn",
    ],
)
async def test_a_nonsense_link_is_a_clear_page(site, token):
    for page in (await site.get(f"/inloggen/{token}"), await site.post(f"/inloggen/{token}")):
        assert page.status_code == 404
        assert "set-cookie" not in page.headers
    again = await site.post(f"/inloggen/{token}", again="ja")
    assert (again.status_code, again.headers.get("location")) in {(303, "/inloggen"), (404, None)}


async def test_an_ended_link_sends_a_new_one_to_the_same_address_with_one_press(site, make, now):
    await make.account(JAN)
    link = await ask_link(site)
    now.move(timedelta(minutes=20))
    assert "Stuur mij een nieuwe link" in (await site.get(link)).text
    answer = await site.post(link, again="ja")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen/verstuurd")
    newer = await site.link_to(JAN)
    assert newer != link
    assert await signs_in(site, newer)


async def test_the_token_is_stored_nowhere(site, make):
    await make.account(JAN)
    token = (await ask_link(site)).rpartition("/")[2]
    row = await SignInToken.get()
    message = await OutboxMessage.get()
    assert row.token_hash == tokens.digest(token)
    assert token not in "".join(str(value) for value in [*dict(row).values(), *dict(message).values()])


async def test_a_message_whose_link_has_ended_is_not_sent_any_more(site, make):
    await make.account(JAN)
    await ask_link(site)
    await ask_link(site)
    older, newer = await OutboxMessage.all().order_by("id")
    assert await render.letter(older) is None
    assert await render.letter(newer) is not None


async def test_a_link_works_on_another_device(site, make):
    await make.account(JAN)
    link = await ask_link(site)
    phone = Site(site.app, follower=site.follower)
    assert await signs_in(phone, link)
    assert (await phone.get("/uitloggen")).text.count("Log overal uit") == 1
    await phone.close()


async def test_an_operator_gets_a_link_only_for_who_has_an_account(site, make):
    account = await make.account(JAN)
    link = await sign_in.make_sign_in_link(account.email)
    assert await signs_in(site, link)
    with pytest.raises(sign_in.NoAccount):
        await sign_in.make_sign_in_link("piet@example.org")
