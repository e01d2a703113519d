"""What tests of sign-ups ask the site."""

from tests.finding.conftest import get as get
