"""Inviting colleagues by mail, and what the link in it does."""

import asyncio
from datetime import timedelta

import pytest

from tests.make import Make
from tests.site import Site
from weekplanner.accounts.models import Account, AuditRecord, Invitation, Membership, Organisation, Session
from weekplanner.mailer import render
from weekplanner.mailer.models import OutboxMessage

HERE = "/mijn/organisatie/collegas"
FATMA = "fatma@example.org"


@pytest.fixture
async def jan(make: Make) -> Account:
    """Somebody with an organisation."""
    return await make.account("jan@example.org", name="Jan")


@pytest.fixture
async def linde(make: Make, jan: Account) -> Organisation:
    """His organisation."""
    return await make.organisation(jan, name="Buurthuis De Linde")


@pytest.fixture
async def desk(site: Site, jan: Account, linde: Organisation) -> Site:
    """Where he works."""
    return site.as_(jan)


async def invite(desk: Site, email: str = FATMA) -> str:
    """Fill in the form; the path that the mail holds."""
    answer = await desk.post(HERE, email=email)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}?gedaan=uitgenodigd")
    return await desk.link_to(email)


async def members(organisation: Organisation) -> list[str]:
    """Whose organisation it is."""
    found = await Membership.filter(organisation_id=organisation.id).select_related("account").order_by("id")
    return [member.account.email for member in found]


async def test_who_is_invited_reads_by_whom_and_for_what(desk):
    link = await invite(desk)
    assert await desk.mail_kinds_to(FATMA) == ["colleague_invited"]
    mail = await desk.last_mail_to(FATMA)
    assert "Jan vraagt of u meedoet namens Buurthuis De Linde" in mail
    page = await Site(desk.app, follower=desk.follower).get(link)
    assert page.status_code == 200
    for words in ("Jan nodigt u uit", "Buurthuis De Linde", "Utrecht", FATMA, "Ja, ik doe mee"):
        assert words in page.text
    assert page.headers["referrer-policy"] == "same-origin"
    assert "no-store" in page.headers["cache-control"]


async def test_saying_yes_makes_a_colleague_and_mails_a_link_to_sign_in(site, desk, linde):
    link = await invite(desk)
    answer = await site.post(link, name="Fatma")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen/welkom")
    assert "set-cookie" not in answer.headers
    assert await Session.filter(account__email=FATMA).count() == 0
    assert await members(linde) == ["jan@example.org", FATMA]
    assert await Invitation.all().count() == 0
    welcome = await site.get("/inloggen/welkom")
    assert "Wij hebben u een mail gestuurd" in welcome.text
    assert 'href="/mijn"' in welcome.text
    assert await site.mail_kinds_to(FATMA) == ["colleague_invited", "sign_in_link"]
    signed_in = await site.post(await site.link_to(FATMA))
    assert signed_in.headers["location"] == "/mijn/organisatie"
    assert "Fatma (fatma@example.org)" in (await site.get("/mijn/organisatie")).text
    assert "Fatma" in (await desk.get(HERE)).text


async def test_looking_at_the_invitation_accepts_nothing(site, desk, linde):
    link = await invite(desk)
    for _ in range(3):
        assert (await site.get(link)).status_code == 200
        assert (await site.client.head(link)).status_code in {200, 405}
    assert await members(linde) == ["jan@example.org"]


async def test_an_account_that_is_there_is_used_and_keeps_its_name(make, site, desk, linde):
    fatma = await make.account(FATMA, name="Fatma El Amrani")
    link = await invite(desk, "FATMA@example.org")
    assert 'name="name"' not in (await site.get(link)).text
    await site.post(link, name="Iemand anders")
    assert await Account.filter(email_key=FATMA).count() == 1
    assert (await Account.get(id=fatma.id)).name == "Fatma El Amrani"
    assert len(await members(linde)) == 2


