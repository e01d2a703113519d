"""Whether what the site shows was made up."""

from weekplanner.core.models import SiteValue

RECORD = "demo"
"""The site value that says what there is of the demonstration."""


async def is_demonstration() -> bool:
    """Whether the demonstration was loaded into this database."""
    return await SiteValue.exists(name=RECORD)
