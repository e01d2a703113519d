"""The wheel carries everything: installed elsewhere, it serves without the checkout."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import httpx2
import pytest

from tests.server import Program, serving

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.once


async def test_an_installed_wheel_serves_pages_styles_and_places(tmp_path: Path):
    wheels, site = tmp_path / "wheels", tmp_path / "site"
    await _run("-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels), cwd=ROOT)
    (wheel,) = wheels.glob("*.whl")
    await _run(
        "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel), cwd=tmp_path
    )
    program = Program.on(f"sqlite://{tmp_path}/var/weekplanner.sqlite3", tmp_path)
    installed = Program({**program.environment, "PYTHONPATH": str(site)}, tmp_path)
    where = await _run(
        "-c",
        "import weekplanner.wiring; print(weekplanner.__path__[0])",
        cwd=tmp_path,
        environment=dict(installed.environment),
    )
    assert where.strip() == str(site / "weekplanner")

    async with serving(installed, "--no-mailer") as server, httpx2.AsyncClient(base_url=server.url) as client:
        home = await client.get("/")
        assert home.status_code == 200
        for asset in ("/static/style.css", "/static/icons.svg", "/static/fonts/bricolage-grotesque.woff2"):
            assert (await client.get(asset)).status_code == 200
        assert (await client.get("/agenda?waar=Utrecht")).headers["location"] == "/agenda?gemeente=utrecht"


async def _run(*arguments: str, cwd: Path, environment: dict[str, str] | None = None) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=cwd, env=environment, stdout=PIPE, stderr=PIPE
    )
    output, errors = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode == 0, errors.decode()
    return output.decode()
