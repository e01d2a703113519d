"""What this package announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignedIn:
    """Somebody proved by a link that an e-mail address is theirs; the account may be new.

    `reference` is what came with the request for a confirmation, empty for an ordinary sign-in.
    """

    account_id: int
    email: str
    reference: str


@dataclass(frozen=True)
class EmailChanged:
    """The owner of an account proved by a link that another e-mail address is theirs too."""

    account_id: int
    former: str
    email: str


@dataclass(frozen=True)
class AccountRemoved:
    """An account is gone, because nobody used it; the organisations it acted for stay."""

    account_id: int
    email: str


@dataclass(frozen=True)
class OrganisationChanged:
    """The details of an organisation, which readers see beside its activities, are different now."""

    organisation_id: int


@dataclass(frozen=True)
class MembershipEnded:
    """Somebody does not act for an organisation any more; they may have been the last who did."""

    account_id: int
    email: str
    organisation_id: int
