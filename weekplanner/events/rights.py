"""Who may do what with activities."""

from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import Person, TeamRole
from weekplanner.events.models import Activity, State


def is_own(person: Person, activity: Activity) -> bool:
    """Whether it is an activity of an organisation this person acts for."""
    return activity.organisation_id in person.organisation_ids


def may_see_activity(person: Person, activity: Activity) -> bool:
    """Everything that is filled in, published or not: its own people and who reviews it."""
    return is_own(person, activity) or may_review_activity(person, activity)


def may_edit_activity(person: Person, activity: Activity) -> bool:
    """Change what is filled in, in one's own name: its own people.

    Who reviews helps to fill in what is not handed in yet; after that they correct, and the organiser
    is told.
    """
    is_being_filled_in = activity.state in {State.DRAFT, State.RETURNED}
    return is_own(person, activity) or (is_being_filled_in and may_review_activity(person, activity))


def may_register_activity(person: Person, organisation: Organisation) -> bool:
    """Make an activity of this organisation: its own people, the team, and its coordinator."""
    is_member = organisation.id in person.organisation_ids
    return is_member or may_register_for_others(person, organisation.municipality_id)


def may_register_for_others(person: Person, municipality_code: str) -> bool:
    """Make activities of any organisation in this municipality."""
    return person.has_role(TeamRole.MODERATION) or person.coordinates(municipality_code)


def may_review_activity(person: Person, activity: Activity) -> bool:
    """Publish, return and correct: the team everywhere, a coordinator in the own municipality."""
    return person.has_role(TeamRole.MODERATION) or person.coordinates(activity.municipality_id)


def may_review(person: Person) -> bool:
    """See the review list, with what one may review on it."""
    return person.has_role(TeamRole.MODERATION) or person.is_coordinator


def may_withdraw_activity(person: Person, activity: Activity) -> bool:
    """Refuse a submission, as any reviewer; take down what stands on the site, as the team."""
    if activity.was_published:
        return person.has_role(TeamRole.MODERATION)
    return may_review_activity(person, activity)


def may_cancel_activity(person: Person, activity: Activity) -> bool:
    """Call it, or one of its occurrences, off: its own people and the team."""
    return is_own(person, activity) or person.has_role(TeamRole.MODERATION)


def may_delete_activity(person: Person, activity: Activity) -> bool:
    """Delete what never stood on the site; what is withdrawn stays, with its reason."""
    may = is_own(person, activity) or person.has_role(TeamRole.MODERATION)
    return may and not activity.was_published and activity.state is not State.WITHDRAWN
