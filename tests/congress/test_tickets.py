"""Tickets cannot be forged, and their codes are read as people type them; whatever numbers they have."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekplanner.congress import codes
from weekplanner.congress.tickets import Ticket, read_ticket
from weekplanner.core import settings

ROWS = st.integers(1, 2**31 - 1)
VERSIONS = st.integers(1, 999_999)
TICKETS = st.builds(Ticket, ROWS, ROWS, VERSIONS)
BETWEEN = st.text(" -–—\t", max_size=3)


@given(TICKETS)
def test_a_token_says_what_was_signed(configured, ticket: Ticket):
    assert read_ticket(ticket.token) == ticket
    assert read_ticket(f" {ticket.token}\n") == ticket


@given(TICKETS, st.data())
def test_a_token_that_differs_in_one_character_says_nothing(configured, ticket: Ticket, data):
    token = ticket.token
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda character: character != token[place]))
    changed = token[:place] + other + token[place + 1 :]
    assert read_ticket(changed) in (None, ticket)  # the last bits of base64 mean nothing
    if place < len(token) - 1 and changed.strip() != token:
        assert read_ticket(changed) is None


@given(TICKETS, TICKETS)
def test_the_signature_of_one_ticket_is_none_under_another(configured, one: Ticket, other: Ticket):
    content, _, _ = one.token.rpartition(".")
    forged = f"{content}.{other.token.rpartition('.')[2]}"
    assert read_ticket(forged) == (one if one == other else None)


@given(st.text(max_size=200))
def test_what_nobody_signed_is_no_ticket(configured, text: str):
    assert read_ticket(text) is None
    assert read_ticket(f"KE1.1.1.1.{text}") is None


def test_the_ticket_of_another_site_is_none(configured):
    token = Ticket(1, 2, 3).token
    other = settings.read(secret_key="the secret of somebody else", _env_file=None)
    with settings.using(other):
        assert read_ticket(token) is None
        assert Ticket(1, 2, 3).token != token


@pytest.mark.parametrize(
    "shape",
    [
        "KE1.01.2.3",
        "KE1.1.2",
        "KE1.1.2.3.4",
        "KE2.1.2.3",
        "KE1.0.2.3",
        "KE1.1.-2.3",
        "KE1.１.2.3",
        "ke1.1.2.3",
    ],
)
def test_numbers_are_written_in_one_way(configured, shape: str):
    signature = base64.urlsafe_b64encode(b"\x00" * 64).decode().rstrip("=")
    assert read_ticket(f"{shape}.{signature}") is None


@given(ROWS, VERSIONS, BETWEEN)
def test_a_code_says_whose_it_is_however_it_is_typed(
    configured, attendee_id: int, version: int, between: str
):
    code = codes.ticket_code(attendee_id, version)
    for typed in (code, code.lower(), between + between.join(code), code.replace("-", between)):
        assert codes.read_ticket_code(typed) == (attendee_id, code[-2:])


@given(ROWS, ROWS)
def test_two_people_never_have_the_same_code(configured, one: int, other: int):
    assert (codes.ticket_code(one, 1) == codes.ticket_code(other, 1)) == (one == other)


@given(st.text(max_size=40))
def test_reading_a_code_fails_on_no_text(configured, text: str):
    read = codes.read_ticket_code(text)
    assert read is None or read[0] >= 0
