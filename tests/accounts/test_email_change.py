"""Changing the address one signs in with: a link to the new one, word to the old one."""

import asyncio
from datetime import timedelta

import pytest

from tests.events.filling_in import NEWCOMER, SOUP
from tests.site import Site
from weekplanner.accounts.models import Account, Session, SignInToken
from weekplanner.accounts.operations.email import confirm_email_change
from weekplanner.accounts.queries import people
from weekplanner.core.errors import NotAllowed
from weekplanner.events.models import Activity, PendingActivity
from weekplanner.mailer.models import OutboxMessage

OLD, NEW = "jan@example.org", "jan.nieuw@example.org"
FORM, CHANGED = "/mijn/gegevens/e-mailadres", "/mijn/gegevens/e-mailadres/gewijzigd"


@pytest.fixture
async def jan(make, site) -> Site:
    """Somebody who is signed in."""
    return site.as_(await make.account(OLD))


async def ask(person: Site, email: str = NEW) -> str:
    """Ask for another address; the path that the mail to it holds."""
    answer = await person.post(FORM, email=email)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{FORM}/verstuurd")
    return await person.link_to(email)


async def stored() -> list[tuple[str, str]]:
    """Address and key of every account."""
    return [(each.email, each.email_key) for each in await Account.all().order_by("id")]


async def test_the_new_address_confirms_and_the_old_one_is_told(jan, site):
    link = await ask(jan)
    assert await site.mail_kinds_to(OLD) == []
    assert NEW in (await jan.get(link)).text
    answer = await jan.post(link)
    assert (answer.status_code, answer.headers["location"]) == (303, CHANGED)
    assert NEW in (await jan.get(CHANGED)).text
    assert await stored() == [(NEW, NEW)]
    assert await site.mail_kinds_to(OLD) == ["email_changed"]
    mail = await site.last_mail_to(OLD)
    assert "Was u dit niet? Bel ons dan meteen" in mail
    assert NEW not in mail
    await site.post("/inloggen", email=NEW)
    assert await site.mail_kinds_to(NEW) == ["email_change_asked", "sign_in_link"]


async def test_looking_at_the_link_changes_nothing(jan):
    link = await ask(jan)
    for _ in range(3):
        assert (await jan.get(link)).status_code == 200
        assert (await jan.client.head(link)).status_code == 200
    assert await stored() == [(OLD, OLD)]
    assert (await jan.post(link)).status_code == 303


async def test_a_link_works_once(jan):
    link = await ask(jan)
    assert (await jan.post(link)).status_code == 303
    for again in (await jan.post(link), await jan.get(link), await jan.post(link, again="ja")):
        assert again.status_code in {303, 410}
        assert again.headers.get("location") != CHANGED
    assert await SignInToken.filter(purpose="change_email").count() == 1


@pytest.mark.parametrize(("minutes", "status"), [(14, 303), (15, 410)])
async def test_a_link_works_for_fifteen_minutes(jan, now, minutes, status):
    link = await ask(jan)
    now.move(timedelta(minutes=minutes))
    assert (await jan.post(link)).status_code == status
    assert (await stored() == [(NEW, NEW)]) is (status == 303)


async def test_of_two_wishes_the_last_counts(jan):
    first, second = await ask(jan, "a@example.org"), await ask(jan, "b@example.org")
    assert (await jan.post(first)).status_code == 410
    assert (await jan.post(second)).status_code == 303
    assert await stored() == [("b@example.org", "b@example.org")]


async def test_only_the_account_that_asked_can_confirm(jan, site, make):
    link = await ask(jan)
    piet = site.as_(await make.account("piet@example.org"))
    assert "ingelogd als iemand anders" in (await piet.get(link)).text
    assert "niet ingelogd" in (await site.get(link)).text
    for stranger in (piet, site):
        answer = await stranger.post(link)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    with pytest.raises(NotAllowed):
        await confirm_email_change(link.rpartition("/")[2], actor=await people.person(piet.account.id))
    assert await stored() == [(OLD, OLD), ("piet@example.org",) * 2]
    assert (await jan.post(link)).status_code == 303


async def test_the_link_signs_nobody_in_also_where_the_address_has_an_account(jan, make, site):
    await make.account(NEW)
    await jan.post(FORM, email=NEW)
    token = (await SignInToken.get(purpose="change_email")).token
    assert (await site.post(f"/inloggen/{token}")).status_code == 403
    assert (await jan.post(f"/inloggen/{token}")).status_code == 409
    assert await stored() == [(OLD, OLD), (NEW, NEW)]


