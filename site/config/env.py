"""The one place that reads the process environment; every setting module asks here.

Each function raises `ImproperlyConfigured` with a sentence for the person who starts the site: what is
wrong, and what to write instead. A value is never repeated in it where it may hold a password.
"""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

REPOSITORY = Path(__file__).resolve().parents[2]

environ.Env.read_env(REPOSITORY / ".env", overwrite=False)

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})

SQLITE_EXAMPLE = "sqlite:////var/lib/site/db.sqlite3"
POSTGRESQL_EXAMPLE = "postgresql://user:password@host:5432/name"


def var_dir() -> Path:
    """Return the folder that everything a run writes goes under (`VAR_DIR`, by default `var/`), made if
    missing.

    Raises:
        ImproperlyConfigured: it can't be made or written to.
    """
    return _writable("VAR_DIR", Path(text("VAR_DIR", default=str(REPOSITORY / "var"))).resolve())


def log_dir(*, default: Path | None) -> Path | None:
    """Return the folder for the server's log files (`LOG_DIR`), made if missing; `default` where it is unset.

    Raises:
        ImproperlyConfigured: it can't be made or written to.
    """
    value = text("LOG_DIR")
    folder = Path(value).resolve() if value else default
    return None if folder is None else _writable("LOG_DIR", folder)


