"""Which way out this site uses: WEEKPLANNER_MAIL_URL."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from weekplanner.core.settings import WrongSetting
from weekplanner.mailer.delivery import Connection
from weekplanner.mailer.maildir import MaildirConnection
from weekplanner.mailer.smtp import Server, SmtpConnection, Timeouts

PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
"""`smtp` never encrypts (a relay on this machine or network); the other two always do."""


def connection(url: str, timeouts: Timeouts | None = None) -> Connection:
    """A new way out, not opened yet; raises WrongSetting when the address cannot be one."""
    if url.startswith("maildir:") and len(url) > len("maildir:"):
        return MaildirConnection(Path(url.removeprefix("maildir:")))
    return SmtpConnection(_server(url), timeouts)


def _server(url: str) -> Server:
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError as error:
        raise WrongSetting("WEEKPLANNER_MAIL_URL: the host or port is written wrong.") from error
    if address.scheme not in PORTS or not address.hostname or address.path.strip("/"):
        raise WrongSetting(
            "WEEKPLANNER_MAIL_URL: use maildir:path, smtp://host:port, smtps://user:password@host "
            "or smtp+starttls://user:password@host:587."
        )
    return Server(
        host=address.hostname,
        port=port or PORTS[address.scheme],
        is_tls=address.scheme == "smtps",
        is_starttls=address.scheme == "smtp+starttls",
        username=unquote(address.username) if address.username else None,
        password=unquote(address.password or "") if address.username else None,
    )
