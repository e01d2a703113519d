"""What is typed at a door, and what a telephone sends that noted who came in."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from wtforms import HiddenField

from weekplanner.congress.models.registrations import NAME_LENGTH
from weekplanner.congress.operations.letting_in import LONGEST_SHOWN, MOST_AT_ONCE, Noted
from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.parsing import whole_number
from weekplanner.web.forms import Form, LineField, at_most, required

MOST_BYTES = 256 * 1024
"""Of what a telephone sends at once."""
_KEY = re.compile(r"[A-Za-z0-9-]{16,64}", re.ASCII)
_KEY_LENGTH = 64


class DoorCodeForm(Form):
    """The code that the team gave for this telephone."""

    code = LineField(
        _("Code voor deze telefoon"),
        [required(_("Vul de code in die u van het team kreeg")), at_most(40)],
        description=_("Acht tekens, zoals 4F7K-92QP. De code werkt een kwartier, en één keer."),
    )


class CheckInForm(Form):
    """What somebody shows, or who they are."""

    shown = LineField(
        _("Code of naam"),
        [at_most(LONGEST_SHOWN, _("Typ alleen de code of de naam"))],
        description=_("Scan het toegangsbewijs, of typ de code die eronder staat, of een deel van de naam."),
    )
    attendee = HiddenField()
    request_key = HiddenField()

    NOTHING = _("Scan het toegangsbewijs, of typ de code of de naam")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.shown.flags.required = True  # but for whom the door picks by name

    def noted(self, at: datetime) -> Noted:
        """Who is let in; the key holds what was typed, as the same page may be used for somebody else."""
        key = (self.request_key.data or "")[:_KEY_LENGTH]
        if self.attendee_id is not None:
            return Noted(f"{key} {self.attendee_id}", at, attendee_id=self.attendee_id)
        return Noted(f"{key} {self.shown.data}", at, shown=self.shown.data)

    @property
    def attendee_id(self) -> int | None:
        """Whom the door picked by name."""
        return whole_number(self.attendee.data or "")


class WalkInForm(Form):
    """Somebody who did not sign up."""

    name = LineField(
        _("Naam"),
        [required(_("Vul de naam in")), at_most(NAME_LENGTH)],
    )
    organisation = LineField(_("Organisatie"), [at_most(NAME_LENGTH)])
    request_key = HiddenField()

    def noted(self, at: datetime) -> Noted:
        """Who is let in."""
        key = f"{(self.request_key.data or '')[:_KEY_LENGTH]} {self.name.data}"
        return Noted(key, at, name=self.name.data, organisation=self.organisation.data or "")


def noted_in(body: bytes) -> list[Noted | None]:
    """What a telephone sends: `{"entrances": [{"key": …, "at": …, "offline": …, …}]}`, in its order.

    Each has one of `shown`, `attendee` and `name` (with `organisation`). None for one that makes no sense:
    it must not keep back the others. Raises UnknownValue for what is no such list, or too long a one.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise UnknownValue from None
    entrances = sent.get("entrances") if isinstance(sent, dict) else None
    if not isinstance(entrances, list) or len(entrances) > MOST_AT_ONCE:
        raise UnknownValue
    return [_noted(each) if isinstance(each, dict) else None for each in entrances]


def _noted(sent: Mapping[str, Any]) -> Noted | None:
    key, at, attendee_id = _text(sent, "key", _KEY_LENGTH), _moment(sent.get("at")), sent.get("attendee")
    shown, name = _text(sent, "shown", LONGEST_SHOWN), _text(sent, "name", NAME_LENGTH)
    is_row = isinstance(attendee_id, int) and not isinstance(attendee_id, bool)
    is_row = is_row and whole_number(str(attendee_id)) is not None
    says_who = [bool(shown), bool(name), is_row]
    if _KEY.fullmatch(key) is None or at is None or sum(says_who) != 1:
        return None
    return Noted(
        key,
        at,
        shown=shown,
        attendee_id=attendee_id if is_row else None,
        name=name,
        organisation=_text(sent, "organisation", NAME_LENGTH),
        was_offline=sent.get("offline") is True,
    )


def _text(sent: Mapping[str, Any], name: str, longest: int) -> str:
    value = sent.get(name)
    return one_line(value)[:longest] if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    """A moment in ISO 8601 with its offset from UTC."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
