"""Which right opens each page that is not for everyone, by the name of its route.

Where two rights stand, the first is to see the thing the page is about: who may not, finds nothing there
(404). Who may see it, but may not do what the page is for, is told so (403). `docs/rights.md` is printed
from this table and from the rights it names.
"""

from collections.abc import Mapping

from weekplanner.accounts import rights as accounts
from weekplanner.accounts.doors import Door, door
from weekplanner.congress import rights as congress
from weekplanner.events import rights as events
from weekplanner.kits import rights as kits
from weekplanner.municipalities import rights as municipalities
from weekplanner.signups import rights as signups
from weekplanner.team import rights as team

_ACCOUNTS = {
    "sign_in": door(accounts.SIGN_IN),
    "sign_in_sent": door(accounts.SIGN_IN),
    "sign_in_confirm": door(accounts.SIGN_IN),
    "sign_out": door(accounts.SIGN_IN),
    "choose_organisation": door(accounts.OWN_ACCOUNT),
    "own_details": door(accounts.OWN_ACCOUNT),
    "edit_own_details": door(accounts.OWN_ACCOUNT),
    "change_email": door(accounts.OWN_ACCOUNT),
    "change_email_sent": door(accounts.OWN_ACCOUNT),
    "email_changed": door(accounts.OWN_ACCOUNT),
    "my_organisation": door(accounts.SEE_ORGANISATION),
    "edit_organisation": door(accounts.EDIT_ORGANISATION, sees=accounts.SEE_ORGANISATION),
    "new_organisation": door(accounts.BEGIN_ORGANISATION),
    "join_organisation": door(accounts.ASK_TO_JOIN),
    "ask_to_join": door(accounts.ASK_TO_JOIN),
    "join_request_sent": door(accounts.OWN_ACCOUNT),
    "invitation_accepted": door(accounts.ACCEPT_INVITATION),
    "leave_organisation": door(accounts.LEAVE_ORGANISATION),
    "organisation_left": door(accounts.OWN_ACCOUNT),
}
_COLLEAGUES = {
    f"{desk}{page}": door(accounts.MANAGE_COLLEAGUES, sees=seen)
    for desk, seen in (("", accounts.SEE_ORGANISATION), ("team_", accounts.SEE_ORGANISATIONS))
    for page in (
        "colleagues",
        "send_invitation_again",
        "withdraw_invitation",
        "accept_join_request",
        "decline_join_request",
        "remove_colleague",
    )
}
_ACTIVITIES = {
    "my_start": door(accounts.OWN_ACCOUNT),
    "new_activity": door(events.REGISTER_FIRST_ACTIVITY),
    "first_activity_sent": door(events.REGISTER_FIRST_ACTIVITY),
    "preview_new_activity": door(events.REGISTER_FIRST_ACTIVITY),
    "my_activity": door(events.SEE_ACTIVITY),
    "my_activity_code": door(events.SEE_ACTIVITY),
    "activity_pin": door(events.EDIT_ACTIVITY, sees=events.SEE_ACTIVITY, helps=events.HELP_FILL_IN),
    "copy_activity": door(events.REGISTER_ACTIVITY, sees=events.SEE_ACTIVITY),
    "copy_edition_before": door(accounts.OWN_ACCOUNT),
    "confirm_activity": door(events.CONFIRM_ACTIVITY, sees=events.SEE_ACTIVITY),
    "preview_activity": door(events.SEE_ACTIVITY),
    "edit_activity": door(events.EDIT_ACTIVITY, sees=events.SEE_ACTIVITY, helps=events.HELP_FILL_IN),
    "activity_picture": door(events.EDIT_ACTIVITY, events.CORRECT_ACTIVITY, sees=events.SEE_ACTIVITY),
    "submit_activity": door(events.EDIT_ACTIVITY, sees=events.SEE_ACTIVITY, helps=events.HELP_FILL_IN),
    "cancel_activity": door(events.CANCEL_ACTIVITY, sees=events.SEE_ACTIVITY),
    "cancel_occurrence": door(events.CANCEL_ACTIVITY, sees=events.SEE_ACTIVITY),
    "delete_activity": door(events.DELETE_ACTIVITY, sees=events.SEE_ACTIVITY),
}
_GUESTS = {
    "guests": door(signups.SEE_GUESTS),
    "guests_sheet": door(signups.SEE_GUESTS),
    "guests_table": door(signups.SEE_GUESTS),
    "guest_calls": door(signups.SEE_GUESTS),
    "guest_calls_sheet": door(signups.SEE_GUESTS),
    "guest_calls_table": door(signups.SEE_GUESTS),
    "guest_rides": door(signups.SEE_GUESTS),
    "guest_rides_sheet": door(signups.SEE_GUESTS),
    "guest_rides_table": door(signups.SEE_GUESTS),
    "add_guest": door(signups.KEEP_GUESTS, sees=signups.SEE_GUESTS),
    "change_guest": door(signups.KEEP_GUESTS, sees=signups.SEE_GUESTS),
    "remove_guest": door(signups.KEEP_GUESTS, sees=signups.SEE_GUESTS),
    "guest_called": door(signups.KEEP_GUESTS, sees=signups.SEE_GUESTS),
    "write_to_guests": door(signups.WRITE_TO_GUESTS, sees=signups.SEE_GUESTS),
}
_KITS = {
    "my_kits": door(kits.SEE_KITS),
    "kit_file": door(kits.SEE_KITS),
    "my_kit_order": door(kits.SEE_KIT_ORDER),
    "change_kit_order": door(kits.CHANGE_KIT_ORDER, sees=kits.SEE_KIT_ORDER),
    "cancel_kit_order": door(kits.CANCEL_KIT_ORDER, sees=kits.SEE_KIT_ORDER),
    "kit_catalogue": door(kits.SEE_KIT_DESK),
    "kit_catalogue_table": door(kits.SEE_KIT_DESK),
    "begin_catalogue": door(kits.EDIT_CATALOGUE, sees=kits.SEE_KIT_DESK),
    "new_kit": door(kits.EDIT_CATALOGUE, sees=kits.SEE_KIT_DESK),
    "edit_kit": door(kits.EDIT_CATALOGUE, sees=kits.SEE_KIT_DESK),
    "edit_kit_picture": door(kits.EDIT_CATALOGUE, sees=kits.SEE_KIT_DESK),
    "edit_kit_file": door(kits.EDIT_CATALOGUE, sees=kits.SEE_KIT_DESK),
    "move_kit": door(kits.EDIT_CATALOGUE, sees=kits.SEE_KIT_DESK),
    "kit_days": door(kits.SET_KIT_DAYS, sees=kits.SEE_KIT_DESK),
    "team_kit": door(kits.SEE_KIT_DESK),
    "kit_ledger_table": door(kits.SEE_KIT_DESK),
    "receive_kits": door(kits.MOVE_STOCK, sees=kits.SEE_KIT_DESK),
    "correct_kits": door(kits.MOVE_STOCK, sees=kits.SEE_KIT_DESK),
    "recall_kit": door(kits.RECALL_KIT, sees=kits.SEE_KIT_DESK),
    "kit_holders": door(kits.SEE_KIT_DESK),
    "kit_holders_table": door(kits.SEE_KIT_DESK),
    "print_batch": door(kits.SHIP_KITS),
    "print_job": door(kits.SHIP_KITS),
    "print_progress": door(kits.SHIP_KITS),
    "print_again": door(kits.SHIP_KITS),
    "print_file": door(kits.SHIP_KITS),
    "pick_list_table": door(kits.SHIP_KITS),
    "kit_orders": door(kits.SEE_KIT_DESK),
    "kit_orders_many": door(kits.SEE_KIT_DESK),
    "kit_orders_table": door(kits.SEE_KIT_DESK),
    "kit_order": door(kits.SEE_KIT_DESK),
    "approve_kit_order": door(kits.APPROVE_KIT_ORDER, sees=kits.SEE_KIT_DESK),
    "cancel_order_for_team": door(kits.CANCEL_KIT_ORDER, sees=kits.SEE_KIT_DESK),
    "grant_kit_line": door(kits.APPROVE_KIT_ORDER, sees=kits.SEE_KIT_DESK),
    "decline_kit_line": door(kits.APPROVE_KIT_ORDER, sees=kits.SEE_KIT_DESK),
    "put_kit_line_first": door(kits.RANK_KIT_ORDER, sees=kits.SEE_KIT_DESK),
    "new_kit_order": door(kits.ORDER_KITS_FOR_OTHERS),
    "change_kit_address": door(kits.SHIP_KITS, sees=kits.SEE_KIT_DESK),
    "change_order_for_team": door(kits.CHANGE_KIT_ORDER, sees=kits.SEE_KIT_DESK),
    "kit_batches": door(kits.SEE_KIT_DESK),
    "kit_batch": door(kits.SEE_KIT_DESK),
    "batch_step": door(kits.SHIP_KITS, sees=kits.SEE_KIT_DESK),
    "kit_parcel": door(kits.SEE_KIT_DESK),
    "parcel_step": door(kits.SHIP_KITS, sees=kits.SEE_KIT_DESK),
    "track_parcel": door(kits.SHIP_KITS, sees=kits.SEE_KIT_DESK),
    "take_parcel_back": door(kits.SHIP_KITS, sees=kits.SEE_KIT_DESK),
    "send_parcel_again": door(kits.ORDER_KITS_FOR_OTHERS, sees=kits.SEE_KIT_DESK),
    "split_kit_parcel": door(kits.SHIP_KITS, sees=kits.SEE_KIT_DESK),
    "join_kit_parcel": door(kits.SHIP_KITS, sees=kits.SEE_KIT_DESK),
    "pack": door(kits.SHIP_KITS),
    "pack_parcel": door(kits.SHIP_KITS),
    "carrier_file": door(kits.SHIP_KITS),
    "ship_tracked": door(kits.SHIP_KITS),
}
_ENTRANCE = {
    "check_in": door(congress.CHECK_IN, congress.SIGN_IN_DOOR),
    "walk_in": door(congress.CHECK_IN),
    "sign_in_door": door(congress.SIGN_IN_DOOR),
    "sign_out_door": door(congress.SIGN_IN_DOOR),
    "door_list": door(congress.CHECK_IN),
    "door_entrances": door(congress.CHECK_IN),
    "door_worker": door(congress.SIGN_IN_DOOR),
}
_REVIEW = {
    "team_start": door(accounts.SEE_TEAM_DESK),
    "review_queue": door(events.SEE_REVIEW_LIST),
    "review_activity": door(events.PUBLISH_ACTIVITY),
    "publish_activity": door(events.PUBLISH_ACTIVITY),
    "accept_edit": door(events.ACCEPT_EDIT),
    "return_activity": door(events.RETURN_ACTIVITY),
    "withdraw_activity": door(events.TAKE_DOWN_ACTIVITY, sees=events.REFUSE_ACTIVITY),
    "correct_activity": door(events.CORRECT_ACTIVITY),
    "correct_pin": door(events.CORRECT_ACTIVITY),
    "review_many": door(events.SEE_REVIEW_LIST),
    "all_activities": door(events.SEE_REVIEW_LIST),
    "all_activities_table": door(events.SEE_REVIEW_LIST),
    "call_list": door(events.SEE_CALL_LIST),
    "call_list_table": door(events.SEE_CALL_LIST),
    "call_list_print": door(events.SEE_CALL_LIST),
    "reasons": door(events.EDIT_READY_REASONS),
    "new_reason": door(events.EDIT_READY_REASONS),
    "edit_reason": door(events.EDIT_READY_REASONS),
    "delete_reason": door(events.EDIT_READY_REASONS),
}
_ORGANISER = {"my_calendar": door(accounts.OWN_ACCOUNT)}
_MUNICIPALITIES = {
    "team_municipalities": door(municipalities.SEE_MUNICIPALITY),
    "team_municipality": door(municipalities.SEE_MUNICIPALITY),
    "edit_municipality_page": door(
        municipalities.EDIT_MUNICIPALITY_PAGE, sees=municipalities.SEE_MUNICIPALITY
    ),
    "appoint_coordinator": door(accounts.APPOINT_COORDINATOR, sees=municipalities.SEE_MUNICIPALITY),
    "dismiss_coordinator": door(accounts.APPOINT_COORDINATOR, sees=municipalities.SEE_MUNICIPALITY),
}
_TEAM = {
    "team_organisations": door(accounts.SEE_ORGANISATIONS),
    "team_organisation": door(accounts.SEE_ORGANISATIONS),
    "trust_organisation": door(accounts.TRUST_ORGANISATION, sees=accounts.SEE_ORGANISATIONS),
    "team_roles": door(accounts.SEE_TEAM),
    "add_role": door(accounts.APPOINT_TEAM_MEMBER, sees=accounts.SEE_TEAM),
    "take_role": door(accounts.APPOINT_TEAM_MEMBER, sees=accounts.SEE_TEAM),
    "audit_log": door(accounts.SEE_AUDIT_LOG),
    "audit_log_csv": door(accounts.SEE_AUDIT_LOG),
    "mail_previews": door(team.SEE_MAIL_PREVIEWS),
    "mail_preview": door(team.SEE_MAIL_PREVIEWS),
    "mail_preview_html": door(team.SEE_MAIL_PREVIEWS),
    "mail_log": door(team.SEE_MAIL_LOG),
    "mail_log_messages": door(team.SEE_MAIL_LOG),
    "mail_log_address": door(team.SEE_MAIL_LOG),
    "retry_mail": door(team.RETRY_MAIL, sees=team.SEE_MAIL_LOG),
    "send_mail_now": door(team.SEND_MAIL_NOW, sees=team.SEE_MAIL_LOG),
}

DOORS: Mapping[str, Door] = {
    **_ACCOUNTS,
    **_COLLEAGUES,
    **_ACTIVITIES,
    **_GUESTS,
    **_KITS,
    **_ENTRANCE,
    **_REVIEW,
    **_ORGANISER,
    **_MUNICIPALITIES,
    **_TEAM,
}
