"""What of the kits the schedule works off."""

from weekplanner.kits import plans
from weekplanner.kits.operations import backorders, exceptions, reminding
from weekplanner.mailer.schedule import Reminder

REMINDERS: tuple[Reminder, ...] = (
    Reminder(plans.BACK_ORDERS, backorders.go_on),
    Reminder(plans.RECALL, exceptions.go_on_recalling),
    Reminder(plans.DEADLINE, reminding.remind, reminding.would_be_told),
)
