"""The settings of one process, read from the environment or a `.env` file."""

import os
import re
import secrets
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from weekplanner.core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})


class WrongSetting(Refused):
    """A setting that cannot work; the message names the variable and how to mend it."""


class Settings(BaseSettings):
    """What `docs/operations.md` lists, one attribute each; names follow `WEEKPLANNER_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="WEEKPLANNER_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = "sqlite://var/weekplanner.sqlite3"
    mail_url: str = "maildir:var/mail"
    base_url: str = "http://127.0.0.1:8000"
    secret_key: str | None = None
    mail_from: str = "Kom erbij <kom-erbij@weekplanner.example>"
    mail_connections: int = 4
    media_dir: Path = Path("var/media")
    tile_url: str | None = None
    tile_attribution: str | None = None
    clock: str | None = None
    help_phone: str = "0800 000 12 34"
    talk_phone: str = "0800 000 56 78"
    publisher: str = "Stichting Voorbeeld"
    security_contact: str = "mailto:security@weekplanner.example"
    dkim_key: Path | None = None
    dkim_selector: str | None = None
    bounce_mailbox: str | None = None
    metrics_from: str | None = None
    trusted_proxies: str | None = None

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not re.match(r"(sqlite|postgres)://.", value):
            raise ValueError("use sqlite://path or postgres://user:password@host/database")
        if value.startswith("postgres"):
            _require_port(value)
        return value

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        address = urlsplit(value)
        if (
            address.scheme not in {"http", "https"}
            or not address.hostname
            or address.query
            or address.fragment
        ):
            raise ValueError("use an address such as https://komerbij.example")
        if address.path not in {"", "/"}:
            raise ValueError("the site stands at the root of its host, so leave out the path")
        _require_port(value)
        return value.rstrip("/")

    @field_validator("mail_connections")
    @classmethod
    def _some_connections(cls, value: int) -> int:
        if not 1 <= value <= 32:
            raise ValueError("use a number from 1 to 32")
        return value

    @field_validator("security_contact")
    @classmethod
    def _way_to_tell(cls, value: str) -> str:
        if not re.fullmatch(r"(mailto:|https://|tel:)[!-~]+", value):
            raise ValueError("use an address such as mailto:security@komerbij.example (RFC 9116 §2.5.3)")
        return value

    @field_validator("clock")
    @classmethod
    def _moment(cls, value: str | None) -> str | None:
        try:
            datetime.fromisoformat(value or "2027-10-01")
        except ValueError:
            raise ValueError(f"{value!r} is not a moment such as 2027-10-01T10:00") from None
        return value

    @field_validator("metrics_from", "trusted_proxies")
    @classmethod
    def _networks(cls, value: str | None) -> str | None:
        for part in value.split(",") if value and value != "*" else ():
            try:
                ip_network(part.strip())
            except ValueError:
                raise ValueError(
                    "use addresses or networks such as 10.0.0.0/8, with commas between"
                ) from None
        return value

    @property
    def is_embedded(self) -> bool:
        """Whether the database is a SQLite file beside this process."""
        return self.database_url.startswith("sqlite:")

    @property
    def database_path(self) -> Path:
        """The file of the embedded database."""
        return Path(self.database_url.removeprefix("sqlite://"))

    @property
    def is_https(self) -> bool:
        """Whether readers reach the site over TLS, so that cookies are marked Secure."""
        return self.base_url.startswith("https:")

    @cached_property
    def origins(self) -> frozenset[str]:
        """The origins a form of this site can be posted from; loopback names count as equal."""
        address = urlsplit(self.base_url)
        hosts = LOOPBACK_HOSTS - {"::1"} if address.hostname in LOOPBACK_HOSTS else {address.hostname}
        port = f":{address.port}" if address.port else ""
        return frozenset(f"{address.scheme}://{host}{port}" for host in hosts)

    @cached_property
    def secret(self) -> bytes:
        """The key that all keyed hashes of this site start from; kept in a file when embedded."""
        if self.secret_key:
            return self.secret_key.encode()
        if not self.is_embedded:
            raise WrongSetting(
                "WEEKPLANNER_SECRET_KEY is missing: with PostgreSQL every process needs the same key."
            )
        return _kept_secret(self.database_path.parent / "secret.key")


def _require_port(address: str) -> None:
    try:
        urlsplit(address).port  # noqa: B018 - reading it is what raises
    except ValueError:
        raise ValueError("the port must be a number up to 65535") from None


def _kept_secret(path: Path) -> bytes:
    """Read the key file, or make it; of two processes that start together one makes it, both read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass  # another process was first; its key counts
        finally:
            temporary.unlink()
    return path.read_text().strip().encode()


def read(**overrides: object) -> Settings:
    """Read the settings; raises WrongSetting, naming the variable, when one cannot work."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks the values itself
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise WrongSetting(f"WEEKPLANNER_{name}: {first['msg'].removeprefix('Value error, ')}.") from error


def defaults() -> Settings:
    """The settings of an empty environment."""
    return Settings.model_construct()


_current: list[Settings] = []


def current() -> Settings:
    """The settings of this process; read at first use."""
    if not _current:
        _current.append(read())
    return _current[-1]


def use(settings: Settings) -> None:
    """Make `settings` those of this process."""
    _current[:] = [settings]


@contextmanager
def using(settings: Settings) -> "Iterator[Settings]":
    """Use `settings` inside the block only, for tests and checks."""
    before = list(_current)
    use(settings)
    try:
        yield settings
    finally:
        _current[:] = before
