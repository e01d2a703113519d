"""`python -m weekplanner` is the command `weekplanner`."""

import sys

from weekplanner.cli import main

if __name__ == "__main__":
    sys.exit(main())
