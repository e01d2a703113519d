"""How often somebody may ask for a link."""

import json
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.processes import run_together
from weekplanner.accounts.models import Attempt
from weekplanner.accounts.networks import network_of
from weekplanner.accounts.operations import limits
from weekplanner.accounts.operations.sign_in import request_confirmation, request_sign_in
from weekplanner.core.errors import TooMany


async def test_an_address_gets_three_links_in_fifteen_minutes(site, now):
    for _ in range(3):
        assert (await site.post("/inloggen", email="jan@example.org")).status_code == 303
        now.move(timedelta(minutes=2))
    refused = await site.post("/inloggen", email="JAN@example.org")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, str(9 * 60))
    assert "U kunt het over 9 minuten opnieuw proberen." in refused.text
    assert 'value="JAN@example.org"' in refused.text
    assert len(await site.mail_kinds_to("jan@example.org")) == 3
    now.move(timedelta(minutes=9))
    assert (await site.post("/inloggen", email="jan@example.org")).status_code == 303
    assert (await site.post("/inloggen", email="jan@example.org")).status_code == 429


async def test_asking_while_it_is_refused_makes_it_last_no_longer(site, now):
    for _ in range(10):
        await site.post("/inloggen", email="jan@example.org")
    now.move(limits.QUARTER)
    assert (await site.post("/inloggen", email="jan@example.org")).status_code == 303


async def test_every_kind_of_link_counts(database, now):
    await request_sign_in("jan@example.org", network="192.0.2.1")
    await request_confirmation("jan@example.org", "Jan", network="192.0.2.1", reference="1")
    await request_sign_in("jan@example.org", network="192.0.2.1")
    with pytest.raises(TooMany):
        await request_confirmation("jan@example.org", "Jan", network="192.0.2.2", reference="2")


async def test_asking_for_a_new_link_on_the_page_of_an_old_one_counts(site, make, now):
    await make.account("jan@example.org")
    await site.post("/inloggen", email="jan@example.org")
    link = await site.link_to("jan@example.org")
    now.move(timedelta(minutes=16))
    statuses = [(await site.post(link, again="ja")).status_code for _ in range(4)]
    assert statuses == [303, 303, 303, 429]


async def test_a_network_can_ask_for_thirty_addresses(database, now):
    for number in range(limits.PER_NETWORK.most):
        await request_sign_in(f"jan{number}@example.org", network="192.0.2.1")
    with pytest.raises(TooMany):
        await request_sign_in("piet@example.org", network="192.0.2.1")
    await request_sign_in("piet@example.org", network="192.0.2.2")


async def test_the_whole_site_has_a_limit(database, now, monkeypatch):
    monkeypatch.setattr(limits, "OVERALL", replace(limits.OVERALL, most=4))
    for number in range(4):
        await request_sign_in(f"jan{number}@example.org", network=f"192.0.2.{number}")
    with pytest.raises(TooMany):
        await request_sign_in("piet@example.org", network="192.0.2.99")


async def test_what_is_counted_cannot_be_read_back(database, now):
    await request_sign_in("jan@example.org", network="192.0.2.1")
    kept = json.dumps([dict(row) for row in await Attempt.all()], default=str)
    assert "jan" not in kept
    assert "192.0.2" not in kept


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("testclient", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_the_devices_of_one_household_are_one_network(host, network):
    assert network_of(host) == network


_ASK = """
import asyncio
from weekplanner import wiring
from weekplanner.accounts.operations.sign_in import request_sign_in
from weekplanner.core import db, settings
from weekplanner.core.errors import TooMany

async def main():
    wiring.wire()
    sent = 0
    async with db.opened(settings.current(), wiring.MODEL_MODULES):
        async def ask():
            nonlocal sent
            try:
                await request_sign_in("jan@example.org", network="192.0.2.1")
                sent += 1
            except TooMany:
                pass
        await asyncio.gather(*(ask() for _ in range(5)))
    print(sent)

asyncio.run(main())
"""


async def test_several_processes_keep_one_limit(database, configured):
    env = {
        "WEEKPLANNER_DATABASE_URL": configured.database_url,
        "WEEKPLANNER_SECRET_KEY": configured.secret_key or "",
        "WEEKPLANNER_BASE_URL": configured.base_url,
    }
    outputs = await run_together([[sys.executable, "-c", _ASK]] * 3, env=env)
    assert sum(map(int, outputs)) == 3
