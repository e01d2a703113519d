"""Accounts without activity for two editions are warned once, and go 30 days later."""

from datetime import timedelta

import pytest

from tests.make import at
from weekplanner.accounts.messages.links import KINDS
from weekplanner.accounts.models import Account, Membership, Organisation, Session
from weekplanner.accounts.operations import sign_in
from weekplanner.accounts.people import TeamRole
from weekplanner.mailer import render
from weekplanner.mailer.models import OutboxMessage
from weekplanner.privacy.unused_accounts import purge

NOTHING = {"accounts_warned": 0, "accounts_removed": 0}
WARNED = {"accounts_warned": 1, "accounts_removed": 0}
REMOVED = {"accounts_warned": 0, "accounts_removed": 1}
NOTICE = timedelta(days=30)


async def two_editions_later(make, now):
    """The weeks of 2027 and 2028 are over, and that of 2029 is the current one."""
    await make.edition(2028)
    await make.edition(2029)
    now.set(at(8, 12, month=1, year=2029))


async def visit(account):
    link = await sign_in.make_sign_in_link(account.email)
    await sign_in.use_link(link.rpartition("/")[2])


@pytest.fixture
async def jan(make):
    """Somebody with an account since before the week of 2027."""
    await make.edition(2027)
    return await make.account("jan@example.org")


async def test_an_unused_account_is_warned_once_and_removed_after_thirty_days(make, site, now, jan):
    linde = await make.organisation(jan)
    await visit(jan)
    await two_editions_later(make, now)
    assert await purge(now.at, is_dry_run=False) == WARNED
    assert await purge(now.at, is_dry_run=False) == NOTHING
    assert await site.mail_kinds_to("jan@example.org") == ["account_unused"]
    assert await site.link_to("jan@example.org") == "/inloggen"
    assert "woensdag 7 februari 2029" in " ".join((await site.last_mail_to("jan@example.org")).split())
    [letter] = await OutboxMessage.all()
    assert letter.unique_key == f"account_unused:{jan.id}:2027-08-16"
    now.move(NOTICE - timedelta(seconds=1))
    assert await purge(now.at, is_dry_run=False) == NOTHING
    now.move(timedelta(seconds=1))
    assert await purge(now.at, is_dry_run=False) == REMOVED
    assert await purge(now.at, is_dry_run=False) == NOTHING
    assert [await model.all().count() for model in (Account, Session, Membership)] == [0, 0, 0]
    assert await Organisation.exists(id=linde.id)


async def test_signing_in_stops_it_and_a_later_silence_gets_its_own_warning(make, site, now, jan):
    await two_editions_later(make, now)
    assert await purge(now.at, is_dry_run=False) == WARNED
    now.move(NOTICE - timedelta(days=1))
    await visit(jan)
    now.move(timedelta(days=2))
    assert await purge(now.at, is_dry_run=False) == NOTHING
    await make.edition(2030)
    await make.edition(2031)
    now.set(at(8, 12, month=1, year=2031))
    assert await purge(now.at, is_dry_run=False) == WARNED
    now.move(NOTICE)
    assert await purge(now.at, is_dry_run=False) == REMOVED
    assert await site.mail_kinds_to("jan@example.org") == ["account_unused"] * 2


@pytest.mark.parametrize(("day", "expected"), [(30, WARNED), (1, NOTHING)])
async def test_who_came_since_the_edition_before_the_previous_one_began_stays(make, now, jan, day, expected):
    now.set(at(day, 12, month=9 if day == 30 else 10))
    await visit(jan)
    await two_editions_later(make, now)
    assert await purge(now.at, is_dry_run=False) == expected


async def test_who_has_a_task_stays(make, now):
    await make.edition(2027)
    await make.team_member(TeamRole.LOGISTICS)
    await make.coordinator()
    await two_editions_later(make, now)
    assert await purge(now.at, is_dry_run=False) == NOTHING


