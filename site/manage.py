#!/usr/bin/env python
"""Django's command line for this project; `make help` lists what people need of it."""

import os
import sys


def main() -> None:
    """Run the command that the arguments name, with the development settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
