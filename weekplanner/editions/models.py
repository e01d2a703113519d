"""Editions: one year's week each, and what its dates mean on a given day."""

from datetime import date, datetime, time, timedelta
from enum import Enum

from tortoise import fields
from tortoise.models import Model

from weekplanner.core import clock, texts
from weekplanner.core.fields import check

LONGEST_DAYS = 14
"""The strip of days has room for two tables of seven."""


class Phase(Enum):
    """Where an edition stands on a day."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Edition(Model):
    """One year's week; all dates are Amsterdam dates and count themselves in."""

    id = fields.IntField(primary_key=True)
    year = fields.IntField(unique=True)
    name = fields.CharField(max_length=80)
    starts_on = fields.DateField()
    ends_on = fields.DateField()
    registration_opens_on = fields.DateField()
    registration_closes_on = fields.DateField()
    kit_order_until_on = fields.DateField()
    kit_last_sent_on = fields.DateField()
    is_current = fields.BooleanField(default=False)

    class Meta:
        table = "edition"
        constraints = [
            check("edition", "ends_after_it_starts", "starts_on <= ends_on"),
            check("edition", "registration_opens_first", "registration_opens_on <= registration_closes_on"),
            check("edition", "registration_ends_in_time", "registration_closes_on <= ends_on"),
            check("edition", "kits_are_ordered_first", "kit_order_until_on <= kit_last_sent_on"),
            check("edition", "kits_are_sent_in_time", "kit_last_sent_on <= ends_on"),
        ]

    def days(self) -> list[date]:
        """Its days in order, 1 to 14."""
        return [self.starts_on + timedelta(days=number) for number in range(self.length_days)]

    @property
    def length_days(self) -> int:
        """How many days it lasts."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def dates_in_words(self) -> str:
        """1 t/m 8 oktober, in the reader's language."""
        return texts.date_range(self.starts_on, self.ends_on)

    def phase(self, today: date) -> Phase:
        """Before, during or after; the day after the last one is after."""
        if today < self.starts_on:
            return Phase.BEFORE
        return Phase.DURING if today <= self.ends_on else Phase.AFTER

    def registration_is_open(self, today: date) -> bool:
        """Whether organisers may submit activities; outside it only coordinators and the team may."""
        return self.registration_opens_on <= today <= self.registration_closes_on

    def contains(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether a stretch of time lies inside its days, the midnight that ends them included."""
        opens_at = clock.moment(self.starts_on, time())
        closes_at = clock.moment(self.ends_on + timedelta(days=1), time())
        return opens_at <= starts_at <= ends_at <= closes_at
