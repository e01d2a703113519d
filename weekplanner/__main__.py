"""`python -m weekplanner` is the command `weekplanner`; both begin here."""

import gc
import sys
from importlib import import_module


def start() -> int:
    """Run the command; while it is imported the garbage collector rests, which is a tenth of a start.

    What is there then stays to the end: it need not be looked through.
    """
    gc.disable()
    main = import_module("weekplanner.cli").main
    gc.freeze()
    gc.enable()
    return int(main())


if __name__ == "__main__":
    sys.exit(start())
