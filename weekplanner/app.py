"""The web application: what stands in front of the routes, and what runs beside them."""

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from weekplanner import wiring
from weekplanner.accounts.middleware import PersonMiddleware
from weekplanner.core import db, logs, settings, site_clock
from weekplanner.core.settings import Settings
from weekplanner.events import relisting
from weekplanner.feeds import refreshing
from weekplanner.feeds.routes import FeedDoor
from weekplanner.kits import printing
from weekplanner.listing.follower import Follower
from weekplanner.mailer import schedule, sender
from weekplanner.privacy import daily
from weekplanner.web import kept
from weekplanner.web.access import AccessLog
from weekplanner.web.errors import HANDLERS, cross_origin_page
from weekplanner.web.kept import PageDoor
from weekplanner.web.security import MAX_BODY_BYTES, SameOriginOnly, SecurityHeaders


def create_app(*, with_mailer: bool = False) -> ASGIApp:
    """The application for the current settings; its lifespan opens the database and starts the loops."""
    wiring.wire()
    follower = Follower(wiring.FOLLOWERS)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:  # noqa: ARG001 - Starlette's interface
        async with running(settings.current(), follower, with_mailer=with_mailer):
            yield

    site = Starlette(
        routes=wiring.routes(),
        middleware=[
            Middleware(SameOriginOnly, refused=cross_origin_page, exempt=wiring.EXEMPT_FROM_ORIGIN_CHECK),
            Middleware(PersonMiddleware),
        ],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
        max_body_size=MAX_BODY_BYTES,
    )
    site.router.redirect_slashes = False  # it would build the address from the Host header
    # Outside Starlette, so that error pages pass them too; calendar apps come first, then who reads.
    pages = PageDoor(AccessLog(SecurityHeaders(site)), kept.current(), caught_up=follower.catch_up)
    return FeedDoor(pages, private=wiring.PRIVATE_FEED_ROUTES)


@asynccontextmanager
async def running(current: Settings, follower: Follower, *, with_mailer: bool) -> AsyncIterator[None]:
    """The database, and the loops that run beside the requests."""
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(db.opened(current, wiring.MODEL_MODULES))
        await site_clock.agree(current)
        await follower.start()
        loops: list[Coroutine[Any, Any, Any]] = [
            follower.run(stop),
            daily.run(stop),
            refreshing.run(stop),
            relisting.run(stop),
            printing.run(stop),
        ]
        if with_mailer:
            loops += [schedule.run(stop), sender.run(stop)]
        tasks = [asyncio.create_task(loop) for loop in loops]
        for task in tasks:
            task.add_done_callback(_tell_of_a_failure)
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*tasks, return_exceptions=True)


def _tell_of_a_failure(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logs.failure("loop_ended", error)


def from_environment() -> ASGIApp:
    """For a server with several workers: each makes its own application."""
    logs.set_up()
    _end_with_supervisor()
    return _made_to_last(create_app())


def with_mailer_from_environment() -> ASGIApp:
    """The same, with a mailer in every worker; their leases keep them apart."""
    logs.set_up()
    _end_with_supervisor()
    return _made_to_last(create_app(with_mailer=True))


def _made_to_last(application: ASGIApp) -> ASGIApp:
    """Let the garbage collector pass over what is there now: modules, models and routes stay to the end.

    Looking through all of it again and again took up to a fifth of the processor while many signed up.
    """
    gc.freeze()
    return application


def _end_with_supervisor() -> None:
    """End this worker when the process that started it was killed: else nobody could take its port again."""
    supervisor = multiprocessing.parent_process()
    if supervisor is None:
        return

    def outlive() -> None:
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=outlive, daemon=True).start()
