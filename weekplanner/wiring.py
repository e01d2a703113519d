"""The one file that knows every package: who offers what, and who reacts to which fact.

Everything here is a plain list or table. `wire()` hands them to the packages below; it is called
once in a process, before the database is opened.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any

from starlette.routing import BaseRoute, Mount, Route

from weekplanner.accounts import audit_words, middleware, personal_pages
from weekplanner.accounts import commands as accounts_commands
from weekplanner.accounts import purge as accounts_purge
from weekplanner.accounts import rights as accounts_rights
from weekplanner.accounts.doors import behind
from weekplanner.accounts.facts import (
    AccountRemoved,
    EmailChanged,
    MembershipEnded,
    OrganisationChanged,
    SignedIn,
)
from weekplanner.accounts.messages import appointments as appointment_messages
from weekplanner.accounts.messages import colleagues as colleague_messages
from weekplanner.accounts.messages import email as email_messages
from weekplanner.accounts.messages import links as link_messages
from weekplanner.accounts.routes import every as accounts_routes
from weekplanner.accounts.standing import Right
from weekplanner.congress import calendar_files as congress_calendar_files
from weekplanner.congress import commands as congress_commands
from weekplanner.congress import purge as congress_purge
from weekplanner.congress import reminders as congress_reminders
from weekplanner.congress import rights as congress_rights
from weekplanner.congress import words as congress_words
from weekplanner.congress.messages import kinds as congress_messages
from weekplanner.congress.queries import congresses
from weekplanner.congress.routes import every as congress_routes
from weekplanner.core import db, facts, links, settings
from weekplanner.core.texts import gettext as _
from weekplanner.demo import commands as demo_commands
from weekplanner.demo import queries as demo
from weekplanner.doors import DOORS
from weekplanner.editions import commands as editions_commands
from weekplanner.editions import exporting
from weekplanner.editions import queries as editions
from weekplanner.editions.facts import EditionChanged, EditionMadeCurrent
from weekplanner.events import check as events_check
from weekplanner.events import commands as events_commands
from weekplanner.events import differences as events_differences
from weekplanner.events import messages as events_messages
from weekplanner.events import purge as events_purge
from weekplanner.events import reactions as events_reactions
from weekplanner.events import reminders as events_reminders
from weekplanner.events import rights as events_rights
from weekplanner.events.facts import ActivityChanged, ActivityWritten
from weekplanner.events.routes import all_activities as all_activities_routes
from weekplanner.events.routes import call_list as call_list_routes
from weekplanner.events.routes import confirming as confirming_routes
from weekplanner.events.routes import many as many_routes
from weekplanner.events.routes import media as media_routes
from weekplanner.events.routes import my as my_routes
from weekplanner.events.routes import new as new_routes
from weekplanner.events.routes import pictures as picture_routes
from weekplanner.events.routes import pin as pin_routes
from weekplanner.events.routes import reasons as reasons_routes
from weekplanner.events.routes import review as review_routes
from weekplanner.feeds import cache as feeds
from weekplanner.feeds import reactions as feeds_reactions
from weekplanner.feeds import routes as feeds_routes
from weekplanner.finding import keeping
from weekplanner.finding import preview as preview_routes
from weekplanner.finding import purge as finding_purge
from weekplanner.finding.routes import every as finding_routes
from weekplanner.geo import commands as geo_commands
from weekplanner.geo.facts import PostcodesImported
from weekplanner.kits import commands as kits_commands
from weekplanner.kits import gauges as kits_gauges
from weekplanner.kits import purge as kits_purge
from weekplanner.kits import reactions as kits_reactions
from weekplanner.kits import reminders as kits_reminders
from weekplanner.kits import rights as kits_rights
from weekplanner.kits import words as kits_words
from weekplanner.kits.messages import kinds as kits_messages
from weekplanner.kits.routes import every as kits_routes
from weekplanner.listing import boards
from weekplanner.listing import purge as listing_purge
from weekplanner.listing import reactions as listing_reactions
from weekplanner.listing.facts import EntriesChanged
from weekplanner.listing.follower import Subscriber
from weekplanner.mailer import check as mailer_check
from weekplanner.mailer import commands as mailer_commands
from weekplanner.mailer import gauges as mailer_gauges
from weekplanner.mailer import kinds, schedule
from weekplanner.mailer import purge as mailer_purge
from weekplanner.mailer import queries as mailer
from weekplanner.municipalities import rights as municipalities_rights
from weekplanner.municipalities import routes as municipalities_routes
from weekplanner.municipalities import values as municipalities_values
from weekplanner.opendata import routes as opendata_routes
from weekplanner.organiser.routes import activity as own_activity_routes
from weekplanner.organiser.routes import calendar as own_calendar_routes
from weekplanner.organiser.routes import copies as copies_routes
from weekplanner.organiser.routes import desk as desk_routes
from weekplanner.privacy import audit_log, unused_accounts
from weekplanner.privacy import commands as privacy_commands
from weekplanner.privacy import operations as privacy
from weekplanner.signups import calendar_files as signups_calendar_files
from weekplanner.signups import purge as signups_purge
from weekplanner.signups import reactions as signups_reactions
from weekplanner.signups import reminders as signups_reminders
from weekplanner.signups import rights as signups_rights
from weekplanner.signups.messages import kinds as signups_messages
from weekplanner.signups.messages import organisers as organisers_messages
from weekplanner.signups.routes import every as signups_routes
from weekplanner.team import mail_words
from weekplanner.team import rights as team_rights
from weekplanner.team.routes import every as team_routes
from weekplanner.web import kept, ops, pages, static

MODEL_MODULES = (
    "weekplanner.core.models",
    "weekplanner.geo.models",
    "weekplanner.mailer.models",
    "weekplanner.accounts.models",
    "weekplanner.editions.models",
    "weekplanner.listing.models",
    "weekplanner.feeds.models",
    "weekplanner.events.models",
    "weekplanner.municipalities.models",
    "weekplanner.signups.models",
    "weekplanner.kits.models.catalogue",
    "weekplanner.kits.models.orders",
    "weekplanner.kits.models.parcels",
    "weekplanner.kits.models.lines",
    "weekplanner.kits.models.ledger",
    "weekplanner.kits.models.printing",
    "weekplanner.congress.models.congresses",
    "weekplanner.congress.models.seats",
    "weekplanner.congress.models.registrations",
    "weekplanner.congress.models.entrance",
    "weekplanner.congress.models.mailings",
    "weekplanner.organiser.models",
    "weekplanner.privacy.models",
)

TORTOISE_ORM = db.tortoise_config(settings.defaults(), MODEL_MODULES, with_reader=False)
"""For `tortoise makemigrations` (pyproject.toml); the program itself uses its settings."""

EXPORTS: tuple[exporting.Export, ...] = (
    events_commands.ACTIVITIES,
    kits_commands.KIT_ORDERS,
    congress_commands.REGISTRATIONS,
)
"""The tables that `weekplanner export` writes."""

COMMANDS = (
    accounts_commands.register,
    demo_commands.register,
    editions_commands.register,
    partial(exporting.register, EXPORTS),
    geo_commands.register,
    mailer_commands.register,
    privacy_commands.register,
)

MESSAGE_KINDS = (
    *link_messages.KINDS,
    *email_messages.KINDS,
    *appointment_messages.KINDS,
    *colleague_messages.KINDS,
    *events_messages.KINDS,
    *signups_messages.KINDS,
    *organisers_messages.KINDS,
    *kits_messages.KINDS,
    *congress_messages.KINDS,
)

ATTACHMENTS: Mapping[str, kinds.Renderer] = {
    **signups_calendar_files.ATTACHMENTS,
    **congress_calendar_files.ATTACHMENTS,
}
"""By kind of message what makes the files that go with it."""

REMINDERS: tuple[schedule.Reminder, ...] = (
    *events_reminders.REMINDERS,
    *signups_reminders.REMINDERS,
    *kits_reminders.REMINDERS,
    *congress_reminders.REMINDERS,
)
"""What is told at a moment."""

REACTIONS: Mapping[type, tuple[facts.Reaction, ...]] = {
    SignedIn: (events_reactions.claim_first_activities,),
    EmailChanged: (events_reactions.claim_of_both_addresses, kits_reactions.follow_address),
    AccountRemoved: (events_reactions.forget_contact, kits_reactions.forget_account),
    MembershipEnded: (
        events_reactions.keep_somebody,
        events_reactions.forget_colleague,
        kits_reactions.forget_colleague,
    ),
    OrganisationChanged: (listing_reactions.tell_of_organisation, events_reactions.relist_activities),
    PostcodesImported: (listing_reactions.look_at_all_again,),
    EditionChanged: (listing_reactions.look_at_all_again, kits_reactions.follow_edition),
    EditionMadeCurrent: (listing_reactions.look_at_all_again, kits_reactions.follow_edition),
    ActivityWritten: (signups_reactions.lock_places,),
    ActivityChanged: (signups_reactions.follow_activity,),
    EntriesChanged: (feeds_reactions.render_changed,),
}

FOLLOWERS: tuple[Subscriber, ...] = (keeping.follow, feeds.follow)
"""Pages first: they are only dropped, while the feeds that a large change concerns are written anew."""

PURGES: tuple[privacy.Purge, ...] = (
    mailer_purge.purge,
    accounts_purge.purge,
    listing_purge.purge,
    events_purge.purge,
    finding_purge.purge,
    signups_purge.purge,
    kits_purge.purge,
    congress_purge.purge,
    unused_accounts.purge,
    audit_log.purge,
)

CHECKS: tuple[Callable[[], Awaitable[Iterable[str]]], ...] = (mailer_check.problems, events_check.problems)

READINESS: tuple[ops.Readiness, ...] = (mailer.stuck_outbox, mailer.stuck_schedule)

GAUGES: tuple[ops.GaugeSource, ...] = (*mailer_gauges.GAUGES, *kits_gauges.GAUGES)

RIGHTS: tuple[Right, ...] = (
    *accounts_rights.RIGHTS,
    *events_rights.RIGHTS,
    *signups_rights.RIGHTS,
    *kits_rights.RIGHTS,
    *congress_rights.RIGHTS,
    *municipalities_rights.RIGHTS,
    *team_rights.RIGHTS,
)
"""Every operation and who may do it; docs/rights.md is printed from it."""

AUDIT_LABELS: Mapping[str, audit_words.Labels] = {
    "activity": events_differences.labels,
    "edition": kits_words.audit_labels,
    "kit": kits_words.audit_labels,
    "kit_order": kits_words.audit_labels,
    "shipment": kits_words.audit_labels,
    "kit_batch": kits_words.audit_labels,
    "congress": congress_words.audit_labels,
    "registration": congress_words.audit_labels,
    "municipality": municipalities_values.field_labels,
    "organisation": audit_words.field_labels,
    "account": audit_words.field_labels,
    "ready_reason": audit_words.field_labels,
    "message_kind": mail_words.audit_labels,
}
"""By kind of thing what the audit log calls its fields."""

PERSONAL_LINKS: Mapping[str, personal_pages.Handler] = {
    **accounts_routes.PERSONAL_LINKS,
    **confirming_routes.PERSONAL_LINKS,
    **signups_routes.PERSONAL_LINKS,
    **congress_routes.PERSONAL_LINKS,
}
"""Who answers a personal link from mail, by its purpose."""

EXEMPT_FROM_ORIGIN_CHECK: tuple[str, ...] = (f"{opendata_routes.API.path}/",)
"""Path prefixes whose POST comes without a browser: each has a right of its own in its address, or reads
no session and refuses itself, in words for programs."""

RESIDENT_ROUTES: tuple[Route, ...] = (
    *finding_routes.RESIDENT_ROUTES,
    *opendata_routes.PAGES,
)
"""Pages that are the same for everyone: they never read the session; each exists under `/en` too."""

MACHINE_ROUTES: tuple[Route, ...] = (
    *media_routes.ROUTES,
    *kits_routes.PUBLIC_ROUTES,
    *finding_routes.MACHINE_ROUTES,
    *opendata_routes.ROUTES,
)
"""What programs ask for rather than people: the same for everyone, in one language."""

PERSONAL_LINK_ROUTES: tuple[Route, ...] = personal_pages.ROUTES
"""The address itself is the right; these pages read no session either."""

PERSONAL_ROUTES: tuple[Route, ...] = (
    *accounts_routes.ROUTES,
    *new_routes.ROUTES,
    *desk_routes.ROUTES,
    *own_activity_routes.ROUTES,
    *my_routes.ROUTES,
    *copies_routes.ROUTES,
    *confirming_routes.ROUTES,
    *picture_routes.ROUTES,
    *pin_routes.ROUTES,
    *signups_routes.ROUTES,
    *kits_routes.ROUTES,
    *congress_routes.ROUTES,
    *review_routes.ROUTES,
    *many_routes.ROUTES,
    *all_activities_routes.ROUTES,
    *call_list_routes.ROUTES,
    *reasons_routes.ROUTES,
    *preview_routes.ROUTES,
    *municipalities_routes.ROUTES,
    *team_routes.ROUTES,
    *own_calendar_routes.ROUTES,
)

PRIVATE_FEED_ROUTES: tuple[Route, ...] = own_calendar_routes.FEED_ROUTES
"""Feeds whose address is a right."""

TEAM_MENU: tuple[pages.MenuItem, ...] = (
    pages.MenuItem("team_start", _("Werkbord"), accounts_rights.may_see_team_desk),
    pages.MenuItem("review_queue", _("Nakijken"), events_rights.may_review),
    pages.MenuItem("all_activities", _("Activiteiten"), events_rights.may_review),
    pages.MenuItem("call_list", _("Bellijst"), events_rights.may_see_call_list),
    pages.MenuItem("team_organisations", _("Organisaties"), accounts_rights.may_see_organisations),
    pages.MenuItem("kit_orders", _("Pakketten"), kits_rights.may_see_kit_desk),
    pages.MenuItem("kit_catalogue", _("Voorraad"), kits_rights.may_see_kit_desk),
    pages.MenuItem("team_congresses", _("Congres"), congress_rights.may_see_congress_desk),
    pages.MenuItem("reasons", _("Vaste teksten"), events_rights.may_edit_ready_reasons),
    pages.MenuItem("team_municipalities", _("Gemeenten"), municipalities_rights.may_see_municipalities),
    pages.MenuItem("mail_previews", _("Mails"), team_rights.may_see_mail_previews),
    pages.MenuItem("mail_log", _("Maillogboek"), team_rights.may_see_mail_log),
    pages.MenuItem("team_roles", _("Rollen"), accounts_rights.may_see_team),
    pages.MenuItem("audit_log", _("Logboek"), accounts_rights.may_see_audit_log),
)


_BEHIND_DOORS = [behind(route, DOORS) for route in PERSONAL_ROUTES]


def routes() -> list[BaseRoute]:
    """Every address of the site."""
    return [
        *RESIDENT_ROUTES,
        *ops.routes,
        Mount("/static", static.app(), name="static"),
        *MACHINE_ROUTES,
        opendata_routes.API,
        Route("/en", lambda _request: pages.redirect_to("/en/", status=301)),
        Mount("/en", routes=[*RESIDENT_ROUTES, *PERSONAL_LINK_ROUTES], name="en"),
        *PERSONAL_LINK_ROUTES,
        *_BEHIND_DOORS,
    ]


async def site_facts() -> Mapping[str, Any]:
    """What every page shows of the site besides its settings."""
    edition = await editions.current()
    return {
        "edition": edition,
        "has_congress": edition is not None and await congresses.is_any_on_site(edition),
        "is_demonstration": await demo.is_demonstration(),
    }


def wire() -> None:
    """Hand every list to the package that uses it."""
    facts.wire(REACTIONS)
    kinds.wire(MESSAGE_KINDS, ATTACHMENTS)
    schedule.wire(REMINDERS)
    privacy.wire(PURGES)
    ops.wire(READINESS, GAUGES)
    pages.wire(site_facts, TEAM_MENU)
    boards.wire()
    feeds.wire()
    kept.wire()
    personal_pages.wire(PERSONAL_LINKS)
    audit_words.wire(RIGHTS, AUDIT_LABELS)
    middleware.wire(congress_routes.TELEPHONES)
    every = (
        *RESIDENT_ROUTES,
        *PERSONAL_LINK_ROUTES,
        *PERSONAL_ROUTES,
        *MACHINE_ROUTES,
        *feeds_routes.routes,
        *PRIVATE_FEED_ROUTES,
        *ops.routes,
    )
    links.wire(
        {**{route.name: route.path for route in every}, **opendata_routes.API.paths},
        in_languages=[route.name for route in (*RESIDENT_ROUTES, *PERSONAL_LINK_ROUTES)],
    )
