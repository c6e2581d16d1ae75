"""`manage.py serve`: the web server, the task worker and the timer, under one supervisor."""

import gc
import http.client
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config import health
from config.management.commands.prepare_site import add_division_arguments
from config.preparation import Preparation
from config.supervisor import Child, Supervisor
from config.web import SiteServer, bound_socket, shown_address


def _command(name: str) -> None:
    call_command(name)


class Command(BaseCommand):
    help = "Serve the site: web server, task worker and timer; Ctrl-C or SIGTERM ends all of them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
        parser.add_argument("--port", default="8000", help="port to listen on (%(default)s)")
        parser.add_argument("--prepare", action="store_true", help="do first what `prepare_site` does")
        add_division_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65536:
            raise CommandError(f"PORT={port} is no port. Take a number from 1024 to 65535.")
        # First of all, so that a port in use is told at once, and a second start can't prepare beside this
        # one.
        listener = bound_socket(options["host"], int(port))
        if options["prepare"]:
            Preparation(
                say=self.stdout.write, streets=options["streets"], communities=options["communities"]
            ).run()

        # No child may inherit a connection; what is loaded is shared, as long as nobody writes to it.
        import config.wsgi  # noqa: F401

        connections.close_all()
        gc.collect()
        gc.freeze()

        address = shown_address(listener)
        supervisor = Supervisor(
            [
                Child("web", SiteServer(listener).run),
                Child("tasks", lambda: _command("run_worker")),
                Child("timer", lambda: _command("run_timer")),
            ],
            when_ready=self._announcement(address),
        )
        self.stdout.write(f"Starting the site on {address} …")
        status = supervisor.run()
        self.stdout.write("Ended.")
        if status:
            sys.exit(status)

    def _announcement(self, address: str) -> Callable[[], bool]:
        parts = urlsplit(address)

        def announced() -> bool:
            asked = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=0.4)
            try:
                asked.request("GET", health.PATH)
                well = asked.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                return False
            finally:
                asked.close()
            if well:
                self.stdout.write(f"\n  The site is at {address}  (Ctrl-C ends it)\n")
            return well

        return announced
