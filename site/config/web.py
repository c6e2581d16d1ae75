"""The web server as a function, for the supervisor, which hands it a socket that is bound already."""

import os
import socket
from typing import Any

from django.core.management.base import CommandError
from gunicorn.app.base import BaseApplication

from config import gunicorn as gunicorn_settings


class SiteServer(BaseApplication):
    """Gunicorn with the settings of `config.gunicorn`, on a socket that the caller has bound."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        super().__init__()

    def load_config(self) -> None:
        """Take the module's settings; Gunicorn closes the descriptor that it is given, so it gets a copy."""
        for name, value in vars(gunicorn_settings).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)
        self.cfg.set("bind", [f"fd://{os.dup(self._listener.fileno())}"])

    def load(self) -> Any:
        """Return the WSGI application."""
        from config.wsgi import application

        return application


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket bound to `host` and `port`, before anything slow is begun.

    Raises:
        CommandError: with a sentence; the port is taken, not allowed, or the host is none of this machine's.
    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, OverflowError) as error:
        raise CommandError(f"HOST={host} is no address of this machine.") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        # Two sockets may be bound with SO_REUSEADDR, but only one may listen.
        listener.listen(2048)
    except PermissionError as error:
        raise CommandError(
            f"Port {port} is reserved for the administrator. Take one above 1024: make run PORT=8000"
        ) from error
    except OSError as error:
        raise CommandError(
            f"Port {port} on {host} can't be had ({error.strerror}). "
            f"End what listens there, or take another: make run PORT={port + 1 if port < 65535 else 8000}"
        ) from error
    return listener


def shown_address(listener: socket.socket) -> str:
    """Return the address to type into a browser on this machine."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
