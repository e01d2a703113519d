"""How somebody stops acting for an organisation, and what stays."""

import asyncio

import pytest

from tests.counting import counted
from tests.make import Make, acting
from tests.site import Site
from weekplanner.accounts.models import Account, AuditRecord, Invitation, Membership, Organisation
from weekplanner.accounts.operations import colleagues, organisations
from weekplanner.events.models import Activity, State

LEAVE = "/mijn/organisatie/verlaten"
COLLEAGUES = "/mijn/organisatie/collegas"
NEEDED = "U bent de laatste van deze organisatie, en zij heeft nog activiteiten."


@pytest.fixture
async def jan(make: Make) -> Account:
    """Somebody with an organisation."""
    return await make.account("jan@example.org", name="Jan")


@pytest.fixture
async def fatma(make: Make) -> Account:
    """His colleague."""
    return await make.account("fatma@example.org", name="Fatma")


@pytest.fixture
async def linde(make: Make, jan: Account, fatma: Account) -> Organisation:
    """Their organisation."""
    return await make.organisation(jan, fatma, name="Buurthuis De Linde")


async def members(organisation: Organisation) -> list[str]:
    """Whose organisation it is."""
    found = await Membership.filter(organisation_id=organisation.id).select_related("account").order_by("id")
    return [member.account.name for member in found]


async def membership(account: Account) -> Membership:
    """The one of an account."""
    return await Membership.get(account_id=account.id)


