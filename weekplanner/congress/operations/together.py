"""Those who sign up at the same moment share a transaction: the row that decides is locked once for all.

When sign-ups open, hundreds wait for the same row. With a transaction for each, it would be locked for as
long as a dozen statements take while the process has other work to do. So who comes while others are
answered waits in a line of this process, and the next transaction answers all of them.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from weekplanner.congress.operations.hall import Hall, locked_hall
from weekplanner.congress.values import Asked, Entered
from weekplanner.core import db
from weekplanner.core.errors import Problem

MOST_AT_ONCE = 40
"""Some 60 ms in one transaction."""

Answer = Callable[[Hall, Sequence[Asked]], Awaitable[list[Entered | Problem]]]


@dataclass(frozen=True)
class _Waiting:
    asked: Asked
    answer: asyncio.Future[Entered]


_Key = tuple[asyncio.AbstractEventLoop, int]
_lines: dict[_Key, deque[_Waiting]] = {}
"""By event loop and congress; there is one as long as somebody waits in it."""
_running: set[asyncio.Task[None]] = set()


async def answered(congress_id: int, asked: Asked, answer: Answer) -> Entered:
    """What comes of it, once it is committed; raises the Problem when there is one.

    `answer` answers some of different addresses, in a transaction, with the hall locked. Who hangs up
    meanwhile may have signed up.
    """
    loop = asyncio.get_running_loop()
    key = (loop, congress_id)
    waiting = _Waiting(asked, loop.create_future())
    if key in _lines:
        _lines[key].append(waiting)
    else:
        _lines[key] = deque([waiting])
        task = loop.create_task(_answer_line(key, answer))
        _running.add(task)
        task.add_done_callback(_running.discard)
    return await waiting.answer


async def _answer_line(key: _Key, answer: Answer) -> None:
    line = _lines[key]
    try:
        while line:
            await _answer_some(key[1], _next(line), answer)
    finally:
        del _lines[key]
        for left in line:
            left.answer.cancel()


def _next(line: deque[_Waiting]) -> list[_Waiting]:
    """The first who still wait, no two of them with one address."""
    some: dict[str, _Waiting] = {}
    while line and len(some) < MOST_AT_ONCE:
        address = line[0].asked.party.email.lower()
        if address in some:
            break
        waiting = line.popleft()
        if not waiting.answer.done():
            some[address] = waiting
    return list(some.values())


async def _answer_some(congress_id: int, some: Sequence[_Waiting], answer: Answer) -> None:
    if not some:
        return
    try:
        async with db.transaction():
            answers = await answer(await locked_hall(congress_id), [each.asked for each in some])
    except Exception as error:  # noqa: BLE001 - it is raised where somebody waits for it
        await _answer_alone(congress_id, some, answer, error)
        return
    for waiting, came in zip(some, answers, strict=True):
        if waiting.answer.done():  # hung up
            continue
        if isinstance(came, Problem):
            waiting.answer.set_exception(came)
        else:
            waiting.answer.set_result(came)


async def _answer_alone(congress_id: int, some: Sequence[_Waiting], answer: Answer, error: Exception) -> None:
    """One of them cannot be answered: let it be no trouble to the others."""
    if len(some) > 1:
        for each in some:
            await _answer_some(congress_id, [each], answer)
    elif not some[0].answer.done():
        some[0].answer.set_exception(error)
