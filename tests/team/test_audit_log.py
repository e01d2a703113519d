"""The audit log: what the team and the coordinators changed, found again, without what is personal."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from tests.events.filling_in import form_of
from tests.site import Site
from weekplanner import wiring
from weekplanner.accounts import audit_words
from weekplanner.accounts.models import Account, AuditRecord
from weekplanner.accounts.operations import organisations, team
from weekplanner.accounts.operations.organisations import OrganisationValues
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.accounts.queries import audit, people
from weekplanner.core import db

LOG = "/team/logboek"


@pytest.fixture
async def admin(make, site) -> Site:
    """Somebody with the role admin."""
    return site.as_(await make.team_member(TeamRole.ADMIN, "noor@example.org"))


@pytest.fixture
async def moderator(make) -> Account:
    """A moderator with a name."""
    account = await make.team_member(TeamRole.MODERATION, "sam@example.org")
    await Account.filter(id=account.id).update(name="Sam de Wit")
    return account


async def edit(organisation, moderator: Account, **changes: str) -> None:
    """Let a moderator change the details of an organisation."""
    values = {
        "name": organisation.name,
        "kind": organisation.kind,
        "municipality_code": organisation.municipality_id,
        **changes,
    }
    fresh = await type(organisation).get(id=organisation.id)
    await organisations.update_organisation(
        organisation.id,
        OrganisationValues(**values),
        version=fresh.version,
        actor=await people.person(moderator.id),
    )


async def test_the_newest_comes_first_with_before_and_after(admin, make, moderator, now):
    linde = await make.organisation()
    await edit(linde, moderator, name="De Nieuwe Linde")
    now.move(timedelta(hours=1))
    await team.add_coordinator("fatma@example.org", "utrecht", actor=SYSTEM)
    page = (await admin.get(LOG)).text
    assert page.index("Coördinator aangesteld of gestopt") < page.rindex("Gegevens van organisatie gewijzigd")
    for words in (
        "Sam de Wit",
        "Redactie",
        "Technisch beheer",
        "De Nieuwe Linde",
        "<del>Buurthuis De Linde</del>",
    ):
        assert words in page


async def test_of_personal_fields_only_the_name_is_kept(make, moderator):
    linde = await make.organisation()
    await edit(linde, moderator, phone="030 123 45 67", about="Vraag naar Truus.")
    [raw] = await db.rows("SELECT * FROM audit_record")
    row = str(dict(raw))
    assert "030" not in row
    assert "Truus" not in row
    assert [(each["field"], each["before"], each["after"]) for each in (await AuditRecord.get()).changes] == [
        ("phone", "", ""),
        ("about", "", ""),
    ]


async def test_names_go_with_the_account(admin, make, moderator):
    await edit(await make.organisation(), moderator, name="De Nieuwe Linde")
    await team.add_team_member("truus@example.org", TeamRole.CONGRESS, actor=SYSTEM, name="Truus")
    page = (await admin.get(LOG)).text
    assert "Sam de Wit" in page
    assert "Truus" in page
    await Account.filter(name__in=["Sam de Wit", "Truus"]).delete()
    page = (await admin.get(LOG)).text
    assert "Sam de Wit" not in page
    assert "Truus" not in page
    assert page.count("Account is weg") == 2
    assert "De Nieuwe Linde" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("wat=edit_organisation", 1),
        ("wat=publish_activity", 0),
        ("soort=account", 2),
        ("soort=organisation", 1),
        ("wie=sam", 1),
        ("wie=DE+WIT", 1),
        ("als=operator", 2),
        ("als=moderation", 1),
        ("van=2027-08-17", 2),
        ("van=17-8-2027", 2),
        ("tot=2027-08-16", 1),
        ("van=2027-08-16&tot=2027-08-17", 3),
        ("van=2027-08-17&als=moderation", 0),
    ],
)
async def test_it_is_searched(admin, make, moderator, now, query, found):
    await edit(await make.organisation(), moderator, name="De Nieuwe Linde")
    now.move(timedelta(days=1))
    await team.add_coordinator("fatma@example.org", "utrecht", actor=SYSTEM)
    await team.add_coordinator("bo@example.org", "groningen", actor=SYSTEM)
    page = await admin.get(f"{LOG}?{query}")
    assert page.status_code == 200
    assert f">{found} regel{'' if found == 1 else 's'}<" in page.text


@pytest.mark.parametrize(
    "query", ["wat=onzin", "soort=x", "als=baas", "van=gisteren", "tot=2027-99-99", "van=1-2", "pagina=0"]
)
async def test_an_unknown_value_is_a_clear_page(admin, query):
    assert (await admin.get(f"{LOG}?{query}")).status_code == 400


@pytest.mark.parametrize("page", [LOG, f"{LOG}.csv"])
async def test_a_number_longer_than_any_is_a_clear_page(admin, page):
    assert (await admin.get(f"{page}?nummer={'9' * 64}")).status_code == 200
    assert (await admin.get(f"{page}?nummer={'9' * 65}")).status_code == 400


async def test_a_long_log_has_pages(admin, make, moderator):
    linde = await make.organisation()
    for number in range(audit.PAGE + 1):
        await edit(linde, moderator, name=f"Club {number}")
    first, second = await admin.get(LOG), await admin.get(f"{LOG}?pagina=2")
    assert "Bladzijde 1 van 2" in first.text
    assert first.text.count("<tr>") == audit.PAGE + 1
    assert second.text.count("<tr>") == 2
    assert "Club 0" in second.text


async def test_the_file_holds_what_the_page_shows_and_is_safe_for_a_spreadsheet(admin, make, moderator):
    linde = await make.organisation()
    await edit(linde, moderator, name="=1+1", phone="030 123 45 67")
    await team.add_coordinator("fatma@example.org", "utrecht", actor=SYSTEM)
    answer = await admin.get(f"{LOG}.csv?wat=edit_organisation")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="logboek-2027-08-16.csv"'
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Moment", "Wie", "Als", "Wat"]
    assert [row[1:4] for row in rows[1:]] == [
        ["Sam de Wit", "Redactie", "Gegevens van organisatie gewijzigd"]
    ] * 2
    assert [row[7:] for row in rows[1:]] == [
        ["Naam", "Buurthuis De Linde", "'=1+1"],
        ["Telefoonnummer", "", ""],
    ]


@pytest.mark.parametrize("role", [role for role in TeamRole if role is not TeamRole.ADMIN])
async def test_only_an_admin_sees_it(make, site, role):
    person = site.as_(await make.team_member(role))
    assert [(await person.get(path)).status_code for path in (LOG, f"{LOG}.csv")] == [404, 404]


async def test_what_organisers_do_for_themselves_is_not_in_it(make, site):
    jan = await make.account()
    await make.organisation(jan)
    person, path = site.as_(jan), "/mijn/organisatie/wijzigen"
    form = form_of((await person.get(path)).text)
    assert (await person.post(path, {**form, "name": ["De Nieuwe Linde"]})).status_code == 303
    assert await AuditRecord.all().count() == 0


def test_every_operation_that_changes_something_has_words(configured):
    looks = {right.name for right in wiring.RIGHTS if right.name.startswith("see_")}
    own = {"sign_in", "own_account", "register_first_activity", "begin_organisation", "ask_to_join"}
    own |= {"accept_invitation", "leave_organisation", "sign_up", "order_kits"}
    own |= {"register_for_congress", "sign_in_door"}
    silent = {right.name for right in wiring.RIGHTS if not right.done}
    assert silent - looks - own == set()
    assert audit_words.operation("publish_activity") == "Op de site geplaatst"
