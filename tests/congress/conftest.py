"""What tests of congresses ask the site."""

from tests.finding.conftest import get as get
