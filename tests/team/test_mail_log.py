"""The mail log: what became of each message, for who, and what the team can do about it by hand."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import count

import pytest

from tests.conftest import NOW
from tests.site import Site
from tests.smtp_server import SmtpServer, smtp_server
from weekplanner import wiring
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import TeamRole
from weekplanner.core import db, settings
from weekplanner.mailer import kinds, operations, outbox, purge
from weekplanner.mailer.models import OutboxMessage, Status
from weekplanner.mailer.outbox import Message
from weekplanner.mailer.sender import send_due
from weekplanner.team import mail_words
from weekplanner.team.queries import mail_log as queries

LOG = "/team/mails/logboek"
LIST, ADDRESS, RETRY, HURRY = f"{LOG}/lijst", f"{LOG}/adres", f"{LOG}/opnieuw", f"{LOG}/meteen"
OF_TODAY = "soort=activity_published&status=mislukt&dag=2027-08-16"
_numbers = count(1)


@pytest.fixture
async def writer(site: Site, make) -> Site:
    """Somebody who looks after what the site mails."""
    return site.as_(await make.team_member(TeamRole.COMMUNICATION, "tekst@example.org"))


@pytest.fixture
async def server(database: None, configured: settings.Settings) -> AsyncIterator[SmtpServer]:
    """A mail server, which the settings of this test name."""
    async with smtp_server() as running:
        with settings.using(configured.model_copy(update={"mail_url": running.url})):
            yield running


async def put(to: str = "jan@example.org", *, kind: str = "activity_published", **columns) -> OutboxMessage:
    """A message in the outbox, with these columns changed since."""
    key = f"{kind}:{next(_numbers)}"
    async with db.transaction():
        assert await outbox.put(Message(kind, to, kinds.find(kind).sample, key))
    await OutboxMessage.filter(unique_key=key).update(**columns)
    return await OutboxMessage.get(unique_key=key)


async def put_failed(to: str = "weg@example.org", **columns) -> OutboxMessage:
    """A message that the server of its reader refused an hour ago."""
    failed = {"status": Status.FAILED, "attempts": 3, "last_error": "RCPT 550 5.1.1", "ended_at": NOW}
    return await put(to, **{**failed, **columns})


class Rows(HTMLParser):
    """The rows of the tables of a page: the words of each cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._is_in_body = self._is_in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as HTMLParser calls it
        if tag == "tbody":
            self._is_in_body = True
        elif tag == "tr" and self._is_in_body:
            self.rows.append([])
        elif tag in {"td", "th"} and self._is_in_body:
            self._is_in_cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self._is_in_body = False
        elif tag in {"td", "th"}:
            self._is_in_cell = False

    def handle_data(self, data: str) -> None:
        if self._is_in_body and self._is_in_cell:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())


async def counted(who: Site, query: str = "") -> list[list[str]]:
    """The table of days and kinds: label, day, and the bare numbers."""
    page = await who.get(f"{LOG}?{query}")
    assert page.status_code == 200
    return [[*row[:2], *(cell.split()[0] for cell in row[2:])] for row in Rows(page.text).rows]


async def listed(who: Site, query: str = "") -> list[list[str]]:
    """The messages that a list shows."""
    page = await who.get(f"{LIST}?{query}")
    assert page.status_code == 200
    return Rows(page.text).rows


async def audited() -> list[tuple[str, str, str]]:
    """What was written down: the operation, and which thing it was done to."""
    lines = await AuditRecord.all().order_by("id")
    return [(each.action, each.subject_kind, each.subject_id) for each in lines]


async def test_only_who_looks_after_communication_sees_it(site, make):
    organiser = await make.account()
    await make.organisation(organiser)
    people = {
        "organiser": organiser,
        "coordinator": await make.coordinator("utrecht"),
        **{role.value: await make.team_member(role) for role in TeamRole},
    }
    failed = await put_failed()
    for who, account in people.items():
        visitor, may = site.as_(account), who in {"communication", "admin"}
        seen = [(await visitor.get(path)).status_code for path in (LOG, LIST, ADDRESS)]
        seen += [(await visitor.post(path, chosen="999")).status_code for path in (RETRY, HURRY)]
        seen.append((await visitor.post(ADDRESS, email="weg@example.org")).status_code)
        assert seen == [200 if may else 404] * 6, who
        assert ("Maillogboek" in (await visitor.get("/team")).text) == may
    assert (await OutboxMessage.get(id=failed.id)).status is Status.FAILED
    for path in (LOG, LIST, ADDRESS):
        assert (await site.get(path)).headers["location"].partition("?")[0] == "/inloggen"