def _writable(name: str, folder: Path) -> Path:
    """Return the folder that the variable `name` gives, made if missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is {folder}, which can't be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"{name} is {folder}, where this user can't write. "
            f"Set {name} to a folder of the user who runs the site."
        )
    return folder


def text(name: str, *, default: str = "") -> str:
    """Return the variable `name` without blanks around it, or `default` where it is unset or empty."""
    # Not through `environ`, which takes a value that begins with "$" for another variable's name.
    return os.environ.get(name, "").strip() or default


def required(name: str, what_to_do: str) -> str:
    """Return the variable `name`.

    Raises:
        ImproperlyConfigured: it is unset or empty; with `what_to_do`, a sentence for the person who starts
            the site.
    """
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {what_to_do}")
    return value


def boolean(name: str, *, default: bool) -> bool:
    """Return the variable `name` as yes or no.

    Raises:
        ImproperlyConfigured: it is neither.
    """
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write true or false.")
    return value in TRUE


def integer(name: str, *, default: int, least: int = 0) -> int:
    """Return the variable `name` as a whole number of at least `least`.

    Raises:
        ImproperlyConfigured: it is none, or smaller.
    """
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write a whole number, {least} or more.")
    return int(value)


def choice(name: str, *, default: str, among: tuple[str, ...]) -> str:
    """Return the variable `name`, one of `among`.

    Raises:
        ImproperlyConfigured: it is another word.
    """
    value = text(name, default=default)
    if value not in among:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write one of: {', '.join(among)}.")
    return value


def listing(name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """Return the parts of the variable `name`, which commas part."""
    return [part for part in (part.strip() for part in text(name).split(",")) if part] or list(default)


def subset(name: str, *, default: tuple[str, ...], among: tuple[str, ...]) -> list[str]:
    """Return the words in the variable `name`, which commas part, each one of `among`.

    Raises:
        ImproperlyConfigured: it holds another word.
    """
    found = listing(name, default=default)
    if not set(found) <= set(among):
        raise ImproperlyConfigured(
            f"{name} is {', '.join(found)!r}. Write some of: {', '.join(among)}, parted by commas."
        )
    return found


def pairs(name: str) -> dict[str, str]:
    """Return the pairs in the variable `name`, such as `code=SMS_1,urgent=SMS_2`.

    Raises:
        ImproperlyConfigured: one has no name or no value.
    """
    found = [part.partition("=") for part in listing(name)]
    if not all(key.strip() and value.strip() for key, _equals, value in found):
        raise ImproperlyConfigured(f"{name} can't be read. Write pairs: code=SMS_1,urgent=SMS_2")
    return {key.strip(): value.strip() for key, _equals, value in found}


def http_url(name: str) -> str:
    """Return the address in the variable `name`, or "".

    Raises:
        ImproperlyConfigured: it is no address of http or https.
    """
    value = text(name)
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ImproperlyConfigured(f"{name} is no web address. Write https://host/path")
    return value


def mail(name: str) -> dict[str, Any]:
    """Return Django's settings for the mail server that the variable `name` points at; the console without.

    Raises:
        ImproperlyConfigured: it is no address of a mail server.
    """
    url = text(name, default="consolemail://")
    scheme = url.partition(":")[0]
    if scheme not in {"smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail"}:
        raise ImproperlyConfigured(
            f"{name} begins with {scheme[:20]!r}. Write smtp+tls://user:password@host:587, "
            "with %-codes for special characters, or leave it empty for mails on the console."
        )
    found: dict[str, Any] = environ.Env.email_url_config(url)
    return {
        key: value for key, value in found.items() if key.startswith("EMAIL_") and key != "EMAIL_FILE_PATH"
    }


def hosts(name: str, what_to_do: str) -> list[str]:
    """Return the host names in the variable `name`.

    Raises:
        ImproperlyConfigured: there is none, or one is an address with a scheme or path, or stands for every
            host.
    """
    required(name, what_to_do)
    found = listing(name)
    for host in found:
        if "/" in host or host == "*" or " " in host:
            raise ImproperlyConfigured(
                f"{name} holds {host!r}. "
                "Write host names only, without https:// and without *: www.example.gov.cn"
            )
    return found


def site_url(name: str, *, default: str = "", secure: bool = False) -> str:
    """Return the site's own address in the variable `name`, without a slash at its end.

    Raises:
        ImproperlyConfigured: it is no address, or not `https` where `secure` asks for it.
    """
    value = text(name, default=default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ({"https"} if secure else {"http", "https"}) or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Write the address that people type, without a path: https://www.example.gov.cn"
        )
    return value


def database(name: str, *, default: str) -> dict[str, Any]:
    """Return Django's settings for the database that the variable `name` points at: SQLite or PostgreSQL.

    Raises:
        ImproperlyConfigured: it points at neither, leaves the name out, or the folder of the SQLite file is
            missing.
    """
    url = text(name, default=default)
    scheme = url.partition(":")[0]
    if scheme not in {"sqlite", "postgres", "postgresql", "psql"}:
        raise ImproperlyConfigured(
            f"{name} begins with {scheme[:20]!r}. Write {SQLITE_EXAMPLE} or {POSTGRESQL_EXAMPLE}"
        )
    if scheme != "sqlite":
        try:
            parts = urlsplit(url)
            _port = parts.port
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} can't be read. "
                f"Write {POSTGRESQL_EXAMPLE}, with %-codes for special characters in the password."
            ) from error
        if not unquote(parts.path).strip("/"):
            raise ImproperlyConfigured(f"{name} names no database. Write {POSTGRESQL_EXAMPLE}")
    settings: dict[str, Any] = environ.Env.db_url_config(url)
    if scheme == "sqlite":
        _check_sqlite_file(name, settings["NAME"])
    return settings


def _check_sqlite_file(name: str, path: str) -> None:
    if path == ":memory:" or not path:
        raise ImproperlyConfigured(
            f"{name} asks for a database in memory, which every process would have for itself. "
            f"Write {SQLITE_EXAMPLE}"
        )
    folder = Path(path).absolute().parent
    if not folder.is_dir():
        raise ImproperlyConfigured(
            f"{name} points into {folder}, which is no folder. Make it, or correct {name}."
        )


def cache_url(name: str) -> str:
    """Return the address of Redis in the variable `name`, or "" for the cache in a file of this machine.

    Raises:
        ImproperlyConfigured: it is anything else.
    """
    url = text(name)
    if url and (urlsplit(url).scheme not in {"redis", "rediss", "unix"}):
        raise ImproperlyConfigured(
            f"{name} begins with {url.partition(':')[0][:20]!r}. "
            "Write redis://host:6379/1, or leave it empty for a cache in a file of this machine."
        )
    return url


def search_hosts(name: str) -> tuple[str, ...]:
    """Return the addresses of Elasticsearch's nodes in the variable `name`, none for the index of this
    machine.

    Raises:
        ImproperlyConfigured: one is no address, or holds a user or password.
    """
    found = tuple(listing(name))
    for url in found:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ImproperlyConfigured(
                f"{name} holds an address that can't be read. Write http://host:9200, "
                "several parted by commas, or leave it empty for an index in a file of this machine."
            )
        if parts.username or parts.password:
            raise ImproperlyConfigured(
                f"{name} holds a user or password. Write them into SEARCH_USER and SEARCH_PASSWORD."
            )
    return found


def matching(name: str, pattern: str, *, default: str, what: str) -> str:
    """Return the variable `name`, which consists of `what`.

    Raises:
        ImproperlyConfigured: it holds something else.
    """
    value = text(name, default=default)
    if re.fullmatch(pattern, value) is None:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write {what}, as in {default!r}.")
    return value


def local_secret_key(folder: Path) -> str:
    """Return the secret of a single machine, made on the first start and kept in `folder`."""
    path = folder / "secret_key"
    if not path.exists():
        unfinished = folder / f"secret_key.{secrets.token_hex(4)}"
        unfinished.touch(mode=0o600)
        unfinished.write_text(get_random_secret_key(), encoding="ascii")
        # Two processes that start together agree on the one whose link came first.
        with suppress(FileExistsError):
            path.hardlink_to(unfinished)
        unfinished.unlink()
    return path.read_text(encoding="ascii")
