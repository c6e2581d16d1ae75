"""What the architecture tests look at: our apps in their layers, our modules, our templates."""

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path

from django.apps import AppConfig, apps

from config.env import REPOSITORY


@cache
def layers() -> dict[str, int]:
    """Return each app's height, 0 at the bottom, as import-linter's contract in pyproject.toml has it."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    rows = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {app.strip(" ()"): height for height, row in enumerate(reversed(rows)) for app in row.split("|")}


def our_apps() -> list[AppConfig]:
    """Return the installed apps whose code is in this repository."""
    return [
        app
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(REPOSITORY) and not vendored(app)
    ]


def vendored(app: AppConfig) -> bool:
    """Return whether the app lies in a virtual environment inside the repository."""
    return "site-packages" in Path(app.path).parts


@cache
def tracked(*patterns: str) -> list[Path]:
    """Return the files that are, or are about to be, in the repository, by git's patterns."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (REPOSITORY / name for name in listing.stdout.split("\0") if name)
    return sorted(path for path in paths if path.is_file())


def relative(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@cache
def modules() -> list[Path]:
    """Return the Python modules of the site itself: no tests, no migrations."""
    return [
        path
        for path in tracked("*.py")
        if not {"tests", "migrations"} & set(path.relative_to(REPOSITORY).parts)
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def templates() -> list[Path]:
    return [path for path in tracked("*.html", "*.txt", "*.xml") if "templates" in path.parts]


def owner(path: Path) -> str:
    """Return the app that a file belongs to."""
    parts = path.relative_to(REPOSITORY).parts
    return parts[1] if parts[0] == "site" else parts[0]
