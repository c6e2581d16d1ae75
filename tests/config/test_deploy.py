"""What is shipped fits what is built: the image's files, its commands, and the variables it is given."""

import os
import re
import tomllib

from django.core.management import get_commands

from config.env import REPOSITORY

DEPLOY = REPOSITORY / "deploy"


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


def test_compose_hands_on_what_an_operator_writes_into_the_file_of_settings():
    compose = read("deploy/compose.yml")
    assert "  env_file: ../.env\n" in compose
    # The example names these, too, and leaves them empty; the image's own may not get lost by that.
    image = dict(re.findall(r"^ +(?:ENV )?([A-Z_]+)=(\S+)", read("Dockerfile"), re.MULTILINE))
    for name in ("DJANGO_SETTINGS_MODULE", "VAR_DIR", "STATIC_ROOT", "LOG_DIR", "PORT"):
        assert re.search(rf'^    {name}: "?{re.escape(image[name])}"?$', compose, re.MULTILINE), name


def test_compose_asks_for_what_the_site_does_not_start_without():
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", read("deploy/compose.yml")))
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "PERSONAL_DATA_KEYS", "PERSONAL_DATA_INDEX_KEY"} <= asked
    assert asked <= set(re.findall(r"^([A-Z_]+)=", read(".env.example"), re.MULTILINE))
