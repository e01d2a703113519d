"""Part of `make check`: ends 1 when a model changed without a migration."""

import asyncio
import sys

from weekplanner import wiring
from weekplanner.core import migrations, settings


def main() -> int:
    """Print what has no migration."""
    default = settings.defaults()
    missing = asyncio.run(migrations.changes_without_migration(default, wiring.MODEL_MODULES))
    for name, operations in missing:
        print(f"{name}: {', '.join(operations)}. Run: make migration NAME=what_changed", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