async def test_the_figures_say_how_the_mail_goes_now(writer, now):
    await put(next_attempt_at=NOW - timedelta(minutes=7))
    await put(next_attempt_at=NOW + timedelta(hours=1))
    await put(status=Status.SENDING)
    await put_failed()
    await put_failed(dated_at=NOW - timedelta(days=20))
    await put(status=Status.DROPPED, last_error="too late", ended_at=NOW)
    page = (await writer.get(LOG)).text
    figures = [
        " ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in re.findall(r"<dd>(.*?)</dd>", page)
    ]
    assert figures == [
        "3 mails moeten nog weg 1 wordt nu verstuurd",
        "7 minuten sinds die mail weg kon",
        "1 mails zijn mislukt in de laatste 14 dagen",
        "1 mails zijn vervallen te laat of niet meer nodig, in de laatste 14 dagen",
    ]


async def test_an_empty_log_says_so(writer):
    page = (await writer.get(LOG)).text
    assert "In de laatste 14 dagen is er niets gemaild." in page
    assert "0 minuten" in page


async def test_each_day_and_kind_is_a_row_and_a_day_is_one_in_amsterdam(writer):
    late_in_utc = datetime(2027, 8, 14, 22, 30, tzinfo=UTC)  # half past midnight on Sunday
    for status in (Status.SENT, Status.SENT, Status.FAILED, Status.DROPPED, Status.NEW, Status.SENDING):
        await put(status=status)
    await put(status=Status.SENT, dated_at=late_in_utc)
    await put(kind="sign_in_link", status=Status.SENT, dated_at=late_in_utc - timedelta(minutes=31))
    await put(status=Status.SENT, dated_at=NOW - timedelta(days=13))
    await put(status=Status.SENT, dated_at=NOW - timedelta(days=14))
    assert await counted(writer) == [
        ["Activiteit staat op de site", "ma 16 augustus", "2", "1", "1", "2"],
        ["Activiteit staat op de site", "zo 15 augustus", "1", "0", "0", "0"],
        ["Link om in te loggen", "za 14 augustus", "1", "0", "0", "0"],
        ["Activiteit staat op de site", "di 3 augustus", "1", "0", "0", "0"],
    ]


@pytest.mark.parametrize(
    ("query", "days", "messages"),
    [
        ("", ["ma 16 augustus", "ma 16 augustus", "zo 15 augustus"], 4),
        ("soort=sign_in_link", ["ma 16 augustus"], 1),
        ("status=mislukt", ["ma 16 augustus"], 1),
        ("status=verstuurd", ["ma 16 augustus", "ma 16 augustus"], 2),
        ("status=vervallen", [], 0),
        ("status=wacht", ["zo 15 augustus"], 2),
        ("dag=2027-08-15", ["zo 15 augustus"], 1),
        ("dag=2027-07-01", ["do 1 juli"], 1),
        ("soort=activity_published&status=mislukt&dag=2027-08-16", ["ma 16 augustus"], 1),
        ("soort=activity_published&status=mislukt&dag=2027-08-15", [], 0),
    ],
)
async def test_it_is_narrowed_to_a_kind_a_status_or_a_day(writer, query, days, messages):
    await put_failed()
    await put(status=Status.SENT)
    await put(kind="sign_in_link", status=Status.SENT)
    await put(dated_at=NOW - timedelta(days=1))
    await put(dated_at=datetime(2027, 7, 1, 12, tzinfo=UTC))  # too long ago, and yet it must go
    assert [row[1] for row in await counted(writer, query)] == days
    assert len(await listed(writer, query)) == messages
    assert (
        f"<h1>{messages} mail{'' if messages == 1 else 's'}</h1>"
        in (await writer.get(f"{LIST}?{query}")).text
    )


