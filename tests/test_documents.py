"""What the documents promise is so."""

import re

import pytest

from config.env import REPOSITORY
from demonstration.accounts import ACCOUNTS, PASSWORD
from tests import screenshots
from tests.architecture.house import relative, tracked

READMES = ["README.md", "README.zh-Hans.md"]


@pytest.mark.parametrize("name", READMES)
def test_a_readme_shows_every_demonstration_account_and_no_other(name):
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    assert set(re.findall(r"`(demo-[a-z]+)`", text)) == {account.username for account in ACCOUNTS}
    assert all(str(account.role.label) in text for account in ACCOUNTS)
    assert PASSWORD in text
    assert screenshots.PASSWORD == PASSWORD


def test_every_link_between_documents_leads_somewhere():
    broken = [
        f"{relative(path)}: {target}"
        for path in tracked("*.md")
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert not broken, "\n".join(broken)


def test_every_decision_is_in_the_index():
    folder = REPOSITORY / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    numbers = [path.name[:4] for path in sorted(folder.glob("[0-9]*.md"))]
    assert len(numbers) == len(set(numbers)), "Two decisions have the same number."
    missing = [path.name for path in folder.glob("[0-9]*.md") if f"({path.name})" not in index]
    assert not missing


def test_a_decision_that_the_code_names_exists():
    folder = REPOSITORY / "docs" / "decisions"
    for path in tracked("*.py"):
        for number in re.findall(r"docs/decisions/(\d{4})", path.read_text(encoding="utf-8")):
            assert list(folder.glob(f"{number}-*.md")), f"{relative(path)} names decision {number}"


def test_every_picture_is_small_and_shown():
    text = "".join((REPOSITORY / name).read_text(encoding="utf-8") for name in [*READMES, "CONTRIBUTING.md"])
    for picture in (REPOSITORY / "docs" / "images").glob("*.png"):
        assert picture.stat().st_size <= screenshots.LARGEST, picture.name
        assert picture.name in text, f"{picture.name} is shown nowhere"


def test_the_documents_name_only_habits_that_make_has():
    habits = set(re.findall(r"^([a-z-]+):.*##", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    for path in tracked("*.md"):
        named = set(re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8")))
        assert named <= habits, f"{relative(path)}: {named - habits}"
