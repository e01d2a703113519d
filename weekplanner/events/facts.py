"""What activities announce."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActivityWritten:
    """An activity that stands, or stood, on the site was written down anew; the listing follows next.

    Whoever keeps something beside its entries, and changes both, locks that now: before the entries.
    """

    activity_id: int


@dataclass(frozen=True)
class ActivityChanged:
    """What stands on the site about an activity, or stood there, is different, or new.

    The listing says it already. Whoever keeps something for its occurrences compares: which of them there
    are, when and where they are, for how many people, and whether they go on.
    """

    activity_id: int
