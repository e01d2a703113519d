"""What `weekplanner check` asks of the mail settings, the server behind them, and what waits."""

from weekplanner.core import settings
from weekplanner.core.settings import WrongSetting
from weekplanner.mailer import queries, sender
from weekplanner.mailer.delivery import Misconfigured, Unavailable
from weekplanner.mailer.smtp import Timeouts
from weekplanner.mailer.transport import connection

PATIENCE = Timeouts(command_s=10, data_s=10)


async def problems() -> list[str]:
    """What keeps mail from going out, each with what to do about it; no message is sent."""
    try:
        sender.require_settings()
    except WrongSetting as wrong:
        return [wrong.message]
    found = []
    try:
        await connection(settings.current().mail_url, PATIENCE).probe()
    except Misconfigured as problem:
        found.append(
            f"The mail server does not accept us ({problem.reason}). "
            "Check the name, password and kind of connection in WEEKPLANNER_MAIL_URL."
        )
    except Unavailable as problem:
        found.append(
            f"Mail cannot be handed over ({problem.reason}). "
            "Check that what WEEKPLANNER_MAIL_URL names exists and runs."
        )
    return [*found, *await _stuck()]


async def _stuck() -> list[str]:
    """What waits that should not."""
    stuck = [each for each in (await queries.stuck_outbox(), await queries.stuck_schedule()) if each]
    found = [f"{each.capitalize()}. Start `weekplanner mailer`, or look in its log." for each in stuck]
    if failing := await queries.failing_reminders():
        found.append(f"Some reminders cannot be made ({failing}). Look for reminder_failed in the log.")
    return found