async def test_behind_each_number_are_as_many_messages(writer):
    for status in Status:
        await put(status=status)
        await put(kind="sign_in_link", status=status, dated_at=NOW - timedelta(days=3))
    page = (await writer.get(LOG)).text
    links = re.findall(r'<a href="(/team/mails/logboek/lijst\?[^"]+)">(\d+)<', page)
    assert len(links) == 3 + 8
    for link, number in links:
        shown = Rows((await writer.get(link.replace("&amp;", "&"))).text).rows
        assert len(shown) == int(number), link


@pytest.mark.parametrize("page", [LOG, LIST])
@pytest.mark.parametrize(
    "query", ["soort=onzin", "status=new", "dag=gisteren", "dag=2027-02-30", "dag=16-08-2027", "pagina=0"]
)
async def test_an_unknown_value_is_a_clear_page(writer, page, query):
    assert (await writer.get(f"{page}?{query}")).status_code == 400


async def test_a_long_list_has_pages_with_the_newest_first(writer):
    for number in range(queries.PAGE + 1):
        await put(status=Status.SENT, attempts=number, dated_at=NOW - timedelta(minutes=number))
    first, second = await writer.get(LIST), await writer.get(f"{LIST}?pagina=2")
    assert "Bladzijde 1 van 2" in first.text
    assert [row[4] for row in Rows(first.text).rows] == [str(number) for number in range(queries.PAGE)]
    assert [row[4] for row in Rows(second.text).rows] == [str(queries.PAGE)]


async def test_a_line_says_what_when_how_far_and_why_and_only_a_hint_of_to_whom(writer, now):
    failed = await put_failed("fatma@voorbeeld.nl", dated_at=NOW - timedelta(hours=2))
    later = await put(
        "bo@voorbeeld.nl",
        dated_at=NOW - timedelta(hours=3),
        attempts=2,
        last_error="RCPT 452 4.2.2",
        next_attempt_at=NOW + timedelta(minutes=30),
    )
    sent = await put(
        "ed@voorbeeld.nl", dated_at=NOW - timedelta(hours=4), status=Status.SENT, attempts=1, ended_at=NOW
    )
    label = "Activiteit staat op de site nummer"
    assert await listed(writer) == [
        [
            f"{label} {failed.id}",
            "f•••@voorbeeld.nl",
            "ma 16 augustus, 10.00",
            "Mislukt ma 16 augustus, 12.00",
            "3",
            "Dit adres bestaat niet. RCPT 550 5.1.1",
        ],
        [
            f"{label} {later.id}",
            "b•••@voorbeeld.nl",
            "ma 16 augustus, 09.00",
            "Wacht Volgende poging: ma 16 augustus, 12.30",
            "2",
            "De mailbox is vol. RCPT 452 4.2.2",
        ],
        [
            f"{label} {sent.id}",
            "e•••@voorbeeld.nl",
            "ma 16 augustus, 08.00",
            "Verstuurd ma 16 augustus, 12.00",
            "1",
            "–",
        ],
    ]


async def test_no_page_shows_an_address_a_name_or_what_a_message_says(site, writer, make):
    await make.account("truus@example.org", name="Truus de Bruin")
    await site.post("/inloggen", email="truus@example.org")
    link = await site.link_to("truus@example.org")
    await put_failed("truus@example.org", to_name="Truus de Bruin")
    secret = ("truus@", "Truus", link, link.rpartition("/")[2], "Soep", "Fatma")
    for path in (LOG, LIST):
        page = (await writer.get(path)).text
        assert [words for words in secret if words in page] == []
    assert "t•••@example.org" in page
    [*chosen] = [str(each.id) for each in await OutboxMessage.all()]
    page = (await writer.post(RETRY, chosen=chosen)).text
    assert [words for words in secret if words in page] == []


