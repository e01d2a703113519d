"""Accounts, the organisations and tasks they belong to, sign-in links, sessions, limits and the audit log."""

from datetime import datetime
from enum import Enum
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model

from weekplanner.accounts.people import TeamRole
from weekplanner.core import tokens
from weekplanner.core.fields import UtcDatetimeField, check, enum_field, json_field, one_of
from weekplanner.geo.models import Municipality

NAME_LENGTH = 120
PHONE_LENGTH = 40
WEBSITE_LENGTH = 500
PATH_LENGTH = 500
NOTE_LENGTH = 300
SUBJECT_ID_LENGTH = 64
EMAIL_LENGTH = 254
"""RFC 5321 §4.5.3.1."""


class Account(Model):
    """Somebody who can sign in; made when an e-mail address is confirmed, or by the team."""

    id = fields.IntField(primary_key=True)
    email = fields.CharField(max_length=EMAIL_LENGTH)
    """As it was typed, so that mail arrives where capitals matter."""
    email_key = fields.CharField(max_length=EMAIL_LENGTH, unique=True)
    """As addresses are compared; see `addresses.Address`."""
    name = fields.CharField(max_length=NAME_LENGTH, default="")
    phone = fields.CharField(max_length=PHONE_LENGTH, default="")
    language = fields.CharField(max_length=5, default="nl")
    created_at = UtcDatetimeField()
    last_seen_on = fields.DateField(null=True)
    warned_at: datetime | None = UtcDatetimeField(null=True)
    """When its owner was told that it goes, because nobody used it; empty again once somebody does."""

    class Meta:
        table = "account"


