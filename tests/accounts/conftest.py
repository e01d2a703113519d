import pytest

from weekplanner.core import links


@pytest.fixture(autouse=True)
def _stub(monkeypatch):
    wire = links.wire

    def w(paths, **k):
        wire(
            {
                "home": "/",
                "agenda": "/agenda",
                "subscribe": "/abonneren",
                "my_start": "/mijn",
                "new_activity": "/mijn/activiteiten/nieuw",
                "team_start": "/team",
                "review_queue": "/team/activiteiten",
                **paths,
            },
            **k,
        )

    monkeypatch.setattr(links, "wire", w)
