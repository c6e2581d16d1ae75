"""The W3C's HTML checker, run once over many pages: starting Java takes longer than reading them."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from config.env import var_dir

LOCK = Path(__file__).parent
FOLDER = var_dir() / "tools" / "html-checker"
JAR = Path("node_modules/vnu-jar/build/dist/vnu.jar")


def need(program: str, package: str) -> str:
    """Return the path of `program`.

    Raises:
        pytest.fail.Exception: the machine lacks it; the check is never skipped.
    """
    path = shutil.which(program)
    if path is None:
        pytest.fail(
            f"The HTML check needs `{program}`; it is in Debian's package {package}. "
            "With Java alone, set VNU_JAR to the path of the checker's vnu.jar.",
            pytrace=False,
        )
    return path


def jar() -> Path:
    """Return the checker: the one that `VNU_JAR` names, or the locked one, installed on first use."""
    named = os.environ.get("VNU_JAR", "")
    if named:
        return Path(named)
    locked = (LOCK / "package-lock.json").read_bytes()
    installed = FOLDER / "package-lock.json"
    if not (FOLDER / JAR).exists() or installed.read_bytes() != locked:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(LOCK / name, FOLDER / name)
        # Its install script would fetch a Java of its own.
        subprocess.run(
            [need("npm", "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=FOLDER,
            check=True,
        )
    return FOLDER / JAR


def complaints(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Return what the checker holds against `pages` (their HTML by address), one line each.

    Args:
        pages: HTML by address.
        folder: an empty folder that the pages are written to.
    """
    addresses = {}
    for number, (address, html) in enumerate(pages.items()):
        name = f"{number:03}-{re.sub(r'[^a-z0-9]+', '-', address)}.html"
        (folder / name).write_text(html, encoding="utf-8")
        addresses[name] = address
    command = [need("java", "default-jre-headless"), "-jar", str(jar()), "--format", "json", "--stdout"]
    answer = subprocess.run(
        [*command, "--exit-zero-always", str(folder)], capture_output=True, check=True, text=True
    )
    return [
        f"{addresses[Path(row['url']).name]}:{row.get('lastLine')}: {row['message']} {row.get('extract', '')}"
        for row in json.loads(answer.stdout)["messages"]
        if row["type"] == "error" or row.get("subType") == "warning"
    ]