async def test_a_link_that_was_used_leads_on(site, desk):
    link = await invite(desk)
    await site.post(link)
    for page in (await site.get(link), await site.post(link)):
        assert page.status_code == 410
        assert "Deze uitnodiging werkt niet meer" in page.text
        assert 'href="/inloggen"' in page.text
        assert 'href="/mijn/organisatie/aansluiten"' in page.text


async def test_an_invitation_that_is_accepted_twice_at_once_makes_one_colleague(site, desk, linde):
    link = await invite(desk)
    devices = [Site(site.app, follower=site.follower) for _ in range(4)]
    answers = await asyncio.gather(*(device.post(link, name="Fatma") for device in devices))
    for device in devices:
        await device.close()
    assert sorted(answer.status_code for answer in answers) == [303, 410, 410, 410]
    assert await members(linde) == ["jan@example.org", FATMA]
    assert (await site.mail_kinds_to(FATMA)).count("sign_in_link") == 1


@pytest.mark.parametrize(
    ("passed", "works"), [(timedelta(days=13, hours=23), True), (timedelta(days=14), False)]
)
async def test_an_invitation_works_for_fourteen_days(site, desk, linde, now, passed, works):
    link = await invite(desk)
    now.move(passed)
    assert (await site.get(link)).status_code == (200 if works else 410)
    await site.post(link)
    assert len(await members(linde)) == (2 if works else 1)


async def test_one_that_is_too_old_can_be_asked_again(site, desk, linde, now):
    old = await invite(desk)
    now.move(timedelta(days=14))
    desk.client.cookies.clear()  # so long a session does not last
    assert FATMA not in (await desk.get(HERE)).text
    new = await invite(desk)
    assert (await site.get(old)).status_code == 410
    assert (await site.post(new)).status_code == 303


async def test_sent_again_only_the_newest_link_works(site, desk, now):
    old = await invite(desk)
    now.move(timedelta(days=3))
    invitation = await Invitation.get()
    again = f"{HERE}/uitnodigingen/{invitation.id}/opnieuw"
    clicks = [await desk.post(again, version="1") for _ in range(3)]
    assert [click.status_code for click in clicks] == [303, 303, 303]
    assert await desk.mail_kinds_to(FATMA) == ["colleague_invited"] * 2
    new = await desk.link_to(FATMA)
    assert new != old
    assert (await site.get(old)).status_code == 410
    now.move(timedelta(days=12))
    assert (await site.get(new)).status_code == 200


async def test_an_invitation_that_is_withdrawn_does_nothing_any_more(site, desk, linde):
    link = await invite(desk)
    path = f"{HERE}/uitnodigingen/{(await Invitation.get()).id}/intrekken"
    assert (await desk.post(path)).headers["location"] == f"{HERE}?gedaan=ingetrokken"
    assert (await site.post(link)).status_code == 410
    again = await desk.post(path)
    assert again.status_code == 404
    assert "Deze uitnodiging is er niet meer" in again.text
    assert len(await members(linde)) == 1


async def test_a_message_whose_invitation_is_gone_is_not_sent_and_holds_no_link(desk):
    link = await invite(desk)
    message = await OutboxMessage.get(kind="colleague_invited")
    assert link.rpartition("/")[2] not in str(dict(message))
    await desk.post(f"{HERE}/uitnodigingen/{(await Invitation.get()).id}/intrekken")
    assert await render.letter(message) is None


async def test_who_belongs_already_or_is_invited_already_is_said_at_the_field(desk, now):
    for email, words in (("jan@example.org", "hoort al bij deze organisatie"), (FATMA, "is al uitgenodigd")):
        if email == FATMA:
            await invite(desk)
            now.move(timedelta(hours=1))
        page = await desk.post(HERE, email=email)
        assert page.status_code == 422
        assert words in page.text
        assert f'value="{email}"' in page.text
    assert await desk.mail_kinds_to(FATMA) == ["colleague_invited"]


