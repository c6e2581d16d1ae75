"""The shape of the code: small modules, named folders, one reader of the environment, verbs for writes."""

import ast
import inspect
import re
from importlib import import_module

from config.env import REPOSITORY
from tests.architecture.house import modules, owner, relative, tracked, tree

LONGEST_MODULE = 400
LONGEST_SETTINGS = 300
CATCH_ALLS = {"common", "core", "helper", "helpers", "lib", "misc", "shared", "util", "utils"}
# The environment is read by `config.env`; the others only name the settings for Django, before it starts.
READS_ENVIRONMENT = {"site/config/env.py"}
NAMES_SETTINGS = {"site/manage.py", "site/config/wsgi.py"}
CLOCKS = {"timezone.now", "timezone.localdate", "timezone.localtime", "datetime.now", "date.today"}
HIDDEN_SIGNALS = {"pre_save", "post_save", "m2m_changed"}


def test_a_module_can_be_read_in_one_sitting():
    long = []
    for path in modules():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        limit = LONGEST_SETTINGS if relative(path) == "site/config/settings/base.py" else LONGEST_MODULE
        if lines > limit:
            long.append(f"{relative(path)}: {lines} lines, {limit} at most")
    assert not long, "Make a package of modules that each have one subject:\n" + "\n".join(long)


def test_no_module_is_a_place_for_everything():
    vague = [
        relative(path)
        for path in modules()
        if CATCH_ALLS & set(path.relative_to(REPOSITORY).with_suffix("").parts)
    ]
    assert not vague, "Name it by what it does:\n" + "\n".join(vague)


def test_the_environment_is_read_in_one_place():
    found = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}:
                if relative(path) not in READS_ENVIRONMENT | NAMES_SETTINGS:
                    found.append(f"{relative(path)}:{node.lineno}: {ast.unparse(node)}")
            elif isinstance(node, ast.ImportFrom) and node.module == "config.env" and owner(path) != "config":
                found.append(f"{relative(path)}:{node.lineno}: config.env")
    assert not found, "Make it a setting, which reads the environment by config.env:\n" + "\n".join(found)


def test_no_signal_of_a_model_hides_who_does_what():
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "django.db.models.signals"
        and HIDDEN_SIGNALS & {alias.name for alias in node.names}
    ]
    assert not found, "Call a verb, record an event, or use a named registry instead:\n" + "\n".join(found)


def actions():
    """Return the modules of verbs; those of `events` keep the outbox itself moving, and nobody acts there."""
    return [
        path
        for path in tracked("*/actions/*.py")
        if path.name != "__init__.py" and owner(path) not in {"events", "tests"}
    ]


def test_an_action_is_a_verb_that_names_its_actor():
    wrong = []
    for path in actions():
        dotted = relative(path).removeprefix("site/").removesuffix(".py").replace("/", ".")
        action = getattr(import_module(dotted), path.stem, None)
        if not callable(action):
            wrong.append(f"{dotted} has no function {path.stem}(): its module is named after the verb.")
            continue
        parameters = inspect.signature(action).parameters.values()
        if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in parameters):
            wrong.append(f"{dotted}: every parameter of an action is keyword-only.")
        if "actor" not in {p.name for p in parameters}:
            wrong.append(f"{dotted}: does not say who acts (the timer passes None).")
        if not action.__doc__:
            wrong.append(f"{dotted}: promises nothing; write its docstring.")
    assert not wrong, "\n".join(wrong)


def test_an_action_is_told_the_time():
    found = [
        f"{relative(path)}:{node.lineno}: {ast.unparse(node)}"
        for path in actions()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS and not node.args
    ]
    assert not found, "Take `now` as a parameter, so that a test can say when:\n" + "\n".join(found)


# In pieces, so that this very file stays clean.
HOSTS = ["py" + "pi", "python" + "hosted", "npm" + "js", "mav" + r"en\.", "crates" + r"\.io"]
REGISTRY = re.compile(r"https?://[^/\s\"']*(?:" + "|".join(HOSTS) + ")")
MACHINE = re.compile(
    "|".join(["/wo" + "rk/", r"\.\./sha" + "red", "/ro" + "ot/", r"(?<![\w/])/ho" + r"me/\w+/"])
)
TEXT = [
    "*.py",
    "*.html",
    "*.css",
    "*.js",
    "*.json",
    "*.md",
    "*.toml",
    "*.txt",
    "*.yml",
    "*.yaml",
    "*.sh",
    "*.po",
]


def test_no_file_holds_a_registry_s_address_or_a_path_of_one_machine():
    found = []
    for path in tracked(*TEXT, "Makefile", "*Dockerfile*", ".ci/*"):
        text = path.read_text(encoding="utf-8")
        found += [f"{relative(path)}: {hit[0]}" for p in (REGISTRY, MACHINE) for hit in p.finditer(text)]
    assert not found, "\n".join(found)
