"""What `/metrics` tells of the mail."""

from weekplanner.mailer import queries
from weekplanner.web import ops

GAUGES: tuple[ops.GaugeSource, ...] = (
    ops.GaugeSource(
        "weekplanner_mail_waiting", "Messages that must still be sent.", queries.waiting_messages
    ),
    ops.GaugeSource("weekplanner_mail_failed", "Messages that were given up.", queries.failed_messages),
    ops.GaugeSource("weekplanner_mail_dropped", "Messages that were too late.", queries.dropped_messages),
    ops.GaugeSource(
        "weekplanner_mail_overdue_seconds",
        "How long a message waits that could have gone.",
        queries.overdue_s,
    ),
    ops.GaugeSource(
        "weekplanner_due_rows_overdue",
        "Reminders and notices that should have been queued 15 minutes ago.",
        queries.overdue_reminders,
    ),
)
