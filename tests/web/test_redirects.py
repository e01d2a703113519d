"""A redirect is asked for again each time: what it says today may be otherwise tomorrow."""

import pytest

from tests.make import Make
from tests.site import Site


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        ("/activiteiten/oude-naam-{id}", 301, "public, no-cache"),
        ("/en/activiteiten/oude-naam-{id}", 301, "public, no-cache"),
        ("/agenda/", 301, "public, no-cache"),
        ("/mijn", 303, "private, no-store"),
    ],
)
async def test_no_redirect_is_kept(site: Site, make: Make, path: str, status: int, kept: str):
    soup = await make.activity()
    answer = await site.get(path.format(id=soup.id))
    assert (answer.status_code, answer.headers["cache-control"]) == (status, kept)
