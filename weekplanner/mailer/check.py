"""What `weekplanner check` asks of the mail settings and the server behind them."""

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
    if stuck := await queries.stuck_outbox():
        found.append(f"{stuck.capitalize()}. Start `weekplanner mailer`, or look in its log.")
    return found
