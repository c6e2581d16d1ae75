"""Nothing points upwards: models (string keys too, which import-linter cannot see) and templates."""

import re
import site
import sysconfig
from pathlib import Path

from django.conf import settings
from django.template import engines

from config.env import REPOSITORY
from tests.architecture.house import layers, our_apps, owner, relative, templates

TAG = re.compile(r"{%\s*(load|extends|include)\s+(.+?)\s*%}", re.DOTALL)
LITERAL = re.compile(r"""["']([^"']+)["']""")


def names():
    return {app.label for app in our_apps()}


def test_every_app_has_its_place_in_the_layers():
    missing = names() - set(layers())
    assert not missing, f"Name {missing} in import-linter's contract in pyproject.toml."


def test_every_app_resolves_inside_the_repository():
    for name in settings.INSTALLED_APPS:
        if any((REPOSITORY / folder / name / "apps.py").exists() for folder in (".", "site")):
            assert name in names(), f"{name} was imported from elsewhere than this repository."


def test_site_is_the_standard_library_s():
    assert Path(site.__file__).is_relative_to(sysconfig.get_path("stdlib"))
    assert not (REPOSITORY / "site" / "__init__.py").exists(), "site/ is a folder of sources, not a package."


def relations():
    """Yield every relation that a model of ours holds, through tables of its own included."""
    for app in our_apps():
        for model in app.get_models(include_auto_created=True):
            for field in model._meta.get_fields(include_hidden=True):
                if field.is_relation and field.concrete and field.related_model is not None:
                    yield app.label, field, field.related_model._meta


def test_every_relation_of_a_model_goes_down_or_sideways():
    height = layers()
    upward = [
        f"{field} → {target.label}"
        for app, field, target in relations()
        if target.label != settings.AUTH_USER_MODEL and height.get(target.app_label, -1) > height[app]
    ]
    assert not upward, "Let the upper app hold the key:\n" + "\n".join(upward)


def test_nothing_below_events_knows_the_user():
    height = layers()
    found = [
        str(field)
        for app, field, target in relations()
        if target.label == settings.AUTH_USER_MODEL and height[app] < height["events"]
    ]
    assert not found, found


def test_a_template_uses_only_what_lies_beside_or_below_it():
    height = layers()
    libraries = engines["django"].engine.libraries
    upward = []
    for path in templates():
        for tag, argument in TAG.findall(path.read_text(encoding="utf-8")):
            literal = LITERAL.match(argument)
            if tag == "load":
                used = argument.split(" from ")[-1].split()
                owners = [libraries[name].split(".")[0] for name in used if name in libraries]
            else:
                owners = [literal[1].split("/")[0]] if literal else []
            upward += [
                f"{relative(path)}: {tag} {argument}"
                for app in owners
                if height.get(app, -1) > height[owner(path)]
            ]
    assert not upward, "Templates that reach up to a higher app:\n" + "\n".join(upward)
