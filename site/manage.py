#!/usr/bin/env python
"""Django's command line for this project; `make help` lists what people need of it."""

import gc
import os
import sys


def main() -> None:
    """Run the command that the arguments name, with the development settings unless told otherwise.

    A wrong setting is told in its sentence alone: where it was noticed helps nobody who starts the site.
    """
    # What is imported stays: to look through it for garbage, again and again, took a sixth of each start.
    gc.set_threshold(50_000, 20, 20)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
