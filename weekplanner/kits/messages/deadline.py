"""What organisers who ordered no kits are told before that ends."""

from collections.abc import Sequence
from datetime import datetime

from weekplanner.accounts.models import Organisation
from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity
from weekplanner.events.queries.recipients import Recipient
from weekplanner.kits.plans import DEADLINE
from weekplanner.mailer.kinds import Kind
from weekplanner.mailer.outbox import Message

MOST_LISTED = 10


def last_days(
    recipient: Recipient,
    organisation: Organisation,
    activities: Sequence[Activity],
    edition: Edition,
    *,
    cause: str,
    not_after: datetime,
) -> Message:
    """One can order for these until the last order day."""
    return Message(
        kind=DEADLINE,
        to=recipient.address,
        to_name=recipient.name,
        language=recipient.language,
        values={
            "organisation": organisation.name,
            "activities": [each.title for each in activities[:MOST_LISTED]],
            "more": len(activities[MOST_LISTED:]),
            "until": edition.kit_order_until_on.isoformat(),
            "last_sent": edition.kit_last_sent_on.isoformat(),
            "kits_url": links.url("my_kits"),
        },
        unique_key=cause,
        not_after=not_after,
    )


KINDS = (
    Kind(
        DEADLINE,
        f"kits/mail/{DEADLINE}",
        _("Bestel op tijd een pakket"),
        _("Veertien dagen voor de laatste besteldag, aan wie een activiteit heeft en nog niets bestelde."),
        subject=lambda values: _("Bestel op tijd uw gratis Kom erbij-pakket"),  # noqa: ARG005 - the same for all
        sample={
            "organisation": "Buurthuis De Linde",
            "activities": ["Soep aan de lange tafel", "Thee met verhalen"],
            "more": 0,
            "until": "2027-09-17",
            "last_sent": "2027-09-24",
            "kits_url": "https://voorbeeld.nl/mijn/pakketten",
        },
    ),
)
