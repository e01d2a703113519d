"""Who may do what with activities."""

from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import Person, TeamRole
from weekplanner.accounts.standing import Right, Who, right
from weekplanner.core.texts import gettext as _
from weekplanner.events.models import Activity, State

SEE_ACTIVITY = right(
    "see_activity",
    "everything that is filled in, published or not",
    Who.MEMBER,
    Who.COORDINATOR,
    Who.MODERATION,
)
REGISTER_FIRST_ACTIVITY = right(
    "register_first_activity",
    "fill in an activity; without an account it waits until the e-mail address is confirmed",
    Who.ANYONE,
)
REGISTER_ACTIVITY = right(
    "register_activity",
    "make an activity of an organisation, also as a copy",
    Who.MEMBER,
    Who.COORDINATOR,
    Who.MODERATION,
    done=_("Activiteit aangemeld"),
)
EDIT_ACTIVITY = right(
    "edit_activity",
    "change what is filled in, with the picture and the pin, in the organisation's name",
    Who.MEMBER,
    is_own_only=True,
    done=_("Activiteit gewijzigd"),
)
HELP_FILL_IN = right(
    "help_fill_in",
    "the same, as long as it is not handed in (draft or returned)",
    Who.COORDINATOR,
    Who.MODERATION,
    done=_("Meegeholpen met invullen"),
)
CONFIRM_ACTIVITY = right(
    "confirm_activity",
    "say that everything is still right",
    Who.MEMBER,
    Who.COORDINATOR,
    Who.MODERATION,
    done=_("Gezegd dat alles nog klopt"),
)
CANCEL_ACTIVITY = right(
    "cancel_activity",
    "call it, or one of its occurrences, off",
    Who.MEMBER,
    Who.MODERATION,
    done=_("Afgelast"),
)
DELETE_ACTIVITY = right(
    "delete_activity",
    "delete what never stood on the site",
    Who.MEMBER,
    Who.MODERATION,
    done=_("Activiteit verwijderd"),
)
SEE_REVIEW_LIST = right(
    "see_review_list",
    "the review list and the list of all activities, each of the own municipality",
    Who.COORDINATOR,
    Who.MODERATION,
)
SEE_CALL_LIST = right(
    "see_call_list",
    "who did not answer whether all is still right, with the telephone numbers of contacts, each of the own "
    "municipality",
    Who.COORDINATOR,
    Who.MODERATION,
)
PUBLISH_ACTIVITY = right(
    "publish_activity",
    "put a submission on the site",
    Who.COORDINATOR,
    Who.MODERATION,
    done=_("Op de site geplaatst"),
)
RETURN_ACTIVITY = right(
    "return_activity",
    "ask something about a submission",
    Who.COORDINATOR,
    Who.MODERATION,
    done=_("Vraag gesteld"),
)
CORRECT_ACTIVITY = right(
    "correct_activity",
    "change a submission or what stands on the site; the organiser is told",
    Who.COORDINATOR,
    Who.MODERATION,
    done=_("Activiteit aangepast"),
)
ACCEPT_EDIT = right(
    "accept_edit",
    "take an edit of what stands on the site off the review list",
    Who.COORDINATOR,
    Who.MODERATION,
    done=_("Wijziging gezien"),
)
REFUSE_ACTIVITY = right(
    "refuse_activity", "refuse a submission", Who.COORDINATOR, Who.MODERATION, done=_("Afgewezen")
)
TAKE_DOWN_ACTIVITY = right(
    "take_down_activity", "take down what stands on the site", Who.MODERATION, done=_("Van de site gehaald")
)
EDIT_READY_REASONS = right(
    "edit_ready_reasons",
    "write the ready-made reasons that reviewers choose from",
    Who.COMMUNICATION,
    done=_("Vaste redenen gewijzigd"),
)

RIGHTS: tuple[Right, ...] = (
    SEE_ACTIVITY,
    REGISTER_FIRST_ACTIVITY,
    REGISTER_ACTIVITY,
    EDIT_ACTIVITY,
    HELP_FILL_IN,
    CONFIRM_ACTIVITY,
    CANCEL_ACTIVITY,
    DELETE_ACTIVITY,
    SEE_REVIEW_LIST,
    SEE_CALL_LIST,
    PUBLISH_ACTIVITY,
    RETURN_ACTIVITY,
    CORRECT_ACTIVITY,
    ACCEPT_EDIT,
    REFUSE_ACTIVITY,
    TAKE_DOWN_ACTIVITY,
    EDIT_READY_REASONS,
)


