"""What the team is told by mail about kits."""

from collections.abc import Mapping
from typing import Any

from weekplanner.accounts.models import Account
from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.kits.models.catalogue import Kit
from weekplanner.mailer.kinds import Kind
from weekplanner.mailer.outbox import Message


def stock_low(kit: Kit, who: Account, *, since: int) -> Message:
    """A kit runs out; `since` is the movement by which stock last arrived."""
    return Message(
        kind="kit_stock_low",
        to=who.email,
        to_name=who.name,
        language=who.language,
        values={
            "kit": kit.name,
            "free": kit.free,
            "low_stock_at": kit.low_stock_at,
            "kit_url": links.url("team_kit", id=kit.id),
        },
        unique_key=f"kit_stock_low:{kit.id}:m{since}:account-{who.id}",
    )


_SAMPLE: Mapping[str, Any] = {
    "kit": "Kom erbij-pakket",
    "free": 38,
    "low_stock_at": 40,
    "kit_url": "https://voorbeeld.nl/team/pakketten/voorraad/1",
}

KINDS = (
    Kind(
        "kit_stock_low",
        "kits/mail/kit_stock_low",
        _("Voorraad raakt op"),
        _("Zodra er van een pakket minder vrij is dan de grens, aan het logistieke team."),
        subject=lambda values: _("Bijna op: %(kit)s") % values,
        sample=_SAMPLE,
    ),
)