async def test_who_leaves_has_no_business_there_any_more(site, jan, linde):
    device = site.as_(jan)
    assert "Wilt u weg bij Buurthuis De Linde?" in (await device.get(LEAVE)).text
    answer = await device.post(LEAVE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{LEAVE}/gedaan")
    assert "U hoort er niet meer bij" in (await device.get(f"{LEAVE}/gedaan")).text
    assert await members(linde) == ["Fatma"]
    assert (await device.get("/mijn/organisatie")).status_code == 404
    assert (await device.get("/mijn")).status_code == 200


async def test_activities_stay_and_a_contact_who_left_is_emptied(make, site, jan, fatma, linde):
    made = await make.activity(
        organisation=linde, organiser=jan, contact_name="Jan", contact_email="Jan@Example.org"
    )
    of_fatma = await make.activity(organisation=linde, organiser=jan, contact_email=fatma.email)
    other = await make.organisation(jan, name="Koor")
    elsewhere = await make.activity(organisation=other, organiser=jan, contact_email=jan.email)
    before = (await site.feed(f"activiteit/{made.id}"))[0]
    device = site.as_(jan)
    await device.post("/inloggen/kies", organisation=str(linde.id))
    await device.post(LEAVE)
    now = await made.fresh()
    assert (now.contact_name, now.contact_phone, now.contact_email) == ("", "", "")
    assert now.state is State.PUBLISHED
    assert not now.needs_review
    assert (await of_fatma.fresh()).contact_email == fatma.email
    assert (await elsewhere.fresh()).contact_email == jan.email
    after = (await site.feed(f"activiteit/{made.id}"))[0]
    assert (after["UID"], int(after["SEQUENCE"])) == (before["UID"], int(before["SEQUENCE"]) + 1)
    assert "Jan" not in after.to_ical().decode()


@pytest.mark.parametrize(
    ("state", "goes"),
    [
        ("draft", False),
        ("submitted", False),
        ("returned", False),
        ("published", False),
        ("cancelled", True),
        ("withdrawn", True),
        (None, True),
    ],
)
async def test_the_last_one_hands_over_first(make, site, jan, state, goes):
    alone = await make.organisation(jan, name="Alleen")
    if state:
        await make.activity(state, organisation=alone, organiser=jan)
    device = site.as_(jan)
    answer = await device.post(LEAVE)
    assert answer.status_code == (303 if goes else 422)
    assert await members(alone) == ([] if goes else ["Jan"])
    if not goes:
        assert NEEDED in answer.text
        assert f'href="{COLLEAGUES}"' in answer.text
        assert 'href="/mijn"' in answer.text


async def test_after_the_week_the_last_one_may_go(make, site, jan, now):
    alone = await make.organisation(jan, name="Alleen")
    made = await make.activity(organisation=alone, organiser=jan)
    now.at = now.at.replace(month=12)
    assert (await site.as_(jan).post(LEAVE)).status_code == 303
    assert (await made.fresh()).state is State.PUBLISHED


async def test_who_is_the_contact_of_many_leaves_in_as_few_statements(make, jan, fatma, linde):
    anna = await make.account("anna@example.org")
    await organisations.add_member(linde.id, anna.id)
    sent = []
    for contact, number in ((jan, 1), (fatma, 10)):
        for _ in range(number):
            await make.activity(organisation=linde, organiser=anna, contact_email=contact.email)
            await make.activity("draft", organisation=linde, organiser=anna, contact_email=contact.email)
        with counted() as statements:
            await colleagues.leave_organisation(linde.id, actor=acting(contact, linde))
        sent.append(len(statements))
    assert sent[1] <= sent[0]
    for activity in await Activity.all():
        seen = activity.reviewed_values
        assert (activity.contact_email, seen["contact_email"] if seen else "") == ("", "")


async def test_of_the_last_two_who_leave_at_once_one_stays(make, site, jan, fatma, linde):
    await make.activity(organisation=linde, organiser=jan)
    devices = [site.as_(jan), site.as_(fatma)]
    for device in devices:
        await device.get(LEAVE)
    answers = await asyncio.gather(*(device.post(LEAVE) for device in devices))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert len(await members(linde)) == 1


async def test_a_colleague_is_taken_away_after_a_question_and_hears_of_it(make, site, jan, fatma, linde):
    made = await make.activity(organisation=linde, organiser=jan, contact_email=fatma.email)
    desk, device = site.as_(jan), site.as_(fatma)
    assert (await device.get("/mijn/organisatie")).status_code == 200
    path = f"{COLLEAGUES}/{(await membership(fatma)).id}/weghalen"
    assert "Hoort Fatma er niet meer bij?" in (await desk.get(path)).text
    assert await members(linde) == ["Jan", "Fatma"]
    answer = await desk.post(path)
    assert answer.headers["location"] == f"{COLLEAGUES}?gedaan=weggehaald"
    assert await members(linde) == ["Jan"]
    assert (await site.mail_kinds_to(fatma.email))[-1] == "membership_ended"
    assert "Een collega heeft u weggehaald bij Buurthuis De Linde" in await site.last_mail_to(fatma.email)
    assert (await made.fresh()).contact_email == ""
    for page in ("/mijn/organisatie", COLLEAGUES, f"/mijn/activiteiten/{made.id}"):
        assert (await device.get(page)).status_code == 404
    assert (await desk.post(path)).status_code == 404


async def test_a_session_loses_the_organisation_it_had_chosen(make, site, jan, fatma, linde):
    koor = await make.organisation(fatma, name="Koor")
    device = site.as_(fatma)
    await device.post("/inloggen/kies", organisation=str(linde.id))
    assert "<h1>Buurthuis De Linde</h1>" in (await device.get("/mijn/organisatie")).text
    theirs = await Membership.get(account_id=fatma.id, organisation_id=linde.id)
    await site.as_(jan).post(f"{COLLEAGUES}/{theirs.id}/weghalen")
    assert "<h1>Koor</h1>" in (await device.get("/mijn/organisatie")).text
    assert (await device.post("/inloggen/kies", organisation=str(linde.id))).status_code == 404
    assert await members(koor) == ["Fatma"]


async def test_whom_they_invited_cannot_come_in_after_them(site, jan, fatma, linde):
    await site.as_(fatma).post(COLLEAGUES, email="noor@example.org")
    link = await site.link_to("noor@example.org")
    await site.as_(jan).post(f"{COLLEAGUES}/{(await membership(fatma)).id}/weghalen")
    assert (await site.post(link)).status_code == 410
    assert await members(linde) == ["Jan"]
    assert await Invitation.all().count() == 0


async def test_taking_oneself_away_is_leaving(site, jan, linde):
    answer = await site.as_(jan).post(f"{COLLEAGUES}/{(await membership(jan)).id}/weghalen")
    assert answer.headers["location"] == LEAVE
    assert len(await members(linde)) == 2


async def test_the_team_leaves_no_activities_alone_either(make, site, jan):
    alone = await make.organisation(jan, name="Alleen")
    await make.activity(organisation=alone, organiser=jan)
    moderator = await make.team_member()
    path = f"/team/organisaties/{alone.id}/collegas/{(await membership(jan)).id}/weghalen"
    page = await site.as_(moderator).post(path)
    assert page.status_code == 422
    assert NEEDED in page.text
    assert await members(alone) == ["Jan"]
    await Activity.filter().update(state=State.WITHDRAWN)
    assert (await site.as_(moderator).post(path)).status_code == 303
    kept = await AuditRecord.filter(action="manage_colleagues").get()
    assert (kept.account_id, kept.subject_label) == (moderator.id, "Alleen")
    assert kept.changes == [{"field": "member", "before": str(jan.id), "after": ""}]


async def test_nobody_of_the_team_leaves_what_they_do_not_belong_to(make, site, linde):
    for account in (await make.team_member(), await make.coordinator()):
        device: Site = site.as_(account)
        assert (await device.post(LEAVE)).status_code == 404
    assert len(await members(linde)) == 2
