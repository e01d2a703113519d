"""How large a test of load or faults is: small in the suite, at full size in a rehearsal."""

import os

IS_REHEARSAL = os.environ.get("REHEARSAL") == "1"


def size(suite: int, *, rehearsal: int) -> int:
    """The number for this run: `REHEARSAL=1` asks for the full one."""
    return rehearsal if IS_REHEARSAL else suite
