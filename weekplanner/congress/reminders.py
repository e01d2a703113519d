"""What becomes due at a congress: what people are told, and seats that are kept for nobody any longer."""

from weekplanner.congress import plans
from weekplanner.congress.operations import answering, inviting, practice, telling
from weekplanner.mailer.schedule import Reminder

REMINDERS: tuple[Reminder, ...] = (
    Reminder(plans.WEEK_BEFORE, telling.remind, telling.would_be_told),
    Reminder(plans.DAY_BEFORE, telling.remind, telling.would_be_told),
    Reminder(plans.PRACTICE_ENDS, practice.forget_practice),
    Reminder(plans.THANKS, telling.thank, telling.would_be_told),
    Reminder(plans.CHANGED, telling.tell_of_change, telling.would_be_told),
    Reminder(plans.CALLED_OFF, telling.tell_of_cancellation, telling.would_be_told),
    Reminder(plans.MESSAGE, telling.tell_message),
    Reminder(plans.OFFER_ENDS, answering.end_offers),
    Reminder(plans.WORKSHOP_OFFER_ENDS, answering.end_workshop_offers),
    Reminder(plans.INVITATION_ENDS, inviting.end_invitations),
)
