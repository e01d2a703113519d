"""Being signed in: the cookie, how long it lasts, and how it ends."""

from datetime import timedelta

import pytest

from tests.site import Site
from weekplanner.accounts.middleware import cookie_name
from weekplanner.accounts.models import Account, Session
from weekplanner.accounts.operations import sign_in
from weekplanner.accounts.people import TeamRole
from weekplanner.core import settings, tokens


async def is_signed_in(device: Site) -> bool:
    """Whether this device gets the page of somebody who signed in."""
    return "Log uit op dit apparaat" in (await device.get("/uitloggen")).text


async def sign_in_with_link(device: Site, account: Account) -> str:
    """Use a new link on this device; the cookie that the answer sets."""
    link = await sign_in.make_sign_in_link(account.email)
    answer = await device.post(link.removeprefix(settings.current().base_url))
    assert answer.status_code == 303
    return answer.headers["set-cookie"]


async def test_the_cookie_is_bound_to_this_host_and_out_of_reach_of_scripts(site, make):
    cookie = await sign_in_with_link(site, await make.account())
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-session=")
    assert sorted(attribute.lower() for attribute in attributes) == [
        "httponly",
        "max-age=2592000",
        "path=/",
        "samesite=lax",
        "secure",
    ]


async def test_without_tls_on_this_machine_the_cookie_does_without_its_prefix(site, make, configured):
    with settings.using(replace_base_url(configured, "http://127.0.0.1:8000")):
        cookie = await sign_in_with_link(site, await make.account())
    assert cookie.startswith("session=")
    assert "secure" not in cookie.lower()
    assert "HttpOnly" in cookie


def replace_base_url(configured: settings.Settings, base_url: str) -> settings.Settings:
    """The same settings for a site at another address."""
    return configured.model_copy(update={"base_url": base_url})


async def test_signing_in_again_gives_a_new_session_and_ends_the_old(site, make):
    account = await make.account()
    await sign_in_with_link(site, account)
    before = site.client.cookies[cookie_name()]
    await sign_in_with_link(site, account)
    assert site.client.cookies[cookie_name()] != before
    assert await Session.all().count() == 1
    assert not await is_signed_in(with_cookie(site, before))


def with_cookie(site: Site, value: str) -> Site:
    """Another device that sends this cookie."""
    device = site.as_(Account(email="nobody@example.org"))
    device.client.cookies.set(cookie_name(), value)
    return device


async def test_of_a_session_only_a_digest_is_stored(site, make):
    await sign_in_with_link(site, await make.account())
    session = await Session.get()
    assert session.id_hash == tokens.digest(site.client.cookies[cookie_name()])


@pytest.mark.parametrize(("days", "lasts"), [(29, True), (30, False)])
async def test_a_session_that_is_used_lasts_thirty_days(site, make, now, days, lasts):
    await sign_in_with_link(site, await make.account())
    for _ in range(days - 1):
        now.move(timedelta(days=1))
        assert await is_signed_in(site)
    now.move(timedelta(days=1))
    assert await is_signed_in(site) is lasts


@pytest.mark.parametrize(("days", "lasts"), [(13, True), (14, False)])
async def test_a_session_that_is_not_used_ends_after_two_weeks(site, make, now, days, lasts):
    await sign_in_with_link(site, await make.account())
    now.move(timedelta(days=days))
    assert await is_signed_in(site) is lasts


async def test_a_visit_is_noted_once_a_day(site, make, now):
    account = await make.account()
    await sign_in_with_link(site, account)
    began_at = now.at
    now.move(timedelta(hours=1))
    await is_signed_in(site)
    assert (await Session.get()).last_seen_at == began_at
    now.move(timedelta(days=1))
    await is_signed_in(site)
    noted_at = now.at
    now.move(timedelta(minutes=5))
    await is_signed_in(site)
    assert (await Session.get()).last_seen_at == noted_at
    assert (await Account.get(id=account.id)).last_seen_on == noted_at.date()


async def test_signing_out_ends_the_session_and_forgets_the_cookie(site, make):
    account = await make.account()
    await sign_in_with_link(site, account)
    value = site.client.cookies[cookie_name()]
    other_device = site.as_(account)
    assert await is_signed_in(other_device)
    answer = await site.post("/uitloggen")
    assert (answer.status_code, answer.headers["location"]) == (303, "/uitloggen")
    assert cookie_name() not in site.client.cookies
    assert "U bent uitgelogd" in (await site.get("/uitloggen")).text
    assert not await is_signed_in(with_cookie(site, value))
    assert await is_signed_in(other_device)


async def test_looking_at_the_page_signs_nobody_out(site, make):
    await sign_in_with_link(site, await make.account())
    await site.get("/uitloggen")
    assert await is_signed_in(site)


async def test_one_can_sign_out_everywhere(site, make):
    account, somebody_else = await make.account(), await make.account()
    devices = [site.as_(account) for _ in range(3)]
    for device in devices:
        assert await is_signed_in(device)
    stranger = site.as_(somebody_else)
    assert await is_signed_in(stranger)
    page = (await devices[0].get("/uitloggen")).text
    assert (page.count("Dit apparaat"), page.count("Een ander apparaat")) == (1, 2)
    await devices[0].post("/uitloggen", everywhere="ja")
    assert await Session.all().values_list("account_id", flat=True) == [somebody_else.id]


async def test_a_new_right_asks_for_a_new_session(site, make):
    account = await make.account("jan@example.org")
    await sign_in_with_link(site, account)
    await make.team_member(TeamRole.MODERATION, "jan@example.org")
    assert not await is_signed_in(site)
    await sign_in_with_link(site, account)
    await make.team_member(TeamRole.MODERATION, "jan@example.org")  # nothing new
    assert await is_signed_in(site)


@pytest.mark.parametrize("value", ["onzin", "a" * 4_000, "%00", "\xe9\xff", ";;=", '"'])
async def test_a_nonsense_cookie_is_nobody(site, value):
    raw = f"{cookie_name()}={value}".encode("latin-1")
    page = await site.client.get("/uitloggen", headers=[(b"cookie", raw)])
    assert page.status_code == 200
    assert "U bent uitgelogd" in page.text


async def test_who_only_reads_gets_no_cookie(site):
    for path in ("/", "/inloggen", "/inloggen/verstuurd", "/uitloggen", "/mijn/organisatie"):
        assert "set-cookie" not in (await site.get(path)).headers
