"""Asking to join an organisation that is here already."""

import asyncio
from datetime import timedelta

import pytest

from tests.make import Make
from tests.site import Site
from weekplanner.accounts.models import (
    Account,
    Attempt,
    AuditRecord,
    JoinRequest,
    Membership,
    Organisation,
    SignInToken,
)
from weekplanner.accounts.purge import purge
from weekplanner.mailer.models import OutboxMessage

SEARCH = "/mijn/organisatie/aansluiten"
COLLEAGUES = "/mijn/organisatie/collegas"
SENT = f"{SEARCH}/verstuurd"


@pytest.fixture
async def jan(make: Make) -> Account:
    """Somebody with an organisation."""
    return await make.account("jan@example.org", name="Jan")


@pytest.fixture
async def linde(make: Make, jan: Account) -> Organisation:
    """His organisation."""
    return await make.organisation(jan, name="Buurthuis De Línde")


@pytest.fixture
async def fatma(make: Make) -> Account:
    """Somebody without one."""
    return await make.account("fatma@example.org", name="Fatma")


async def ask(device: Site, organisation: Organisation, **typed: str) -> None:
    """Ask on the page."""
    answer = await device.post(f"{SEARCH}/{organisation.id}", typed)
    assert (answer.status_code, answer.headers["location"]) == (303, SENT), answer.text


async def belongs(account: Account, organisation: Organisation) -> bool:
    """Whether somebody acts for it."""
    return await Membership.exists(account_id=account.id, organisation_id=organisation.id)


@pytest.mark.parametrize("typed", ["linde", "LÍNDE", "buurthuis linde", "de  línde", "lind"])
async def test_an_organisation_is_found_by_words_of_its_name(site, linde, typed):
    page = await site.client.get(SEARCH, params={"naam": typed})
    assert page.status_code == 200
    assert "Buurthuis De Línde" in page.text
    assert f'href="{SEARCH}/{linde.id}"' in page.text


async def test_the_municipality_narrows_it_down(make, site, linde):
    await make.organisation(name="De Linde", municipality_code="GM0363")
    found = {
        place: (await site.client.get(SEARCH, params={"naam": "linde", "gemeente": place})).text
        for place in ("", "Utrecht", "1012")
    }
    nowhere = await site.client.get(SEARCH, params={"naam": "linde", "gemeente": "Nergenshuizen"})
    assert [found[""].count(">Vraag of u erbij mag<"), found["Utrecht"].count(">Vraag of u erbij mag<")] == [
        2,
        1,
    ]
    assert "Amsterdam" in found["1012"]
    assert (nowhere.status_code, 'href="#gemeente"' in nowhere.text) == (422, True)


@pytest.mark.parametrize("typed", ["", "li", "!!!", "a"])
async def test_three_letters_are_asked(site, linde, typed):
    page = await site.client.get(SEARCH, params={"naam": typed})
    assert page.status_code == 422
    assert "Buurthuis" not in page.text


async def test_what_is_found_comes_in_pages_and_not_without_end(make, site):
    for number in range(12):
        await make.organisation(name=f"Buurthuis {number:02}")
    first = (await site.client.get(SEARCH, params={"naam": "buurthuis"})).text
    second = (await site.client.get(SEARCH, params={"naam": "buurthuis", "pagina": "2"})).text
    assert ("Buurthuis 09" in first, "Buurthuis 10" in first, "Buurthuis 11" in second) == (True, False, True)
    assert "12 organisaties gevonden" in first
    assert (await site.client.get(SEARCH, params={"naam": "buurthuis", "pagina": "6"})).status_code == 400


async def test_nothing_found_leads_on(site, linde):
    page = (await site.client.get(SEARCH, params={"naam": "zangkoor"})).text
    assert "Deze naam kennen wij nog niet" in page
    assert 'href="/mijn/activiteiten/nieuw"' in page


async def test_who_signs_in_finds_the_way_there(site):
    assert f'href="{SEARCH}"' in (await site.get("/inloggen")).text


