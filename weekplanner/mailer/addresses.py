"""E-mail addresses: what can be mailed, written in one way (RFC 5321 §4.1.2)."""

import re
from email.headerregistry import Address
from email.utils import getaddresses
from functools import cache

import idna

from weekplanner.core import settings
from weekplanner.core.errors import Refused
from weekplanner.core.settings import WrongSetting
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.mailer.models import ADDRESS_OCTETS

LOCAL_PART_OCTETS = 64
NAME_CHARACTERS = 100
ENCODED_NAME_OCTETS = 45

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOT_STRING = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_QUOTED_STRING = re.compile(r'"(?:[ !#-+\--;=?-\[\]-~]|\\["\\])*"')  # without < > and the comma
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?![0-9]+$){_LABEL}")
_NAME_SPECIALS = re.compile(r'[()<>\[\]:;@\\,"=?]+')


class WrongAddress(Refused):
    """Not an address that mail can be sent to."""

    message = "Vul een e-mailadres in, zoals naam@voorbeeld.nl."


def canonical(text: str) -> str:
    """The address as it is stored and mailed: the domain in ASCII (IDNA 2008) and lower case.

    The case of what stands before the @ is kept. Raises WrongAddress, with a sentence for who typed it.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or not local or len(text) > ADDRESS_OCTETS * 2:
        raise WrongAddress(_("Vul een e-mailadres in, zoals naam@voorbeeld.nl."))
    if not local.isascii():
        raise WrongAddress(
            _("Wij kunnen alleen mailen naar een adres met gewone letters voor de @. Heeft u een ander?")
        )
    if not (_DOT_STRING.fullmatch(local) or _QUOTED_STRING.fullmatch(local)):
        raise WrongAddress(_("Vul een e-mailadres in, zoals naam@voorbeeld.nl."))
    host = _host(domain)
    if len(local) > LOCAL_PART_OCTETS or len(local) + 1 + len(host) > ADDRESS_OCTETS:
        raise WrongAddress(_("Dit e-mailadres is te lang. Controleer het nog eens."))
    return f"{local}@{host}"


def _host(domain: str) -> str:
    host = domain.lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except UnicodeError as error:  # idna.IDNAError is one
            raise WrongAddress(_("Controleer wat er achter de @ staat.")) from error
    if not _HOST.fullmatch(host):
        raise WrongAddress(_("Controleer wat er achter de @ staat."))
    return host


def domain_of(address: str) -> str:
    """The part behind the @ of a canonical address."""
    return address.rpartition("@")[2]


def masked(address: str) -> str:
    """An address of which one reads no more than is needed to recognise it: `j•••@example.org`."""
    return f"{address[:1]}•••@{domain_of(address)}" if address else ""


def mailbox(address: str, name: str = "") -> Address:
    """A canonical address with a name, for a header.

    Characters that mean something in a header (RFC 5322 §3.2.3) are left out of the name, and one with
    accents is cut where a single encoded word ends (RFC 2047 §2): Python's folding of longer ones loses
    quotes and spaces.
    """
    local, _at, domain = address.rpartition("@")
    if local.startswith('"'):
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    shown = " ".join(_NAME_SPECIALS.sub(" ", one_line(name)).split())[:NAME_CHARACTERS]
    if not shown.isascii():
        shown = shown.encode()[:ENCODED_NAME_OCTETS].decode(errors="ignore")
    return Address(display_name=shown.strip(), username=local, domain=domain)


def sender() -> Address:
    """Who the mail comes from (WEEKPLANNER_MAIL_FROM); raises WrongSetting when it is no address."""
    return _sender(settings.current().mail_from)


@cache
def _sender(setting: str) -> Address:
    named = getaddresses([setting])
    try:
        if len(named) != 1:
            raise WrongAddress
        name, address = named[0]
        return mailbox(canonical(address), name)
    except WrongAddress as error:
        raise WrongSetting(
            "WEEKPLANNER_MAIL_FROM: use an address with or without a name, such as "
            "Kom erbij <kom-erbij@example.org>."
        ) from error
