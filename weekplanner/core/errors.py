"""What an operation or a private query may answer instead of doing its work.

Errors hold no HTTP status: `web.errors` alone knows which page belongs to which.
"""


class Problem(Exception):
    """Something a person can be told; `message` is the Dutch sentence for them."""

    message = "Dat lukte niet."

    def __init__(self, message: str | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(self.message)


class NotFound(Problem):
    """It does not exist, or the one who asks may not know that it does."""

    message = "Wij kunnen dit niet vinden."


class NotAllowed(Problem):
    """One sees it, but may not change it."""

    message = "U mag dit niet doen."


class Refused(Problem):
    """The rules do not allow this now; `field` is the form field it concerns, if one does."""

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class UnknownValue(Refused):
    """A value in an address or a request that the site does not know."""

    message = "Dit adres klopt niet helemaal. Kies opnieuw."


class Stale(Refused):
    """The form was made from an older state than what is stored now."""

    message = "Iemand anders heeft dit intussen gewijzigd."


class TooMany(Refused):
    """Too often in too short a time; `retry_after_s` says when it is possible again, in seconds."""

    message = "U heeft dit te vaak geprobeerd. Wacht een kwartier en probeer het dan nog eens."

    def __init__(self, message: str | None = None, *, retry_after_s: int = 900) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


def require(is_allowed: bool) -> None:
    """Raise NotAllowed unless the rights function said yes."""
    if not is_allowed:
        raise NotAllowed