async def test_nobody_learns_which_address_has_an_account(jan, make, site):
    await make.account("piet@example.org", name="Piet")
    free, taken = await jan.post(FORM, email=NEW), await jan.post(FORM, email="PIET@example.org")
    assert (free.status_code, dict(free.headers), free.content) == (
        taken.status_code,
        dict(taken.headers),
        taken.content,
    )
    assert await OutboxMessage.all().count() == 2
    assert await SignInToken.filter(purpose="change_email").count() == 2
    assert await site.mail_kinds_to("piet@example.org") == ["email_change_taken"]
    mail = await site.last_mail_to("piet@example.org")
    assert "Bij dit e-mailadres hoort al een account" in " ".join(mail.split())
    assert OLD not in mail


async def test_every_other_session_ends_and_this_one_gets_a_new_id(jan, site, make):
    phone = site.as_(jan.account)
    await phone.get("/mijn/gegevens")
    link = await ask(jan)
    before = jan.client.cookies.get("__Host-session")
    await jan.post(link)
    after = jan.client.cookies.get("__Host-session")
    assert before != after
    assert (await jan.get("/mijn/gegevens")).status_code == 200
    assert (await phone.client.get("/mijn/gegevens")).status_code == 303
    assert await Session.all().count() == 1


async def test_open_links_to_the_old_address_die(jan, site):
    await site.post("/inloggen", email=OLD)
    old_link = await site.link_to(OLD)
    await jan.post(await ask(jan))
    assert (await site.post(old_link)).status_code == 410


async def test_an_address_that_got_an_account_meanwhile_is_not_taken(jan, make):
    link = await ask(jan)
    await make.account(NEW)
    answer = await jan.post(link)
    assert answer.status_code == 409
    assert "logt al iemand anders in" in answer.text
    assert await stored() == [(OLD, OLD), (NEW, NEW)]


async def test_of_several_accounts_that_want_one_address_one_gets_it(site, make):
    wishers = [site.as_(await make.account(f"{name}@example.org")) for name in ("an", "bo", "cas")]
    for person in wishers:
        await person.post(FORM, email=NEW)
    wanted = SignInToken.filter(purpose="change_email").order_by("created_at")
    await wanted.update(expires_at=(await wanted.first()).created_at + timedelta(minutes=15))
    links = {int(link.reference): f"/inloggen/{link.token}" for link in await wanted}
    answers = await asyncio.gather(*(person.post(links[person.account.id]) for person in wishers))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    assert [email for email, _ in await stored()].count(NEW) == 1
    assert await OutboxMessage.filter(kind="email_changed").count() == 1


async def test_of_three_presses_at_once_one_counts(jan):
    link = await ask(jan)
    answers = await asyncio.gather(*(jan.post(link) for _ in range(3)))
    assert [answer.headers.get("location") for answer in answers].count(CHANGED) == 1
    assert await OutboxMessage.filter(kind="email_changed").count() == 1


async def test_other_capitals_are_the_same_address_and_can_be_wanted(jan, site):
    same = await jan.post(FORM, email=OLD)
    assert same.status_code == 422
    assert "Dit is al uw e-mailadres" in same.text
    await jan.post(await ask(jan, "Jan@example.org"))
    assert await stored() == [("Jan@example.org", OLD)]


async def test_an_account_asks_for_five_addresses_a_day(jan, now):
    for number in range(5):
        await ask(jan, f"jan{number}@example.org")
    refused = await jan.post(FORM, email=NEW)
    assert refused.status_code == 429
    now.move(timedelta(days=1, seconds=1))
    await ask(jan)


async def test_what_was_typed_with_the_new_address_belongs_to_the_account(jan, site, make):
    await make.edition()
    await site.post(
        "/mijn/activiteiten/nieuw",
        {
            **SOUP,
            **NEWCOMER,
            "email": [NEW],
            "contact_email": [NEW],
            "submit": ["1"],
            "request_key": ["x" * 20],
        },
    )
    assert await PendingActivity.all().count() == 1
    await jan.post(await ask(jan))
    assert await PendingActivity.all().count() == 0
    mine = await Activity.get()
    assert mine.state.value == "draft"
    assert mine.title in (await jan.get("/mijn")).text


async def test_somebody_changes_the_own_name_and_number(jan):
    answer = await jan.post("/mijn/gegevens/wijzigen", name="Jan de Wit", phone="030 000 12 34")
    assert (answer.status_code, answer.headers["location"]) == (303, "/mijn/gegevens")
    page = await jan.get("/mijn/gegevens")
    assert "Jan de Wit" in page.text
    assert "030 000 12 34" in page.text
    wrong = await jan.post("/mijn/gegevens/wijzigen", name="", phone="bel maar")
    assert wrong.status_code == 422
    assert "Vul uw naam in" in wrong.text
    assert 'value="bel maar"' in wrong.text
    assert (await Account.get()).name == "Jan de Wit"