async def test_who_phones_hears_whether_a_mail_went_to_the_address(writer):
    await put("Fatma@xn--bcher-kva.example", status=Status.SENT, attempts=1, ended_at=NOW)
    await put_failed("fatma@xn--bcher-kva.example")
    await put("fatma@example.org")
    page = await writer.post(ADDRESS, email=" FATMA@Bücher.example ")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    assert "2 mails naar dit adres" in page.text
    assert [row[3].split()[0] for row in Rows(page.text).rows] == ["Mislukt", "Verstuurd"]
    assert [row[1] for row in Rows(page.text).rows] == [
        "f•••@xn--bcher-kva.example",
        "F•••@xn--bcher-kva.example",
    ]
    nobody = await writer.post(ADDRESS, email="niemand@example.org")
    assert nobody.status_code == 200
    assert "Naar dit adres vinden wij geen mail" in nobody.text


async def test_an_address_stands_in_no_link_and_no_line_of_the_log(writer, capsys):
    await put_failed("truus@example.org")
    page = await writer.post(ADDRESS, email="truus@example.org")
    assert re.findall(r'(?:href|action|formaction)="[^"]*truus', page.text) == []
    assert '<form method="post"' in (await writer.get(ADDRESS)).text
    said = capsys.readouterr()
    assert "truus" not in said.out + said.err
    assert "Naar dit adres" not in (await writer.get(f"{ADDRESS}?email=truus%40example.org")).text


@pytest.mark.parametrize("typed", ["", "truus", "truus@", "tr uus@example.org", "@example.org"])
async def test_what_is_no_address_is_said_at_its_field(writer, typed):
    page = await writer.post(ADDRESS, email=typed)
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text


async def test_the_last_messages_to_an_address_are_enough(writer, monkeypatch):
    monkeypatch.setattr(queries, "MOST_TO_ONE", 2)
    for attempts in (1, 2, 3):
        await put(attempts=attempts, dated_at=NOW + timedelta(minutes=attempts))
    page = (await writer.post(ADDRESS, email="jan@example.org")).text
    assert "De laatste 2 mails naar dit adres" in page
    assert [row[4] for row in Rows(page).rows] == ["3", "2"]


async def test_what_failed_is_tried_again_from_the_first_attempt(writer, server):
    server.answer("RCPT", "550 5.1.1 no such user", times=1)
    row = await put("weg@example.org")
    await send_due()
    assert (await OutboxMessage.get(id=row.id)).status is Status.FAILED
    page = await writer.post(RETRY, chosen=str(row.id))
    assert (page.status_code, "1 mail gaat nu" in page.text) == (200, True)
    waiting = await OutboxMessage.get(id=row.id)
    assert (waiting.status, waiting.attempts, waiting.ended_at) == (Status.NEW, 0, None)
    assert (await send_due()).sent == 1
    assert server.deliveries[0].message["Message-ID"] == row.message_id
    assert (await OutboxMessage.get(id=row.id)).attempts == 1
    assert await audited() == [("retry_mail", "message", str(row.id))]


async def test_a_second_click_does_nothing_and_says_so(writer):
    row = await put_failed()
    await writer.get(LOG)  # to be signed in
    answers = await asyncio.gather(*(writer.post(RETRY, chosen=str(row.id)) for _ in range(2)))
    said = sorted("1 mail gaat nu" in answer.text for answer in answers)
    assert said == [False, True]
    page = (await writer.post(RETRY, chosen=str(row.id))).text
    assert "Er is niets veranderd" in page
    assert "1 mail is niet mislukt. Misschien is die al opnieuw geprobeerd." in page
    assert len(await audited()) == 1


async def test_what_was_forgotten_or_is_too_late_stays_and_the_page_says_why(writer, now):
    too_late = await put_failed(not_after=NOW - timedelta(seconds=1))
    in_time = await put_failed(not_after=NOW)
    old = await put_failed(ended_at=NOW - timedelta(days=31))
    await purge.purge(NOW, is_dry_run=False)
    sent = await put(status=Status.SENT)
    chosen = [str(each.id) for each in (too_late, in_time, old, sent)]
    page = (await writer.post(RETRY, chosen=[*chosen, "987654321", "-1", "onzin", "9" * 30])).text
    assert "1 mail gaat nu" in page
    assert "1 mail kan niet opnieuw: wij hebben de inhoud al gewist." in page
    assert "1 mail gaat niet meer: die zou te laat komen." in page
    assert "2 mails zijn niet mislukt." in page
    statuses = [(await OutboxMessage.get(id=number)).status.value for number in chosen]
    assert statuses == ["failed", "new", "failed", "sent"]
    reasons = [row[5] for row in await listed(writer, "status=mislukt")]
    assert reasons == [
        "Dit adres bestaat niet. RCPT 550 5.1.1 Kan niet opnieuw: wij hebben de inhoud al gewist.",
        "Dit adres bestaat niet. RCPT 550 5.1.1 Kan niet opnieuw: de mail zou te laat komen.",
    ]
    assert [row[1] for row in await listed(writer, "status=mislukt")] == ["gewist", "w•••@example.org"]