async def test_the_members_are_asked_and_a_yes_makes_a_colleague(make, site, jan, linde, fatma):
    piet = await make.account("piet@example.org")
    await Membership.create(account=piet, organisation=linde, created_at=linde.created_at)
    device = site.as_(fatma)
    await ask(device, linde, note="Ik help op woensdag.\r\nIn de keuken.")
    assert "Buurthuis De Línde" in (await device.get(SENT)).text
    for member in (jan, piet):
        assert await site.mail_kinds_to(member.email) == ["join_requested"]
        mail = await site.last_mail_to(member.email)
        for words in (
            "Fatma (fatma@example.org)",
            "Ik help op woensdag.",
            f"https://komerbij.test{COLLEAGUES}",
        ):
            assert words in mail
    desk = site.as_(jan)
    page = (await desk.get(COLLEAGUES)).text
    assert "Ik help op woensdag." in page
    request = await JoinRequest.get()
    answer = await desk.post(f"{COLLEAGUES}/verzoeken/{request.id}/aannemen")
    assert answer.headers["location"] == f"{COLLEAGUES}?gedaan=aangenomen"
    assert await belongs(fatma, linde)
    assert await JoinRequest.all().count() == 0
    assert await site.mail_kinds_to(fatma.email) == ["join_accepted"]
    assert "<h1>Buurthuis De Línde</h1>" in (await device.get("/mijn/organisatie")).text


async def test_a_no_is_told_too(site, jan, linde, fatma):
    await ask(site.as_(fatma), linde)
    request = await JoinRequest.get()
    answer = await site.as_(jan).post(f"{COLLEAGUES}/verzoeken/{request.id}/afwijzen")
    assert answer.headers["location"] == f"{COLLEAGUES}?gedaan=afgewezen"
    assert not await belongs(fatma, linde)
    assert await site.mail_kinds_to(fatma.email) == ["join_declined"]


async def test_of_two_members_who_answer_at_once_one_does(make, site, jan, linde, fatma):
    piet = await make.account()
    await Membership.create(account=piet, organisation=linde, created_at=linde.created_at)
    await ask(site.as_(fatma), linde)
    request = await JoinRequest.get()
    answering = [(site.as_(jan), "aannemen"), (site.as_(piet), "aannemen"), (site.as_(piet), "afwijzen")]
    for desk, _ in answering:
        await desk.get(COLLEAGUES)
    answers = await asyncio.gather(
        *(desk.post(f"{COLLEAGUES}/verzoeken/{request.id}/{step}") for desk, step in answering)
    )
    assert sorted(answer.status_code for answer in answers) == [303, 404, 404]
    late = next(answer for answer in answers if answer.status_code == 404)
    assert "Misschien heeft een collega het al beantwoord" in late.text
    accepted = answers[2].status_code == 404
    assert await belongs(fatma, linde) is accepted
    assert await site.mail_kinds_to(fatma.email) == ["join_accepted" if accepted else "join_declined"]


async def test_asking_three_times_at_once_is_one_request(site, jan, linde, fatma):
    device = site.as_(fatma)
    await device.get(SEARCH)
    await asyncio.gather(*(ask(device, linde) for _ in range(3)))
    assert await JoinRequest.all().count() == 1
    assert await site.mail_kinds_to(jan.email) == ["join_requested"]


async def test_who_belongs_already_is_told_so(site, jan, linde):
    page = await site.as_(jan).post(f"{SEARCH}/{linde.id}", note="Hallo")
    assert page.status_code == 422
    assert "U hoort al bij deze organisatie." in page.text
    assert "Hallo" in page.text


async def test_a_note_that_is_too_long_is_kept(site, linde, fatma):
    page = await site.as_(fatma).post(f"{SEARCH}/{linde.id}", note="a" * 301)
    assert page.status_code == 422
    assert "a" * 301 in page.text


async def test_one_asks_five_organisations_a_day(make, site, fatma, now):
    device = site.as_(fatma)
    for number in range(5):
        await ask(device, await make.organisation(name=f"Club {number}"))
    sixth = await make.organisation(name="Club 6")
    page = await device.post(f"{SEARCH}/{sixth.id}", note="Mag ik?")
    assert page.status_code == 429
    assert "over 24 uur" in page.text
    assert "Mag ik?" in page.text
    now.move(timedelta(days=1))
    await ask(device, sixth)


