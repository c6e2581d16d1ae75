"""Every template of the site is rendered by some test: counted over a whole run, across xdist's workers.

A part of the suite (a path, `-k`, a failed start) can't tell, and isn't asked.
"""

from pathlib import Path
from typing import Any

import pytest
from django.test.signals import template_rendered

from config.env import REPOSITORY
from tests.architecture.house import relative, templates

_rendered: set[str] = set()
_KEY = "rendered_templates"


def _note(template: Any, **_kwargs: Any) -> None:
    path = Path(template.origin.name)
    if path.is_relative_to(REPOSITORY):
        _rendered.add(relative(path))


def is_whole(config: pytest.Config) -> bool:
    """Return whether this run has the whole suite (with or without the tests marked `full`)."""
    chosen = {(config.invocation_params.dir / argument).resolve() for argument in config.args}
    option = config.option
    part = option.keyword or option.markexpr not in {"", "not full"} or option.deselect or option.ignore
    last_failed = getattr(option, "lf", False) or getattr(option, "stepwise", False)
    return chosen <= {REPOSITORY, REPOSITORY / "tests"} and not (part or last_failed or option.collectonly)


def missing() -> list[str]:
    """Return the templates that nothing has rendered."""
    return sorted({relative(path) for path in templates()} - _rendered)


def pytest_configure() -> None:
    template_rendered.connect(_note, dispatch_uid=_KEY)


def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker has rendered."""
    _rendered.update(getattr(node, "workeroutput", {}).get(_KEY, []))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput[_KEY] = sorted(_rendered)
    elif session.exitstatus == pytest.ExitCode.OK and is_whole(config) and missing():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if is_whole(config) and missing():
        terminalreporter.section("Templates that no test renders", red=True)
        for name in missing():
            terminalreporter.line(name)
