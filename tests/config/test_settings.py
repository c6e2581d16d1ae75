"""Each wrong or missing value stops the start with a sentence that says what to do, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.env import REPOSITORY

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k7" * 30 + "!aQ9z",
    "ALLOWED_HOSTS": "www.example.gov.cn",
    "PERSONAL_DATA_KEYS": "q3" * 30,
    "PERSONAL_DATA_INDEX_KEY": "w5" * 30,
}


def manage(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` with nothing in the environment but what is given."""
    given = {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "VAR_DIR": str(folder), **environment}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "site/manage.py", *arguments],
        cwd=REPOSITORY,
        env={**kept, "PYTHONPATH": os.pathsep.join(sys.path), **given},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Make one with `make secret`"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 50 characters"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set. Name the hosts"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS holds '*'. Write host names only"),
        ({"ALLOWED_HOSTS": "https://a.cn/"}, "ALLOWED_HOSTS holds 'https://a.cn/'"),
        ({"PERSONAL_DATA_KEYS": ""}, "PERSONAL_DATA_KEYS is not set, or shorter than 50 characters"),
        ({"PERSONAL_DATA_INDEX_KEY": "short"}, "PERSONAL_DATA_INDEX_KEY is not set, or shorter"),
        ({"TEXT_GATEWAY_URL": "sms.example.cn"}, "TEXT_GATEWAY_URL is no web address"),
        ({"TEXT_GATEWAY_TEMPLATES": "code"}, "TEXT_GATEWAY_TEMPLATES can't be read"),
        ({"EMAIL_URL": "imap://a"}, "EMAIL_URL begins with 'imap'"),
        ({"SITE_URL": "http://a.cn"}, "SITE_URL is 'http://a.cn'. Write the address"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set. Point it at"),
        ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL begins with 'mysql'"),
        ({"TRUSTED_PROXY_COUNT": "one"}, "TRUSTED_PROXY_COUNT is 'one'. Write a whole number"),
        ({"SECURE_SSL_REDIRECT": "perhaps"}, "SECURE_SSL_REDIRECT is 'perhaps'. Write true or false"),
        ({"CACHE_URL": "memcached://a"}, "CACHE_URL begins with 'memcached'"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL is 'LOUD'. Write one of: DEBUG, INFO"),
    ],
)
def test_a_wrong_or_missing_variable_stops_a_public_server_with_one_sentence(tmp_path, variables, sentence):
    ended = manage("check", folder=tmp_path, **{**PRODUCTION, **variables})
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


def test_deployment_checks_find_nothing_to_warn_of(tmp_path):
    ended = manage("check", "--deploy", "--fail-level", "WARNING", folder=tmp_path, **PRODUCTION)
    assert ended.returncode == 0, ended.stderr


def test_a_single_machine_needs_no_variable_at_all_and_keeps_its_secret(tmp_path):
    for _start in (1, 2):
        ended = manage(
            "shell",
            "-v0",
            "-c",
            "from django.conf import settings; print(settings.SECRET_KEY)",
            folder=tmp_path,
        )
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.strip() == (tmp_path / "secret_key").read_text()
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://user:se%cret@host:port/name", "can't be read"),
        ("postgresql://user:secret@host:5432/", "names no database"),
        ("sqlite:////nowhere/at/all/db.sqlite3", "points into /nowhere/at/all, which is no folder"),
        ("sqlite://:memory:", "asks for a database in memory"),
        ("oracle://user:secret@host/name", "begins with 'oracle'"),
        ("secret", "begins with 'secret'"),
    ],
)
def test_a_wrong_database_address_is_told_without_its_password(monkeypatch, url, sentence):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=sentence) as told:
        env.database("DATABASE_URL", default="")
    assert ":secret@" not in str(told.value)


def test_a_database_address_gives_djangos_settings(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://site:p%40ss@db.example:5433/qinhuai")
    found = env.database("DATABASE_URL", default="")
    assert (
        found["ENGINE"],
        found["NAME"],
        found["HOST"],
        found["PORT"],
        found["USER"],
        found["PASSWORD"],
    ) == (
        "django.db.backends.postgresql",
        "qinhuai",
        "db.example",
        5433,
        "site",
        "p@ss",
    )


def test_a_value_that_begins_with_a_dollar_is_taken_as_it_stands(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "$HOME-is-no-secret")
    assert env.required("SECRET_KEY", "") == "$HOME-is-no-secret"


@pytest.mark.parametrize(
    ("word", "meant"), [("true", True), ("1", True), ("No", False), ("off", False), ("", True)]
)
def test_yes_and_no_can_be_said_in_several_words(monkeypatch, word, meant):
    monkeypatch.setenv("DEBUG", word)
    assert env.boolean("DEBUG", default=True) is meant


@pytest.mark.parametrize("number", ["-1", "two", "1.5", "²", "0"])
def test_a_number_is_whole_and_large_enough(monkeypatch, number):
    monkeypatch.setenv("WEB_WORKERS", number)
    with pytest.raises(ImproperlyConfigured, match="Write a whole number, 1 or more"):
        env.integer("WEB_WORKERS", default=2, least=1)


def test_a_folder_that_cannot_be_made_is_told(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "file" / "var"))
    with pytest.raises(ImproperlyConfigured, match=r"VAR_DIR is .* which can't be made"):
        env.var_dir()


def test_the_example_lists_every_variable_that_the_code_asks_for():
    import re

    asked = set()
    for path in (REPOSITORY / "site" / "config").rglob("*.py"):
        asked |= set(
            re.findall(
                r'(?:text|required|boolean|integer|choice|listing|subset|matching|search_hosts|pairs|http_url|mail|hosts|site_url|database|cache_url)\(\s*"([A-Z_]+)"',
                path.read_text(encoding="utf-8"),
            )
        )
    listed = set(
        re.findall(r"^([A-Z_]+)=", (REPOSITORY / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert asked <= listed, sorted(asked - listed)
    assert listed - asked == {
        *("TEST_DATABASE_URL", "CHROMIUM", "REDIS_SERVER", "VNU_JAR"),
        *("POSTGRES_PASSWORD", "TEST_SEARCH_URL"),
    }


def test_only_one_module_reads_the_environment():
    import re

    reading = re.compile(r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE)|os\.getenv|environ\.Env")
    tracked = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    ours = [line for line in tracked.stdout.split() if not line.startswith("tests/")]
    found = [name for name in ours if reading.search((REPOSITORY / name).read_text(encoding="utf-8"))]
    assert [name for name in found if name != "site/config/env.py"] == []