async def test_without_an_account_the_address_is_confirmed_first(site, jan, linde):
    answer = await site.post(f"{SEARCH}/{linde.id}", name="Noor", email="noor@example.org")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen/verstuurd")
    assert await Account.filter(email="noor@example.org").count() == await JoinRequest.all().count() == 0
    assert await site.mail_kinds_to(jan.email) == []
    link = await site.link_to("noor@example.org")
    assert "Dan sturen wij uw vraag door" in (await site.get(link)).text
    confirmed = await site.post(link)
    assert confirmed.headers["location"] == SENT
    assert "Buurthuis De Línde" in (await site.get(SENT)).text
    request = await JoinRequest.get().select_related("account")
    assert (request.account.name, request.organisation_id) == ("Noor", linde.id)
    assert await site.mail_kinds_to(jan.email) == ["join_requested"]


async def test_the_same_is_answered_and_written_for_every_address(site, linde, fatma):
    counts = []
    pages = []
    for email in ("noor@example.org", fatma.email):
        before = [await model.all().count() for model in (SignInToken, OutboxMessage, Attempt, Account)]
        page = await site.post(f"{SEARCH}/{linde.id}", name="Noor", email=email)
        pages.append((page.status_code, dict(page.headers), page.content))
        after = [await model.all().count() for model in (SignInToken, OutboxMessage, Attempt, Account)]
        counts.append([now - then for then, now in zip(before, after, strict=True)])
        assert await site.mail_kinds_to(email) == ["confirm_join"]
    assert pages[0] == pages[1]
    assert counts == [[1, 1, 3, 0]] * 2


async def test_who_belongs_already_signs_in_with_the_confirmation_all_the_same(site, jan, linde):
    await site.post(f"{SEARCH}/{linde.id}", name="Jan", email=jan.email)
    answer = await site.post(await site.link_to(jan.email))
    assert answer.status_code == 303
    assert "set-cookie" in answer.headers
    assert await JoinRequest.all().count() == 0


async def test_a_late_confirmation_can_be_asked_again_for_two_weeks(site, jan, linde, now):
    await site.post(f"{SEARCH}/{linde.id}", name="Noor", email="noor@example.org")
    now.move(timedelta(days=13))
    await purge(now.at, is_dry_run=False)
    await site.post("/inloggen", email="noor@example.org")
    assert await site.mail_kinds_to("noor@example.org") == ["confirm_join", "confirm_join"]
    await site.post(await site.link_to("noor@example.org"))
    assert await JoinRequest.all().count() == 1


async def test_requests_and_invitations_go_at_their_term(make, site, jan, linde, fatma, now):
    await ask(site.as_(fatma), linde)
    await site.as_(jan).post(COLLEAGUES, email="noor@example.org")
    gone = []
    for days in (13, 14, 29, 30):
        counts = await purge(now.at + timedelta(days=days), is_dry_run=False)
        gone.append((counts["invitations"], counts["join_requests"]))
    assert gone == [(0, 0), (1, 0), (0, 0), (0, 1)]


async def test_the_team_may_answer_where_nobody_does_and_it_is_written_down(make, site, fatma):
    nobodys = await make.organisation(name="Niemand meer")
    await ask(site.as_(fatma), nobodys)
    request, moderator = await JoinRequest.get(), await make.team_member()
    path = f"/team/organisaties/{nobodys.id}/collegas/verzoeken/{request.id}/aannemen"
    assert (await site.as_(await make.coordinator()).post(path)).status_code == 404
    assert (await site.as_(moderator).post(path)).status_code == 303
    assert await belongs(fatma, nobodys)
    kept = await AuditRecord.get(action="manage_colleagues")
    assert (kept.account_id, kept.action, kept.changes) == (
        moderator.id,
        "manage_colleagues",
        [{"field": "member", "before": "", "after": str(fatma.id)}],
    )