async def test_a_double_click_on_inviting_is_one_invitation(desk):
    await desk.get(HERE)
    answers = await asyncio.gather(*(desk.post(HERE, email=FATMA) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [303] * 3
    assert await desk.mail_kinds_to(FATMA) == ["colleague_invited"]


async def test_an_organisation_invites_thirty_people_a_day(desk, now):
    for number in range(30):
        await invite(desk, f"collega{number}@example.org")
    page = await desk.post(HERE, email=FATMA)
    assert page.status_code == 429
    assert "heeft vandaag al veel mensen uitgenodigd. U kunt het over 24 uur opnieuw proberen." in page.text
    assert int(page.headers["retry-after"]) == 24 * 3600
    assert f'value="{FATMA}"' in page.text
    now.move(timedelta(days=1))
    await invite(desk)


async def test_who_makes_more_organisations_invites_no_more_people(make, site, jan, now):
    desks = [await make.organisation(jan, name=f"Club {number}") for number in range(3)]
    device, answers = site.as_(jan), []
    for number in range(61):
        if number % 25 == 0:
            await device.post("/inloggen/kies", organisation=str(desks[number // 25].id))
        answers.append(await device.post(HERE, email=f"collega{number}@example.org"))
    assert [answer.status_code for answer in answers] == [303] * 60 + [429]
    assert "U heeft vandaag al veel mensen uitgenodigd." in answers[-1].text
    now.move(timedelta(days=1))
    assert (await device.post(HERE, email="collega60@example.org")).status_code == 303


async def test_nobody_is_invited_more_than_five_times_a_day(make, site, now):
    for number in range(6):
        member = await make.account()
        await make.organisation(member, name=f"Club {number}")
        answer = await site.as_(member).post(HERE, email=FATMA)
        assert answer.status_code == (303 if number < 5 else 429)


async def test_the_colleagues_of_others_do_not_exist(make, site, desk, linde):
    await invite(desk)
    invitation, membership = await Invitation.get(), await Membership.get(organisation_id=linde.id)
    stranger = await make.account()
    await make.organisation(stranger, name="Een andere club")
    device = site.as_(stranger)
    for path in (
        f"{HERE}/uitnodigingen/{invitation.id}/intrekken",
        f"{HERE}/uitnodigingen/{invitation.id}/opnieuw",
        f"{HERE}/{membership.id}/weghalen",
        f"/team/organisaties/{linde.id}/collegas",
    ):
        assert (await device.post(path, version="1")).status_code == 404
    assert FATMA not in (await device.get(HERE)).text
    assert await desk.mail_kinds_to(FATMA) == ["colleague_invited"]
    assert await Membership.exists(id=membership.id)


async def test_without_an_organisation_there_are_no_colleagues(make, site):
    assert (await site.as_(await make.account()).get(HERE)).status_code == 404


async def test_what_the_team_does_to_colleagues_is_written_down_without_names(make, site, desk, linde, jan):
    moderator = await make.team_member()
    team, there = site.as_(moderator), f"/team/organisaties/{linde.id}/collegas"
    await invite(desk)
    assert await AuditRecord.filter(action="manage_colleagues").count() == 0
    assert "Buurthuis De Linde" in (await team.get(there)).text
    assert (await team.post(there, email="piet@example.org")).headers[
        "location"
    ] == f"{there}?gedaan=uitgenodigd"
    invitation = await Invitation.get(email="piet@example.org")
    await team.post(f"{there}/uitnodigingen/{invitation.id}/intrekken")
    kept = await AuditRecord.filter(action="manage_colleagues").order_by("id")
    assert [(each.account_id, each.acted_as, each.action, each.subject_id) for each in kept] == [
        (moderator.id, "moderation", "manage_colleagues", str(linde.id))
    ] * 2
    assert "piet" not in str([each.changes for each in kept])
    for other in (await make.coordinator(), await make.account()):
        assert (await site.as_(other).get(there)).status_code == 404
