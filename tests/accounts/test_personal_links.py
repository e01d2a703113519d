"""A link from mail is a right to one row, in one version, for one purpose; nobody can make one."""

import pytest

from weekplanner.accounts import personal_links
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.core.errors import NotFound


def test_a_token_says_what_it_is_for(configured):
    link = PersonalLink("klopt", 812, 3)
    assert personal_links.read(link.token) == link
    assert link.url == f"https://komerbij.test/p/{link.token}"


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token.replace("klopt", "plek"),
        lambda token: token.replace(".812.", ".813."),
        lambda token: token.replace(".3.", ".4."),
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token + "A",
        lambda _token: "",
        lambda _token: "klopt.812.3.",
    ],
)
def test_a_token_that_was_changed_is_none(configured, forge):
    with pytest.raises(NotFound):
        personal_links.read(forge(PersonalLink("klopt", 812, 3).token))


async def test_a_link_of_a_purpose_nobody_answers_for_does_not_exist(site):
    page = await site.get(f"/p/{PersonalLink('nergens', 1).token}")
    assert page.status_code == 404
