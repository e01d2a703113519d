"""Counting what a page asks of the database: time says more about the machine."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connections


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent to the database."""
    sent: list[str] = []
    kinds: set[type[BaseDBAsyncClient]] = {type(each) for each in get_connections().all()}
    with pytest.MonkeyPatch.context() as patch:
        for kind in kinds:
            for name in ("execute_query", "execute_query_dict"):
                original = getattr(kind, name)

                async def noted(self, query, values=None, _original=original, **more):
                    sent.append(query)
                    return await _original(self, query, values, **more)

                patch.setattr(kind, name, noted)
        yield sent
