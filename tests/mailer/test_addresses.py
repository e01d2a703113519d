"""Which addresses can be mailed, and how they are written in a header."""

from email import message_from_string, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weekplanner.core import settings
from weekplanner.core.settings import WrongSetting
from weekplanner.mailer import addresses
from weekplanner.mailer.addresses import WrongAddress, canonical, mailbox

LONG_DOMAIN = ".".join(["a" * 60] * 4)[:250]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("jan@example.org", "jan@example.org"),
        ("  Jan.Jansen+kom@Example.ORG ", "Jan.Jansen+kom@example.org"),
        ("o'neill@example.org", "o'neill@example.org"),
        ("jan@bücher.example", "jan@xn--bcher-kva.example"),
        ("jan@straße.example", "jan@xn--strae-oqa.example"),
        ("jan@XN--BCHER-KVA.example", "jan@xn--bcher-kva.example"),
        ('"jan de tweede"@example.org', '"jan de tweede"@example.org'),
        ('"jan\\"s"@example.org', '"jan\\"s"@example.org'),
        ("a" * 64 + "@example.org", "a" * 64 + "@example.org"),
    ],
)
def test_an_address_is_stored_with_an_ascii_domain_in_lower_case(typed: str, stored: str):
    assert canonical(typed) == stored
    assert canonical(stored) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "jan",
        "@example.org",
        "jan@",
        "jan@localhost",
        "jan@127.0.0.1",
        "jan@[127.0.0.1]",
        "jan@example..org",
        "jan@-example.org",
        "jan@example.org.",
        ".jan@example.org",
        "jan..jansen@example.org",
        "jan jansen@example.org",
        "jan,piet@example.org",
        '"jan,piet"@example.org',
        "jan@example.org\r\nBcc: piet@example.org",
        "jan\n@example.org",
        "jan\0@example.org",
        "<jan@example.org>",
        '"jan>"@example.org',
        "Jan <jan@example.org>",
        "josé@example.org",
        "a" * 65 + "@example.org",
        "jan@" + LONG_DOMAIN + "." + "b" * 20,
        "a" * 320,
        "a" * 64 + "@" + "b" * 255,
        "jan@\ud800.org",
        "x" * 100_000 + "@example.org",
        "jan@" + "ü" * 100_000 + ".org",
    ],
)
def test_what_cannot_be_mailed_is_refused_with_a_sentence(typed: str):
    with pytest.raises(WrongAddress) as refused:
        canonical(typed)
    assert refused.value.message.endswith((".", "?"))


@given(st.text() | st.from_regex(r"[^@]{1,70}@[^@]{1,70}"))
def test_whatever_is_typed_gives_an_address_for_the_wire_or_a_sentence(typed: str):
    try:
        stored = canonical(typed)
    except WrongAddress:
        return
    assert stored.isascii()
    assert stored.isprintable()
    assert len(stored) <= 254
    assert canonical(stored) == stored


@given(name=st.text(), address=st.sampled_from(["jan@example.org", '"jan de tweede"@example.org']))
@example(name='"Jan", <piet@example.org>', address="jan@example.org")
@example(name="Jan\r\nBcc: piet@example.org", address="jan@example.org")
@example(name="é" * 200, address="jan@example.org")
@example(name="=?utf-8?q?piet=40example=2Eorg?=,", address="jan@example.org")
def test_no_name_adds_a_recipient_or_a_header(name: str, address: str):
    message = EmailMessage(policy=policy.SMTP)
    message["To"] = mailbox(address, name)
    read = message_from_string(message.as_string(), policy=policy.default)
    assert read.keys() == ["To"]
    assert [each.addr_spec for each in read["To"].addresses] == [address]
    decoded = str(make_header(decode_header(message_from_string(message.as_string())["To"])))
    assert parseaddr(decoded) == (mailbox(address, name).display_name, address)


def test_the_sender_comes_from_the_settings(configured: settings.Settings):
    wanted = configured.model_copy(update={"mail_from": "Kom erbij <kom-erbij@Bücher.example>"})
    with settings.using(wanted):
        assert str(addresses.sender()) == "Kom erbij <kom-erbij@xn--bcher-kva.example>"


@pytest.mark.parametrize("wrong", ["", "Kom erbij", "kom-erbij@localhost", "a@b.example, c@d.example"])
def test_a_sender_that_is_no_address_is_a_wrong_setting(wrong: str, configured: settings.Settings):
    changed = configured.model_copy(update={"mail_from": wrong})
    with settings.using(changed), pytest.raises(WrongSetting, match="WEEKPLANNER_MAIL_FROM"):
        addresses.sender()
