"""How messages look, with invented values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from weekplanner.accounts.people import Person
from weekplanner.core import logs, texts
from weekplanner.core.errors import NotFound
from weekplanner.core.texts import SOURCE_LANGUAGE
from weekplanner.core.texts import gettext as _
from weekplanner.mailer import kinds, render
from weekplanner.mailer.kinds import Kind, UnknownKind
from weekplanner.mailer.render import Parts
from weekplanner.team import rights

READER = "Fatma de Vries"
"""Whom the previews greet."""

HEADINGS: Mapping[str, str] = {
    "accounts": _("Inloggen en account"),
    "events": _("Activiteiten"),
    "signups": _("Aanmeldingen en gasten"),
    "kits": _("Pakketten"),
    "congress": _("Congressen"),
}
"""What the messages of a package are about, in the order of the list."""

# The first thing in mail/base.html: an inbox shows it beside the subject, the message itself hides it.
_PREHEADER = re.compile(r'<div style="display:none[^"]*">(.*?)</div>', re.DOTALL)


@dataclass(frozen=True)
class Preview:
    """A kind of message with its sample: what a reader sees, or why it cannot be made."""

    kind: Kind
    parts: Parts | None
    error: str = ""

    @property
    def preheader(self) -> str:
        """What an inbox shows beside the subject."""
        found = _PREHEADER.search(self.parts.html) if self.parts else None
        return " ".join(unescape(found[1]).split()) if found else ""


def mail_previews(*, actor: Person) -> dict[str, list[Preview]]:
    """Every kind under its heading; one that cannot be made is among them. Raises NotFound."""
    _require(actor)
    found: dict[str, list[Preview]] = {heading: [] for heading in HEADINGS.values()}
    for kind in kinds.every():
        found[heading_of(kind)].append(_preview(kind, SOURCE_LANGUAGE))
    return {heading: previews for heading, previews in found.items() if previews}


def mail_preview(name: str, language: str, *, actor: Person) -> Preview:
    """One kind in a language; raises NotFound."""
    _require(actor)
    try:
        return _preview(kinds.find(name), language)
    except UnknownKind as error:
        raise NotFound from error


def heading_of(kind: Kind) -> str:
    """Under which heading a kind stands: that of the package its template belongs to."""
    return HEADINGS[kind.template.partition("/")[0]]


def mail_languages() -> list[str]:
    """The languages that messages are written in."""
    return [language for language in texts.LANGUAGES if texts.is_translated(language)]


def _require(actor: Person) -> None:
    if not rights.may_see_mail_previews(actor):
        raise NotFound


def _preview(kind: Kind, language: str) -> Preview:
    try:
        return Preview(kind, render.parts(kind, kind.sample, language, to_name=READER))
    except Exception as error:  # noqa: BLE001 - a template may raise anything, and the list must go on
        logs.failure("mail_preview_failed", error, kind=kind.name)
        return Preview(kind, None, f"{type(error).__name__}: {error}")
