"""Programs that the tests need, and where Debian has them."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """One program.

    Attributes:
        what: for people.
        programs: any of these will do; a pattern with a slash is looked up as files, the last one winning.
        package: Debian's.
        variable: the environment variable that stands in for it, naming a program or a server.
        lightest: the first of `programs` costs so much less than the others that it is installed beside them.
    """

    what: str
    programs: tuple[str, ...]
    package: str
    variable: str = ""
    lightest: bool = False

    def path(self) -> str:
        """Return the program to run, or ""."""
        named = os.environ.get(self.variable, "") if self.variable else ""
        if named and "://" not in named:
            return named
        for program in self.programs:
            found = (
                max(map(str, Path("/").glob(program[1:])), default="")
                if "/" in program
                else shutil.which(program)
            )
            if found:
                return found
        return ""

    def is_met(self) -> bool:
        """Return whether there is such a program, or a server in its place."""
        return bool((self.variable and os.environ.get(self.variable)) or self.path())

    def is_wanted(self) -> bool:
        """Return whether there is none, or only one that costs more."""
        heavy = self.lightest and not os.environ.get(self.variable) and not shutil.which(self.programs[0])
        return heavy or not self.is_met()


POSTGRESQL = Need(
    "PostgreSQL", ("/usr/lib/postgresql/*/bin/initdb", "initdb"), "postgresql", "TEST_DATABASE_URL"
)
REDIS = Need("Redis", ("redis-server",), "redis-server", "REDIS_SERVER")
# The engine without a desktop's windows: the same pages for a third of the processor time.
CHROMIUM = Need(
    "Chromium",
    ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
    "chromium-headless-shell",
    "CHROMIUM",
    lightest=True,
)
CHINESE_FONT = Need(
    "a Chinese font",
    (
        "/usr/share/fonts/**/*CJK*",
        "/usr/share/fonts/*/*/*CJK*",
        "/usr/share/fonts/*/wqy*/*",
        "/usr/share/fonts/*/*/wqy*",
    ),
    "fonts-noto-cjk",
)
JAVA = Need("Java, for the HTML checker and Elasticsearch", ("java",), "default-jre-headless")
MAVEN = Need("Maven, which fetches Elasticsearch", ("mvn",), "maven", "TEST_SEARCH_URL")
NPM = Need("npm, which fetches the HTML checker", ("npm",), "npm", "VNU_JAR")

ALL = (POSTGRESQL, REDIS, CHROMIUM, CHINESE_FONT, JAVA, NPM, MAVEN)


def is_root_on_debian() -> bool:
    """Return whether packages can simply be installed."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def provide(needs: tuple[Need, ...] = ALL) -> None:
    """Install what is missing, where this user may.

    Raises:
        SystemExit: with a sentence for each thing that is missing and can't be installed.
    """
    wanted = [need for need in needs if need.is_wanted()]
    if wanted and is_root_on_debian():
        install([need.package for need in wanted])
    missing = [need for need in wanted if not need.is_met()]
    if missing:
        sys.exit("\n".join(["The tests can't run here:", *map(sentence, missing)]))


def sentence(need: Need) -> str:
    """Return what to do about a missing program."""
    stead = f", or set {need.variable}" if need.variable else ""
    return f"- {need.what} is missing. Install Debian's package `{need.package}`{stead}."


def install(packages: list[str]) -> None:
    """Install Debian packages, as far as it has them; `postgresql` must not start a server of its own, which
    nobody would end.
    """
    sys.stdout.write(f"Installing {', '.join(packages)} …\n")
    sys.stdout.flush()
    policy = Path("/usr/sbin/policy-rc.d")
    ours = not policy.exists()
    if ours:
        policy.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
        policy.chmod(0o755)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "--quiet=2", "-o", "Acquire::Retries=3"]
    try:
        subprocess.run([*apt, "update"], env=environment, check=True)
        subprocess.run(
            [*apt, "install", "--yes", "--no-install-recommends", *packages],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        sys.stdout.write(f"`{' '.join(error.cmd)}` failed; what it says stands above.\n")
    finally:
        if ours:
            policy.unlink()
