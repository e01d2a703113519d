"""The moments of an activity in a form: rows that can be added and taken away, and days all at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.events import rules
from weekplanner.events.forms import parsing
from weekplanner.events.forms.fields import CapacityField, SubForm, TimeField, needed
from weekplanner.events.values import OccurrenceValues

MOST_ROWS = 2 * rules.MOST_OCCURRENCES
"""WTForms silently drops what comes after; the rule itself is checked with a sentence."""


class OccurrenceForm(SubForm):
    """One row: a day, from when to when, and for how many people."""

    id = HiddenField()
    day = SelectField(_("Dag"), [needed()], choices=[], default="")
    starts = TimeField(_("Begint om"), [needed()])
    ends = TimeField(_("Eindigt om"), [needed()])
    ends_next_day = BooleanField(_("Eindigt na middernacht"))
    capacity = CapacityField(_("Aantal plaatsen"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in, nor typed wrongly."""
        typed = (self.starts, self.ends, self.capacity)
        return not self.day.data and not any(
            field.data is not None or field.process_errors for field in typed
        )

    @property
    def can_be_read(self) -> bool:
        """Whether day and times are known, right or wrong."""
        days = {choice.value for choice in self.day.choices if choice.value}
        return self.day.data in days and self.starts.data is not None and self.ends.data is not None

    def check(self, edition: Edition) -> None:
        """Say at each field what is not filled in, or against the rules."""
        if self.day.errors or self.starts.errors or self.ends.errors:
            return
        for field, sentence in (
            (self.day, _("Kies een dag")),
            (self.starts, _("Vul een begintijd in, zoals 12.00")),
            (self.ends, _("Vul een eindtijd in, zoals 13.30")),
        ):
            if field.data in (None, ""):
                field.errors = [sentence]
        if not (self.day.errors or self.starts.errors or self.ends.errors):
            self._check_span(edition)

    def values(self) -> OccurrenceValues:
        """The occurrence of a row that can be read."""
        starts, ends = self.starts.data, self.ends.data
        assert starts is not None
        assert ends is not None
        return _occurrence(
            date.fromisoformat(self.day.data),
            starts,
            ends,
            ends_next_day=self.ends_next_day.data,
            capacity=self.capacity.data,
            id=parsing.whole_number(self.id.data or ""),
        )

    def _check_span(self, edition: Edition) -> None:
        if self.starts.data == parsing.MINUTES_A_DAY:
            self.starts.errors = [_("Schrijf middernacht als 0.00, op de dag zelf")]
            return
        occurrence = self.values()
        if occurrence.ends_at <= occurrence.starts_at:
            sentence = _("Kies een tijd na %(time)s uur, of kruis aan dat het na middernacht eindigt")
            self.ends.errors = [sentence % {"time": texts.clock_time(occurrence.starts_at)}]
        elif problem := rules.problem_of(occurrence, edition):
            self.ends.errors = [problem]


@dataclass(frozen=True)
class Row:
    """What a row shows of an occurrence."""

    id: str
    day: str
    starts: int
    ends: int
    ends_next_day: bool
    capacity: int | None


def occurrence_list() -> FieldList:
    """The field that holds the rows."""
    return FieldList(FormField(OccurrenceForm), _("Wanneer"), min_entries=1, max_entries=MOST_ROWS)


def row_of(occurrence: OccurrenceValues) -> Row:
    """As the form shows it."""
    start, end = clock.local(occurrence.starts_at), clock.local(occurrence.ends_at)
    ends = end.hour * 60 + end.minute
    is_midnight = ends == 0 and end.date() == start.date() + timedelta(days=1)
    return Row(
        id=str(occurrence.id or ""),
        day=start.date().isoformat(),
        starts=start.hour * 60 + start.minute,
        ends=parsing.MINUTES_A_DAY if is_midnight else ends,
        ends_next_day=end.date() > start.date() and not is_midnight,
        capacity=occurrence.capacity,
    )


def day_choices(edition: Edition) -> list[SelectChoice]:
    """The days of the week in words."""
    return [SelectChoice(day.isoformat(), texts.day(day)) for day in edition.days()]


def on_each(days: Iterable[str], starts: int, ends: int, capacity: int | None) -> list[Row]:
    """A row for each of these days, at one time; an end before the start is on the next day."""
    return [Row("", day, starts, ends, ends_next_day=ends <= starts, capacity=capacity) for day in days]


def _occurrence(day: date, starts: int, ends: int, *, ends_next_day: bool, **more: Any) -> OccurrenceValues:
    is_midnight = ends % parsing.MINUTES_A_DAY == 0  # 0.00 and 24.00 both end the day
    last_day = day + timedelta(days=1) if ends_next_day or is_midnight else day
    return OccurrenceValues(_moment(day, starts), _moment(last_day, ends), **more)


def _moment(day: date, minutes: int) -> datetime:
    hours, rest = divmod(minutes % parsing.MINUTES_A_DAY, 60)
    return clock.moment(day, time(hours, rest))
