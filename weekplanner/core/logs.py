"""Structured logs: one JSON object a line on standard error, without personal data.

Values are named by the caller; addresses, names, tokens and bodies are never among them.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

_logger = logging.getLogger("weekplanner")


class JsonLines(logging.Formatter):
    """One line of JSON a record; line ends inside values are escaped by JSON itself."""

    def format(self, record: logging.LogRecord) -> str:
        """Render time, level, event and values; of an exception its type and places, not its words."""
        is_ours = record.name.startswith("weekplanner")
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if is_ours else record.name,
        }
        if not is_ours and not record.exc_info:  # the words of an error may quote what people typed
            line["message"] = record.getMessage()
        line.update(getattr(record, "values", {}))
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def _places(traceback: Any) -> list[str]:
    places = []
    while traceback:
        code = traceback.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/site-packages/')[2]}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return places[-8:]


def set_up(level: int = logging.INFO) -> None:
    """Send everything that is logged in this process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("uvicorn.access", "tortoise", "asyncio", "aiosqlite"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def event(name: str, **values: Any) -> None:
    """Log that something happened."""
    _logger.info(name, extra={"values": values})


def warning(name: str, **values: Any) -> None:
    """Log something an operator should look at."""
    _logger.warning(name, extra={"values": values})


def failure(name: str, error: BaseException, **values: Any) -> None:
    """Log an error at the edge of a loop that must go on, or of a request."""
    _logger.error(name, exc_info=(type(error), error, error.__traceback__), extra={"values": values})
