"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

from config.start import refuse_unsafe_start  # noqa: E402 - its models need the apps
from search.preload import preload  # noqa: E402

refuse_unsafe_start()
preload()
