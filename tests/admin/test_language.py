"""What Wagtail's Chinese catalogue lacks is said in Chinese, and source and compiled catalogue agree."""

import re
from pathlib import Path

import polib
import pytest
import wagtail
from django.test import Client
from django.utils.translation import gettext, ngettext

from config.env import REPOSITORY

CATALOGUES = [
    REPOSITORY / "locale/zh_Hans/LC_MESSAGES/django.po",
    REPOSITORY / "communities/locale/zh_Hans/LC_MESSAGES/djangojs.po",
]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_compiled_catalogue_is_that_of_the_source(path: Path):
    source = {
        (e.msgctxt, e.msgid, e.msgid_plural): (e.msgstr, e.msgstr_plural) for e in polib.pofile(str(path))
    }
    compiled = {
        (e.msgctxt, e.msgid, e.msgid_plural): (e.msgstr, e.msgstr_plural)
        for e in polib.mofile(str(path.with_suffix(".mo")))
    }
    assert source == compiled, "Run `make messages` and commit the .mo file."


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_no_translation_invents_a_placeholder_or_stays_empty(path: Path):
    names = re.compile(r"%\((\w+)\)|(?<!\{)\{(\w+)\}")
    for entry in polib.pofile(str(path)):
        given = set(names.findall(entry.msgid_plural or entry.msgid))
        said = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
        assert said, entry.msgid
        assert set(names.findall(said)) <= given, entry.msgid


def test_what_wagtail_left_in_english_is_chinese():
    assert gettext("Search all pages…") == "搜索所有页面…"
    assert ngettext("Moved up 1 place.", "Moved up %(counter)s places.", 2) % {"counter": 2} == "上移了2位。"


def test_the_scripts_of_the_workbench_speak_chinese():
    page = Client().get("/admin/jsi18n/", headers={"accept-language": "en"}).content.decode()
    assert "\\u4fee\\u6539\\u5df2\\u81ea\\u52a8\\u4fdd\\u5b58" in page or "修改已自动保存" in page


WAGTAIL = Path(wagtail.__file__).parent


@pytest.mark.parametrize("app", ["admin", "images", "documents"])
def test_nothing_that_officials_see_is_left_in_english(app: str):
    """Fails when a new Wagtail brings new words: add them to the catalogue, or to what only superusers
    read.
    """
    english = polib.pofile(str(WAGTAIL / app / "locale/en/LC_MESSAGES/django.po"))
    chinese = polib.pofile(str(WAGTAIL / app / "locale/zh_Hans/LC_MESSAGES/django.po"))
    known = {entry.msgid for entry in chinese if entry.translated()}
    known |= {entry.msgid for entry in polib.pofile(str(CATALOGUES[0]))}
    unseen = re.compile(
        r"translation|whats-new|Things in Wagtail|workflow|Workflow|snippet|created in|metric|content checks"
        r"|readability|word count|skipped in the moderation|main content"
    )
    left = [
        entry.msgid for entry in english if entry.msgid not in known and not unseen.search(str(entry.msgid))
    ]
    assert not left