async def test_who_gets_a_task_after_the_warning_stays(make, now, jan):
    await two_editions_later(make, now)
    assert await purge(now.at, is_dry_run=False) == WARNED
    await make.coordinator(email="jan@example.org")
    now.move(NOTICE)
    assert await purge(now.at, is_dry_run=False) == NOTHING


async def test_with_fewer_than_two_editions_before_the_current_one_nothing_happens(make, now, jan):
    now.set(at(8, 12, month=1, year=2040))
    assert await purge(now.at, is_dry_run=False) == NOTHING
    await make.edition(2028)
    assert await purge(now.at, is_dry_run=False) == NOTHING


async def test_an_edition_that_is_not_over_does_not_count(make, now, jan):
    await make.edition(2028)
    await make.edition(2029)
    now.set(at(8, 12, year=2028))
    assert await purge(now.at, is_dry_run=False) == NOTHING
    now.move(timedelta(days=1))
    assert await purge(now.at, is_dry_run=False) == WARNED


async def test_what_is_on_the_site_stays_without_its_contact(make, site, now, jan):
    linde = await make.organisation(jan, is_trusted=True)
    who = {"contact_name": "Jan Jansen", "contact_phone": "030 000 99 99", "contact_email": "Jan@example.org"}
    former = await make.activity(organiser=jan, organisation=linde, **who)
    await two_editions_later(make, now)
    now.set(at(1, 12, month=6, year=2029))
    theirs = {
        "organiser": await make.account("piet@example.org"),
        "organisation": linde,
        "occurrences": [(at(6, 12, year=2029), at(6, 13, year=2029))],
    }
    soup = await make.activity(**theirs, **who)
    draft = await make.activity("draft", **theirs, **who)
    other = await make.activity(**theirs)
    assert "030 000 99 99" in (await site.get(soup.path)).text
    assert "030 000 99 99" in (await site.feed_response(f"activiteit/{soup.id}")).text
    [before] = await site.feed(f"activiteit/{soup.id}")
    assert await purge(now.at, is_dry_run=False) == WARNED
    now.move(NOTICE)
    assert await purge(now.at, is_dry_run=False) == REMOVED
    for made in (former, soup, draft):
        stored = await made.fresh()
        assert [stored.contact_name, stored.contact_phone, stored.contact_email] == ["", "", ""]
        assert "Jan" not in str(stored.reviewed_values)
        assert (stored.state, stored.version) == (made.activity.state, made.activity.version + 1)
        assert not stored.needs_review
    assert (await other.fresh()).contact_email == "fatma@example.org"
    for made in (former, soup):
        page = await site.get(made.path)
        assert (page.status_code, "030 000 99 99" in page.text) == (200, False)
    [after] = await site.feed(f"activiteit/{soup.id}")
    assert (after["UID"], after["DTSTART"].dt) == (before["UID"], before["DTSTART"].dt)
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert "030 000 99 99" not in (await site.feed_response(f"activiteit/{soup.id}")).text


async def test_a_dry_run_counts_and_changes_nothing(make, site, now, jan):
    await two_editions_later(make, now)
    assert await purge(now.at, is_dry_run=True) == WARNED
    assert await site.mail_kinds_to("jan@example.org") == []
    await purge(now.at, is_dry_run=False)
    now.move(NOTICE)
    assert await purge(now.at, is_dry_run=True) == REMOVED
    assert await Account.exists(id=jan.id)


def test_both_parts_of_the_warning_say_the_same(configured):
    [kind] = [each for each in KINDS if each.name == "account_unused"]
    parts = render.parts(kind, kind.sample, "nl", to_name="Fatma")
    assert parts.subject == "Wilt u uw account bij Kom erbij houden?"
    for text in (parts.text, parts.html):
        for words in ("Dag Fatma,", "woensdag 1 december 2027", "https://voorbeeld.nl/inloggen"):
            assert words in " ".join(text.split())
