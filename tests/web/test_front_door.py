"""What every answer of the site has in common."""

import os
import subprocess
import sys

import pytest


async def test_the_process_says_that_it_runs_and_can_work(site):
    assert (await site.get("/healthz")).text == "ok\n"
    assert (await site.get("/readyz")).text == "ok\n"


async def test_an_unknown_address_is_a_page_with_a_way_on_and_the_safe_headers(site):
    page = await site.get("/bestaat-niet")
    assert page.status_code == 404
    assert "text/html" in page.headers["content-type"]
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 422),
        ({"Sec-Fetch-Site": "none"}, 422),
        ({"Origin": "https://komerbij.test"}, 422),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://komerbij.test"}, 403),
        ({"Origin": "https://elders.test"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
async def test_a_form_can_only_be_posted_from_a_page_of_this_site(site, headers, status):
    answer = await site.client.post("/inloggen", data={"email": ""}, headers=headers)
    assert answer.status_code == status


async def test_an_address_with_a_slash_too_many_leads_to_the_one_without(site):
    answer = await site.get("/inloggen/?terug=/mijn")
    assert (answer.status_code, answer.headers["location"]) == (301, "/inloggen?terug=/mijn")


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/%2fevil.example/", "///"])
async def test_a_slash_too_many_never_leads_to_another_site(site, path):
    assert (await site.get(f"https://komerbij.test{path}")).status_code == 404


async def test_metrics_are_for_the_machine_itself_and_never_through_a_proxy(site):
    assert (await site.get("/metrics")).status_code == 200
    assert (await site.get("/metrics", x_forwarded_for="127.0.0.1")).status_code == 404


async def test_a_body_of_two_megabytes_is_refused(site):
    answer = await site.post("/inloggen", email="a" * 2_000_000)
    assert answer.status_code == 413


@pytest.mark.once
def test_the_garbage_collector_passes_over_what_a_server_starts_with():
    asked = "import gc; from weekplanner import app; app.from_environment(); print(gc.get_freeze_count())"
    environment = {**os.environ, "WEEKPLANNER_SECRET_KEY": "test"}
    command = [sys.executable, "-c", asked]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    assert int(answer.stdout) > 50_000
