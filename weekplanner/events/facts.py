"""What activities announce."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActivityChanged:
    """What stands on the site about an activity, or stood there, is different, or new.

    The listing says it already. Whoever keeps something for its occurrences compares: which of them there
    are, when and where they are, for how many people, and whether they go on.
    """

    activity_id: int