class Organisation(Model):
    """Who organises activities; its slug follows its name, and its former slugs lead to it for ever."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=160, unique=True)
    name = fields.CharField(max_length=NAME_LENGTH)
    kind = fields.CharField(max_length=40)
    """Id in `organisation_kinds` of the vocabulary."""
    municipality: ForeignKeyRelation[Municipality] = fields.ForeignKeyField(
        "weekplanner.Municipality", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    municipality_id: str
    website = fields.CharField(max_length=WEBSITE_LENGTH, default="")
    phone = fields.CharField(max_length=PHONE_LENGTH, default="")
    about = fields.TextField(default="")
    is_trusted = fields.BooleanField(default=False)
    """Whether what it submits is published without a review first."""
    version = fields.IntField(default=1)
    """Rises with every change of the details; a form made from an older one is stale."""
    created_at = UtcDatetimeField()
    changed_at = UtcDatetimeField()

    class Meta:
        table = "organisation"


class FormerSlug(Model):
    """An address an organisation had: it leads on to the one it has now, and no other can take it."""

    slug = fields.CharField(max_length=160, primary_key=True)
    organisation: ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "weekplanner.Organisation", related_name="former_slugs", on_delete=fields.CASCADE, db_index=True
    )
    organisation_id: int
    created_at = UtcDatetimeField()

    class Meta:
        table = "former_slug"


class Membership(Model):
    """Somebody acts for an organisation."""

    id = fields.IntField(primary_key=True)
    account: ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name="memberships", on_delete=fields.CASCADE
    )
    account_id: int
    organisation: ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "weekplanner.Organisation", related_name="memberships", on_delete=fields.CASCADE, db_index=True
    )
    organisation_id: int
    created_at = UtcDatetimeField()

    class Meta:
        table = "membership"
        unique_together = (("account", "organisation"),)


class Invitation(Model):
    """Somebody of an organisation asked a colleague to act for it too; asked again, it is the same row."""

    id = fields.IntField(primary_key=True)
    organisation: ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "weekplanner.Organisation", related_name="invitations", on_delete=fields.CASCADE
    )
    organisation_id: int
    email = fields.CharField(max_length=EMAIL_LENGTH)
    email_key = fields.CharField(max_length=EMAIL_LENGTH)
    invited_by: ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    invited_by_id: int | None
    version = fields.IntField(default=1)
    """Rises each time it is sent: only the newest link works."""
    created_at = UtcDatetimeField()
    expires_at = UtcDatetimeField(db_index=True)

    class Meta:
        table = "invitation"
        unique_together = (("organisation", "email_key"),)
        constraints = (check("invitation", "ends_after_it_begins", "expires_at >= created_at"),)


class JoinRequest(Model):
    """Somebody asked to act for an organisation; who acts for it decides."""

    id = fields.IntField(primary_key=True)
    organisation: ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "weekplanner.Organisation", related_name="join_requests", on_delete=fields.CASCADE
    )
    organisation_id: int
    account: ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name="join_requests", on_delete=fields.CASCADE, db_index=True
    )
    account_id: int
    note = fields.CharField(max_length=NOTE_LENGTH, default="")
    created_at = UtcDatetimeField(db_index=True)

    class Meta:
        table = "join_request"
        unique_together = (("organisation", "account"),)


class RoleGrant(Model):
    """Somebody has a role in the programme team."""

    id = fields.IntField(primary_key=True)
    account: ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name="role_grants", on_delete=fields.CASCADE
    )
    account_id: int
    role = enum_field(TeamRole)
    created_at = UtcDatetimeField()

    class Meta:
        table = "role_grant"
        unique_together = (("account", "role"),)
        constraints = (one_of("role_grant", "role", TeamRole),)


class Coordinator(Model):
    """Somebody watches over a municipality; there may be several."""

    id = fields.IntField(primary_key=True)
    account: ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name="coordinated", on_delete=fields.CASCADE
    )
    account_id: int
    municipality: ForeignKeyRelation[Municipality] = fields.ForeignKeyField(
        "weekplanner.Municipality", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    municipality_id: str
    created_at = UtcDatetimeField()

    class Meta:
        table = "coordinator"
        unique_together = (("account", "municipality"),)


class Purpose(Enum):
    """What a link by e-mail is for; a link does nothing else."""

    SIGN_IN = "sign_in"
    FIRST_ACTIVITY = "first_activity"
    """Confirms the address of somebody who typed an activity before having an account."""
    JOIN = "join"
    """Confirms the address of somebody without an account who asks to join an organisation."""
    CHANGE_EMAIL = "change_email"
    """Confirms the new address of an account."""

    @property
    def makes_account(self) -> bool:
        """Whether using such a link makes the account that is not there yet."""
        return self in {Purpose.FIRST_ACTIVITY, Purpose.JOIN}


class SignInToken(Model):
    """A link by e-mail, once it is asked for.

    The token is an HMAC of `id` and `salt` with the site's secret, so that knowing this row is not
    enough to sign in. Of it only the SHA-256 is stored, to find the row by (OWASP ASVS 5.0 §6.6).
    """

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    salt = fields.CharField(max_length=32)
    token_hash = fields.CharField(max_length=64, unique=True)
    purpose = enum_field(Purpose)
    email = fields.CharField(max_length=EMAIL_LENGTH)
    email_key = fields.CharField(max_length=EMAIL_LENGTH)
    name = fields.CharField(max_length=NAME_LENGTH, default="")
    """For the account that confirming makes."""
    reference = fields.CharField(max_length=64, default="")
    """What the package that asked for a confirmation knows its own row by."""
    return_path = fields.CharField(max_length=PATH_LENGTH, default="")
    """The page of this site to go on to."""
    created_at = UtcDatetimeField()
    expires_at = UtcDatetimeField(db_index=True)
    used_at: datetime | None = UtcDatetimeField(null=True)

    class Meta:
        table = "sign_in_token"
        indexes = (("email_key", "purpose"),)
        constraints = (
            one_of("sign_in_token", "purpose", Purpose),
            check("sign_in_token", "ends_after_it_begins", "expires_at >= created_at"),
        )

    def is_alive(self, now: datetime) -> bool:
        """Whether it still signs somebody in."""
        return self.used_at is None and now < self.expires_at

    @property
    def token(self) -> str:
        """What stands in the link: made again at each call, kept nowhere."""
        return tokens.sign(f"link:{self.purpose.value}", str(self.id), self.salt)


class Session(Model):
    """Somebody is signed in on a device; of the cookie only the SHA-256 is kept, of the device nothing."""

    id = fields.IntField(primary_key=True)
    id_hash = fields.CharField(max_length=64, unique=True)
    account: ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name="sessions", on_delete=fields.CASCADE, db_index=True
    )
    account_id: int
    organisation: ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "weekplanner.Organisation", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    organisation_id: int | None
    """Chosen by somebody of several organisations."""
    created_at = UtcDatetimeField()
    last_seen_at = UtcDatetimeField()
    """To the day: not written at every request."""
    expires_at = UtcDatetimeField(db_index=True)

    class Meta:
        table = "session"


class Attempt(Model):
    """One message somebody asked for, counted against a limit; a row, so that every process counts it."""

    id = fields.BigIntField(primary_key=True)
    scope = fields.CharField(max_length=20)
    key_hash = fields.CharField(max_length=64)
    """A keyed hash of the address or network: neither can be read back."""
    at = UtcDatetimeField(db_index=True)

    class Meta:
        table = "attempt"
        indexes = (("scope", "key_hash", "at"),)


class AuditRecord(Model):
    """A change by the team, a coordinator or the operator: who, when, what, before and after.

    Of personal fields only the name is kept (product §3); kept for two editions.
    """

    id = fields.BigIntField(primary_key=True)
    at = UtcDatetimeField(db_index=True)
    account: ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    account_id: int | None
    """None for the operator, and for somebody whose account is gone."""
    acted_as = fields.CharField(max_length=80)
    """The capacity they acted in: `operator`, `moderation`, `coordinator GM0344`."""
    action = fields.CharField(max_length=60)
    """Name of the right that was used; see docs/rights.md."""
    subject_kind = fields.CharField(max_length=40)
    subject_id = fields.CharField(max_length=SUBJECT_ID_LENGTH)
    subject_label = fields.CharField(max_length=160, default="")
    """What it was called; empty for a person."""
    changes: list[dict[str, str]] = json_field(default=list)
    """`field`, and of what is not personal `before` and `after`."""

    class Meta:
        table = "audit_record"
        indexes = (("subject_kind", "subject_id"), ("action", "at"))
