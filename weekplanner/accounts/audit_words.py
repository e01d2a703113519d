"""How the audit log is read: Dutch words for operations, things, fields and capacities.

`wiring` fills the tables from the packages that have rights and fields.
"""

from collections.abc import Callable, Iterable, Mapping

from weekplanner.accounts.people import TeamRole
from weekplanner.accounts.standing import Right
from weekplanner.core.texts import gettext as _

Labels = Callable[[], Mapping[str, str]]

SUBJECTS: Mapping[str, str] = {
    "activity": _("Activiteit"),
    "organisation": _("Organisatie"),
    "municipality": _("Gemeente"),
    "account": _("Persoon"),
    "ready_reason": _("Vaste tekst"),
    "edition": _("Editie"),
    "kit": _("Pakket"),
    "kit_order": _("Bestelling"),
    "shipment": _("Doos"),
    "kit_batch": _("Partij"),
    "congress": _("Congres"),
    "registration": _("Aanmelding voor congres"),
    "message": _("Mail"),
    "message_kind": _("Soort mail"),
}
"""The kinds of things that are changed."""

ROLES: Mapping[TeamRole, str] = {
    TeamRole.MODERATION: _("Redactie"),
    TeamRole.LOGISTICS: _("Pakketten"),
    TeamRole.CONGRESS: _("Congres"),
    TeamRole.COMMUNICATION: _("Communicatie"),
    TeamRole.ADMIN: _("Beheer"),
}
"""What each role in the team is called."""

OPERATOR = "operator"
COORDINATOR = "coordinator"
"""How a capacity is stored; for a coordinator the code of the municipality follows."""


def field_labels() -> dict[str, str]:
    """The fields of accounts and organisations, of appointments and of ready-made texts."""
    return {
        "name": _("Naam"),
        "kind": _("Soort organisatie"),
        "municipality": _("Gemeente"),
        "website": _("Website"),
        "phone": _("Telefoonnummer"),
        "about": _("Over de organisatie"),
        "is_trusted": _("Vertrouwd"),
        "role": _("Rol"),
        "member": _("Collega"),
        "invitation": _("Uitnodiging"),
        "join_request": _("Verzoek om erbij te horen"),
        "reason": _("Reden"),
        "title": _("Titel"),
        "text": _("Tekst"),
    }


_done: dict[str, str] = {}
_labels: dict[str, Labels] = {}


def wire(rights: Iterable[Right], labels: Mapping[str, Labels]) -> None:
    """Set the operations that are written down, and by kind of thing what its fields are called."""
    _done.clear()
    _done.update({right.name: right.done for right in rights if right.done})
    _labels.clear()
    _labels.update(labels)


def operations() -> dict[str, str]:
    """Every operation that is written down, by name, with its words."""
    return dict(_done)


def operation(name: str) -> str:
    """What was done; the bare name of an operation of an earlier version."""
    return _done.get(name, name)


def field(subject_kind: str, name: str) -> str:
    """What a field of such a thing is called; the bare name of one of an earlier version."""
    labels = _labels.get(subject_kind)
    return labels().get(name, name) if labels else name


def capacity(acted_as: str, municipalities: Mapping[str, str]) -> str:
    """In which capacity somebody acted; `municipalities` are names by code."""
    what, _space, code = acted_as.partition(" ")
    if what == OPERATOR:
        return _("Technisch beheer")
    if what == COORDINATOR:
        return _("Coördinator %(municipality)s") % {"municipality": municipalities.get(code, code)}
    return {role.value: words for role, words in ROLES.items()}.get(what, what)