async def test_all_that_failed_of_a_kind_and_a_day_is_tried_again_at_once(writer):
    these = [await put_failed() for _ in range(3)]
    await put_failed(not_after=NOW - timedelta(days=1))
    await put_failed(to_address="", values={})
    others = [
        await put_failed(dated_at=NOW - timedelta(days=1)),
        await put_failed(kind="sign_in_link"),
        await put(status=Status.SENT),
    ]
    assert "Probeer alle 3 mislukte mails opnieuw" in (await writer.get(f"{LIST}?{OF_TODAY}")).text
    page = (await writer.post(f"{RETRY}?{OF_TODAY}", all="1")).text
    assert "3 mails gaan nu" in page
    assert "2 mislukte mails kunnen niet opnieuw. In de lijst staat waarom." in page
    assert {(await OutboxMessage.get(id=each.id)).status for each in these} == {Status.NEW}
    assert [(await OutboxMessage.get(id=each.id)).status for each in others] == [
        each.status for each in others
    ]
    assert await audited() == [("retry_mail", "message_kind", "activity_published")]
    assert [(each["field"], each["after"]) for each in (await AuditRecord.get()).changes] == [
        ("day", "2027-08-16"),
        ("messages", "3"),
    ]
    again = (await writer.post(f"{RETRY}?{OF_TODAY}", all="1")).text
    assert "Er is niets veranderd" in again
    assert len(await audited()) == 1


async def test_very_many_go_a_portion_at_a_time(writer, monkeypatch):
    monkeypatch.setattr(operations, "MOST_AT_ONCE", 2)
    for _ in range(3):
        await put_failed()
    page = (await writer.post(f"{RETRY}?{OF_TODAY}", all="1")).text
    assert "2 mails gaan nu" in page
    assert "Er is nog 1 mail die opnieuw kan." in page
    assert await OutboxMessage.filter(status=Status.NEW).count() == 2
    assert "1 mail gaat nu" in (await writer.post(f"{RETRY}?{OF_TODAY}", all="1")).text


@pytest.mark.parametrize(("answer", "ends"), [("250 OK", "sent"), ("450 4.2.0 greylisted", "failed")])
async def test_a_message_older_than_four_days_gets_one_honest_attempt(writer, server, now, answer, ends):
    row = await put_failed(dated_at=NOW - timedelta(days=5))
    page = (await writer.post(RETRY, chosen=str(row.id))).text
    assert "1 mail is ouder dan vier dagen: die proberen wij één keer." in page
    server.answer("RCPT", answer)
    await send_due()
    assert server.attempts == ["weg@example.org"]
    tried = await OutboxMessage.get(id=row.id)
    assert (tried.status.value, tried.attempts) == (ends, 1)


async def test_a_younger_message_is_tried_until_its_four_days_are_over(writer, server, now):
    row = await put_failed(dated_at=NOW - timedelta(days=3))
    page = (await writer.post(RETRY, chosen=str(row.id))).text
    assert "ouder dan vier dagen" not in page
    server.answer("RCPT", "450 4.2.0 greylisted")
    await send_due()
    assert (await OutboxMessage.get(id=row.id)).status is Status.NEW


