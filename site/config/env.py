"""The one place that reads the process environment; every setting module asks here."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

REPOSITORY = Path(__file__).resolve().parents[2]

env = environ.Env()
environ.Env.read_env(REPOSITORY / ".env", overwrite=False)


def var_dir() -> Path:
    """The folder that everything a run writes goes under (`VAR_DIR`, by default `var/`)."""
    return Path(env.str("VAR_DIR", default=str(REPOSITORY / "var"))).resolve()


def required(name: str, what_to_do: str) -> str:
    """Return the variable `name`.

    Raises:
        ImproperlyConfigured: with `what_to_do`, a sentence for the person who starts the site.
    """
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {what_to_do}")
    return value


def local_secret_key(folder: Path) -> str:
    """The secret of a single machine, made on the first start and kept in `folder`."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key(), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")
