"""Settings of workers that are measured while they send in bulk: ours alone, without the mailers they are beside."""

from tests.bench.settings import *  # noqa: F403
from tests.bench.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bulk"]
