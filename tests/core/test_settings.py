"""A setting that cannot work is told at the start, in one line that names it."""

import pytest

from weekplanner.core import settings
from weekplanner.core.settings import WrongSetting


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://host/database"),
        ("database_url", "postgres://host:none/database"),
        ("base_url", "komerbij.example"),
        ("base_url", "https://komerbij.example:99999"),
        ("base_url", "https://komerbij.example/pad"),
        ("mail_connections", "veel"),
        ("clock", "morgen"),
        ("metrics_from", "overal"),
        ("metrics_from", "10.0.0.1/8"),
        ("trusted_proxies", "de proxy"),
    ],
)
def test_a_setting_that_cannot_work_is_named(name, value):
    with pytest.raises(WrongSetting) as wrong:
        settings.read(**{name: value}, _env_file=None)
    assert wrong.value.message.startswith(f"WEEKPLANNER_{name.upper()}: ")
    assert "\n" not in wrong.value.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "postgres://u:p@/database?host=/run/postgres"),
        ("base_url", "http://[2001:db8::1]:8000"),
        ("clock", "2027-10-01T10:00+02:00"),
        ("metrics_from", "10.0.0.0/8, 192.0.2.7"),
        ("trusted_proxies", "*"),
    ],
)
def test_a_setting_that_works_is_left_as_it_is(name, value):
    assert getattr(settings.read(**{name: value}, _env_file=None), name) == value