def is_own(person: Person, activity: Activity) -> bool:
    """Whether it is an activity of an organisation this person acts for."""
    return activity.organisation_id in person.organisation_ids


def may_see_activity(person: Person, activity: Activity) -> bool:
    """Everything that is filled in, published or not: its own people and who reviews it."""
    return _allows(SEE_ACTIVITY, person, activity)


def may_edit_activity(person: Person, activity: Activity) -> bool:
    """Change what is filled in, in one's own name: its own people.

    Who reviews helps to fill in what is not handed in yet; after that they correct, and the organiser
    is told.
    """
    is_being_filled_in = activity.state in {State.DRAFT, State.RETURNED}
    is_helped = is_being_filled_in and _allows(HELP_FILL_IN, person, activity)
    return _allows(EDIT_ACTIVITY, person, activity) or is_helped


def may_help_fill_in(person: Person, activity: Activity) -> bool:
    """Fill in for others what is not handed in yet."""
    return _allows(HELP_FILL_IN, person, activity)


def filling_in(person: Person, activity: Activity) -> Right:
    """The right by which somebody fills in an activity."""
    return EDIT_ACTIVITY if is_own(person, activity) else HELP_FILL_IN


def may_change_picture(person: Person, activity: Activity) -> bool:
    """Give it another picture: who fills it in, and who corrects it once it is handed in."""
    return may_edit_activity(person, activity) or _allows(CORRECT_ACTIVITY, person, activity)


def may_register_activity(person: Person, organisation: Organisation) -> bool:
    """Make an activity of this organisation: its own people, the team, and its coordinator."""
    return REGISTER_ACTIVITY.allows(
        person, organisation_id=organisation.id, municipality_code=organisation.municipality_id
    )


def may_register_for_others(person: Person, municipality_code: str) -> bool:
    """Make activities of any organisation in this municipality."""
    return REGISTER_ACTIVITY.allows(person, municipality_code=municipality_code)


def may_confirm_activity(person: Person, activity: Activity) -> bool:
    """Say that everything is still right; a reviewer who telephoned does so for the organiser."""
    return _allows(CONFIRM_ACTIVITY, person, activity)


def may_review_activity(person: Person, activity: Activity) -> bool:
    """Publish, return and correct: the team everywhere, a coordinator in the own municipality."""
    return _allows(PUBLISH_ACTIVITY, person, activity)


def may_review(person: Person) -> bool:
    """See the review list, with what one may review on it."""
    return SEE_REVIEW_LIST.may_ever(person)


def may_see_call_list(person: Person) -> bool:
    """See whom to call about what was not confirmed, of what one may review."""
    return SEE_CALL_LIST.may_ever(person)


def reviews_everywhere(person: Person) -> bool:
    """Whether what they may review is not bound to municipalities."""
    return person.has_role(TeamRole.MODERATION)


def may_withdraw_activity(person: Person, activity: Activity) -> bool:
    """Refuse a submission, as any reviewer; take down what stands on the site, as the team."""
    return _allows(TAKE_DOWN_ACTIVITY if activity.was_published else REFUSE_ACTIVITY, person, activity)


def may_cancel_activity(person: Person, activity: Activity) -> bool:
    """Call it, or one of its occurrences, off: its own people and the team."""
    return _allows(CANCEL_ACTIVITY, person, activity)


def may_delete_unpublished(person: Person, activity: Activity) -> bool:
    """Delete it, as long as it did not stand on the site."""
    return _allows(DELETE_ACTIVITY, person, activity)


def may_delete_activity(person: Person, activity: Activity) -> bool:
    """Delete what never stood on the site; what is withdrawn stays, with its reason."""
    may = may_delete_unpublished(person, activity)
    return may and not activity.was_published and activity.state is not State.WITHDRAWN


def may_edit_ready_reasons(person: Person) -> bool:
    """Write the reasons that reviewers choose from."""
    return EDIT_READY_REASONS.allows(person)


def _allows(row: Right, person: Person, activity: Activity) -> bool:
    return row.allows(
        person, organisation_id=activity.organisation_id, municipality_code=activity.municipality_id
    )
