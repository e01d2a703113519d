"""Confirming an address after filling in a first activity, before there is an account."""

import asyncio
from datetime import timedelta

import pytest

from weekplanner.accounts.facts import SignedIn
from weekplanner.accounts.models import Account, Session, SignInToken
from weekplanner.accounts.operations.sign_in import request_confirmation, use_link
from weekplanner.accounts.purge import purge
from weekplanner.core import db, facts
from weekplanner.core.errors import Refused
from weekplanner.mailer import render
from weekplanner.mailer.models import OutboxMessage

NETWORK = "192.0.2.1"


@pytest.fixture
def heard() -> list[SignedIn]:
    """What was announced."""
    return []


@pytest.fixture
async def listening(database: None, heard: list[SignedIn]) -> None:
    """Somebody reacts to signing in."""

    async def listen(fact: SignedIn) -> None:
        heard.append(fact)

    facts.wire({SignedIn: (listen,)})


async def token_for(email: str) -> str:
    """The token that the newest message to an address will hold."""
    return (await SignInToken.filter(email=email).order_by("-created_at").first()).token


async def test_confirming_makes_the_account_and_signs_in(site):
    await request_confirmation("fatma@example.org", "Fatma Yilmaz", network=NETWORK, reference="7")
    assert await Account.all().count() == 0
    assert await site.mail_kinds_to("fatma@example.org") == ["confirm_first_activity"]
    link = await site.link_to("fatma@example.org")
    page = await site.get(link)
    assert "Bevestig uw e-mailadres" in page.text
    assert await Account.all().count() == 0
    assert (await site.post(link)).status_code == 303
    account = await Account.get()
    assert (account.email, account.name) == ("fatma@example.org", "Fatma Yilmaz")
    assert "U bent ingelogd met fatma@example.org" in (await site.get("/uitloggen")).text


async def test_the_message_to_an_unconfirmed_address_holds_nothing_that_was_typed(site):
    await request_confirmation("fatma@example.org", "Koop nu op evil.example", network=NETWORK, reference="7")
    letter = await render.letter(await OutboxMessage.get())
    assert letter is not None
    assert b"evil.example" not in letter.content


async def test_who_reacts_hears_what_the_confirmation_was_for(listening, heard, now):
    await request_confirmation("Fatma@example.org", "Fatma", network=NETWORK, reference="7")
    await use_link(await token_for("Fatma@example.org"))
    account = await Account.get()
    assert heard == [SignedIn(account.id, "Fatma@example.org", "7")]


async def test_an_account_that_is_there_already_stays_as_it_is(make, listening, heard):
    jan = await make.account("jan@example.org", name="Jan")
    await request_confirmation("JAN@example.org", "Iemand anders", network=NETWORK, reference="7")
    await use_link(await token_for("JAN@example.org"))
    assert [(account.id, account.name) for account in await Account.all()] == [(jan.id, "Jan")]
    assert heard == [SignedIn(jan.id, "jan@example.org", "7")]


async def test_when_a_reaction_fails_nobody_is_signed_in_and_the_link_still_works(database, now):
    async def refuse(fact: SignedIn) -> None:
        raise Refused("Nu even niet.")

    facts.wire({SignedIn: (refuse,)})
    await request_confirmation("fatma@example.org", "Fatma", network=NETWORK, reference="7")
    token = await token_for("fatma@example.org")
    with pytest.raises(Refused, match="Nu even niet"):
        await use_link(token)
    assert (await Account.all().count(), await Session.all().count()) == (0, 0)
    facts.wire({})
    await use_link(token)
    assert await Account.all().count() == 1


async def test_asking_belongs_to_the_change_that_asks(database, now):
    with pytest.raises(Refused):
        async with db.transaction():
            await request_confirmation("fatma@example.org", "Fatma", network=NETWORK, reference="7")
            raise Refused("Toch niet.")
    assert (await SignInToken.all().count(), await OutboxMessage.all().count()) == (0, 0)


async def test_the_new_link_of_an_ended_one_confirms_the_same(site, listening, heard, now):
    await request_confirmation("fatma@example.org", "Fatma", network=NETWORK, reference="7")
    link = await site.link_to("fatma@example.org")
    now.move(timedelta(minutes=30))
    await site.post(link, again="ja")
    await use_link(await token_for("fatma@example.org"))
    assert heard[-1].reference == "7"
    assert (await Account.get()).name == "Fatma"


async def test_who_signs_in_before_confirming_gets_the_confirmation_again(site, listening, heard, now):
    await request_confirmation("fatma@example.org", "Fatma", network=NETWORK, reference="7")
    now.move(timedelta(days=13))
    await purge(now.at, is_dry_run=False)
    await site.post("/inloggen", email="FATMA@example.org")
    assert await site.mail_kinds_to("FATMA@example.org") == ["confirm_first_activity"]
    assert (await site.post(await site.link_to("FATMA@example.org"))).status_code == 303
    assert heard[-1].reference == "7"
    await site.post("/uitloggen")
    await site.post("/inloggen", email="fatma@example.org")
    assert (await site.mail_kinds_to("FATMA@example.org"))[-1] == "sign_in_link"


async def test_an_unconfirmed_address_is_forgotten_after_two_weeks(site, now):
    await request_confirmation("fatma@example.org", "Fatma", network=NETWORK, reference="7")
    now.move(timedelta(days=14))
    assert (await purge(now.at, is_dry_run=False))["sign_in_tokens"] == 1
    await site.post("/inloggen", email="fatma@example.org")
    assert (await site.mail_kinds_to("fatma@example.org"))[-1] == "sign_in_unknown"


async def test_a_link_to_sign_in_and_one_to_confirm_live_side_by_side(site, make):
    await make.account("jan@example.org")
    await site.post("/inloggen", email="jan@example.org")
    sign_in_link = await site.link_to("jan@example.org")
    await request_confirmation("jan@example.org", "Jan", network=NETWORK, reference="7")
    for link in (sign_in_link, await site.link_to("jan@example.org")):
        assert (await site.post(link)).status_code == 303


async def test_two_links_that_are_used_at_once_make_one_account(database, now):
    for reference in ("7", "8"):
        await request_confirmation("fatma@example.org", "Fatma", network=NETWORK, reference=reference)
    await SignInToken.filter().update(expires_at=now.at + timedelta(minutes=5))  # as if both were alive
    await asyncio.gather(*(use_link(link.token) for link in await SignInToken.all()))
    assert (await Account.all().count(), await Session.all().count()) == (1, 2)
