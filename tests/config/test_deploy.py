"""What is shipped fits what is built: the image's files, its commands, and the variables it is given."""

import os
import re
import tomllib

from django.core.management import get_commands

from config.env import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
# Only for a developer's machine, or said by the image itself.
NOT_FOR_COMPOSE = {
    *("CHROMIUM", "DEBUG", "REDIS_SERVER", "STATIC_ROOT", "TEST_DATABASE_URL", "TEST_SEARCH_URL", "VAR_DIR"),
    # The search beside the site is reached by password, within its own network, and has one node.
    *("SEARCH_API_KEY", "SEARCH_CA", "SEARCH_PREFIX", "SEARCH_REPLICAS", "SEARCH_SHARDS", "VNU_JAR"),
    # The proxy in front does it.
    "SECURE_SSL_REDIRECT",
}


def read(path):
    return (REPOSITORY / path).read_text(encoding="utf-8")


def test_the_image_gets_every_package_and_what_they_ship():
    packages = tomllib.loads(read("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    let_in = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    needed = {package.split("/")[0] for package in packages} | {"deploy", "locale", "requirements.txt"}
    assert needed <= let_in, f"Let {sorted(needed - let_in)} into the image: .dockerignore"
    assert all((REPOSITORY / path).exists() for path in let_in)


def test_the_image_runs_commands_that_there_are():
    entrypoint = read("deploy/entrypoint")
    commands = set(re.findall(r"manage\.py ([a-z_]+)", entrypoint + read("Dockerfile")))
    assert {"check", "migrate", "run_timer", "run_worker", "collectstatic"} <= commands <= set(get_commands())
    for script in ("entrypoint", "healthcheck"):
        assert os.access(DEPLOY / script, os.X_OK)
    roles = set(re.findall(r"^([a-z]+)\)$", entrypoint, re.MULTILINE))
    assert set(re.findall(r'command: \["([a-z]+)"\]', read("deploy/compose.yml"))) == roles


def test_compose_hands_on_every_variable_that_an_operator_may_set():
    listed = set(re.findall(r"^([A-Z_]+)=", read(".env.example"), re.MULTILINE))
    given = set(re.findall(r"^\s+([A-Z_]+): ", read("deploy/compose.yml"), re.MULTILINE))
    missing = listed - given - NOT_FOR_COMPOSE
    assert not missing, f"Name {sorted(missing)} in deploy/compose.yml, or say here why not."
