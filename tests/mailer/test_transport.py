"""Ways out: what WEEKPLANNER_MAIL_URL can name, encrypted and signed in, or a directory."""

import mailbox
import ssl
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.mailer.conftest import Queue
from tests.smtp_server import smtp_server
from weekplanner.core.settings import WrongSetting
from weekplanner.mailer import render
from weekplanner.mailer.delivery import Misconfigured, Unavailable
from weekplanner.mailer.models import OutboxMessage
from weekplanner.mailer.sender import send_due
from weekplanner.mailer.transport import connection

CERTIFICATE = Path(__file__).parent / "localhost.pem"


@pytest.fixture
def tls() -> ssl.SSLContext:
    """What a server needs to speak TLS as 127.0.0.1."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.fixture
def _is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.mark.usefixtures("_is_trusted")
@pytest.mark.parametrize("is_implicit_tls", [False, True])
async def test_mail_goes_encrypted_to_a_server_that_wants_a_password(
    is_implicit_tls: bool, tls: ssl.SSLContext, queue: Queue, use
):
    async with smtp_server(login=("kom", "p@ss:w/rd"), tls=tls, is_implicit_tls=is_implicit_tls) as server:
        scheme = "smtps" if is_implicit_tls else "smtp+starttls"
        use(mail_url=f"{scheme}://kom:p%40ss%3Aw%2Frd@127.0.0.1:{server.port}")
        await queue.put_many(5)
        counts = await send_due()
    assert (counts.sent, counts.halted) == (5, "")
    assert len(server.deliveries) == 5


@pytest.mark.parametrize("is_implicit_tls", [False, True])
async def test_a_server_that_cannot_prove_its_name_gets_nothing(
    is_implicit_tls: bool, tls: ssl.SSLContext, queue: Queue, use
):
    async with smtp_server(tls=tls, is_implicit_tls=is_implicit_tls) as server:
        use(mail_url=f"{'smtps' if is_implicit_tls else 'smtp+starttls'}://127.0.0.1:{server.port}")
        await queue.put()
        counts = await send_due()
    assert counts.halted == "TLS: self-signed certificate"
    assert (server.attempts, await queue.statuses()) == ([], ["new"])


async def test_encryption_that_was_asked_for_is_not_given_up(queue: Queue, use):
    async with smtp_server() as server:
        use(mail_url=f"smtp+starttls://127.0.0.1:{server.port}")
        await queue.put()
        counts = await send_due()
    assert "STARTTLS" in counts.halted
    assert server.attempts == []


async def test_a_wrong_password_stops_the_run_and_keeps_the_queue(queue: Queue, use):
    async with smtp_server(login=("kom", "right")) as server:
        use(mail_url=f"smtp://kom:wrong@127.0.0.1:{server.port}")
        await queue.put()
        counts = await send_due()
        assert counts.halted == "connect 535 5.7.8"
        with pytest.raises(Misconfigured):
            await connection(f"smtp://kom:wrong@127.0.0.1:{server.port}").probe()
        await connection(f"smtp://kom:right@127.0.0.1:{server.port}").probe()
    assert await queue.statuses() == ["new"]


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "maildir:",
        "smtp:",
        "smtp://",
        "smtp://mail.example:port",
        "smtp://mail.example:99999",
        "smtp://mail.example/path",
        "smtp://[mail.example",
        "http://mail.example",
        "mail.example:25",
    ],
)
def test_an_address_that_names_no_way_out_is_a_wrong_setting(wrong: str):
    with pytest.raises(WrongSetting, match="WEEKPLANNER_MAIL_URL"):
        connection(wrong)


async def test_a_mail_directory_takes_what_a_server_would(queue: Queue, tmp_path: Path, use):
    use(mail_url=f"maildir:{tmp_path}/post/in")
    row = await queue.put(words="Zoë, er is soep.", to_name="Zoë")
    assert (await send_due()).sent == 1
    [written] = mailbox.Maildir(tmp_path / "post/in", create=False)
    letter = await render.letter(row)
    assert written.as_bytes() == message_from_bytes(letter.content.replace(b"\r\n", b"\n")).as_bytes()
    assert message_from_bytes(letter.content, policy=policy.default)["To"] == "Zoë <jan@example.org>"


async def test_a_message_written_twice_stands_there_once(queue: Queue, tmp_path: Path, use):
    use(mail_url=f"maildir:{tmp_path}/mail")
    rows = [await queue.put(), await queue.put()]
    await send_due()
    await OutboxMessage.filter(id=rows[0].id).update(status="new")  # as after a crash before it was marked
    await send_due()
    assert len(list((tmp_path / "mail/new").iterdir())) == 2
    assert list((tmp_path / "mail/tmp").iterdir()) == []


async def test_a_mail_directory_that_cannot_be_written_keeps_the_queue(queue: Queue, tmp_path: Path, use):
    (tmp_path / "mail").write_text("a file stands in the way")
    use(mail_url=f"maildir:{tmp_path}/mail")
    await queue.put()
    assert (await send_due()).halted == "mail directory: Not a directory"
    assert await queue.statuses() == ["new"]
    with pytest.raises(Unavailable):
        await connection(f"maildir:{tmp_path}/mail").probe()
