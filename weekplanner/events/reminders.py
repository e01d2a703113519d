"""What organisers are asked at a moment."""

from weekplanner.events import plans
from weekplanner.events.operations import asking
from weekplanner.mailer.schedule import Reminder

REMINDERS: tuple[Reminder, ...] = (Reminder(plans.STILL_RIGHT, asking.ask, asking.would_be_asked),)
