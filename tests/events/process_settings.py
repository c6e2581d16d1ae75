"""Settings of the processes that these tests start: those of `make run`, and an app that leaves marks."""

from config.settings.dev import *  # noqa: F403
from config.settings.dev import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.events.marking"]