async def test_what_waits_for_its_next_attempt_can_go_now(writer, server, now):
    later = await put("later@example.org", attempts=2, next_attempt_at=NOW + timedelta(hours=1))
    due = await put("nu@example.org")
    too_late = await put(next_attempt_at=NOW + timedelta(hours=1), not_after=NOW - timedelta(minutes=1))
    failed = await put_failed()
    chosen = [str(each.id) for each in (later, due, too_late, failed)]
    page = (await writer.post(HURRY, chosen=chosen)).text
    assert "1 mail gaat nu" in page
    assert "1 mail is al aan de beurt." in page
    assert "1 mail gaat niet meer: die zou te laat komen." in page
    assert "1 mail wacht niet meer." in page
    assert await audited() == [("send_mail_now", "message", str(later.id))]
    await send_due()
    assert sorted(server.recipients()) == ["later@example.org", "nu@example.org"]
    assert (await OutboxMessage.get(id=later.id)).attempts == 3


@pytest.mark.parametrize("path", [RETRY, HURRY, f"{RETRY}?{OF_TODAY}", f"{RETRY}?status=mislukt"])
@pytest.mark.parametrize("fields", [{}, {"chosen": "onzin"}, {"chosen": ""}])
async def test_nothing_chosen_is_said(writer, path, fields):
    row = await put_failed()
    page = await writer.post(path, fields)
    assert (page.status_code, "Kies eerst een of meer mails" in page.text) == (422, True)
    assert (await OutboxMessage.get(id=row.id)).status is Status.FAILED


async def test_all_of_everything_cannot_be_asked_for(writer):
    await put_failed()
    assert (await writer.post(f"{RETRY}?status=mislukt", all="1")).status_code == 422
    assert (await writer.post(f"{RETRY}?soort=activity_published", all="1")).status_code == 422
    assert await OutboxMessage.filter(status=Status.FAILED).count() == 1


async def test_what_was_done_is_read_in_the_audit_log_without_an_address(site, writer, make):
    row = await put_failed("truus@example.org")
    await put_failed("truus@example.org")
    await writer.post(RETRY, chosen=str(row.id))
    await writer.post(f"{RETRY}?{OF_TODAY}", all="1")
    admin = site.as_(await make.team_member(TeamRole.ADMIN))
    page = (await admin.get("/team/logboek")).text
    for words in (
        "Mislukte mail opnieuw geprobeerd",
        "Activiteit staat op de site",
        "Aantal mails",
        "Soort mail",
    ):
        assert words in page
    assert "truus" not in page
    assert "truus" not in json.dumps(
        [dict(each) for each in await db.rows("SELECT * FROM audit_record")], default=str
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("RCPT 550 5.1.1", "Dit adres bestaat niet."),
        ("RCPT 550 5.1.10", "Achter deze @ kan niemand mail krijgen."),
        ("RCPT 550", "De mailserver van de ontvanger weigert deze mail."),
        ("DATA 554 5.7.1", "De mailserver van de ontvanger vertrouwt onze mail niet."),
        ("RCPT 552", "De mailbox is vol."),
        ("MAIL 552 5.3.4", "De mail is te groot voor deze ontvanger."),
        ("RCPT 450 4.7.1", "De mailserver van de ontvanger neemt deze mail nu niet aan."),
        ("DATA 421", "De mailserver van de ontvanger heeft het te druk."),
        ("connection lost during DATA", "De verbinding viel weg. Misschien is de mail toch aangekomen."),
        ("rendering: UndefinedError", "Wij kunnen deze mail niet maken. Meld dit aan het technisch beheer."),
        ("values: DoesNotExist", "Wij kunnen deze mail niet maken. Meld dit aan het technisch beheer."),
        ("too late", "Deze mail zou te laat komen."),
        ("pointless", "Deze mail was niet meer nodig."),
        ("invented", "Deze mail hoort bij een voorbeeld. Hij gaat naar niemand."),
        ("KeyError", ""),
        ("", ""),
    ],
)
def test_codes_become_sentences(error, words):
    assert mail_words.reason(error) == words


async def test_a_kind_of_an_earlier_version_is_counted_under_its_name(writer):
    await put(kind="sign_in_link", status=Status.SENT)
    await OutboxMessage.filter().update(kind="of_old")
    assert await counted(writer) == [["of_old", "ma 16 augustus", "1", "0", "0", "0"]]
    assert [row[0].split()[0] for row in await listed(writer)] == ["of_old"]


def test_every_kind_can_be_chosen(configured):
    assert set(mail_words.kind_labels()) == {kind.name for kind in wiring.MESSAGE_KINDS}
