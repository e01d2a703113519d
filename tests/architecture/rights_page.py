"""Prints docs/rights.md from the table of rights and the doors: `make rights`."""

from collections.abc import Iterator
from pathlib import Path

from weekplanner import wiring
from weekplanner.accounts.standing import Right, Who
from weekplanner.doors import DOORS

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = tuple(who for who in Who if who not in {Who.ANYONE, Who.SIGNED_IN})

HEAD = """\
# Who may do what

Printed from the code by `make rights`, and compared with it by a test; do not edit it by hand. The rows
stand in the `rights.py` of each package, the doors in `weekplanner/doors.py`.

## Operations

- **organiser**: acts for the organisation that the thing belongs to; **coordinator**: coordinates the
  municipality it counts for. Another organisation's, or another municipality's, does not exist for them.
- **admin**, and the operator at the command line, may do everything but what is done in an organisation's
  name. Somebody with several tasks may do what any of them may.
- The name of an operation is also what the audit log calls it.
"""
PAGES = """\
## Pages

Pages that are not in this table are for everyone and never look at who asks. Who has not signed in is asked
to, except where it says *anyone*. Who may not see the thing a page is about is answered 404; who may see it
but not do what the page is for, 403.
"""


def page() -> str:
    """The whole document."""
    return "\n".join([HEAD, *_operations(), "", PAGES, *_pages(), ""])


def _operations() -> Iterator[str]:
    yield _row("Operation", "What", *(who.value for who in COLUMNS))
    yield _row(*["---"] * (2 + len(COLUMNS)))
    for right in wiring.RIGHTS:
        yield _row(f"`{right.name}`", right.what, *("yes" if _has(right, who) else "" for who in COLUMNS))


def _has(right: Right, who: Who) -> bool:
    is_for_admins = who is Who.ADMIN and not right.is_own_only
    return bool(right.who & {who, Who.ANYONE, Who.SIGNED_IN}) or is_for_admins


def _pages() -> Iterator[str]:
    yield _row("Address", "To see it", "To do it")
    yield _row("---", "---", "---")
    for route in wiring.PERSONAL_ROUTES:
        door = DOORS[route.name]
        seen = "*anyone*" if door.is_open else f"`{door.sees.name}`"
        done = " or ".join(f"`{right.name}`" for right in (*door.acts, door.helps) if right)
        yield _row(f"`{route.path}`", seen, done)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


if __name__ == "__main__":
    print(page(), end="")
